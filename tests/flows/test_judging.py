"""Files are judged in a process of its own while there is one, otherwise in this one, and alike."""

import os
import signal

import pytest

from data_contracts.checks import by_bounds
from data_contracts.contract import load_contracts
from flows.process import judging

CHECKS = load_contracts()["incomes"].checks
MEASURED = [{"file": 1} | {check.measure: 0.0 for check in CHECKS}]


@pytest.mark.slow
def test_a_process_of_its_own_judges_alike_and_is_not_missed_when_it_is_gone() -> None:
    with judging.judged_beside():
        (judge,) = judging._judges
        assert judging.outside(CHECKS, MEASURED) == by_bounds(CHECKS, MEASURED)
        (process,) = judge._processes.values()
        os.kill(process.pid, signal.SIGKILL)
        process.join(10)
        assert judging.outside(CHECKS, MEASURED) == by_bounds(CHECKS, MEASURED)
    assert judging._judges == []
