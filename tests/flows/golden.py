"""Golden cases: a few families written in YAML, sent as ordinary files and run month by month.

A file of `cases/` is one county. Its form is explained in `cases/figures.yaml`.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from flows.steps import run_month
from tests.flows.small_county import drop, id_number, make_workspace

CASES = Path(__file__).parent / "cases"
DATED_BY = {
    "incomes": "月份",
    "health_insurance": "结算日期",
    "education": "统计日期",
    "emergency": "受灾日期",
    "civil_affairs": "发放月份",
    "health_commission": "统计日期",
    "housing": "鉴定日期",
    "water": "统计日期",
    "employment": "统计日期",
    "agriculture": "核定日期",
    "public_security": "事故日期",
    "disabled_federation": "统计日期",
    "statistics": "调查日期",
    "declarations": "申报日期",
    "clues": "截至月份",
    "visits": "走访日期",
}
OF_HOUSEHOLDS = ("incomes", "visits")
USUAL: dict[str, dict[str, Any]] = {
    "health_insurance": {"个人自付": 0, "冲正单号": ""},
    "education": {"就读状态": "在读", "教育支出": "", "资助金额": ""},
    "emergency": {"灾种": "洪涝", "损失金额": 0, "救助金额": "", "房屋受损": ""},
    "incomes": {},
    "civil_affairs": {"金额": 100},
    "health_commission": {"参保就医情况": "已参保"},
    "housing": {"房屋等级": "A级"},
    "water": {"饮水安全情况": "达标"},
    "employment": {"就业状态": "稳定就业"},
    "agriculture": {"产业项目": "茶叶", "风险类型": "价格下跌", "损失金额": 0},
    "public_security": {"损失金额": 0},
    "disabled_federation": {"残疾等级": "四级"},
    "statistics": {"收支变化": "正常"},
    "declarations": {"申报渠道": "网上申报"},
    "clues": {"线索来源": "医疗保障局"},
    "visits": {"返贫致贫风险": "无风险"},
}
GROWN = date(1980, 1, 1)
USUAL_WAGE = 5000
_GIVEN = "安博昌达恩方冠浩宏嘉景凯乐铭宁鹏启瑞胜涛维旭彦泽"

Row = dict[str, Any]
Sent = tuple[str, str, Row]  # period, name of the file, row


@dataclass(frozen=True)
class Family:
    """One case: a household, the reports about it and the expected results."""

    number: int
    case: dict[str, Any]
    periods: tuple[str, ...]

    @property
    def name(self) -> str:
        name: str = self.case["name"]
        return name

    @property
    def household_id(self) -> str:
        return f"3501810{self.number:05}"

    @cached_property
    def in_roster(self) -> tuple[str, ...]:
        return tuple(self.case.get("in_roster", self.periods))

    @cached_property
    def members(self) -> dict[str, Row]:
        """Columns of `members`, by the names that the case uses."""
        born: dict[str, date] = self.case.get("members", {"户主": GROWN})
        return {called: self._member(place, day) for place, (called, day) in enumerate(born.items(), 1)}

    def _member(self, place: int, born: date) -> Row:
        name = "陈林黄张"[self.number % 4] + _GIVEN[self.number // 4 % len(_GIVEN)] + _GIVEN[place]
        number = id_number(f"350181{born:%Y%m%d}{self.number * 10 + place:03}")
        return {"姓名": name, "证件号码": number, "出生日期": born}

    def household_row(self) -> Row:
        head = next(iter(self.members.values()), {"姓名": "陈户主", "证件号码": ""})
        usual = {
            "户主姓名": head["姓名"],
            "户主证件号码": head["证件号码"],
            "乡镇": "东张镇",
            "行政村": "道桥村",
            "户类型": "一般农户",
            "上年人均可支配收入": "",
        }
        return {"户编号": self.household_id, **usual, **self.case.get("household", {})}

    def member_rows(self, period: str) -> Iterator[Row]:
        leaves = self.case.get("leaves", {})
        for place, (called, member) in enumerate(self.members.items(), 1):
            if period < leaves.get(called, "9999-12"):
                row = {**member, **self.case.get("roster", {}).get(called, {})}
                yield {"户编号": self.household_id, "人编号": f"{self.household_id}{place:02}", **row}

    def sent(self, source: str) -> Iterator[Sent]:
        if source == "incomes":
            yield from (self._posted(source, row) for row in self._monthly_incomes())
        for place, row in enumerate(self.case.get(source, []), 1):
            yield self._posted(source, self._reported(source, place, row))

    def _monthly_incomes(self) -> Iterator[Row]:
        first, last = months_before(self.periods[0], 24), months_before(self.periods[-1], 1)
        wages: dict[str, Any] = dict.fromkeys(months(first, last), USUAL_WAGE)
        for span, wage in self.case.get("monthly_income", {}).items():
            wages |= dict.fromkeys(span_months(span), wage)
        for month, wage in wages.items():
            if wage is not None:
                yield {"户编号": self.household_id, "月份": month, "工资性收入": wage}

    def _reported(self, source: str, place: int, row: Row) -> Row:
        if source in OF_HOUSEHOLDS:
            return {"户编号": self.household_id, **USUAL[source], **row}
        person = self.members[row.get("who", next(iter(self.members)))]
        report = {**person, **USUAL[source], **row}
        report.pop("who", None)
        if report["证件号码"] == "旧号码":
            report["证件号码"] = person["证件号码"][:6] + person["证件号码"][8:17]
        return self._settlement(place, report) if source == "health_insurance" else report

    def _settlement(self, place: int, report: Row) -> Row:
        """A settlement with numbers that no other family has."""
        whole = {"结算单号": str(place), "医疗总费用": report["个人自付"], **report}
        numbers = {c: f"{self.household_id}-{whole[c]}" for c in ("结算单号", "冲正单号") if whole[c]}
        return whole | numbers

    def _posted(self, source: str, row: Row) -> Sent:
        """A row and its file: as the case declares, else of the first period after the row's date."""
        dated = str(row[DATED_BY[source]])[:7]
        usual = next((period for period in self.in_roster if period > dated), self.in_roster[-1])
        values = {column: value for column, value in row.items() if column not in {"period", "file"}}
        return row.get("period", usual), row.get("file", "a.csv"), values


