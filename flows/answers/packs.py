"""Policy packs for display: the list of packs, one pack in full, and whether all can be applied."""

from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from connectors.settings import SETTINGS_FILE
from connectors.workspace import Workspace
from data_contracts.errors import FangfanpinError, SettingsError
from data_contracts.periods import checked_period, current_period, last_day
from flows.answers.periods import default_period
from rules.declarations.conditions import value_of
from rules.declarations.pack import Pack, check_settings, choose, findings, load_packs, named, parameters

Row = dict[str, Any]


class FaultyPacksError(FangfanpinError):
    """A pack or a setting cannot be applied; the findings are on stdout."""

    code = "settings"


def workspace_at(root: Path) -> Workspace | None:
    """The workspace at `root`, or None: the packaged packs can be read without one.

    Raises:
        SettingsError: if its settings cannot be read.
    """
    return Workspace.open(root) if (root / SETTINGS_FILE).is_file() else None


def _period(workspace: Workspace | None, period: str | None) -> str:
    if period:
        return checked_period(period)
    return default_period(workspace) if workspace else current_period()


def listed(root: Path, period: str | None) -> Row:
    """Every pack, the packaged ones and the county's own.

    Returns:
        `period`, `workspace` (whether `root` is one), `speaks` (key of the pack applied in that period; null
        without a workspace, or if none is), `packs` (`key, version, pack_version, title, number, issuer,
        area, since, until, supersedes, extends, in_force, speaks`: whether it is the one applied).
    """
    workspace = workspace_at(root)
    month = _period(workspace, period)
    packs = load_packs(workspace.packs if workspace else None)
    chosen = _chosen_key(workspace, packs, month)
    return {
        "period": month,
        "workspace": workspace is not None,
        "speaks": chosen,
        "packs": [_entry(pack, month, pack.key == chosen) for pack in packs.values()],
    }


def _chosen_key(workspace: Workspace | None, packs: dict[str, Pack], period: str) -> str | None:
    if workspace is None:
        return None
    settings = workspace.settings
    try:
        return choose(packs, settings.policy, settings.area, period).key
    except SettingsError:
        if settings.policy:
            raise
        return None


def _entry(pack: Pack, period: str, applied: bool) -> Row:
    document = asdict(pack.document)
    names = ("title", "number", "issuer", "area", "since", "until", "supersedes")
    return {
        "key": pack.key,
        "version": pack.version,
        "pack_version": pack.pack_version,
        **{name: document[name] for name in names},
        "extends": pack.extends,
        "in_force": pack.document.in_force(last_day(period)),
        "speaks": applied,
    }


def shown(root: Path, key: str, period: str | None) -> tuple[Pack, Row]:
    """One pack, and its parameters in a period with the county's own lines.

    Returns:
        The pack; `period` and `parameters` by name: `value`, `own` (set by this county), `floor`, `ceiling`.

    Raises:
        SettingsError: if there is no such pack, or the county's lines do not fit it.
    """
    workspace = workspace_at(root)
    month = _period(workspace, period)
    pack = named(load_packs(workspace.packs if workspace else None), key)
    lines = workspace.settings.lines if workspace else {}
    values = parameters(pack, month, lines)
    return pack, {
        "period": month,
        "parameters": {
            name: {
                "value": value,
                "own": name in lines,
                "floor": _bound(pack.parameters[name].floor, values),
                "ceiling": _bound(pack.parameters[name].ceiling, values),
            }
            for name, value in values.items()
        },
    }


def _bound(expression: str | None, values: dict[str, Decimal]) -> Decimal | None:
    return None if expression is None else value_of(expression, values)


def as_document(pack: Pack, resolved: Row) -> Row:
    """A pack and its values in one period, for `--json`."""
    return {**asdict(pack), "pack_version": pack.pack_version, "in_period": resolved}


def checked(folder: Path, period: str | None) -> Row:
    """Check every pack and the county's settings, and list everything that prevents their use.

    Args:
        folder: a workspace, or a folder of packs `<key>/pack.yaml`; in any other only the packaged packs are
            checked.
        period: for which the settings are checked; None: the one that `run` would take.

    Returns:
        `packs`: keys of the packs checked; `period` and `speaks` (key of the pack applied), null without a
        workspace; `findings`, in Chinese.
    """
    workspace = workspace_at(folder)
    own = workspace.packs if workspace else folder
    faults = findings(own)
    result: Row = {"packs": [], "period": None, "speaks": None, "findings": faults}
    if faults:
        return result
    packs = load_packs(own)
    result["packs"] = list(packs)
    if workspace:
        result["period"] = _period(workspace, period)
        result |= _checked_settings(workspace, packs, result["period"])
    return result


def _checked_settings(workspace: Workspace, packs: dict[str, Pack], period: str) -> Row:
    settings, faults = workspace.settings, []
    applied = None
    try:
        check_settings(packs, settings.lines)
    except SettingsError as error:
        faults.append(error.message)
    try:
        pack = choose(packs, settings.policy, settings.area, period)
        applied = pack.key
        parameters(pack, period, settings.lines)
    except SettingsError as error:
        faults.append(error.message)
    return {"speaks": applied, "findings": faults}
