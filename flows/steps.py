"""The steps of one month as plain functions; `flows.monthly` wraps them as Prefect tasks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from connectors.disk_space import check_space, full_disk_named
from connectors.inbox import taken_files
from connectors.publishing import delivery, issuing, outbox
from connectors.warehouse import (
    analyst_views,
    built,
    comments,
    counting,
    database,
    feeding,
    linked_rows,
    retention,
    roster,
    withdrawn,
)
from connectors.warehouse.file_records import next_file_id
from connectors.workspace import Workspace
from data_contracts.contract import Contract, load_contracts
from data_contracts.errors import SettingsError
from data_contracts.periods import today
from data_contracts.published_tables import published_tables
from flows import intake, refusals
from flows.answers.applied_pack import chosen_pack, delivered
from flows.fingerprints import PROGRAM, but_facts, fingerprint, same_facts
from flows.month import Month
from flows.way_back import returns
from matching import leavers
from matching.estimation import drift, weighed
from matching.linker import link_persons
from matching.models import files as model_files
from matching.weighing.model import model
from matching.words import words
from rules import contradictions, county_gaps, elimination, engine, figures, labels, regional, terms
from rules.declarations.operands import operands_of, restricted_to_delivered
from rules.declarations.pack import Pack, check_settings, load_packs, parameters
from rules.procedure.tables import declare_procedure
from sql import count, statement


@dataclass(frozen=True)
class Step:
    """One step of the month: a Prefect task (`name`) and a line of progress (`label`)."""

    name: str
    label: str
    work: Callable[[Month], dict[str, int]]
    retries: int = 0


@contextmanager
def open_month(root: Path, period: str) -> Iterator[Month]:
    """Lock the workspace, finish what an interrupted run left undone, and open a working copy.

    Raises:
        FangfanpinError: if the workspace is busy, its disk too small, or its settings, contracts, packs or
            linkage models are invalid.
    """
    workspace = Workspace.open(root)
    contracts = load_contracts(workspace.contracts)
    check_settings(load_packs(workspace.packs), workspace.settings.lines)
    pack = chosen_pack(workspace, period)
    check_operands(contracts, pack)
    model()
    lines = parameters(pack, period, workspace.settings.lines)
    with database.locked(workspace), full_disk_named(workspace):
        delivery.finish_interrupted(workspace, contracts)
        check_space(workspace, [arrival.path for arrival in taken_files.due(workspace, period)])
        con = database.open_building(workspace)
        try:
            first_file = next_file_id(con)
            delivery.begin(workspace, delivery.RunMark(period, first_file))
            yield Month(workspace, period, contracts, con, first_file, pack, lines)
        finally:
            con.close()
            database.discard_building(workspace)


def check_operands(contracts: dict[str, Contract], pack: Pack) -> None:
    """Refuse indicators of a measure that no source feeds: with a misspelt name they would never count.

    Raises:
        SettingsError: naming the indicator and the sources that do not feed its measure.
    """
    fed = {name: {feed.measure for feed in contract.feeds} for name, contract in contracts.items()}
    for name, operand in operands_of(pack).items():
        unfed = sorted(s for s in operand.sources if operand.of and operand.of.measure not in fed.get(s, ()))
        if operand.of and (unfed or not operand.sources):
            raise SettingsError(
                f"政策包 {pack.key}：指标 {name} 由 {operand.of.measure} 得出，"
                f"应写明由哪些来源的 feeds 提供；没有提供的来源：{'、'.join(unfed) or '（未写 sources）'}。"
            )


def link(month: Month) -> dict[str, int]:
    """Remove rows past their retention, build the period's roster and link every person row to it.

    Persons are compared again where the linker has a reason to; after a change of program or model, all of
    them.
    """
    con = month.con
    retention.prune(con, month.contracts.values(), month.period, month.workspace.settings.retention_months)
    _build_rosters(month)
    refusals.check_roster(month)
    _register_persons(month)
    linked_rows.create_links(con, month.contracts.values())
    values = {"program": _program(), "weighed_anew": weighed.is_pending(con)}
    counts = link_persons(con, afresh=_linked_by_another_program(con), period=month.period)
    con.execute(statement("links/moved_persons"))
    con.execute(statement("links/remember_links"))
    leavers.remember(con)
    linked_rows.link_rows(con, month.first_file)
    linked_rows.note_changes(con, values)
    return counts


def _build_rosters(month: Month) -> None:
    con, values = month.con, {"period": month.period}
    con.execute(statement("facts/file_order"), values)
    con.execute(statement("months/windows"), values)
    for contract in month.contracts.values():
        if contract.kind == "snapshot":
            roster.build_roster(con, contract, month.period)
    roster.find_former_members(con, month.period)


def _register_persons(month: Month) -> None:
    con = month.con
    # A warehouse migrated from an older program has no persons yet.
    known = count(con, "SELECT count(*) FROM linkage.persons")
    con.execute(
        statement("links/new_persons"), {"since": month.first_file if known else 0, "period": month.period}
    )
    con.execute(statement("links/watched"), {"period": month.period, "persons": drift.PERSONS})


def _linked_by_another_program(con: duckdb.DuckDBPyConnection) -> bool:
    programs = con.execute(statement("links/last_program")).fetchall()
    return programs != [(_program(),)]


def _program() -> str:
    """The version that links and, as its local part, a digest of the models that it links by."""
    return f"{PROGRAM}+{model_files.digest()[:12]}"


def measure(month: Month) -> dict[str, int]:
    """Compute `household_months` and `household_indicators` of the period.

    Of a period that was built last, and from the same but for facts, only households whose facts have changed
    are computed.
    """
    con = month.con
    facts = [contract for contract in month.contracts.values() if contract.kind == "facts"]
    declared = same_facts(month.workspace)
    comparable = counting.note_changed_files(con, declared)
    for contract in facts:
        counting.create_counted_view(con, contract, comparable=comparable)
    _note_coverage(month)
    _find_moves(con)
    con.execute(statement("at_work/types_of_period"), {"period": month.period})
    month.basis = declared, but_facts(con, month.workspace, month.period, month.pack)
    if comparable and built.basis(con) == (month.period, *month.basis):
        month.at_work = counting.find_changed_households(con)
    for contract in facts:
        counting.create_current_view(con, contract, month.at_work)
    _work_out(month)
    return {
        "户": count(con, "SELECT count(*) FROM roster.households"),
        "人": count(con, "SELECT count(*) FROM roster.members"),
        "重算户": count(con, "SELECT count(*) FROM households_at_work"),
    }


def _note_coverage(month: Month) -> None:
    month.con.execute(statement("coverage/covered_months"))
    month.con.execute(statement("coverage/expense_months"))
    feeding.note_silent_measures(month.con, month.contracts.values())
    figures.declare(month.con, operands_of(month.pack))


def _find_moves(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(statement("months/stays"))
    con.execute(statement("months/moves"))
    con.execute(statement("months/joined_households"))


def _work_out(month: Month) -> None:
    con, period = month.con, {"period": month.period}
    con.execute(statement("roster/birth_dates"))
    feeding.create_month_facts(con, month.contracts.values(), month.at_work)
    con.execute(statement("months/joined_incomes"))
    con.execute(statement("months/composition"))
    figures.work_out(con)
    for table in ("household_months", "household_indicators"):
        con.execute(f"DELETE FROM {table} WHERE period = $period AND {month.at_work}", period)
    con.execute("DELETE FROM indicator_months WHERE period = $period", period)
    con.execute(statement("months/household_months"), {"income_months": month.pack.income_months})
    con.execute(statement("months/household_indicators"))


def decide(month: Month) -> dict[str, int]:
    """Apply the pack's rules (rule results, alerts, evidence), then its regional watch and its review."""
    pack = restricted_to_delivered(month.pack, operands_of(month.pack), delivered(month.con, month.period))
    applied = (month.con, month.period, pack, month.parameters)
    terms.declare(*applied)
    declare_procedure(month.con, month.pack)
    labels.declare(month.con, month.period, pack, words())
    counts = engine.apply(*applied, month.at_work) | regional.watch(*applied) | elimination.review(*applied)
    month.con.execute(statement("at_work/note_types"))
    county_gaps.declare(month.con, month.period, pack, month.contracts)
    labels.keep(month.con, month.period)
    return counts


