"""How fast requests may follow each other."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Pace:
    """A token bucket of one second's requests, shared by threads.

    ``rate`` is requests a second, None where there is no limit; ``clock`` tells seconds and never
    goes back.
    """

    def __init__(self, rate: float | None, clock: Callable[[], float]) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._at_once = max(0.0, 1 - self._interval)
        self._clock = clock
        self._lock = threading.Lock()
        self._next = self._held = float("-inf")

    def reserve(self) -> float:
        """Take the next turn: the seconds until it comes."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._interval
            return max(0.0, turn - self._at_once - now, self._held - now)

    def hold(self, seconds: float) -> None:
        """Nobody's turn comes before so long from now."""
        with self._lock:
            self._held = max(self._held, self._clock() + seconds)
