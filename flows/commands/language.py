"""Help and errors of the command line in Chinese; the library that reads arguments has them in English."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import typer
from rich.cells import cell_len
from typer.core import TyperCommand, TyperGroup

Command = TypeVar("Command", bound=Callable[..., Any])

HELP = "显示这份说明"
HINT = "写法见 {command} --help。"
METAVARS = {  # as the documents name arguments
    "DIR": "文件夹",
    "FOLDER": "文件夹",
    "FILE": "文件",
    "FILE_ID": "文件编号",
    "FILE_ID:ROW": "文件编号:数据行",
    "HOUSEHOLD_ID": "户编号",
    "PARAMETER": "参数",
    "KEY": "政策包",
    "A": "政策包甲",
    "B": "政策包乙",
    "N": "个数",
}
REASONS = {  # by what the library says about a value
    r"valid integer": "应为整数",
    r"greater than or equal to (\S+)": "应不小于 {0}",
    r"less than or equal to (\S+)": "应不大于 {0}",
    r"does not exist": "没有这个文件或文件夹",
    r"is a directory": "这是文件夹，应为文件",
    r"is a file": "这是文件，应为文件夹",
    r"not one of (.+)\.": "应为其中之一：{0}",
}
SENTENCES = {
    r"No such command '(.+)'": "没有 {0} 这个命令。",
    r"Got unexpected extra argument\(?s?\)? \((.+)\)": "多写了 {0}；名称含空格时，请用英文引号括起来。",
    r"Missing command": "还要写明做什么。",
    r"Option '(.+)' does not take a value": "{0} 后面不写值。",
    r"Option '(.+)' requires": "{0} 后面要写一个值。",
}


class ChineseCommand(TyperCommand):
    """A command with its help in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, purpose, arguments and options."""
        formatter.write("\n".join(help_lines(self, ctx)) + "\n")


class ChineseGroup(TyperGroup):
    """A group of commands with help and errors in Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, purpose, options and commands."""
        formatter.write("\n".join(help_lines(self, ctx)) + "\n")

    def main(self, args: Sequence[str] | None = None, *others: Any, **settings: Any) -> Any:
        """Run a command; arguments that make no sense end it with a Chinese line and exit code 2."""
        standalone, settings["standalone_mode"] = settings.get("standalone_mode", True), False
        if not standalone:
            return super().main(args, *others, **settings)
        try:
            code = super().main(args, *others, **settings)
        except typer.TyperException as error:
            sys.stderr.write(fault(error) + "\n")
            sys.exit(error.exit_code)
        except typer.Abort:
            sys.stderr.write("已中止。\n")
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


class ChineseTyper(typer.Typer):
    """An application whose commands speak Chinese."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=ChineseGroup, add_completion=False, pretty_exceptions_enable=False, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Command], Command]:
        """As `typer.Typer.command`."""
        return super().command(name, cls=ChineseCommand, **settings)


def help_lines(command: Any, ctx: Any) -> list[str]:
    """Usage, purpose, and one line per argument, option and command."""
    shown = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    arguments = [param for param in shown if param.param_type_name == "argument"]
    options = [param for param in shown if param.param_type_name == "option"]
    commands = getattr(command, "commands", {})
    pieces = [ctx.command_path, *map(_metavar, arguments), "[选项]", *(["命令"] if commands else [])]
    rows = {
        "参数": [(_metavar(param), _meaning(param)) for param in arguments],
        "选项": [(_names(param), _meaning(param)) for param in options],
        "命令": [(name, listed.help or "") for name, listed in commands.items()],
    }
    parts = [line for title, part in rows.items() if part for line in ("", f"{title}：", *_aligned(part))]
    return [f"用法：{' '.join(pieces)}", "", command.help or "", *parts]


def _metavar(param: Any) -> str:
    return METAVARS.get(param.metavar) or str(param.metavar or param.name)


def _names(param: Any) -> str:
    value = f" {_metavar(param)}" if param.metavar else ""
    return "、".join(sorted(param.opts, key=len, reverse=True)) + value


def _meaning(param: Any) -> str:
    if param.name == "help":
        return HELP
    default = param.default
    shown = isinstance(default, int | str) and not isinstance(default, bool)
    return (param.help or "") + (f"（不写时为 {default}）" if shown else "")


def _aligned(rows: list[tuple[str, str]]) -> Iterator[str]:
    width = max(cell_len(name) for name, _ in rows)
    return (f"  {name}{' ' * (width - cell_len(name))}  {meaning}" for name, meaning in rows)


def fault(error: typer.TyperException) -> str:
    """What is wrong with the arguments, and where the right form stands."""
    ctx = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and ctx:
        return "\n".join(help_lines(ctx.command, ctx))
    hint = HINT.format(command=ctx.command_path if ctx else "fangfanpin")
    return f"错误：{_wrong(error)}{hint}"


def _wrong(error: typer.TyperException) -> str:
    kind, param = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        likely = getattr(error, "possibilities", None)
        return f"没有 {getattr(error, 'option_name', '')} 这个选项。" + (
            f"是不是 {'、'.join(likely)}？" if likely else ""
        )
    if kind == "MissingParameter" and param is not None:
        return f"缺少{_metavar(param) if param.param_type_name == 'argument' else f' {_names(param)}'}。"
    if kind == "BadParameter" and param is not None:
        called = _metavar(param) if param.param_type_name == "argument" else _names(param)
        return f"{called} 写得不对：{_translated(error.message, REASONS) or '不能这样写'}。"
    return _translated(error.message, SENTENCES) or "命令的写法有误。"


def _translated(message: str, words: dict[str, str]) -> str | None:
    for pattern, sentence in words.items():
        if found := re.search(pattern, message):
            return sentence.format(*found.groups())
    return None
