"""A pack, and the list of packs, as Chinese lines for officials."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flows.words.printed_table import printed
from flows.words.vocabulary import BASES, LEVELS, RHYTHMS
from rules.condition_words import in_words
from rules.declarations.causes import causes_of
from rules.declarations.follow_up import Duty, Measure
from rules.declarations.model import Level, Pack, Parameter, Rule
from rules.declarations.operands import operands_of
from rules.declarations.procedure import ProcedureStep
from rules.parameter_basis import basis_in_words

Row = dict[str, Any]


def list_lines(result: Row) -> list[str]:
    """One line for each pack; the one applied is marked."""
    cells = [
        [
            "●" if pack["speaks"] else "",
            pack["key"],
            pack["number"],
            pack["title"],
            _area(pack["area"]),
            _span(pack["since"], pack["until"]),
            "现行" if pack["in_force"] else "不在有效期内",
        ]
        for pack in result["packs"]
    ]
    headings = ["", "名称", "文号", "文件", "区划", "有效期", result["period"]]
    return [*printed(headings, cells, words=headings), *_applied_pack(result)]


def _applied_pack(result: Row) -> list[str]:
    if not result["workspace"]:
        return ["此处不是工作区，只列出自带的政策包；写 -w 可看本县采用哪一个。"]
    if result["speaks"] is None:
        return [f"本县在 {result['period']} 没有现行的政策包，请在 fangfanpin.toml 用 policy 指定一个。"]
    return [f"● {result['period']} 本县采用 {result['speaks']}。"]


def _area(area: str) -> str:
    return area or "全国"


def _span(since: date, until: date | None) -> str:
    return f"{since} 起" + (f"，至 {until} 前" if until else "")


def pack_lines(pack: Pack, resolved: Row) -> list[str]:
    """The whole pack in Chinese."""
    return [
        *_document(pack),
        "",
        f"一、数值（{resolved['period']} 的取值）",
        *_parameters(pack, resolved["parameters"]),
        "",
        "二、规则",
        *(line for rule in pack.rules.values() for line in _rule(pack, rule)),
        "",
        "三、级别（由重到轻，取最先成立的一级）",
        *(line for name, level in pack.levels.items() for line in _level(pack, name, level)),
        "",
        "四、对象类别（取最先符合的一类）",
        *(f"  {line}" for line in _classes(pack)),
        *_section("五、帮扶措施", [_measure(pack, measure) for measure in pack.measures]),
        *_section("六、时限和周期", [_duty(duty) for duty in pack.calendar]),
        *_section("七、办理程序", list(_procedure(pack))),
        *_section("八、风险消除", list(_elimination(pack))),
        *_section("九、规模和区域", list(_scale_and_places(pack))),
    ]


def _section(title: str, body: list[str]) -> list[str]:
    return ["", title, *(f"  {line}" for line in body)] if body else []


def _document(pack: Pack) -> list[str]:
    document = pack.document
    head = [
        f"{document.title}（{document.number}）　政策包 {pack.key} {pack.pack_version}",
        f"发文：{document.issuer}",
        f"区划：{_area(document.area)}　有效期：{_span(document.since, document.until)}",
    ]
    if document.supersedes:
        head.append(f"废止：{'、'.join(document.supersedes)}")
    if pack.income_months < 12:
        head.append(f"收入不足十二个月、但满 {pack.income_months} 个月的，折算为十二个月。")
    return head + [f"  {name}：{article.gist}" for name, article in document.articles.items()]


def labels(pack: Pack) -> dict[str, str]:
    """Chinese labels of the pack's operands and parameters; a guarantee is labelled as being in question."""
    operands = {
        name: operand.label + ("存在疑问" if name.startswith("guarantee_") else "")
        for name, operand in operands_of(pack).items()
    }
    return operands | {name: parameter.label for name, parameter in pack.parameters.items()}


def _parameters(pack: Pack, values: Mapping[str, Row]) -> list[str]:
    own = {name for name, resolved in values.items() if resolved["own"]}
    cells = [
        [
            p.label,
            name,
            f"{_plain(values[name]['value'])} {p.unit}",
            basis_in_words(pack, name, own),
            _setter(p, values[name]),
            _made_of(pack, p),
        ]
        for name, p in pack.parameters.items()
    ]
    headings = ["名称", "参数", "取值", "依据", "由谁设定", "怎样得出"]
    return printed(headings, cells, words=headings)


def _setter(parameter: Parameter, resolved: Row) -> str:
    if not parameter.county_may_set:
        return "政策包"
    bounds = [
        f"{word} {_plain(resolved[name])}"
        for name, word in (("floor", "不低于"), ("ceiling", "不高于"))
        if resolved[name] is not None
    ]
    setter = "县里可设" + (f"，{'、'.join(bounds)}" if bounds else "")
    return setter + ("（本县已设）" if resolved["own"] else "")


def _made_of(pack: Pack, parameter: Parameter) -> str:
    """How dated or derived values are obtained; empty for a plain number."""
    values = [
        in_words(dated.value, labels(pack))
        + (f"（{dated.since} 起）" if dated.since > date.min else "")
        + (f"（{dated.until} 前）" if dated.until < date.max else "")
        for dated in parameter.values
    ]
    plain = len(values) == 1 and values[0].replace(".", "", 1).isdecimal()
    return "" if plain else "；".join(values)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _rule(pack: Pack, rule: Rule) -> Iterator[str]:
    cited = "、".join(f"{pack.document.number} {article}" for article in rule.articles)
    yield f"  {rule.label}（{BASES[rule.basis]}；情形见 {cited}；需求 {'、'.join(rule.requirements)}）"
    yield f"    条件：{in_words(rule.condition, labels(pack))}"
    yield f"    核查：{rule.checks}"


