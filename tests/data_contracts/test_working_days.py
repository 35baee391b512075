"""Deadlines across weekends, holidays and the Saturdays worked for them."""

from datetime import date

import pytest

from data_contracts.calendar.working_days import days_between, is_published, months_after, working_day_after


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        (date(2021, 6, 7), 5, date(2021, 6, 15)),  # the Dragon Boat Festival, 12 to 14 June, is in between
        (date(2021, 9, 16), 5, date(2021, 9, 24)),  # Saturday the 18th was a working day, 19 to 21 were off
        (date(2021, 9, 29), 5, date(2021, 10, 12)),  # 1 to 7 October off, Saturday the 9th a working day
        (date(2022, 1, 27), 5, date(2022, 2, 8)),  # 31 January to 6 February off, the weekend before worked
        (date(2060, 6, 7), 5, date(2060, 6, 14)),  # Monday to Friday if nothing is published
    ],
)
def test_working_day_after(start: date, days: int, deadline: date) -> None:
    assert working_day_after(start, days) == deadline
    assert is_published(deadline) == (deadline.year < 2060)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2021, 6, 7), 1, date(2021, 7, 7)),
        (date(2021, 1, 31), 1, date(2021, 2, 28)),
        (date(2021, 12, 15), 1, date(2022, 1, 15)),
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2021, 12, 1), 12, date(2022, 12, 1)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_every_day_of_a_span_is_told_with_its_kind() -> None:
    days = list(days_between(date(2022, 1, 29), date(2022, 2, 1)))
    assert [day.day for day, _, _ in days] == [29, 30, 31, 1]
    assert [works for _, works, _ in days] == [True, True, False, False]
    assert all(published for _, _, published in days)
