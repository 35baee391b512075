"""Policy packs: loading them, choosing the one in force, and resolving its parameters."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from data_contracts.errors import SettingsError
from data_contracts.periods import last_day
from data_contracts.validation import UniqueKeyLoader, fault
from rules.declarations.conditions import value_of
from rules.declarations.consistency import contradictions
from rules.declarations.model import Pack, Parameter
from rules.declarations.operands import operands_of

__all__ = ["Pack", "check_settings", "choose", "findings", "load_packs", "named", "own_lines", "parameters"]

_INHERITED_BY_NAME = ("parameters", "rules", "levels")
_NEVER_INHERITED = (  # the document, and everything that cites its articles
    "version", "document", "measures", "calendar", "scale", "elimination", "procedure", "regional",
)  # fmt: skip


def load_packs(extra: Path | None = None) -> dict[str, Pack]:
    """All policy packs by key: the packaged ones, and those in a county's own folder.

    Args:
        extra: folder with further `<key>/pack.yaml`; it need not exist.

    Raises:
        SettingsError: if a pack is invalid, contradicts itself, or has the key of another.
    """
    return dict(_packs(tuple(_contents(extra))))


@lru_cache(maxsize=8)  # a command reads them several times, a process of many runs every time
def _packs(contents: tuple[tuple[str, bytes], ...]) -> Mapping[str, Pack]:
    """The packs in files of that content, each with the name of its folder."""
    written: dict[str, dict[str, Any]] = {}
    for key, content in contents:
        written[key] = _read_new(key, content, written)
    return {key: _pack(key, _extended(key, written)) for key in sorted(written)}


def findings(extra: Path | None = None) -> list[str]:
    """The faults of all packs, one Chinese sentence per pack; `load_packs` stops at the first.

    Args:
        extra: folder with further `<key>/pack.yaml`; it need not exist.
    """
    written: dict[str, dict[str, Any]] = {}
    messages = []
    for key, content in _contents(extra):
        try:
            written[key] = _read_new(key, content, written)
        except SettingsError as error:
            messages.append(error.message)
    for key in written:
        try:
            _pack(key, _extended(key, written))
        except SettingsError as error:
            messages.append(error.message)
    return messages


def named(packs: Mapping[str, Pack], key: str) -> Pack:
    """The pack of that name.

    Raises:
        SettingsError: with the existing names, if it is none of them.
    """
    if key not in packs:
        raise SettingsError(f"没有名为 {key} 的政策包。可用的有：{'、'.join(packs)}。")
    return packs[key]


def choose(packs: Mapping[str, Pack], policy: str | None, area: str, period: str) -> Pack:
    """The pack for `period`, `'2021-06'`.

    A named `policy` is used whatever its area and dates. Else, of the packs in force on the period's last
    day, the one with the longest prefix of the division code `area`; with equal prefixes, the later one.

    Raises:
        SettingsError: if the name is unknown, or no pack is in force.
    """
    if policy is not None:
        return named(packs, policy)
    day = last_day(period)
    in_force = [p for p in packs.values() if area.startswith(p.document.area) and p.document.in_force(day)]
    if not in_force:
        raise SettingsError(
            f"区划 {area} 在 {period} 没有现行的政策包。请在 fangfanpin.toml 用 policy 指定一个。"
        )
    return max(in_force, key=lambda p: (len(p.document.area), p.document.since, p.key))


def parameters(pack: Pack, period: str, settings: Mapping[str, Any]) -> dict[str, Decimal]:
    """The pack's parameters in `period`, including the county's own values where the pack allows them.

    A pack used by name outside its time has the values of the nearest day on which it was in force.

    Args:
        pack: the pack.
        period: identification month.
        settings: `[lines]` of `fangfanpin.toml`; names that this pack does not have are ignored
            (`check_settings` refuses those that no pack has).

    Raises:
        SettingsError: if the county may not set a parameter, or its value is no number or out of bounds.
    """
    day = _day_in_force(pack, period)
    resolved: dict[str, Decimal] = {}
    for name, parameter in pack.parameters.items():
        resolved[name] = (
            _set_by_county(name, parameter, settings[name], resolved)
            if name in settings
            else _set_by_pack(name, parameter, day, resolved)
        )
    return resolved


def own_lines(pack: Pack, period: str, resolved: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The `resolved` parameters that the county itself set to another number than the pack's.

    A parameter that is only derived from one of the county's is not included.
    """
    day = _day_in_force(pack, period)
    return {
        name: resolved[name]
        for name, parameter in pack.parameters.items()
        if (written := parameter.value_on(day)) is None or value_of(written, resolved) != resolved[name]
    }


def check_settings(packs: Mapping[str, Pack], settings: Mapping[str, Any]) -> None:
    """Refuse names in `[lines]` that no pack lets a county set: a misspelt line would be silently ignored.

    Raises:
        SettingsError: with these names, and those that may be set.
    """
    allowed = {name for pack in packs.values() for name, p in pack.parameters.items() if p.county_may_set}
    if unknown := sorted(settings.keys() - allowed):
        raise SettingsError(
            f"fangfanpin.toml 的 [lines] 不能设置 {'、'.join(unknown)}。"
            f"可设置的有：{'、'.join(sorted(allowed))}。"
        )


