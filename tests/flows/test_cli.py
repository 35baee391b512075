"""What a person at the command line sees when something goes wrong, and what a program gets."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_contracts.contract import load_contracts
from flows.answers import arrivals as status
from flows.cli import app
from flows.commands.exit_codes import ExitCode
from tests.flows.commands import fangfanpin
from tests.flows.small_county import drop_rosters, make_workspace

pytestmark = pytest.mark.slow

PLANTED = "王大明 350181199001011234"


def invoke(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.stdout, result.stderr


def test_an_unexpected_error_is_reported_in_chinese_without_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(root: Path, period: str | None) -> None:
        raise ValueError(PLANTED)

    monkeypatch.setattr(status, "report", fails)
    code, out, err = invoke("status", "-w", str(tmp_path))
    assert code == ExitCode.FAILED
    assert "ValueError" in err
    assert "Traceback" not in err
    assert PLANTED not in out + err


@pytest.mark.parametrize("words", [("run",), ("status",), ("explain", "H1"), ("serve",)])
def test_a_folder_that_is_no_workspace(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, out, err = invoke(*words, "-w", str(tmp_path))
    assert (code, out) == (ExitCode.SETTINGS, "")
    assert "fangfanpin init" in err


def test_an_error_of_a_run_is_a_chinese_line_and_nothing_else(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    drop_rosters(root)
    with (root / "fangfanpin.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[lines]\nno_such_line = 1\n")
    ended = fangfanpin("run", "-w", root, "--period", "2021-06")
    assert ended.returncode == ExitCode.SETTINGS
    message = ended.stderr.replace("\n", "").replace(" ", "")
    assert "错误：fangfanpin.toml的[lines]不能设置no_such_line" in message
    assert message.endswith(
        "subsistence_standard。"
    )  # the last parameter that may be set, and no internals after it


def test_a_household_before_anything_was_published(tmp_path: Path) -> None:
    code, _, err = invoke("explain", "H1", "-w", str(make_workspace(tmp_path)))
    assert code == ExitCode.WAREHOUSE
    assert "fangfanpin run" in err


def test_init_adds_what_is_missing_and_overwrites_nothing(tmp_path: Path) -> None:
    assert invoke("init", str(tmp_path), "--area", "350182", "--policy", "national-2020")[0] == ExitCode.OK
    settings = tmp_path / "fangfanpin.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[lines]\n", encoding="utf-8")
    (tmp_path / "inbox" / "incomes").rmdir()
    before = settings.read_bytes()
    code, out, _ = invoke("init", str(tmp_path), "--area", "440000")
    assert code == ExitCode.OK
    assert "inbox/incomes" in out
    assert settings.read_bytes() == before


def test_status_as_json_names_every_source(tmp_path: Path) -> None:
    code, out, _ = invoke("status", "-w", str(make_workspace(tmp_path)), "--period", "2021-06", "--json")
    assert code == ExitCode.OK
    states = {source["source"]: source["state"] for source in json.loads(out)["sources"]}
    assert states["health_insurance"] == "overdue"
    assert states["education"] == "not_due"
    assert len(states) == len(load_contracts())
