"""The command works in any locale, and in folders of any name that its databases can open."""

import os
import subprocess
from pathlib import Path

import pytest

from connectors.workspace import Workspace, create
from data_contracts.errors import SettingsError
from flows.steps import run_month
from tests.flows.commands import COMMAND
from tests.flows.small_county import drop_rosters, make_workspace

LOCALES = [
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"},
]


@pytest.mark.parametrize("surroundings", LOCALES, ids=lambda s: s["LC_ALL"])
def test_chinese_names_and_output_in_any_locale(surroundings: dict[str, str], tmp_path: Path) -> None:
    root = tmp_path / "福清县"
    environment = os.environ | surroundings
    done = subprocess.run([COMMAND, "init", root], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "工作区" in done.stdout.decode("gb18030" if "工作区".encode("gb18030") in done.stdout else "utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["福清县"]


@pytest.mark.parametrize("name", ["什么?", "县\\区", "两\n行", "制\t表", os.fsdecode("县".encode("gb18030"))])
def test_a_folder_that_the_databases_cannot_open_is_refused(name: str, tmp_path: Path) -> None:
    for opened in (Workspace.open, lambda root: create(root, [])):
        with pytest.raises(SettingsError, match="路径"):
            opened(tmp_path / name)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("name", ["县 '工*作[区]' #1 100% {x}; \"a\" & $b"])
def test_any_other_folder_works(name: str, tmp_path: Path, unjudged: None) -> None:
    root = make_workspace(tmp_path / name)
    drop_rosters(root)
    run_month(root, "2021-06")
    assert (root / "warehouse.duckdb").exists()
    assert [*tmp_path.iterdir()] == [root]
