"""The result of `flows.answers.estimation` as Chinese lines."""

from typing import Any

from flows.words.vocabulary import NUMBER_KINDS
from matching.weighing.model import PRIOR, REGISTERED, labels

Row = dict[str, Any]

SHOWN = 12  # changes; more do not fit a screen
LEAST_BITS = 0.05  # smaller ones round to nothing

NAMES = {"hidden_names": "姓名有遮挡", "lost_characters": "姓名有缺字", "kin_names": "写作某人之亲属"}
FIELDS = {"name": "姓名", "birth": "出生日期", "place": "村", "sex": "性别", "ending": "证件后四位"}
OUTCOMES = {
    "converged": "迭代 {n} 次，已收敛",
    "stopped": "迭代 {n} 次仍未收敛，结果不可靠",
    "failed": "迭代 {n} 次后有概率降为零，未得出结果",
    "unclear": "迭代 {n} 次收敛，但分出的两类不像“同一人”和“不同人”，结果不可用",
    "too_few": "可比较的配对或字段太少，未计算",
}


def lines(estimated: Row) -> list[str]:
    """The estimate for the analyst."""
    again = "下次运行 fangfanpin run 将按新参数重新匹配所有人。"
    return [
        f"按 {estimated['period']} 的名册和人员记录估计匹配参数。",
        *_counted(estimated),
        "",
        *_changes(estimated),
        "",
        "号码和姓名的书写（抽样）：",
        *(_damage(row, estimated["sources"]) for row in estimated["damage"]),
        "",
        "ECM 独立核对（没有完整号码的行；分组得到的配对各字段并不独立，只作参照）：",
        *(
            line
            for source, fit in estimated["check"].items()
            for line in _check(source, fit, estimated["sources"])
        ),
        "",
        again if estimated["changed"] else "参数与原来相同，没有改动。",
    ]


def _counted(estimated: Row) -> list[str]:
    return [
        _counts(source, estimated) for source in sorted({row["source"] for row in estimated["parameters"]})
    ]


def _counts(source: str, estimated: Row) -> str:
    own = [row for row in estimated["parameters"] if row["source"] == source]
    prior = next(row for row in own if (row["comparison"], row["level"]) == (PRIOR, REGISTERED))
    by_number = [row for row in own if row["m_rows"] and row["comparison"] != PRIOR]
    pairs = max((row["m_rows"] for row in by_number), default=0)
    random = max((row["u_pairs"] for row in by_number), default=0)
    title, share = estimated["sources"].get(source, source), f"{prior['m']:.1%}"
    return (
        f"  {title}：号码一致的配对 {pairs} 对，与外人随机配对 {random} 对；"
        f"有完整号码的 {prior['m_rows']} 人，名册内占 {share}（{_since(prior)} {prior['m_before']:.1%}）"
    )


def _since(row: Row) -> str:
    return f"{row['estimated_before']} 估计" if row["estimated_before"] else "原设定"


def _changes(estimated: Row) -> list[str]:
    moved = [row for row in estimated["parameters"] if abs(row["bits"]) >= LEAST_BITS]
    if not moved:
        return ["各参数几乎没有变化。"]
    head = f"变化最大的参数（共 {len(moved)} 项有变化；权重以 2 为底，+1 即可能性之比加倍）："
    return [head, *(_change(row, estimated["sources"]) for row in moved[:SHOWN])]


def _change(row: Row, sources: dict[str, str]) -> str:
    m = f"同一人 {_share(row['m_before'])} → {_share(row['m'])}"
    u = "" if row["u"] is None else f"，不同人 {_share(row['u_before'])} → {_share(row['u'])}"
    title = sources.get(row["source"], row["source"])
    return f"  {title}　{_level(row)}：{m}{u}，权重 {row['bits']:+.1f}"


def _level(row: Row) -> str:
    if row["comparison"] == PRIOR:
        return "名册内的人所占比例"
    return labels(row["source"])[row["comparison"], row["level"]]


def _share(share: float) -> str:
    return f"{share:.1%}" if share >= 0.1 else f"{share:.3%}"


def _damage(row: Row, sources: dict[str, str]) -> str:
    numbers = "、".join(
        f"{word} {row[name] / row['persons']:.1%}" for name, word in NUMBER_KINDS.items() if row[name]
    )
    names = "、".join(f"{word} {row[name] / row['persons']:.1%}" for name, word in NAMES.items() if row[name])
    title = sources.get(row["source"], row["source"])
    return f"  {title} {row['persons']} 人：号码{numbers}" + (f"；{names}" if names else "")


def _check(source: str, fit: dict[str, Any], sources: dict[str, str]) -> list[str]:
    outcome = OUTCOMES[fit["outcome"]].format(n=fit["iterations"])
    head = f"  {sources.get(source, source)} {fit['pairs']} 对：{outcome}"
    if fit["outcome"] in ("too_few", "failed"):
        return [head]
    m = "、".join(
        f"{word} {_share(fit['ours'][name])} / {_share(fit['m'][name])}"
        for name, word in FIELDS.items()
        if name in fit["m"]
    )
    left_out = "、".join(word for name, word in FIELDS.items() if name not in fit["m"])
    return [
        f"{head}，估计其中 {fit['matches']:.1%} 为同一人",
        f"    同一人中相符的比例（本程序 / ECM）：{m}",
        *([f"    知道的配对太少、因而未比较：{left_out}"] if left_out else []),
    ]
