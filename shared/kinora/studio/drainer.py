"""The edge kept up to date: what an event and a schedule do in the cloud, on one machine."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final

from kinora.control.event import Event
from kinora.local.invoke import Invoker, Outcome

FUNCTION: Final = "EdgeSyncFunction"
_ANYWAY: Final = 60.0
"""Seconds after which the edge is brought up to date in any case: others may share the log."""
_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 60.0
_TIMEOUT: Final = 300.0
_LAST: Final = 60.0
"""Seconds that the last calls may take when this machine's host ends."""

_log = logging.getLogger(__name__)


class Drainer:
    """A thread that calls the edge's function when an execution has ended, one call at a time.

    Nobody waits for it: while the edge is out of reach runs go on, and what they leave in the log
    is found when it is back.

    Args:
        invoker: runs the function.
    """

    def __init__(self, invoker: Invoker) -> None:
        self._invoker = invoker
        self._changed = threading.Condition()
        self._news = True
        self._working = False
        self._stopped = False
        self._failures = 0
        self._not_before = 0.0
        self._thread = threading.Thread(target=self._run, name="kinora-drainer", daemon=True)

    def start(self) -> None:
        """Begin; the first call is at once."""
        self._thread.start()

    def hear(self, event: Event) -> None:
        """What the engine tells: a run that has ended left something to bring."""
        if event.type == "ExecutionSucceeded":
            with self._changed:
                self._news = True
                self._changed.notify_all()

    def close(self) -> None:
        """Call a last time if something is new and the edge answered last, and end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        if self._thread.ident is None:
            return
        self._thread.join()
        end = time.monotonic() + _LAST
        with self._changed:
            while not self._working and self._news and not self._failures:
                self._call()
                self._changed.wait_for(lambda: not self._working, end - time.monotonic())
            self._changed.wait_for(lambda: not self._working, max(0.0, end - time.monotonic()))

    def _run(self) -> None:
        with self._changed:
            anyway = 0.0
            while not self._stopped:
                now = time.monotonic()
                due = max(self._not_before, now if self._news else anyway)
                if not self._working and now >= due:
                    self._call()
                    anyway = now + _ANYWAY
                else:
                    self._changed.wait(None if self._working else due - now)

    def _call(self) -> None:
        self._working, self._news = True, False
        self._invoker.submit(FUNCTION, {}, _TIMEOUT, self._done)

    def _done(self, outcome: Outcome) -> None:
        with self._changed:
            self._working = False
            if outcome.failed:
                pause = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**self._failures)
                self._failures, self._news = self._failures + 1, True
                self._not_before = time.monotonic() + pause
                _tell(self._failures, outcome)
            else:
                self._failures = 0
            self._changed.notify_all()


def _tell(failures: int, outcome: Outcome) -> None:
    """The first failure of a row as a warning: the edge may be out of reach for long."""
    payload = outcome.payload if isinstance(outcome.payload, dict) else {}
    reason = payload.get("errorMessage", outcome.payload)
    level = logging.WARNING if failures == 1 else logging.DEBUG
    _log.log(level, "the edge is not up to date, runs go on: %s", reason)
