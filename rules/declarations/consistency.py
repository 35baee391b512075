"""Contradictions between the parts of a pack."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from data_contracts.errors import SettingsError
from rules.declarations.causes import causes_of
from rules.declarations.cited_articles import digits, missing_figures, unknown_articles
from rules.declarations.conditions import Kind, kind_of, names, numbers
from rules.declarations.follow_up import Duty, Elimination, Measure
from rules.declarations.model import Operand, Pack, Parameter, Rule, kinds, shown_kinds
from rules.declarations.procedure_consistency import duty_faults, procedure_faults
from rules.declarations.sentences import placeholders


def contradictions(pack: Pack, operands: Mapping[str, Operand]) -> Iterator[str]:
    """Every fault of `pack`, in Chinese, with its place in the file."""
    yield from _document(pack)
    yield from _parameters(pack)
    if both := sorted(operands.keys() & pack.parameters.keys()):
        yield f"参数与指标重名：{'、'.join(both)}"
    for name, rule in pack.rules.items():
        yield from (f"rules.{name}：{fault}" for fault in _rule(pack, rule, operands))
    yield from _levels(pack, operands)
    yield from _classes(pack)
    for place, fault in _outside_rules(pack, operands):
        yield f"{place}：{fault}"
    if pack.procedure is not None:
        yield from procedure_faults(pack, pack.procedure)


def _document(pack: Pack) -> Iterator[str]:
    if pack.document.until is not None and pack.document.until <= pack.document.since:
        yield "document：失效日期应晚于生效日期"


def _parameters(pack: Pack) -> Iterator[str]:
    earlier: dict[str, Kind] = {}
    for name, parameter in pack.parameters.items():
        expressions = [v.value for v in parameter.values] + [
            bound for bound in (parameter.floor, parameter.ceiling) if bound is not None
        ]
        faults = [fault for text in expressions for fault in _wrong_kind(text, "number", earlier)]
        faults += [*_intervals(parameter), *_printed(pack, parameter)] if not faults else []
        yield from (f"parameters.{name}：{fault}" for fault in faults)
        earlier[name] = "number"


def _intervals(parameter: Parameter) -> Iterator[str]:
    if any(value.until <= value.since for value in parameter.values):
        yield "每个取值的失效日期应晚于生效日期"
    if any(later.since < earlier.until for earlier, later in pairwise(parameter.values)):
        yield "各取值的期间应按先后排列，互不重叠"


def _printed(pack: Pack, parameter: Parameter) -> Iterator[str]:
    """Faults of citation: an article must contain the number that it is cited for."""
    if parameter.basis == "local_interpretation":
        if parameter.article is not None:
            yield "本地口径的数值不能标注条款"
        return
    article = pack.document.articles.get(parameter.article or "")
    if article is None:
        yield "文件依据的数值应标注本文件 articles 中的条款"
    elif missing := _numbers_of(parameter) - set(article.figures):
        yield f"条款 {parameter.article} 没有记载数值 {'、'.join(map(str, sorted(missing)))}"


def _numbers_of(parameter: Parameter) -> set[Decimal]:
    return {number for value in parameter.values for number in numbers(value.value)}


def _rule(pack: Pack, rule: Rule, operands: Mapping[str, Operand]) -> Iterator[str]:
    words = kinds(operands, pack.parameters)
    expressions: list[tuple[str, Kind]] = [(rule.condition, "boolean")]
    expressions += [(shown.line, "number") for shown in rule.evidence if shown.line]
    for text, kind in expressions:
        yield from _wrong_kind(text, kind, words)
    for amount in rule.causes.values():
        yield from _wrong_kind(amount, None, words)
    if unnamed := sorted(rule.causes.keys() - causes_of(pack).keys()):
        yield f"原因没有名称，请写入 causes（如 causes: {{{unnamed[0]}: 中文名称}}）：{'、'.join(unnamed)}"
    for sentence in (rule.says, rule.unknown):
        yield from _sentence(sentence, shown_kinds(operands, pack.parameters))
    yield from unknown_articles(pack, rule.articles)
    yield from _evidence(rule, operands)


def _evidence(rule: Rule, operands: Mapping[str, Operand]) -> Iterator[str]:
    shown = {item.operand for item in rule.evidence}
    if undeclared := sorted(shown - operands.keys()):
        yield f"evidence 中有未声明的指标：{'、'.join(undeclared)}"
    if hidden := sorted((names(rule.condition) & operands.keys()) - shown):
        yield f"条件用到的指标应全部列入 evidence：{'、'.join(hidden)}"


def _levels(pack: Pack, operands: Mapping[str, Operand]) -> Iterator[str]:
    words, shown = kinds(operands, pack.parameters), shown_kinds(operands, pack.parameters)
    for name, level in pack.levels.items():
        faults = [
            *_wrong_kind(level.condition, "boolean", words),
            *_unknown_rules(pack, level.rules),
            *_sentence(level.says or "", shown),
            *_sentence(level.unknown or "", shown),
        ]
        yield from (f"levels.{name}：{fault}" for fault in faults)
    sure = {rule for level in pack.levels.values() if level.condition == "true" for rule in level.rules}
    if without := sorted(pack.rules.keys() - sure):
        yield f"levels：以下规则没有不附条件的等级：{'、'.join(without)}"


def _classes(pack: Pack) -> Iterator[str]:
    for entry in pack.classify:
        if entry.target_class not in pack.target_classes:
            yield f"classify：{entry.target_class} 不在 target_classes 中"
        yield from (f"classify：{fault}" for fault in _unknown_rules(pack, entry.rules or ()))
    if pack.classify[-1].household_types or pack.classify[-1].rules:
        yield "classify：最后一项不能附条件，使每户都有类别"


def _outside_rules(pack: Pack, operands: Mapping[str, Operand]) -> Iterator[tuple[str, str]]:
    """Places and faults outside the rules: help, calendar, scale, elimination, regional risks."""
    for number, measure in enumerate(pack.measures, 1):
        yield from ((f"measures 第{number}项", fault) for fault in _measure(pack, measure))
    for number, duty in enumerate(pack.calendar, 1):
        yield from ((f"calendar 第{number}项", fault) for fault in _duty(pack, duty))
    if pack.scale is not None:
        yield from (("scale", fault) for fault in unknown_articles(pack, pack.scale.articles))
        yield from (("scale", fault) for fault in _not_set(pack, pack.scale.usual, pack.scale.most))
    if pack.elimination is not None:
        yield from (("elimination", fault) for fault in _elimination(pack, pack.elimination, operands))
    if pack.regional is not None:
        yield from (("regional", fault) for fault in unknown_articles(pack, pack.regional.articles))
        yield from (("regional", fault) for fault in _not_set(pack, pack.regional.false_discovery_rate))


def _measure(pack: Pack, measure: Measure) -> Iterator[str]:
    yield from unknown_articles(pack, measure.articles)
    yield from missing_figures(pack, measure.articles, digits(measure.says))
    if "；" in measure.says + measure.unit:
        yield "措施里不能用“；”，预警以它分隔各项措施"
    yield from _unknown_rules(pack, measure.rules or ())
    causes = {cause for rule in pack.rules.values() for cause in rule.causes}
    if unknown := sorted(set(measure.causes or ()) - causes):
        yield f"没有规则会给出这样的原因：{'、'.join(unknown)}"
    if unknown := sorted(set(measure.target_classes or ()) - pack.target_classes.keys()):
        yield f"不在 target_classes 中：{'、'.join(unknown)}"


def _duty(pack: Pack, duty: Duty) -> Iterator[str]:
    yield from unknown_articles(pack, duty.articles)
    times = [time for time in (duty.within_working_days, duty.within_months) if time is not None]
    yield from missing_figures(pack, duty.articles, {*digits(duty.label), *map(Decimal, times)})
    if len(times) + (duty.every is not None) > 1:
        yield "within_working_days、within_months、every 只能写一项"
    yield from duty_faults(pack, duty)


def _elimination(pack: Pack, elimination: Elimination, operands: Mapping[str, Operand]) -> Iterator[str]:
    yield from unknown_articles(pack, elimination.articles)
    yield from _wrong_kind(elimination.condition, "boolean", kinds(operands, pack.parameters))
    yield from _sentence(elimination.says, shown_kinds(operands, pack.parameters))
    if any(not 1 <= month <= 12 for month in elimination.months):
        yield "months 应为 1 至 12"


def _not_set(pack: Pack, *names_of_parameters: str) -> Iterator[str]:
    if unknown := sorted(set(names_of_parameters) - pack.parameters.keys()):
        yield f"没有这样的参数：{'、'.join(unknown)}"


def _unknown_rules(pack: Pack, rules: tuple[str, ...]) -> Iterator[str]:
    if unknown := sorted(set(rules) - pack.rules.keys()):
        yield f"没有这样的规则：{'、'.join(unknown)}"


def _wrong_kind(text: str, wanted: Kind | None, words: Mapping[str, Kind]) -> Iterator[str]:
    try:
        if kind_of(text, words) != wanted and wanted is not None:
            yield f"“{text}”应为{'是非判断' if wanted == 'boolean' else '数值'}"
    except SettingsError as error:
        yield error.message


def _sentence(sentence: str, shown: Mapping[str, Kind]) -> Iterator[str]:
    for text in placeholders(sentence):
        yield from _wrong_kind(text, None, shown)
