"""Unexpected errors, reported without their texts, which may quote a person's values."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.disk_space import DiskFullError, is_full
from data_contracts.errors import FangfanpinError

OUR_PACKAGES = frozenset({"flows", "connectors", "matching", "rules", "data_contracts", "sql"})

DISK_FULL = "磁盘空间不足，没有写完。请清理磁盘后重试；没有丢失任何内容。"
_OUT_OF_MEMORY = "OutOfMemoryException"  # DuckDB's, which is not imported for its name
_TOO_LITTLE_MEMORY = (
    "计算引擎内存不足，没有算完；没有丢失任何内容。"
    "请在 fangfanpin.toml 的 [engine] 中调大 memory_limit（不超过本机内存的一半），然后重新运行。"
)


class MemoryLimitError(FangfanpinError):
    """The database engine needs more memory than the county allows it."""

    code = "memory_limit"


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
        MemoryLimitError: in place of one that the limit of the engine's memory has caused.
        UnexpectedError: in place of any other.
    """
    try:
        yield
    except FangfanpinError as error:
        raise error from None
    except Exception as error:
        named = _named(error)
        traceback.clear_frames(error.__traceback__)  # they hold rows and connections
        raise named from None


def _named(error: Exception) -> FangfanpinError:
    if is_full(error):
        return DiskFullError(DISK_FULL)
    if type(error).__qualname__ == _OUT_OF_MEMORY:
        return MemoryLimitError(_TOO_LITTLE_MEMORY)
    return UnexpectedError(f"程序内部错误：{_type_name(error)}，位于 {_place(error)}。请将此行告知维护人员。")


def _type_name(error: Exception) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _place(error: Exception) -> str:
    """The innermost `module:line` of our own code."""
    modules = [(frame.f_globals["__name__"], line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{name}:{line}" for name, line in modules if name.partition(".")[0] in OUR_PACKAGES]
    return ours[-1]
