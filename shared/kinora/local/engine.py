"""The one-machine Step Functions engine."""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Self

from kinora.control.event import Event
from kinora.local.client import Client
from kinora.local.host_lock import HostLock
from kinora.local.interpreter.loop import Interpreter
from kinora.local.interpreter.turn import Sources
from kinora.local.invoke import Invoker


class Engine(Client):
    """A client that also advances the executions of its journal.

    ``start``, or entering it as a context manager, takes up everything that is not finished: calls
    that a former host was in the middle of are made again (at least once, so that functions must be
    idempotent), sleeping and waiting states keep their times, and tokens stay good.

    The invoker stays the caller's to close; ``close`` cancels the calls that are running, and the
    next host makes them again.

    Args:
        journal: the journal's file; it is created when missing, with a ``.lock`` file beside it.
        invoker: runs the functions.
        clock: seconds since the epoch.
        new_name: names executions that are started without one.
        new_token: makes task tokens, which nobody may guess.
        chance: for retries with jitter, ``States.UUID`` and ``States.MathRandom``.

    Raises:
        JournalCorrupted: the file is not a readable journal.
    """

    def __init__(
        self,
        journal: Path,
        invoker: Invoker,
        *,
        clock: Callable[[], float] = time.time,
        new_name: Callable[[], str] = lambda: str(uuid.uuid4()),
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(48),
        chance: Random | None = None,
    ) -> None:
        super().__init__(journal, clock=clock, new_name=new_name)
        self._journal = journal
        sources = Sources(
            definitions=self._definitions,
            chance=chance if chance is not None else secrets.SystemRandom(),
            new_name=new_name,
            new_token=new_token,
        )
        self._interpreter = Interpreter(self._database, invoker, sources, clock)
        self._lock: HostLock | None = None
        self._ended = threading.Condition()
        self.on_event(self._note_end)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Begin to advance executions; a second call does nothing.

        Raises:
            HostBusy: another host advances them.
            JournalCorrupted: the journal is damaged.
        """
        if self._lock is not None:
            return
        lock = HostLock(self._journal.with_suffix(self._journal.suffix + ".lock"))
        try:
            self._database.check()
            self._interpreter.start()
        except BaseException:
            lock.release()
            raise
        self._lock = lock

    def close(self) -> None:
        """Stop advancing, and let go of the journal."""
        if self._lock is not None:
            self._interpreter.close()
            self._lock.release()
            self._lock = None
        super().close()

    def _changed(self) -> None:
        if self._lock is not None:
            self._interpreter.kick()

    def _note_end(self, event: Event) -> None:
        if event.type.startswith("Execution"):
            with self._ended:
                self._ended.notify_all()

    def _pause(self, seconds: float) -> None:
        if self._interpreter.trouble is not None:
            raise self._interpreter.trouble
        with self._ended:
            self._ended.wait(seconds)