def write(month: Month) -> dict[str, int]:
    """Record the run, which the summary shows, and write the lists and the summary beside the outbox.

    Before that, the views for analysts and the comments on tables and columns are brought up to date.
    """
    _record_run(month)
    issuing.issue(month.con, month.period, today())
    returns.follow(month.con, month.pack)
    contradictions.find(month.con, month.period)
    built.note_basis(month.con, month.period, *month.basis)
    analyst_views.create_views(month.con, month.contracts, month.period)
    comments.write_comments(month.con, published_tables(month.contracts))
    return delivery.write_outbox(month.workspace, month.con, month.period, month.contracts)


def _record_run(month: Month) -> None:
    con = month.con
    withdrawn.forget_period(con, month.period)
    con.execute("DELETE FROM runs WHERE period = $period", {"period": month.period})
    # Later periods stay published but were built on what this run has changed: their fingerprints are void.
    con.execute("UPDATE runs SET fingerprint = '' WHERE period > $period", {"period": month.period})
    con.execute(
        "INSERT INTO runs VALUES ($period, $fingerprint, $pack, $version, $households, $program)",
        {
            "period": month.period,
            "fingerprint": fingerprint(con, month.workspace, month.period, month.pack),
            "pack": month.pack.key,
            "version": month.pack.pack_version,
            "households": count(con, "SELECT count(*) FROM roster.households"),
            "program": _program(),
        },
    )


def publish(month: Month) -> dict[str, int]:
    """Replace the database and the lists, then deliver the receipts and stored files."""
    households = count(month.con, "SELECT count(*) FROM roster.households")
    database.publish(month.workspace, month.con)
    outbox.publish_folder(month.workspace.outbox, month.period)
    delivery.settle_outbox(month.workspace)
    delivery.deliver(month.workspace, delivery.RunMark(month.period, month.first_file), month.contracts)
    return {"户": households}


def run_month(root: Path, period: str) -> dict[str, dict[str, int]]:
    """All steps in order without Prefect; return each step's counts."""
    with open_month(root, period) as month:
        return {step.name: step.work(month) for step in STEPS}


STEPS: tuple[Step, ...] = (
    Step("collect", "收取各部门文件", intake.collect),
    Step("take", "核验并入库", intake.take),
    Step("link", "人员与家庭匹配", link),
    Step("measure", "计算家庭指标", measure),
    Step("decide", "按政策规则预警", decide),
    Step("write", "生成核查清单", write),
    Step("publish", "发布结果", publish),
)
