"""The thread that advances executions."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Final

from kinora.control.views import Status
from kinora.local import lifecycle, queue
from kinora.local.asl.errors import RUNTIME
from kinora.local.interpreter import steps
from kinora.local.interpreter.turn import Call, Sources, Turn
from kinora.local.invoke import SERVICE_ERROR, Invoker, Outcome, Ticket, failure
from kinora.local.journal import branches, executions
from kinora.local.journal.branches import Branch, Phase
from kinora.local.journal.database import Database, Transaction
from kinora.model.errors import JournalCorrupted, KinoraError, StorageError

_POLL: Final = 0.04
"""Seconds between glances at what other processes wrote to the journal: a person who answers
through the API waits for it, and a glance takes some microseconds."""

_LOOK: Final = 0.5
"""Seconds after which the journal itself is asked, whatever the glances showed."""

_PAUSE: Final = 1.0
"""Seconds to wait before the journal is tried again after it refused a transaction."""

_BATCH: Final = 64

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Done:
    call: Call
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Live:
    call: Call
    ticket: Ticket


class Interpreter:
    """Looks at every branch when it is due, and runs the functions that they call.

    All positions are rows; the thread keeps nothing but the calls that are running, so that
    a waiting execution costs no memory and a killed host loses only running calls, which the next
    one makes again.

    Attributes:
        trouble: why nothing advances at present (a full disk, say), or None.
    """

    def __init__(
        self,
        database: Database,
        invoker: Invoker,
        sources: Sources,
        clock: Callable[[], float],
    ) -> None:
        self._database = database
        self._invoker = invoker
        self._sources = sources
        self._clock = clock
        self._inbox: SimpleQueue[_Done | None] = SimpleQueue()
        self._done: deque[_Done] = deque()
        self._live: dict[tuple[int, int], _Live] = {}
        self._version = -1
        self._stamp: tuple[int, int] | None = None
        self._looked = 0.0
        self._next_due: float | None = 0.0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="kinora-interpreter", daemon=True)
        self.trouble: KinoraError | None = None

    def start(self) -> None:
        """Take up what a former host left running, and go on with everything."""
        with self._database.write() as tx:
            _recover(tx)
        self._thread.start()

    def kick(self) -> None:
        """Say that this process has written something to the journal."""
        self._inbox.put(None)

    def close(self) -> None:
        """Stop after the current turn and kill the running calls."""
        self._closing = True
        self.kick()
        if self._thread.ident is not None:
            self._thread.join()
        for live in self._live.values():
            self._invoker.cancel(live.ticket)
        self._live.clear()

    def _run(self) -> None:
        while not self._closing:
            try:
                self._round()
                self.trouble = None
            except KinoraError as error:
                if self.trouble is None:
                    _log.error("executions stand still: %s", error)
                self.trouble = error
                if isinstance(error, JournalCorrupted):
                    return
                self._next_due = self._clock() + _PAUSE

    def _round(self) -> None:
        """Wait for something to do, and do it."""
        changed = self._listen(self._patience())
        while self._done:
            self._receive(self._done[0])
            self._done.popleft()
        if changed or self._written_by_others():
            self._review()
            self._next_due = 0.0
        if self._next_due is not None and self._next_due <= self._clock():
            self._take_due()

    def _written_by_others(self) -> bool:
        """Whether another process has written, as far as a glance shows."""
        stamp, now = self._database.log_stamp(), self._clock()
        if stamp is not None and stamp == self._stamp and 0 <= now - self._looked < _LOOK:
            return False
        self._stamp, self._looked = stamp, now
        version = self._database.version()
        written = version != self._version
        self._version = version
        return written

    def _patience(self) -> float:
        if self._done and self.trouble is None:
            return 0.0
        if self._next_due is None:
            return _POLL
        return min(max(self._next_due - self._clock(), 0.0), _POLL)

    def _listen(self, patience: float) -> bool:
        """Collect what arrived; true when this process wrote to the journal."""
        kicked = False
        try:
            message = self._inbox.get(timeout=patience) if patience else self._inbox.get_nowait()
            while True:
                if message is None:
                    kicked = True
                else:
                    self._done.append(message)
                message = self._inbox.get_nowait()
        except Empty:
            return kicked

    def _take_due(self) -> None:
        with self._database.read() as tx:
            late = tx.all("SELECT id FROM execution WHERE deadline <= ?", tx.now)
            ready = branches.due(tx, _BATCH)
            if not late and not ready:
                self._next_due = branches.next_due(tx)
        for row in late:
            self._time_out(row["id"])
        for branch in ready:
            if self._closing:
                return
            self._take(branch)

    def _time_out(self, execution: int) -> None:
        with self._database.write() as tx:
            found = executions.get(tx, execution)
            if found.status is Status.RUNNING:
                lifecycle.time_out(tx, found)
        self._review()

    def _take(self, branch_id: int) -> None:
        """Give one branch its turn."""
        before, answered = (0, 0), False

        def work(tx: Transaction) -> Turn | None:
            nonlocal before, answered
            branch = branches.get(tx, branch_id)
            if branch is None or branch.due is None or branch.due > tx.now:
                return None
            before, answered = (branch.id, branch.attempt), branch.reply is not None
            turn = self._turn(tx, branch)
            if branch.parent is None and branch.phase is Phase.PENDING:
                queue.ask(tx, self._sources.definitions, turn.execution, branch)
                return turn
            steps.take(turn)
            queue.rested(tx, turn.execution, turn.branch)
            return turn

        turn = self._transact(branch_id, work)
        if turn is None:
            return
        live = self._live.get(before)
        if live is not None and not answered and _left(turn.branch, before):
            self._cancel(live)
        self._afterwards(turn)

    def _receive(self, done: _Done) -> None:
        """Give a branch the outcome of its call, unless it has gone on meanwhile."""
        if done.call.key not in self._live:
            return

        def work(tx: Transaction) -> Turn | None:
            branch = branches.get(tx, done.call.branch)
            if branch is None or not _expects(branch, done.call):
                return None
            turn = self._turn(tx, branch)
            steps.receive(turn, done.outcome)
            return turn

        turn = self._transact(done.call.branch, work)
        del self._live[done.call.key]
        if turn is not None:
            self._afterwards(turn)

    def _turn(self, tx: Transaction, branch: Branch) -> Turn:
        execution = executions.get(tx, branch.execution)
        machine = self._sources.definitions.machine(tx, execution.sha)
        return Turn(tx, self._sources, execution, machine, branch)

    def _afterwards(self, turn: Turn) -> None:
        if turn.tx.aborted:
            self._review()
        if turn.call is not None:
            self._submit(turn.call)
        self._next_due = 0.0

    def _submit(self, call: Call) -> None:
        def on_done(outcome: Outcome) -> None:
            self._inbox.put(_Done(call, outcome))

        try:
            ticket = self._invoker.submit(call.function, call.payload, call.timeout, on_done)
        except Exception as error:  # noqa: BLE001 - an invoker may fail in any way
            _log.exception("the invoker refused a call of %s", call.function)
            ticket = object()
            on_done(failure(SERVICE_ERROR, f"{type(error).__name__}: {error}"))
        self._live[call.key] = _Live(call, ticket)

    def _review(self) -> None:
        """Kill the calls that nobody waits for any more: of stopped executions, above all."""
        if not self._live:
            return
        with self._database.read() as tx:
            for live in list(self._live.values()):
                branch = branches.get(tx, live.call.branch)
                if live.call.carries_token:
                    # An answered token does not end the function that carried it away.
                    stale = branch is not None and branch.phase is Phase.ABORTED
                else:
                    stale = branch is None or not _expects(branch, live.call)
                if stale:
                    self._cancel(live)

    def _cancel(self, live: _Live) -> None:
        del self._live[live.call.key]
        self._invoker.cancel(live.ticket)

    def _transact(self, branch_id: int, work: Callable[[Transaction], Turn | None]) -> Turn | None:
        """Do a turn's work in one transaction; a fault in it ends one execution, not all."""
        try:
            with self._database.write() as tx:
                return work(tx)
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - it is logged, and ends one execution
            _log.exception("a turn of branch %d failed", branch_id)
            self._break(branch_id, f"{type(error).__name__}: {error}")
        return None

    def _break(self, branch_id: int, cause: str) -> None:
        with self._database.write() as tx:
            branch = branches.get(tx, branch_id)
            if branch is None:
                return
            execution = executions.get(tx, branch.execution)
            if execution.status is Status.RUNNING:
                lifecycle.end(tx, execution, Status.FAILED, error=RUNTIME, cause=cause)


def _expects(branch: Branch, call: Call) -> bool:
    """Whether a branch still waits for the outcome of a call."""
    phase = Phase.WAITING if call.carries_token else Phase.CALLING
    return branch.attempt == call.attempt and branch.phase is phase


def _left(branch: Branch, before: tuple[int, int]) -> bool:
    """Whether a branch is no longer in the attempt that made a call."""
    return branch.attempt != before[1] or branch.phase not in {Phase.CALLING, Phase.WAITING}


def _recover(tx: Transaction) -> None:
    """Have every call made again that a former host was in the middle of.

    A task whose token was handed out keeps the token, so that an answer which is on its way counts.
    """
    tx.run(
        "UPDATE branch SET phase = 'READY', attempt = attempt + 1, due = ? WHERE phase = 'CALLING'",
        tx.now,
    )
    tx.run(
        "UPDATE branch SET phase = 'READY', attempt = attempt + 1, due = ?"
        " WHERE phase = 'WAITING' AND token IS NOT NULL AND invoked = 0 AND reply IS NULL"
        " AND (deadline IS NULL OR deadline > ?)",
        tx.now,
        tx.now,
    )
