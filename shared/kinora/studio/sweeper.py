"""The outbox of workflows emptied: what a process that ended could not tell the machines."""

from __future__ import annotations

import logging
import threading
from typing import Final

from kinora.cc import keys
from kinora.local.invoke import Invoker, Outcome
from kinora.model.errors import KinoraError
from kinora.stores.objects import ObjectStore

FUNCTION: Final = "CcSweepFunction"
_LOOK: Final = 5.0
"""Seconds between looks."""
_TIMEOUT: Final = 60.0

_log = logging.getLogger(__name__)


class Sweeper:
    """A thread that calls the sweep function while marks lie in the outbox.

    Args:
        objects: of this home.
        invoker: runs the sweep function.
    """

    def __init__(self, objects: ObjectStore, invoker: Invoker) -> None:
        self._objects = objects
        self._invoker = invoker
        self._stopped = threading.Event()
        self._working = threading.Event()
        self._thread = threading.Thread(target=self._run, name="kinora-sweeper", daemon=True)

    def start(self) -> None:
        """Begin; the first look is at once."""
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                if not self._working.is_set() and self._objects.list(keys.outbox(), limit=1):
                    self._working.set()
                    self._invoker.submit(FUNCTION, {}, _TIMEOUT, self._done)
            except KinoraError:
                _log.exception("the outbox of workflows cannot be read")
            if self._stopped.wait(_LOOK):
                return

    def _done(self, outcome: Outcome) -> None:
        self._working.clear()
        if outcome.failed:
            _log.error("the outbox of workflows could not be emptied: %s", outcome.payload)
