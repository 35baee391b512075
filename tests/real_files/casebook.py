"""The casebook: `cases/*.yaml`, one list of cases a file, one file for each kind of trouble.

A case is a household (or a few members of one), the files that departments send about it, and what is right:

    - line: 5                        # of the list of real files that it belongs to; 0: a further case of ours
      name: 简繁不同仍是同一件事        # unique; what an official would call it
      head: 刘齐发                     # optional: name of the head; without it, a name of our own
      members: 3                      # optional: members of the household, 1 if left out
      incomes: false                  # optional: it sends its incomes itself; else 24 months of 2,000 yuan
      roster: false                   # optional: it sends its household and members itself
      files:                          # dropped in this order, one second after another
        - path: emergency/2021-06/应急-5.csv      # below inbox/, unique among all cases (within one round)
          text: |
            姓名,证件号码,灾种,受灾日期,损失金额
            {name},{number},台风,2021-05-10,8000
          encoding: gb18030           # optional, utf-8 if left out
        - path: health_insurance/2021-06/结算-5.xlsx
          date_1904: true             # optional
          sheets:                     # cells: text, numbers, dates, null, or {formula: ..., value: ...}
            - {name: 本月, hidden: true, rows: [[姓名, 证件号码], ["{name}", "{number}"]], merged: [A2:A3]}
          round: 2                    # optional: dropped before the second run of the period
      expect:
        figures: {disaster_loss_12m: 8000}                  # of household_months, after the last round
        files: {emergency/2021-06/应急-5.csv: accepted}      # files.status; of the last file of that name
        rows: {emergency/2021-06/应急-5.csv: [1, 1, 0]}      # read, accepted, rejected
        receipts: {emergency/2021-06/应急-5.csv: [万元]}     # each stands somewhere in the receipt
        absent: {emergency/2021-06/应急-5.csv: [没有需要处理的问题]}  # none of these stands in it

In text and cells, `{household}`, `{name}`, `{number}` stand for the household's number and its head,
`{member}` for the head's member number, `{slip}` for the head's ID number with one digit wrong; `{name2}`,
`{number2}`, `{member2}` ... for its further members. The period is 2021-06.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.flows.small_county import id_number

CASES = Path(__file__).with_name("cases")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
_GIVEN = ("国栋", "秀兰", "志强", "桂英", "海波", "凤霞", "建业", "玉珍", "文斌", "春梅", "少华", "丽君")


@dataclass(frozen=True)
class Case:
    """One case of the casebook; `place` is its place among all, from which its numbers are made."""

    place: int
    line: int
    name: str
    files: list[dict[str, Any]]
    expect: dict[str, Any]
    head: str | None = None
    members: int = 1
    incomes: bool = True
    roster: bool = True

    @property
    def household(self) -> str:
        """Its household's number."""
        return f"RF{self.place:04}"

    @cached_property
    def people(self) -> list[dict[str, str]]:
        """Name, ID number and member number of each member, the head first."""
        return [self._person(n) for n in range(self.members)]

    @cached_property
    def words(self) -> dict[str, str]:
        """What stands for the placeholders."""
        words = {"household": self.household}
        for n, person in enumerate(self.people, 1):
            words |= {f"{key}{'' if n == 1 else n}": value for key, value in person.items()}
        number = words["number"]
        return words | {"slip": number[:15] + str((int(number[15]) + 1) % 10) + number[16:]}

    def filled(self, text: str) -> str:
        """`text` with its placeholders replaced."""
        for key, value in self.words.items():
            text = text.replace(f"{{{key}}}", value)
        return text

    def _person(self, n: int) -> dict[str, str]:
        given = _GIVEN[(self.place * 5 + n) % len(_GIVEN)]
        name = f"{_SURNAMES[self.place % len(_SURNAMES)]}{given[0]}{_GIVEN[(self.place + n * 7) % 12][1]}"
        day = 1 + (self.place * 7 + n) % 28
        born = f"19{50 + (self.place * 3 + n * 11) % 45:02}{1 + (self.place + n) % 12:02}{day:02}"
        number = id_number(f"350181{born}{(self.place * 13 + n * 131) % 1000:03}")
        own = self.head if n == 0 and self.head else name
        return {"name": own, "number": number, "member": f"{self.household}-{n + 1}"}


def cases() -> list[Case]:
    """All cases, by file name and then in the order written."""
    written = [case for path in sorted(CASES.glob("*.yaml")) for case in _of(path)]
    names = [case["name"] for case in written]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"cases of the same name: {twice}")
    return [Case(place=place, **case) for place, case in enumerate(written, 1)]


def _of(path: Path) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text(encoding="utf-8")) or []
