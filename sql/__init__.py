"""Every SQL statement longer than a line, one relation a file; migrations of the warehouse.

Statements are found by name, `statement("months/household_months")` reads `sql/months/household_months.sql`.
Values are bound as parameters (`$name`); identifiers that come from a contract go through `quoted`.
"""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """Text of `sql/<name>.sql`.

    Raises:
        FileNotFoundError: if no such statement exists.
    """
    return files(__name__).joinpath(f"{name}.sql").read_text(encoding="utf-8")


def quoted(identifier: str) -> str:
    """`identifier` as a quoted SQL identifier, so that a contract can name a column anything."""
    return '"' + identifier.replace('"', '""') + '"'
