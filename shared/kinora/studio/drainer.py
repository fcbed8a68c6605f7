"""The edge kept up to date: what a schedule and an event do in the cloud, on one machine."""

from __future__ import annotations

import logging
import threading
from typing import Final

from kinora.local.invoke import Invoker, Outcome
from kinora.loop import keys
from kinora.model.errors import KinoraError
from kinora.stores.objects import ObjectStore, walk

FUNCTION: Final = "EdgeSyncFunction"
_LOOK: Final = 1.0
"""Seconds between looks whether something was published here."""
_ANYWAY: Final = 60.0
"""Seconds after which the edge is brought up to date in any case: others may share the log."""
_FIRST_PAUSE: Final = 5.0
_LONGEST_PAUSE: Final = 60.0
_TIMEOUT: Final = 300.0
_LAST: Final = 60.0
"""Seconds that the last call may take when this machine's host ends."""

_log = logging.getLogger(__name__)


class Drainer:
    """A thread that calls the edge's function when a run was synced, one call at a time.

    Nobody waits for it: while the edge is out of reach runs go on, and what they leave in the log
    is found when it is back.

    Args:
        objects: where the log lies.
        invoker: runs the function.
    """

    def __init__(self, objects: ObjectStore, invoker: Invoker) -> None:
        self._objects = objects
        self._invoker = invoker
        self._stopped = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._seen: str | None = None
        self._failures = 0
        self._thread = threading.Thread(target=self._run, name="kinora-drainer", daemon=True)

    def start(self) -> None:
        """Begin; the first call is at once."""
        self._thread.start()

    def close(self) -> None:
        """Call a last time if something is new and the edge answered last, and end."""
        self._stopped.set()
        if self._thread.ident is None:
            return
        self._thread.join()
        self._idle.wait(_LAST)
        if self._failures == 0 and self._news():
            self._call()
            self._idle.wait(_LAST)

    def _run(self) -> None:
        waited = _ANYWAY
        while not self._stopped.is_set():
            due = waited >= self._pause() and (waited >= _ANYWAY or self._failures or self._news())
            if due and self._idle.is_set():
                self._call()
                waited = 0.0
            self._stopped.wait(_LOOK)
            waited += _LOOK

    def _pause(self) -> float:
        if self._failures == 0:
            return 0.0
        return min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** (self._failures - 1))

    def _news(self) -> bool:
        """Whether a snapshot was published here since the last call."""
        return self._newest() != self._seen

    def _newest(self) -> str | None:
        try:
            return max((info.key for info in walk(self._objects, keys.SNAPSHOTS)), default=None)
        except KinoraError:
            _log.exception("the published snapshots cannot be listed")
            return self._seen

    def _call(self) -> None:
        self._idle.clear()
        newest = self._newest()

        def done(outcome: Outcome) -> None:
            if outcome.failed:
                self._failures += 1
                _tell(self._failures, outcome)
            else:
                self._seen, self._failures = newest, 0
            self._idle.set()

        self._invoker.submit(FUNCTION, {}, _TIMEOUT, done)


def _tell(failures: int, outcome: Outcome) -> None:
    """The first failure of a row as a warning: the edge may be out of reach for long."""
    payload = outcome.payload if isinstance(outcome.payload, dict) else {}
    reason = payload.get("errorMessage", outcome.payload)
    level = logging.WARNING if failures == 1 else logging.DEBUG
    _log.log(level, "the edge is not up to date, runs go on: %s", reason)