def _level(pack: Pack, name: str, level: Level) -> Iterator[str]:
    yield f"  {LEVELS[name]}：{'、'.join(pack.rules[rule].label for rule in level.rules)}"
    if level.condition != "true":
        yield f"    并且：{in_words(level.condition, labels(pack))}"


def _classes(pack: Pack) -> Iterator[str]:
    for entry in pack.classify:
        conditions = [
            *(["户类型为 " + "、".join(entry.household_types)] if entry.household_types else []),
            *(["触发 " + "、".join(pack.rules[r].label for r in entry.rules)] if entry.rules else []),
        ]
        yield f"{'，且'.join(conditions) or '其余各户'}：{pack.target_classes[entry.target_class]}"


def _measure(pack: Pack, measure: Measure) -> str:
    classes = [pack.target_classes[name] for name in measure.target_classes or ()]
    causes = [causes_of(pack)[name] for name in measure.causes or ()]
    conditions = [
        *(["、".join(pack.rules[rule].label for rule in measure.rules)] if measure.rules else []),
        *([f"原因为{'、'.join(causes)}"] if causes else []),
        *(["、".join(classes)] if classes else []),
        *([] if measure.labour is None else [_labour(pack, measure.labour)]),
    ]
    applies_to = "；".join(conditions) or "各类预警户"
    return f"{measure.says}（{measure.unit}；{'、'.join(measure.articles)}）　适用：{applies_to}"


def _labour(pack: Pack, has_labour: bool) -> str:
    return operands_of(pack)["has_labour"].label if has_labour else "无劳动能力"


def _duty(duty: Duty) -> str:
    within = [
        *([f"{duty.within_working_days} 个工作日内"] if duty.within_working_days else []),
        *([f"{duty.within_months} 个月内"] if duty.within_months else []),
        *([RHYTHMS[duty.every]] if duty.every else []),
    ]
    time = f"：{'，'.join(within)}" if within else ""  # the document gives none, or says “at once”
    return f"{duty.label}{time}（{'、'.join(duty.articles)}）"


_OFFICES = {"village": "村", "township": "乡镇", "county": "县", "department": "部门", "insurer": "保险公司"}
_BRANCHES = {"entry": "纳入", "measures": "落实措施", "elimination": "消除"}


def _procedure(pack: Pack) -> Iterator[str]:
    """Every step with who does it and what the document asks of it."""
    procedure = pack.procedure
    if procedure is None:
        return
    for branch, step in procedure.steps():
        asked = [*_times(step), *(["同意的从这天起按监测对象"] if step.decides else [])]
        basis = "，本地口径" if step.basis == "local_interpretation" else ""
        details = f"：{'，'.join(asked)}" if asked else ""
        articles = "、".join(step.articles)
        yield f"{_BRANCHES[branch]}　{step.label}（{_OFFICES[step.who]}）{details}（{articles}{basis}）"
    if (tracks := procedure.tracks_without_labour) is not None:
        yield f"无劳动能力的户不标注消除，持续跟踪（{'、'.join(tracks.articles)}）"
    if (revisit := procedure.revisit) is not None:
        yield f"监测对象的走访：{RHYTHMS[revisit.every]}至少一次（{'、'.join(revisit.articles)}）"
    if (grace := procedure.allowance_grace) is not None:
        yield f"{grace.label}：消除后 {grace.months} 个月（{'、'.join(grace.articles)}）"


def _times(step: ProcedureStep) -> list[str]:
    return [
        *([f"上一步后 {step.within_working_days} 个工作日内"] if step.within_working_days else []),
        *([f"上一步后 {step.within_months} 个月内"] if step.within_months else []),
        *([f"{_ENDS[step.by_end_of]}前"] if step.by_end_of else []),
        *([f"不少于 {step.shortest_working_days} 个工作日"] if step.shortest_working_days else []),
    ]


_ENDS = {"month": "当月底", "quarter": "当季末", "half_year": "半年末", "year": "年底"}


def _elimination(pack: Pack) -> Iterator[str]:
    elimination = pack.elimination
    if elimination:
        months = "、".join(f"{month} 月" for month in elimination.months)
        yield f"列出候选的月份：{months}（{'、'.join(elimination.articles)}）"
        yield f"条件：{in_words(elimination.condition, labels(pack))}"
        yield f"并且连续 {elimination.quiet_months} 个月没有预警；无劳动能力的户不列"


def _scale_and_places(pack: Pack) -> Iterator[str]:
    if pack.scale:
        shares = [pack.parameters[name] for name in dict.fromkeys((pack.scale.usual, pack.scale.most))]
        limits = "，".join(f"{share.label} {_per_cent(share.values[-1].value)}" for share in shares)
        yield f"监测规模：{limits}；只作对照，不据此增减预警（{'、'.join(pack.scale.articles)}）"
    if pack.regional:
        yield f"规模性返贫：按村、乡镇监测预警是否异常集中（{'、'.join(pack.regional.articles)}）"


def _per_cent(share: str) -> str:
    """A share as a percentage; an expression as it is."""
    plain = share.replace(".", "", 1).isdigit()
    return f"{(Decimal(share) * 100).normalize():f}%" if plain else share


def check_lines(result: Row) -> list[str]:
    """The findings, or a sentence that there are none."""
    if result["findings"]:
        return [
            f"发现 {len(result['findings'])} 处问题：",
            *(f"  {finding}" for finding in result["findings"]),
        ]
    sentences = [f"政策包 {len(result['packs'])} 个，均可采用：{'、'.join(result['packs'])}。"]
    if result["period"]:
        sentences.append(f"本县设置无误，{result['period']} 采用 {result['speaks']}。")
    return sentences
