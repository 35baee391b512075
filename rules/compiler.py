"""A pack compiled to SQL, the only generated statements: one SELECT of `sql/rules/` per declared part."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from rules.avoidance import OUT_OF_REACH, Part, parts
from rules.declarations.conditions import Kind, names, to_sql
from rules.declarations.model import Level, Operand, Pack, Shown, shown_kinds
from rules.declarations.operands import words_of
from rules.declarations.sentences import sentence_sql
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
            columns=", ".join(_column(name, operand) for name, operand in operands.items()),
            wanted=f"indicator IN ({wanted})" if indicators else "false",
            told=", ".join(_reported(name) for name in indicators),
            covered=", ".join(_covered(name) for name in indicators),
        )

    def judged_households(self) -> str:
        """Every rule for every household, in one pass."""
        outcomes = [f"{self._sql(rule.condition)} AS {_rule(name)}" for name, rule in self.pack.rules.items()]
        return statement("rules/judged_households").format(
            operand_rows=self.operand_rows(),
            outcomes=", ".join(outcomes),
            any_outcome=" OR ".join(map(_rule, self.pack.rules)),
        )

    def rule_outcomes(self) -> str:
        """The households for which a rule fires or is unknown, with the rule's sentence."""
        return _union(
            "rules/rule_outcomes",
            (
                {
                    "ordinal": str(ordinal),
                    "rule": literal(name),
                    "fires": _rule(name),
                    "says": self._sentence(rule.says),
                    "unknown": f"concat({self._sentence(rule.unknown)}, {self._missing(rule.condition)})",
                }
                for ordinal, (name, rule) in enumerate(self.pack.rules.items(), 1)
            ),
        )

    def raised_households(self) -> str:
        """Every household for which a rule fires: level, causes, distance to the lines."""
        rules = self.pack.rules
        return statement("rules/raised_households").format(
            rules=", ".join(f"CASE WHEN {_rule(name)} THEN {literal(name)} END" for name in rules),
            any_fires=_any_fires(rules),
            levels=" ".join(
                f"WHEN {self._reached(level)} THEN {literal(name)}"
                for name, level in self.pack.levels.items()
            ),
            reasons=" ".join(self._reason(level) for level in self.pack.levels.values()),
            causes=", ".join(self._causes()),
            margin=self._margin(),
            **self._smallest_change(),
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
        return f"({_any_fires(level.rules)}) AND {self._sql(level.condition)}"

    def _reason(self, level: Level) -> str:
        fires, condition = _any_fires(level.rules), self._sql(level.condition)
        unknown = f"WHEN ({fires}) AND {condition} IS NULL THEN {self._sentence(level.unknown)}"
        reached = f"WHEN ({fires}) AND {condition} THEN {self._sentence(level.says)}"
        return f"{reached} {unknown if level.unknown else ''}"

    def _causes(self) -> Iterator[str]:
        """Each cause with its largest amount, as a struct that sorts the largest first."""
        weights: dict[str, list[str]] = {}
        for name, rule in self.pack.rules.items():
            for cause, amount in rule.causes.items():
                weighed = f"CASE WHEN {_rule(name)} THEN CAST({self._sql(amount)} AS DECIMAL(20, 4)) END"
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
                yield f"CASE WHEN {_rule(name)} THEN {quoted(shown.operand)} - {self._sql(shown.line)} END"

    def _smallest_change(self) -> dict[str, str]:
        """Slots: the steps of each change, and the changes in words, with rules that no change undoes."""
        needs: list[str] = []
        without: dict[str, list[str]] = {}
        moves: dict[tuple[str, bool | None], list[str]] = {}
        for rule, part in self._parts():
            columns = [f"need_{len(needs) + n}" for n in range(max(1, len(part.ways)))]
            steps = [way.steps for way in part.ways] or [str(OUT_OF_REACH)]
            holds = f"{_rule(rule)} AND {part.condition}"
            needs += [f"CASE WHEN {holds} THEN {s} END AS {c}" for s, c in zip(steps, columns, strict=True)]
            without.setdefault(rule, []).append(f"least({', '.join(columns)}) >= {OUT_OF_REACH}")
            for way, chosen in zip(part.ways, _chosen(columns), strict=False):
                moves.setdefault((way.operand, way.rises), []).append(chosen)
        changes = [self._change(*move, steps) for move, steps in moves.items()]
        changes += [self._to_be_settled(rule, none) for rule, none in without.items()]
        return {"needs": ", ".join(needs), "changes": ", ".join(changes)}

    def _parts(self) -> Iterator[tuple[str, Part]]:
        for name, rule in self.pack.rules.items():
            yield from ((name, part) for part in parts(rule, self.operands, self.parameters))

    def _change(self, name: str, rises: bool | None, steps: list[str]) -> str:
        """SQL for the largest change that a figure needs, in words; NULL (kept by `||`) if it needs none."""
        operand, most = self.operands[name], f"greatest({', '.join(steps)})"
        if rises is None:
            return f"CASE WHEN {most} > 0 THEN {literal(f'{operand.label}得到解决')} END"
        verb = literal(f"{operand.label}{'增加' if rises else '减少'}")
        amount = f"CAST({most} AS DECIMAL(20, 0)) * 0.01" if operand.kind == "money" else most
        figure = rf"regexp_replace(CAST({amount} AS VARCHAR), '\.00$', '')"
        return f"{verb} || {figure} || {literal(operand.unit)}"

    def _to_be_settled(self, rule: str, without_way: list[str]) -> str:
        """SQL for the words on a rule that no single change undoes."""
        words = literal(f"{self.pack.rules[rule].label}须核实解决")
        return f"CASE WHEN {' OR '.join(without_way)} THEN {words} END"

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
        """SQL for a list of the condition's unknown operands: `缺：…。`."""
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


def _reported(name: str) -> str:
    """A household's value of an indicator, and whether there is one; the value itself may be unknown."""
    of_it = f"FILTER (indicator = {literal(name)})"
    return (
        f"any_value(value) {of_it} AS {quoted(name)}, bool_or(true) {of_it} AS {quoted(f'{name} reported')}"
    )


def _covered(name: str) -> str:
    return f"bool_or(covered) FILTER (indicator = {literal(name)}) AS {quoted(name)}"


def _rule(name: str) -> str:
    return quoted(f"rule:{name}")


def _alert(rule: str) -> str:
    return quoted(f"alert:{rule}")


def _any_fires(rules: Iterable[str]) -> str:
    return " OR ".join(f"coalesce({_rule(name)}, false)" for name in rules)


def _chosen(columns: list[str]) -> list[str]:
    """For each change that undoes a part: its steps if it is the smallest (the first if equal), else NULL."""
    return [
        "CASE WHEN "
        + " AND ".join(
            [f"{column} < {OUT_OF_REACH}"]
            + [f"{column} < {other}" for other in columns[:position]]
            + [f"{column} <= {other}" for other in columns[position + 1 :]]
        )
        + f" THEN {column} END"
        for position, column in enumerate(columns)
    ]


def _column(name: str, operand: Operand) -> str:
    value = f"m.{quoted(name)}"
    if operand.indicator:
        reported, covered = f"told.{quoted(f'{name} reported')}", f"covered.{quoted(name)}"
        value = f"CASE WHEN {reported} THEN told.{quoted(name)} WHEN {covered} THEN 0 END"
    if operand.zero_is_unknown:
        value = f"nullif({value}, 0)"
    return f"CAST({value} AS {_TYPES[operand.kind]}) AS {quoted(name)}"


def _union(template: str, slots: Iterable[Mapping[str, str]]) -> str:
    return "\nUNION ALL\n".join(statement(template).format(**filled) for filled in slots)
