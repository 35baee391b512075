"""A pack compiled to SQL, the only generated statements: one SELECT of `sql/rules/` per declared part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rules.declarations.bounds import BEYOND, Bounds, opposite_end, partial_sql
from rules.declarations.conditions import Kind, names, to_sql
from rules.declarations.model import Level, Operand, Pack, Shown, shown_kinds
from rules.declarations.operands import bounds_of, words_of
from rules.declarations.sentences import sentence_sql
from rules.smallest_change import SmallestChange, rule_column
from sql import literal, quoted, statement

_TYPES = {"money": "DECIMAL(20, 2)", "count": "DECIMAL(20, 0)", "flag": "BOOLEAN"}


@dataclass(frozen=True)
class Compiler:
    """Fills the slots of statements from a pack, its parameters and the declared operands."""

    pack: Pack
    parameters: Mapping[str, Decimal]
    operands: Mapping[str, Operand]

    def operand_rows(self) -> str:
        """The period's operands in exact, wide types: all columns, and the indicators that the pack uses."""
        used = words_of(self.pack)
        operands = {name: o for name, o in self.operands.items() if not o.indicator or name in used}
        indicators = [name for name, operand in operands.items() if operand.indicator]
        wanted = ", ".join(map(literal, indicators))
        return statement("rules/operand_rows").format(
            columns=", ".join(c for name, operand in operands.items() for c in _columns(name, operand)),
            wanted=f"indicator IN ({wanted})" if indicators else "false",
            told=", ".join(_reported(name) for name in indicators),
            covered=", ".join(_covered(name) for name in indicators),
        )

    def sql(self, expression: str) -> str:
        """An expression of the pack over the operands."""
        return to_sql(expression, self.parameters, self._bounds)

    def sentence(self, sentence: str | None) -> str:
        """SQL for a sentence of the pack with a household's figures; NULL for none."""
        if not sentence:
            return "NULL"
        return sentence_sql(sentence, self._words, self.parameters, self._bounds)

    def judged_households(self, at_work: str) -> str:
        """Every rule for every household that is worked out, in one pass."""
        outcomes = [
            f"{self.sql(rule.condition)} AS {rule_column(name)}" for name, rule in self.pack.rules.items()
        ]
        return statement("rules/judged_households").format(
            at_work=at_work,
            operand_rows=self.operand_rows(),
            outcomes=", ".join(outcomes),
            any_outcome=" OR ".join(map(rule_column, self.pack.rules)),
        )

    def rule_outcomes(self) -> str:
        """The households for which a rule fires or is unknown, with the rule's sentence."""
        return _union(
            "rules/rule_outcomes",
            (
                {
                    "ordinal": str(ordinal),
                    "rule": literal(name),
                    "fires": rule_column(name),
                    "says": self.sentence(rule.says),
                    "unknown": f"concat({self.sentence(rule.unknown)}, {self._missing(rule.condition)})",
                }
                for ordinal, (name, rule) in enumerate(self.pack.rules.items(), 1)
            ),
        )

    def raised_households(self) -> str:
        """Every household for which a rule fires: level, causes, distance to the lines."""
        rules = self.pack.rules
        return statement("rules/raised_households").format(
            rules=", ".join(f"CASE WHEN {rule_column(name)} THEN {literal(name)} END" for name in rules),
            any_fires=_any_fires(rules),
            levels=" ".join(
                f"WHEN {self._reached(level)} THEN {literal(name)}"
                for name, level in self.pack.levels.items()
            ),
            graver_undecided=self._graver_undecided(),
            reasons=" ".join(self._reason(level) for level in self.pack.levels.values()),
            causes=", ".join(self._causes()),
            margin=self._margin(),
            **SmallestChange(self.pack, self.parameters, self.operands).slots(),
        )

    def alerted_households(self) -> str:
        """Every household with an alert, and the rules behind it."""
        alerted = (f"list_contains(alerted, {literal(rule)}) AS {_alert(rule)}" for rule in self.pack.rules)
        return statement("rules/alerted_households").format(alerted=", ".join(alerted))

    def operand_values(self) -> str:
        """Every operand shown for a rule of an alert, with its line."""
        every = [(name, rule, shown) for name, rule in self.pack.rules.items() for shown in rule.evidence]
        return _union(
            "rules/operand_values",
            (
                {
                    "shown": str(ordinal),
                    "rule": literal(name),
                    "alerted": _alert(name),
                    "basis": literal(rule.basis),
                    **self._shown(shown),
                }
                for ordinal, (name, rule, shown) in enumerate(every, 1)
            ),
        )

    def _reached(self, level: Level) -> str:
        """SQL for whether the level is reached; NULL while that is undecided."""
        return f"(({' OR '.join(map(rule_column, level.rules))}) AND {self.sql(level.condition)})"

    def _graver_undecided(self) -> str:
        """SQL for whether a level graver than the one reached is undecided."""
        reached = [self._reached(level) for level in self.pack.levels.values()]
        return " ".join(f"WHEN {sql} IS NULL THEN true WHEN {sql} THEN false" for sql in reached)

    def _reason(self, level: Level) -> str:
        fires, condition = _any_fires(level.rules), self.sql(level.condition)
        unknown = f"WHEN ({fires}) AND {condition} IS NULL THEN {self.sentence(level.unknown)}"
        reached = f"WHEN ({fires}) AND {condition} THEN {self.sentence(level.says)}"
        return f"{reached} {unknown if level.unknown else ''}"

    def _causes(self) -> Iterator[str]:
        """Each cause with its largest amount, as a struct that sorts the largest first."""
        weights: dict[str, list[str]] = {}
        for name, rule in self.pack.rules.items():
            for cause, amount in rule.causes.items():
                weighed = f"CASE WHEN {rule_column(name)} THEN CAST({self.sql(amount)} AS DECIMAL(20, 4)) END"
                weights.setdefault(cause, []).append(weighed)
        for cause, of_rules in weights.items():
            yield f"{{'lightness': -greatest({', '.join(of_rules)}), 'cause': {literal(cause)}}}"

    def _margin(self) -> str:
        """Value minus line, for the first rule that raised the level and has a line in yuan."""
        of_levels = (
            f"WHEN {literal(name)} THEN coalesce(NULL, {', '.join(margins)})"
            for name, level in self.pack.levels.items()
            if (
                margins := [m for rule in self.pack.rules if rule in level.rules for m in self._margins(rule)]
            )
        )
        cases = " ".join(of_levels)
        return f"CASE level {cases} END" if cases else "NULL"

    def _margins(self, name: str) -> Iterator[str]:
        for shown in self.pack.rules[name].evidence:
            if shown.line is not None and self.operands[shown.operand].kind == "money":
                distance = f"{quoted(shown.operand)} - {self.sql(shown.line)}"
                yield f"CASE WHEN {rule_column(name)} THEN {distance} END"

    def _shown(self, shown: Shown) -> dict[str, str]:
        operand = self.operands[shown.operand]
        return {
            "operand": literal(shown.operand),
            "value": quoted(shown.operand),
            "unit": literal(operand.unit),
            "bound": self._bound(shown.operand),
            "line": self.sql(shown.line) if shown.line else "NULL",
            "worth_showing": quoted(shown.operand) if operand.kind == "flag" else "true",
        }

    def _missing(self, condition: str) -> str:
        """SQL for a list of the condition's operands that are unknown or not whole: `缺：…。`."""
        labels = ", ".join(self._lacking(name) for name in self.operands if name in names(condition))
        return f"'缺：', concat_ws('、', {labels}), '。'"

    def _lacking(self, name: str) -> str:
        """SQL for the label of an operand that is unknown, and how much of it is known if it is not whole."""
        operand = self.operands[name]
        unknown = f"WHEN {quoted(name)} IS NULL THEN {literal(operand.label)}"
        if name not in self._bounds:
            return f"CASE {unknown} END"
        partial = self.sentence(f"{operand.label}（不全，{{{name}}}{operand.unit}）")
        return f"CASE {unknown} WHEN {partial_sql(name, self._bounds)} THEN {partial} END"

    def _bound(self, name: str) -> str:
        if name not in self._bounds:
            return "NULL"
        return f"CASE WHEN {partial_sql(name, self._bounds)} THEN {literal(self._bounds[name])} END"

    @cached_property
    def _bounds(self) -> Bounds:
        return bounds_of(self.operands)

    @cached_property
    def _words(self) -> dict[str, Kind]:
        return shown_kinds(self.operands, self.pack.parameters)


