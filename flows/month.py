"""What the steps of one run share: the month and the files it took."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from connectors.inbox.claims import Claim
from connectors.warehouse.counting import EVERYBODY
from connectors.workspace import Workspace
from data_contracts.checks import Outside
from data_contracts.contract import Contract
from flows.process import judging

if TYPE_CHECKING:
    from rules.declarations.pack import Pack


@dataclass(frozen=True)
class TakenFile:
    """A claimed file with its number; files are numbered in the order in which they are taken."""

    file_id: int
    claim: Claim

    @property
    def source(self) -> str:
        """The source that its drop folder belongs to."""
        return self.claim.arrival.source

    @property
    def content(self) -> tuple[str, str]:
        """What makes a file a duplicate: its source and its bytes."""
        return self.source, self.claim.sha256


@dataclass
class Intake:
    """What the taking of files needs; a run has more, a check of one file nothing else.

    Attributes:
        workspace: the county's folders and settings.
        period: identification month, `'2021-06'`.
        contracts: by source.
        con: the working copy of the warehouse.
        first_file: file_id of the first file that is taken.
        taken: the files that were claimed from the inbox.
        outside: which files are outside the bounds of their contract's checks.
    """

    workspace: Workspace
    period: str
    contracts: dict[str, Contract]
    con: duckdb.DuckDBPyConnection
    first_file: int
    taken: list[TakenFile] = field(default_factory=list, kw_only=True)
    outside: Outside = field(default=judging.outside, kw_only=True)


@dataclass
class Month(Intake):
    """What the steps of one run share.

    Attributes:
        pack: the policy pack in force in this period.
        parameters: the pack's parameters, the county's own values included.
        at_work: SQL of whether the run works out a household; the others stay as they were published.
        basis: digests of what decides which facts are the same, and of all else but facts (`fingerprints`).
    """

    pack: "Pack"
    parameters: dict[str, Decimal]
    at_work: str = EVERYBODY
    basis: tuple[str, str] = ("", "")