@dataclass(frozen=True)
class GoldenCounty:
    """One file of cases."""

    name: str
    document: dict[str, Any]

    @cached_property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.document["periods"])

    @cached_property
    def families(self) -> list[Family]:
        return [Family(n, case, self.periods) for n, case in enumerate(self.document["families"], 1)]

    def run(self, root: Path) -> None:
        """Send all files, then run the months."""
        lines = "".join(f"{name} = {value}\n" for name, value in self.document.get("lines", {}).items())
        make_workspace(root, f"[lines]\n{lines}" if lines else "")
        for source in DATED_BY:
            self._send(root, source)
        for period in self.periods:
            present = [family for family in self.families if period in family.in_roster]
            drop(root, "households", f"{period}/a.csv", [family.household_row() for family in present])
            people = [row for family in present for row in family.member_rows(period)]
            drop(root, "members", f"{period}/a.csv", people, columns_of(people))
            run_month(root, period)

    def _send(self, root: Path, source: str) -> None:
        files: dict[str, list[Row]] = defaultdict(list)
        for period, name, row in (
            *self._strangers(source),
            *(s for f in self.families for s in f.sent(source)),
        ):
            files[f"{period}/{name}"].append(row)
        for name, rows in files.items():
            drop(root, source, name, rows, columns_of(rows))

    def _strangers(self, source: str) -> Iterator[Sent]:
        """Rows about somebody outside the roster, one for each month in which a source is covered."""
        spans = self.document.get("covered", {}).get(source, [])
        serial = count(1)
        for month in (month for span in spans for month in span_months(span)):
            person = {"姓名": "吴外人", "证件号码": id_number("11010119700101001"), "出生日期": "1970-01-01"}
            row = {**person, **USUAL[source], DATED_BY[source]: f"{month}-15"}
            if source == "health_insurance":
                row |= {"结算单号": f"外{next(serial)}", "医疗总费用": 0}
            yield next((p for p in self.periods if p > month), self.periods[-1]), "a.csv", row


def columns_of(rows: list[Row]) -> list[str]:
    """Every column that any row has, in order."""
    return list(dict.fromkeys(column for row in rows for column in row))


def span_months(span: str) -> list[str]:
    """`2020-11..2021-01` as its months; `2020-11` as one."""
    first, _, last = span.partition("..")
    return months(first, last or first)


def months(first: str, last: str) -> list[str]:
    return [months_before(last, back) for back in range(_number(last) - _number(first), -1, -1)]


def months_before(month: str, back: int) -> str:
    number = _number(month) - back
    return f"{number // 12}-{number % 12 + 1:02}"


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def golden_counties() -> dict[str, GoldenCounty]:
    return {
        path.stem: GoldenCounty(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(CASES.glob("*.yaml"))
    }
