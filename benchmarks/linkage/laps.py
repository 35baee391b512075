"""A stopwatch with named laps; standard library only, as Splink's environment has no other packages."""

import time
from dataclasses import dataclass, field


@dataclass
class Laps:
    """Seconds by lap, in order; the watch starts when it is created."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        """End the current lap; laps with the same `name` are summed."""
        now = time.perf_counter()
        self.seconds[name] = round(self.seconds.get(name, 0.0) + now - self._last, 3)
        self._last = now
