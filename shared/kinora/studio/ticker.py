"""The schedules of one machine at work: each tick that is due calls the tick function."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from kinora.control.instants import iso
from kinora.local.invoke import Invoker, Outcome
from kinora.local.schedules import LocalSchedules, Tick
from kinora.model.errors import KinoraError

FUNCTION: Final = "TickFunction"
_LOOK: Final = 0.5
"""Seconds between looks at what other processes changed."""
_REST: Final = 5.0
"""Seconds until the next look after the schedules could not be used."""
_TIMEOUT: Final = 60.0

_log = logging.getLogger(__name__)


class Ticker:
    """A thread that hands out the ticks. What is due stands in the schedules, not here.

    A schedule's next tick is left out while the function still works on the one before: both would
    find no run under way.

    Args:
        schedules: of this home.
        invoker: runs the tick function.
        clock: seconds since the epoch; the schedules' own.
    """

    def __init__(
        self,
        schedules: LocalSchedules,
        invoker: Invoker,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._schedules = schedules
        self._invoker = invoker
        self._clock = clock
        self._stopped = threading.Event()
        self._working: set[str] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="kinora-ticker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Hand out no further tick; runs that were started go on."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def round(self) -> list[Tick]:
        """Hand out what is due now; the ticks that were handed out."""
        ticks = [tick for tick in self._schedules.take_due() if self._begins(tick.name)]
        for tick in ticks:
            event = {"workflow": tick.name, "scheduled_at": iso(tick.at)}
            self._invoker.submit(FUNCTION, event, _TIMEOUT, self._noting(tick.name))
        return ticks

    def _begins(self, name: str) -> bool:
        """Whether no tick of that schedule is being worked on; from now on one is."""
        with self._lock:
            if name in self._working:
                return False
            self._working.add(name)
            return True

    def _run(self) -> None:
        while not self._stopped.wait(self._patience()):
            try:
                self.round()
            except KinoraError:
                _log.exception("the schedules stand still")
                self._stopped.wait(_REST)

    def _patience(self) -> float:
        try:
            due = self._schedules.next_due()
        except KinoraError:
            return _LOOK
        return _LOOK if due is None else min(max(due - self._clock(), 0.0), _LOOK)

    def _noting(self, name: str) -> Callable[[Outcome], None]:
        def note(outcome: Outcome) -> None:
            with self._lock:
                self._working.discard(name)
            told = outcome.payload if isinstance(outcome.payload, dict) else {}
            failed = f"failed: {told.get('errorType')}: {told.get('errorMessage')}"
            try:
                self._schedules.note(name, failed if outcome.failed else str(told.get("result")))
            except KinoraError:
                if not self._stopped.is_set():
                    _log.exception("what a tick of %s did could not be noted", name)

        return note
