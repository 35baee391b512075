"""How far villages and the county take a matter: most go through, some stop at each step, one is hurried."""

from dataclasses import dataclass
from datetime import date, timedelta

from flows.demo.villages.clerks import Cells

_STOPS = (3, 0, 3, 1, 3, 2, 3, 3)  # steps done in one round, by household: 3 are all of the village's


@dataclass(frozen=True)
class Village:
    """A village's month at its procedures.

    Attributes:
        first_day: of its work on the lists.
        hurried: whether a notice is taken down too early, and the end of a risk decided before anybody has
            proposed it; the document forbids both.
    """

    first_day: date
    hurried: bool = False

    def steps(self, ordinal: int, row: Cells) -> Cells:
        """What is written beside a household that is proposed, in the procedure or monitored."""
        if row["当前阶段"] == "建议纳入监测":
            return self._entry(ordinal)
        if row["当前阶段"] == "监测中":
            return self._visit(ordinal, row)
        return {}

    def measures(self, ordinal: int, _row: Cells) -> Cells:
        """What is written beside a measure."""
        if ordinal % 4 == 0:
            return {"落实情况": "正在办理", "责任人": "王文彬"}
        if ordinal % 7 == 0:
            return {"落实情况": "不需要", "备注": "家庭不申请"}
        return {
            "落实情况": "已落实",
            "落实日期": self._day(12),
            "金额（元）": 300 + 100 * (ordinal % 9),
            "责任人": "王文彬",
        }

    def _entry(self, ordinal: int) -> Cells:
        done = [
            {"承诺授权日期": self._day(0)},
            {"民主评议日期": self._day(2)},
            {"公示开始日期": self._day(3)},
        ]
        stop = _STOPS[ordinal % len(_STOPS)]
        steps = {title: day for step in done[: stop + 1] for title, day in step.items()}
        if stop < len(done):
            return steps
        hurried = self.hurried and ordinal % len(_STOPS) == 2
        return steps | {"公示结束日期": self._day(4 if hurried else 12)}

    def _visit(self, ordinal: int, row: Cells) -> Cells:
        results = {3: "未见到人", 5: "有新风险"}
        visit = {"走访日期": self._day(ordinal % 12), "走访情况": results.get(ordinal % 9, "正常")}
        if row["下一步"] == "落实帮扶措施的民主评议" and ordinal % 2 == 0:
            visit |= {
                "措施评议日期": self._day(2),
                "措施公示开始日期": self._day(3),
                "措施公示结束日期": self._day(12),
            }
        if self.hurried and ordinal == 1:
            visit |= {"消除评议日期": self._day(2)}
        return visit

    def _day(self, days: int) -> date:
        return self.first_day + timedelta(days=days)


@dataclass(frozen=True)
class Office:
    """The county's leading group, on one day of the month."""

    day: date

    def decide(self, ordinal: int, row: Cells) -> Cells:
        """What is written beside a matter of the county's: most are agreed to, some not yet announced."""
        if row["下一步"] != "县级领导小组确认":
            return {"公告日期": self.day}
        decided = {"确认日期": self.day, "确认结果": "不同意" if ordinal % 5 == 4 else "同意"}
        announced = decided["确认结果"] == "同意" and ordinal % 5 != 3
        return decided | ({"公告日期": self.day + timedelta(days=2)} if announced else {})
