"""What the schedule will do, said when it starts."""

from datetime import datetime
from pathlib import Path

from data_contracts.periods import OFFICE_TIME


def lines(root: Path, cron: str, following: datetime) -> list[str]:
    """When it will run which month, what it reads, and where it writes.

    Args:
        root: of the workspace.
        cron: when it runs, as `fangfanpin.toml` has it.
        following: the next time.
    """
    at = following.astimezone(OFFICE_TIME)
    return [
        f"定时服务已启动：{in_words(cron)}自动运行当月。下一次是 {at:%Y年%m月%d日 %H:%M}，运行 {at:%Y-%m}。",
        f"读取：{root / 'inbox'}",
        f"写入：{root / 'outbox'}（清单和汇总）、{root / 'receipts'}（回执）、"
        f"{root / 'warehouse.duckdb'}（结果数据库）、{root / 'archive'} 和 "
        f"{root / 'quarantine'}（原文件）。",
        "没有名册，或当月一个文件也没有收到时，不发布结果，并在屏幕上说明。",
        "请不要关闭这个窗口；按 Ctrl-C 停止，停机期间错过的运行会在下次启动时补上。",
    ]


def in_words(cron: str) -> str:
    """A cron expression of one fixed time a month in words, any other one as it is written."""
    parts = cron.split()
    if len(parts) == 5 and all(part.isdecimal() for part in parts[:3]) and parts[3:] == ["*", "*"]:
        return f"每月 {int(parts[2])} 日 {int(parts[1]):02}:{int(parts[0]):02}（北京时间）"
    return f"按设置的时间（{cron}，北京时间）"
