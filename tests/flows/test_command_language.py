"""No English word of the argument library reaches the office: help and errors of every command."""

import re
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from data_contracts.contract import load_contracts
from flows.cli import app
from flows.commands.exit_codes import ExitCode
from rules.declarations.pack import load_packs


def commands(group: Any, *path: str) -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {path: group}
    for name, command in getattr(group, "commands", {}).items():
        found |= commands(command, *path, name)
    return found


COMMANDS = commands(get_command(app))
OUR_WORDS = {  # names that are typed or read as they are
    "fangfanpin", "JSON", "Ctrl", "C", "ID", "xlsx", "csv", "parquet", "html", "fujian", "income_line",
    *load_packs(), *load_contracts(), *(word for path in COMMANDS for word in path),
}  # fmt: skip


def english(text: str) -> set[str]:
    words = re.findall(r"(?<![\w-])[A-Za-z][\w-]*", re.sub(r"--?[\w-]+", "", text))
    return {word for word in words if word not in OUR_WORDS}


def invoke(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, words)
    return result.exit_code, result.output


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_chinese_and_names_every_argument_and_option(path: tuple[str, ...]) -> None:
    code, text = invoke(*path, "--help")
    assert code == ExitCode.OK
    assert text.startswith("用法：")
    assert english(text) == set()
    for param in COMMANDS[path].params:
        assert param.param_type_name == "argument" or max(param.opts, key=len) in text
        assert param.help is None or param.help in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "--jso"), "没有 --jso 这个选项。是不是 --json？"),
        (("run", "--period"), "--period 后面要写一个值"),
        (("run", "--json=3"), "--json 后面不写值"),
        (("run", "2021-06"), "多写了 2021-06"),
        (("init",), "缺少文件夹"),
        (("simulate",), "缺少参数"),
        (("policy", "diff"), "缺少政策包"),
        (("nothing",), "没有 nothing 这个命令"),
        (("review", "nothing"), "没有 nothing 这个命令"),
        (("review", "export", "--limit", "x"), "--limit 写得不对：应为整数"),
        (("review", "export", "--limit", "0"), "--limit 写得不对：应不小于 1"),
        (("demo", "--persons", "1"), "--persons 写得不对：应不小于 50"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, tuple) else "",
)
def test_what_is_wrong_with_the_arguments_is_said_in_chinese(words: tuple[str, ...], says: str) -> None:
    code, text = invoke(*words)
    assert code == ExitCode.USAGE
    assert says in text
    assert english(text) <= {"jso", "nothing"}


@pytest.mark.parametrize("words", [(), ("review",), ("policy",)])
def test_a_group_alone_lists_its_commands(words: tuple[str, ...]) -> None:
    _, text = invoke(*words)
    assert "命令：" in text
    assert english(text) == set()


def test_the_version_is_shown() -> None:
    code, text = invoke("--version")
    assert code == ExitCode.OK
    assert re.fullmatch(r"fangfanpin \d+\.\d+\.\d+\n", text)
