"""Households at and around the lines of every pack, with figures missing."""

import random
from functools import cache
from typing import Any

FIGURES: dict[str, list[Any]] = {
    "members": [0, 1, 2, 3, 4],
    "household_type": ["一般农户", "脱贫户", "边缘易致贫户"],
    "income_12m": [None, 0, 1000, 5000, 14000, 21456, 21459, 24000, 30000, 42000, 60000],
    "income_prev_12m": [None, 0, 1000, 20000, 30000, 60000],
    "illness_expense_12m": [0, 1000, 4999, 5000, 10000, 30000],
    "rigid_expense_prev_12m": [None, 0, 1000, 2500, 5000, 15000],
    "guarantee_education": [None, False, False, True],
    "guarantee_housing": [None, False, False, False],
}
HOUSEHOLDS = 80  # enough for every parameter to move some of them, as the test of sweeps requires


@cache
def drawn_households() -> dict[str, dict[str, Any]]:
    """Figures by household, drawn at and around the lines, some missing."""
    dice = random.Random(1)
    return {
        f"h{number:02}": {name: dice.choice(values) for name, values in FIGURES.items()}
        for number in range(HOUSEHOLDS)
    }
