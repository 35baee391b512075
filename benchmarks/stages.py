"""Run one month of a workspace step by step, in a process of its own; print each step's seconds as JSON."""

import json
import resource
import sys
import time
from pathlib import Path

from flows.steps import STEPS, open_month


def main() -> None:
    """Arguments: workspace, period."""
    root, period = Path(sys.argv[1]), sys.argv[2]
    seconds = {}
    started = time.perf_counter()
    with open_month(root, period) as month:
        seconds["open"] = time.perf_counter() - started
        for step in STEPS:
            started = time.perf_counter()
            step.work(month)
            seconds[step.name] = time.perf_counter() - started
    peak_kb = max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"seconds": seconds, "peak_gb": peak_kb / 1e6}))


if __name__ == "__main__":
    main()
