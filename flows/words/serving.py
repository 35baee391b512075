"""What the schedule will do, said when it starts."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from data_contracts.periods import OFFICE_TIME


class Times(Protocol):
    """When the schedule runs, as `fangfanpin.toml` has it."""

    @property
    def cron(self) -> str:
        """Of the month."""

    @property
    def returns_cron(self) -> str:
        """Of the reading of returned lists."""


def lines(folder: Callable[[str], Path], warehouse: Path, times: Times, following: datetime) -> list[str]:
    """When it will run which month, what it reads, and where it writes.

    Args:
        folder: the workspace's folder of a name, as its settings place it.
        warehouse: the published database.
        times: when it runs.
        following: the next time a month is run.
    """
    at = following.astimezone(OFFICE_TIME)
    next_time = f"下一次是 {at:%Y年%m月%d日 %H:%M}，运行 {at:%Y-%m}。"
    return [
        f"定时服务已启动：{in_words(times.cron)}自动运行当月。{next_time}",
        f"{in_words(times.returns_cron)}读取发回的清单：{folder('returned')}",
        f"读取：{folder('inbox')}",
        f"写入：{folder('outbox')}（清单和汇总）、{folder('receipts')}（回执）、"
        f"{warehouse}（结果数据库）、{folder('archive')} 和 "
        f"{folder('quarantine')}（原文件）。",
        "没有名册，或当月一个文件也没有收到时，不发布结果，并在屏幕上说明。",
        "请不要关闭这个窗口；按 Ctrl-C 停止，停机期间错过的运行会在下次启动时补上。",
    ]


def in_words(cron: str) -> str:
    """A cron expression of one fixed time a month or a day in words, any other one as it is written."""
    parts = cron.split()
    if len(parts) == 5 and all(part.isdecimal() for part in parts[:2]) and parts[2:] == ["*", "*", "*"]:
        return f"每天 {int(parts[1]):02}:{int(parts[0]):02}（北京时间）"
    if len(parts) == 5 and all(part.isdecimal() for part in parts[:3]) and parts[3:] == ["*", "*"]:
        return f"每月 {int(parts[2])} 日 {int(parts[1]):02}:{int(parts[0]):02}（北京时间）"
    return f"按设置的时间（{cron}，北京时间）"
