"""What a county has declared, loaded once for many answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from rules.declarations.model import Pack
from rules.declarations.pack import load_packs


@dataclass(frozen=True)
class Declared:
    """A county's settings, contracts and packs.

    Attributes:
        workspace: folders and settings.
        contracts: by source.
        packs: by key.
    """

    workspace: Workspace
    contracts: Mapping[str, Contract]
    packs: Mapping[str, Pack]


def declared(workspace: Workspace) -> Declared:
    """What the workspace declares now.

    Raises:
        SettingsError: if a contract or pack is invalid.
    """
    return Declared(workspace, load_contracts(workspace.contracts), load_packs(workspace.packs))
