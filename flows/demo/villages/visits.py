"""What a visit finds: the truth about a family decides whether its alert is right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flows.demo.villages.clerks import Cells

_CAUSES = {
    "ill_now": "因病",
    "ill_past": "因病",
    "poor_then_ill": "因病",
    "job_lost": "收入下降",
    "poor": "收入下降",
}
_OVER = ("ill_past", "recovered")  # it happened, and the family has got over it
_PROPOSALS = ("纳入监测", "纳入监测", "临时救助", "产业就业帮扶")
_VISITORS = ("陈志强", "林秀英", "黄建国")
DAYS = 11  # between the first visit of a round and the last


@dataclass(frozen=True)
class Round:
    """A township's round of visits.

    Attributes:
        stories: of the county's households, by number.
        first_day: of the round.
    """

    stories: Mapping[str, str]
    first_day: date

    def answer(self, ordinal: int, row: Cells) -> Cells:
        """What is written beside a family that is asked about; nothing beside one marked as withdrawn."""
        if row.get("标记") in {"撤回", "已答复"}:
            return {}
        story = self.stories.get(str(row["户编号"]), "steady")
        day = self.first_day + timedelta(days=ordinal % DAYS)
        return {"核查日期": day, "核查人": _VISITORS[ordinal % len(_VISITORS)], **_found(story, ordinal)}


def _found(story: str, ordinal: int) -> Cells:
    if story == "steady":
        return {"是否属实": "不属实", "建议措施": "无需帮扶", "备注": "家庭情况正常"}
    if story in _OVER:
        return {"是否属实": "部分属实", "实际原因": _CAUSES.get(story, "其他"), "建议措施": "持续观察"}
    return {
        "是否属实": "属实",
        "实际原因": _CAUSES.get(story, "其他"),
        "建议措施": _PROPOSALS[ordinal % len(_PROPOSALS)],
    }
