"""Unexpected errors, reported without their texts, which may quote a person's values."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.disk_space import DiskFullError, is_full
from data_contracts.errors import FangfanpinError

OUR_PACKAGES = frozenset({"flows", "connectors", "matching", "rules", "data_contracts", "sql"})

DISK_FULL = "磁盘空间不足，没有写完。请清理磁盘后重试；没有丢失任何内容。"


class UnexpectedError(FangfanpinError):
    """A fault of the program or the machine, reported by its type and place only."""

    code = "unexpected"


@contextmanager
def without_values() -> Iterator[None]:
    """Let no exception out that may hold a value.

    Prefect stores exception texts and logs tracebacks with all exceptions chained to them.

    Raises:
        FangfanpinError: one raised inside, as it is but without its chain.
        DiskFullError: in place of one that a full disk has caused.
        UnexpectedError: in place of any other.
    """
    try:
        yield
    except FangfanpinError as error:
        raise error from None
    except Exception as error:
        unexpected = DiskFullError(DISK_FULL) if is_full(error) else _unexpected(error)
        traceback.clear_frames(error.__traceback__)  # they hold rows and connections
        raise unexpected from None


def _unexpected(error: Exception) -> UnexpectedError:
    return UnexpectedError(f"程序内部错误：{_type_name(error)}，位于 {_place(error)}。请将此行告知维护人员。")


def _type_name(error: Exception) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _place(error: Exception) -> str:
    """The innermost `module:line` of our own code."""
    modules = [(frame.f_globals["__name__"], line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{name}:{line}" for name, line in modules if name.partition(".")[0] in OUR_PACKAGES]
    return ours[-1]
