"""The declared causes of alerts, read from `causes.yaml` and from packs."""

from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from data_contracts.errors import SettingsError
from data_contracts.validation import UniqueKeyLoader
from rules.declarations.model import Pack
from rules.declarations.written import Name, Text


@cache
def load_causes() -> dict[str, str]:
    """Chinese label of every declared cause by name, in the file's order."""
    text = files(__package__).joinpath("causes.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[Name, Text]).validate_python(yaml.load(text, Loader=UniqueKeyLoader))  # noqa: S506, a SafeLoader


def causes_of(pack: Pack) -> dict[str, str]:
    """Chinese label of every cause that `pack` may name: the declared ones, and its own.

    Raises:
        SettingsError: if the pack declares a name again.
    """
    declared = load_causes()
    if again := sorted(pack.causes.keys() & declared.keys()):
        raise SettingsError(f"政策包 {pack.key}：原因 {'、'.join(again)} 已经声明，请换一个名称。")
    return declared | pack.causes