def _contents(extra: Path | None) -> Iterator[tuple[str, bytes]]:
    """Every pack's key and the content of its file."""
    for folder in _folders(extra):
        yield folder.name, folder.joinpath("pack.yaml").read_bytes()


def _folders(extra: Path | None) -> Iterator[Traversable]:
    packaged = files("rules").joinpath("packs")
    own = [extra] if extra is not None and extra.is_dir() else []
    for place in [packaged, *own]:
        yield from sorted(
            (f for f in place.iterdir() if f.joinpath("pack.yaml").is_file()), key=lambda f: f.name
        )


def _read_new(key: str, content: bytes, written: Mapping[str, Any]) -> dict[str, Any]:
    if key in written:
        raise SettingsError(f"政策包 {key} 已经存在，请换一个名称。")
    return _read(key, content)


def _read(key: str, content: bytes) -> dict[str, Any]:
    try:
        document = yaml.load(content.decode("utf-8"), Loader=UniqueKeyLoader)  # noqa: S506, a SafeLoader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"政策包 {key}：不是 UTF-8 编码的 YAML，或有重复的键。") from error
    if not isinstance(document, dict):
        raise SettingsError(f"政策包 {key}：应为键和值。")
    return document


def _extended(key: str, written: Mapping[str, dict[str, Any]], below: tuple[str, ...] = ()) -> dict[str, Any]:
    """A pack's content, completed from the pack that it extends."""
    own = written[key]
    parent_key = own.get("extends")
    if parent_key is None:
        return own
    if parent_key not in written or parent_key in (key, *below):
        raise SettingsError(f"政策包 {key}：extends 应为另一个已有的政策包，且不能循环。")
    parent = _extended(parent_key, written, (key, *below))
    by_name = {s: _inherit(own[s], parent.get(s)) for s in _INHERITED_BY_NAME if isinstance(own.get(s), dict)}
    inherited = {section: content for section, content in parent.items() if section not in _NEVER_INHERITED}
    return inherited | own | by_name


def _inherit(own: dict[str, Any], parent: Any) -> dict[str, Any]:
    """The entries of `own`, in its order; missing fields come from the parent's entry of the same name."""
    return {
        name: _fields(_fields(parent).get(name)) | entry if isinstance(entry, dict) else entry
        for name, entry in own.items()
    }


def _fields(written: Any) -> dict[str, Any]:
    """A mapping as written; anything else is empty here, and refused when its pack is validated."""
    return written if isinstance(written, dict) else {}


def _pack(key: str, written: dict[str, Any]) -> Pack:
    digest = hashlib.sha256(json.dumps(written, default=str, ensure_ascii=False).encode()).hexdigest()
    try:
        pack = TypeAdapter(Pack).validate_python({**written, "key": key, "digest": digest})
    except ValidationError as error:
        raise SettingsError(f"政策包 {key}：{'；'.join(map(fault, error.errors()))}。") from error
    if faults := "；".join(contradictions(pack, operands_of(pack))):
        raise SettingsError(f"政策包 {key}：{faults}。")
    return pack


def _day_in_force(pack: Pack, period: str) -> date:
    day = max(last_day(period), pack.document.since)
    return day if pack.document.until is None else min(day, pack.document.until - timedelta(days=1))


def _set_by_pack(name: str, parameter: Parameter, day: date, earlier: Mapping[str, Decimal]) -> Decimal:
    written = parameter.value_on(day)
    if written is None:
        raise SettingsError(f"政策包参数 {name}（{parameter.label}）在 {day} 没有取值。")
    return value_of(written, earlier)


def _set_by_county(name: str, parameter: Parameter, setting: Any, earlier: Mapping[str, Decimal]) -> Decimal:
    if not parameter.county_may_set:
        raise SettingsError(f"{name}（{parameter.label}）不由县里设定，fangfanpin.toml 的 [lines] 不能改。")
    own = _own_number(name, setting)
    if parameter.floor is not None and own < (floor := value_of(parameter.floor, earlier)):
        raise SettingsError(f"[lines] {name}（{parameter.label}）不能低于 {floor.normalize():f}。")
    if parameter.ceiling is not None and own > (ceiling := value_of(parameter.ceiling, earlier)):
        raise SettingsError(f"[lines] {name}（{parameter.label}）不能高于 {ceiling.normalize():f}。")
    return own


def _own_number(name: str, setting: Any) -> Decimal:
    """A county's number: not negative, at most twelve digits before and four after the point."""
    try:
        number = Decimal(str(setting))
    except InvalidOperation:
        number = Decimal("NaN")
    if not (number.is_finite() and 0 <= number < 10**12 and number == round(number, 4)):
        raise SettingsError(f"[lines] {name} 应为不小于 0、小数不超过四位的数。")
    return number
