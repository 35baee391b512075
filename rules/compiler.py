"""A pack as SQL, the only generated statements: one SELECT of `sql/rules/` for each thing it declares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rules.conditions import Kind, names, to_sql
from rules.model import Operand, Pack, Shown, shown_kinds
from rules.operands import words_of
from rules.sentences import literal, sentence_sql
from sql import quoted, statement

_TYPES = {"money": "DECIMAL(20, 2)", "count": "DECIMAL(20, 0)", "flag": "BOOLEAN"}


@dataclass(frozen=True)
class Compiler:
    """Fills the slots of statements from a pack, its parameters and the declared operands."""

    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]

    def operand_rows(self) -> str:
        """Every column of the period, exact and wide, and the further indicators that the pack speaks of."""
        spoken = words_of(self.pack)
        operands = {name: o for name, o in self.operands.items() if not o.indicator or name in spoken}
        indicators = [name for name, operand in operands.items() if operand.indicator]
        wanted = ", ".join(map(literal, indicators))
        return statement("rules/operand_rows").format(
            columns=", ".join(_column(name, operand) for name, operand in operands.items()),
            wanted=f"indicator IN ({wanted})" if indicators else "false",
            told=", ".join(_told(name) for name in indicators),
            covered=", ".join(_covered(name) for name in indicators),
        )

    def rule_outcomes(self) -> str:
        """Every rule over every household: fires or unknown, with its sentence."""
        return _union(
            "rules/rule_outcomes",
            (
                {
                    "ordinal": str(ordinal),
                    "rule": literal(name),
                    "condition": self._sql(rule.condition),
                    "says": self._sentence(rule.says),
                    "unknown": f"concat({self._sentence(rule.unknown)}, {self._missing(rule.condition)})",
                }
                for ordinal, (name, rule) in enumerate(self.pack.rules.items(), 1)
            ),
        )

    def level_outcomes(self) -> str:
        """Every level for the households under its rules."""
        return _union(
            "rules/level_outcomes",
            (
                {
                    "rank": str(rank),
                    "level": literal(name),
                    "condition": self._sql(level.condition),
                    "says": self._sentence(level.says),
                    "unknown": self._sentence(level.unknown),
                    "rules": ", ".join(map(literal, level.rules)),
                }
                for rank, (name, level) in enumerate(self.pack.levels.items(), 1)
            ),
        )

    def cause_amounts(self) -> str:
        """Every cause that weighs something behind a rule that fires."""
        return _union(
            "rules/cause_amounts",
            (
                {"rule": literal(name), "cause": literal(cause), "amount": self._sql(amount)}
                for name, rule in self.pack.rules.items()
                for cause, amount in rule.causes.items()
            ),
        )

    def operand_values(self) -> str:
        """Every operand shown for a rule behind an alert, with its line."""
        return _union(
            "rules/operand_values",
            (
                {"rule": literal(name), "basis": literal(rule.basis), **self._shown(shown)}
                for name, rule in self.pack.rules.items()
                for shown in rule.evidence
            ),
        )

    def _shown(self, shown: Shown) -> dict[str, str]:
        operand = self.operands[shown.operand]
        return {
            "operand": literal(shown.operand),
            "value": quoted(shown.operand),
            "unit": literal(operand.unit),
            "line": self._sql(shown.line) if shown.line else "NULL",
            "worth_showing": quoted(shown.operand) if operand.kind == "flag" else "true",
        }

    def _sql(self, expression: str) -> str:
        return to_sql(expression, self.parameters)

    def _missing(self, condition: str) -> str:
        """SQL that names the operands of a condition that are unknown: `缺：…。`."""
        labels = ", ".join(
            f"CASE WHEN {quoted(name)} IS NULL THEN {literal(operand.label)} END"
            for name, operand in self.operands.items()
            if name in names(condition)
        )
        return f"'缺：', concat_ws('、', {labels}), '。'"

    def _sentence(self, sentence: str | None) -> str:
        return sentence_sql(sentence, self._words, self.parameters) if sentence else "NULL"

    @cached_property
    def _words(self) -> dict[str, Kind]:
        return shown_kinds(self.operands, self.pack.parameters)


def _told(name: str) -> str:
    """What is reported of a household: the value, and that there is one, which may be unknown."""
    of_it = f"FILTER (indicator = {literal(name)})"
    return f"any_value(value) {of_it} AS {quoted(name)}, bool_or(true) {of_it} AS {quoted(f'{name} told')}"


def _covered(name: str) -> str:
    return f"bool_or(covered) FILTER (indicator = {literal(name)}) AS {quoted(name)}"


def _column(name: str, operand: Operand) -> str:
    value = f"m.{quoted(name)}"
    if operand.indicator:
        told, covered = f"told.{quoted(f'{name} told')}", f"covered.{quoted(name)}"
        value = f"CASE WHEN {told} THEN told.{quoted(name)} WHEN {covered} THEN 0 END"
    if operand.zero_is_unknown:
        value = f"nullif({value}, 0)"
    return f"CAST({value} AS {_TYPES[operand.kind]}) AS {quoted(name)}"


def _union(template: str, slots: Iterable[Mapping[str, str]]) -> str:
    return "\nUNION ALL\n".join(statement(template).format(**filled) for filled in slots)
