"""Errors that nobody foresaw are named without any value; a limit of memory is named as what it is."""

import duckdb
import pytest

from flows.process.unexpected import MemoryLimitError, UnexpectedError, without_values


def test_too_little_memory_says_which_setting_to_change() -> None:
    wide = "CREATE TEMP TABLE wide AS SELECT range || repeat('x', 100) AS text FROM range(1000000)"
    con = duckdb.connect(config={"memory_limit": "10MB", "temp_directory": ""})
    with con, pytest.raises(MemoryLimitError, match="memory_limit"), without_values():
        con.execute(wide)


def test_any_other_error_is_named_by_type_and_place_only() -> None:
    with pytest.raises(UnexpectedError, match="ValueError") as caught, without_values():
        raise ValueError("王小花")
    assert "王小花" not in caught.value.message
    assert caught.value.__cause__ is None
