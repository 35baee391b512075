"""A stopwatch with named laps; of the standard library only, since Splink's environment holds no other."""

import time
from dataclasses import dataclass, field


@dataclass
class Laps:
    """Seconds by lap, in the order they were run; the watch starts when it is made."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        """End the lap that runs; laps of one `name` are summed."""
        now = time.perf_counter()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + now - self._last, 3)
        self._last = now
