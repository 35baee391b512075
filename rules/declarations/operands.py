"""The declared indicators, read from `operands.yaml` and from packs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import TypeAdapter

from data_contracts.digests import digest_of
from data_contracts.errors import SettingsError
from data_contracts.validation import UniqueKeyLoader
from rules.declarations.bounds import Bound
from rules.declarations.conditions import names, replaced
from rules.declarations.follow_up import Elimination, Measure
from rules.declarations.model import Classification, Level, LevelName, Operand, Pack, Rule
from rules.declarations.sentences import placeholders

Entry = TypeVar("Entry", Classification, Measure)

FOLDER = files(__package__)


@cache
def load_operands() -> dict[str, Operand]:
    """Every declared indicator by name, in the file's order."""
    text = FOLDER.joinpath("operands.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Operand]).validate_python(yaml.load(text, Loader=UniqueKeyLoader))  # noqa: S506, a SafeLoader


def digest() -> str:
    """Digest of the declared indicators."""
    return digest_of(FOLDER)


def operands_of(pack: Pack) -> dict[str, Operand]:
    """Every indicator that `pack` may use: the declared ones, and its own.

    Raises:
        SettingsError: if the pack declares a name again, or an indicator without the measure it is made of.
    """
    declared = load_operands()
    if again := sorted(pack.operands.keys() & declared.keys()):
        raise SettingsError(f"政策包 {pack.key}：指标 {'、'.join(again)} 已经声明，请换一个名称。")
    if unmade := sorted(name for name, operand in pack.operands.items() if not operand.indicator):
        raise SettingsError(f"政策包 {pack.key}：指标 {'、'.join(unmade)} 应写 of，说明由哪类事实得出。")
    return declared | pack.operands


def bounds_of(operands: Mapping[str, Operand]) -> dict[str, Bound]:
    """The amounts that may be known by a bound only, and on which side of it they lie."""
    return {name: o.bound for name, o in operands.items() if o.complete and o.kind != "flag"}


def words_of(pack: Pack) -> set[str]:
    """Every name in the rules, levels and elimination of `pack`: expressions, evidence and sentences."""
    rules = pack.rules.values()
    expressions = [e for r in rules for e in (r.condition, *r.causes.values(), *_lines(r))]
    sentences = [s for r in rules for s in (r.says, r.unknown)]
    for part in pack.levels.values():
        expressions.append(part.condition)
        sentences += [s for s in (part.says, part.unknown) if s]
    if pack.elimination:
        expressions.append(pack.elimination.condition)
        sentences.append(pack.elimination.says)
    expressions += [expression for sentence in sentences for expression in placeholders(sentence)]
    shown = {item.operand for rule in rules for item in rule.evidence}
    return shown.union(*map(names, expressions))


def _lines(rule: Rule) -> Iterator[str]:
    return (shown.line for shown in rule.evidence if shown.line)


def restricted_to_delivered(pack: Pack, operands: Mapping[str, Operand], delivered: Collection[str]) -> Pack:
    """`pack` without what depends on optional sources that never delivered; version and digest are kept.

    An operand is left out if none of its sources delivered: in conditions and lines its flag is FALSE and its
    number 0, it is neither evidence nor a cause, and a rule that uses no other operands is not in force.

    Args:
        pack: the pack in force.
        operands: every indicator that it may use.
        delivered: sources that ever had a file with rows accepted.

    Raises:
        SettingsError: if no rule is left; an empty list would look like a county without any risk.
    """
    left_out = {
        name: "FALSE" if operand.kind == "flag" else "0"
        for name, operand in operands.items()
        if operand.optional and not set(operand.sources) & set(delivered)
    }
    rules = {
        name: _restricted_rule(rule, left_out)
        for name, rule in pack.rules.items()
        if _used_operands(rule.condition, operands) - left_out.keys()
        or not _used_operands(rule.condition, operands)
    }
    if not rules:
        raise SettingsError(f"政策包 {pack.key} 的规则所依据的部门都还没有报过数据，本期无法判断。")
    return replace(
        pack,
        rules=rules,
        levels=_restricted_levels(pack, rules.keys(), left_out),
        classify=_under(pack.classify, rules.keys()),
        measures=_under(pack.measures, rules.keys()),
        elimination=_restricted_elimination(pack, left_out),
    )


def _used_operands(expression: str, operands: Mapping[str, Operand]) -> frozenset[str]:
    return names(expression) & operands.keys()


def _restricted_rule(rule: Rule, left_out: Mapping[str, str]) -> Rule:
    evidence = tuple(
        replace(shown, line=replaced(shown.line, left_out) if shown.line else None)
        for shown in rule.evidence
        if shown.operand not in left_out
    )
    causes = {
        cause: replaced(amount, left_out)
        for cause, amount in rule.causes.items()
        if not names(amount) or names(amount) - left_out.keys()
    }
    return replace(rule, condition=replaced(rule.condition, left_out), evidence=evidence, causes=causes)


def _restricted_levels(
    pack: Pack, in_force: Collection[str], left_out: Mapping[str, str]
) -> dict[LevelName, Level]:
    """Levels that at least one rule in force can still raise."""
    return {
        name: replace(level, rules=rules, condition=replaced(level.condition, left_out))
        for name, level in pack.levels.items()
        if (rules := tuple(rule for rule in level.rules if rule in in_force))
    }


def _under(entries: Iterable[Entry], in_force: Collection[str]) -> tuple[Entry, ...]:
    """Entries for any rule, and entries for a rule in force."""
    return tuple(
        entry if entry.rules is None else replace(entry, rules=rules)
        for entry in entries
        if (rules := tuple(r for r in entry.rules or () if r in in_force)) or entry.rules is None
    )


def _restricted_elimination(pack: Pack, left_out: Mapping[str, str]) -> Elimination | None:
    if pack.elimination is None:
        return None
    return replace(pack.elimination, condition=replaced(pack.elimination.condition, left_out))