def _reported(name: str) -> str:
    """A household's value of an indicator, and whether there is one; the value itself may be unknown."""
    of_it = f"FILTER (indicator = {literal(name)})"
    return (
        f"any_value(value) {of_it} AS {quoted(name)}, bool_or(true) {of_it} AS {quoted(f'{name} reported')}"
    )


def _covered(name: str) -> str:
    return f"bool_or(covered) FILTER (indicator = {literal(name)}) AS {quoted(name)}"


def _alert(rule: str) -> str:
    return quoted(f"alert:{rule}")


def _any_fires(rules: Iterable[str]) -> str:
    return " OR ".join(f"coalesce({rule_column(name)}, false)" for name in rules)


def _columns(name: str, operand: Operand) -> Iterator[str]:
    """The operand; of an amount that may be known by a bound only, its other end too."""
    value, stored = _value(name, operand), _TYPES[operand.kind]
    if operand.complete and operand.kind == "flag":  # nobody has said no of the missing months
        value = f"CASE WHEN {value} OR m.{operand.complete} THEN {value} END"
    yield f"CAST({value} AS {stored}) AS {quoted(name)}"
    if operand.complete and operand.kind != "flag":
        beyond = BEYOND if operand.bound == "at_least" else -BEYOND
        other = f"CASE WHEN m.{operand.complete} OR {value} IS NULL THEN {value} ELSE {beyond} END"
        yield f"CAST({other} AS {stored}) AS {quoted(opposite_end(name, operand.bound))}"


def _value(name: str, operand: Operand) -> str:
    value = f"m.{quoted(name)}"
    if operand.indicator:
        reported, covered = f"told.{quoted(f'{name} reported')}", f"covered.{quoted(name)}"
        value = f"CASE WHEN {reported} THEN told.{quoted(name)} WHEN {covered} THEN 0 END"
    if operand.zero_is_unknown:
        value = f"nullif({value}, 0)"
    return value


def _union(template: str, slots: Iterable[Mapping[str, str]]) -> str:
    return "\nUNION ALL\n".join(statement(template).format(**filled) for filled in slots)
