"""Queues of calls, one per function, so that a slow function never holds up another."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kinora.local.asl.values import Json
from kinora.local.invoke import NO_SUCH_FUNCTION, SERVICE_ERROR, OnDone, Outcome, Ticket, failure

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Request:
    """One call on its way: the ticket of a lane invoker.

    ``timeout`` is the caller's own limit in seconds, or None.
    """

    function: str
    payload: Json
    timeout: float | None
    on_done: OnDone
    cancelled: bool = False


class Runner(Protocol):
    """What works off the calls of one lane, one at a time."""

    def run(self, request: Request) -> Outcome:
        """Run a call to its end."""
        ...

    def interrupt(self) -> None:
        """Make ``run`` return soon, from another thread; its outcome will not be used.

        It must not block. When ``run`` is about to return, it may come too late to matter.
        """
        ...

    def close(self) -> None:
        """Let go of everything."""
        ...


@dataclass(slots=True)
class _Function:
    """A function's queue, and the requests that its lanes are busy with."""

    open_lane: Callable[[], Runner]
    width: int
    waiting: deque[Request] = field(default_factory=deque)
    running: dict[Request, Runner] = field(default_factory=dict)
    lanes: int = 0
    idle: int = 0
    """Lanes that have nothing to do, or are about to."""


class LaneInvoker:
    """An invoker with up to ``width`` lanes per function, opened when they are first needed.

    Args:
        functions: for each name a way to open a lane, and how many there may be.
        patience: seconds that ``close`` waits for the lanes to end.
    """

    def __init__(
        self, functions: Mapping[str, tuple[Callable[[], Runner], int]], *, patience: float
    ) -> None:
        self._patience = patience
        self._functions = {
            name: _Function(open_lane, width) for name, (open_lane, width) in functions.items()
        }
        self._changed = threading.Condition()
        self._closed = False
        self._threads: list[threading.Thread] = []

    def submit(
        self, function: str, payload: Json, timeout: float | None, on_done: OnDone
    ) -> Ticket:
        """Start a call or queue it; see :class:`~kinora.local.invoke.Invoker`."""
        request = Request(function, payload, timeout, on_done)
        queue = self._functions.get(function)
        if queue is None:
            on_done(failure(NO_SUCH_FUNCTION, f"Function not found: {function}"))
            return request
        with self._changed:
            queue.waiting.append(request)
            if queue.idle < len(queue.waiting) and queue.lanes < queue.width and not self._closed:
                self._open(function, queue)
            self._changed.notify_all()
        return request

    def _open(self, function: str, queue: _Function) -> None:
        queue.lanes += 1
        queue.idle += 1
        name = f"kinora-{function}-{queue.lanes}"
        thread = threading.Thread(target=self._work, args=(queue,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def cancel(self, ticket: Ticket) -> None:
        """End a call: taken from its queue, or interrupted."""
        if not isinstance(ticket, Request):
            return
        with self._changed:
            ticket.cancelled = True
            queue = self._functions.get(ticket.function)
            if queue is None:
                return
            if ticket in queue.waiting:
                queue.waiting.remove(ticket)
            runner = queue.running.get(ticket)
            if runner is not None:  # under the lock, so that it cannot have taken another call
                runner.interrupt()

    def close(self) -> None:
        """Cancel all calls and end all lanes."""
        with self._changed:
            self._closed = True
            pending = [
                request
                for queue in self._functions.values()
                for request in [*queue.waiting, *queue.running]
            ]
            self._changed.notify_all()
        for request in pending:
            self.cancel(request)
        limit = time.monotonic() + self._patience
        for thread in self._threads:
            thread.join(max(limit - time.monotonic(), 0.0))

    def _work(self, queue: _Function) -> None:
        runner = queue.open_lane()
        try:
            while (request := self._next(queue, runner)) is not None:
                outcome = _outcome(runner, request)
                with self._changed:
                    del queue.running[request]
                    queue.idle += 1  # before the caller hears of it: its next call finds this lane
                    wanted = not request.cancelled
                if wanted:
                    request.on_done(outcome)
        finally:
            runner.close()

    def _next(self, queue: _Function, runner: Runner) -> Request | None:
        """The next call of a lane, which blocks until there is one; None to end."""
        with self._changed:
            while not queue.waiting and not self._closed:
                self._changed.wait()
            if self._closed:
                return None
            queue.idle -= 1
            request = queue.waiting.popleft()
            queue.running[request] = runner
            return request


def _outcome(runner: Runner, request: Request) -> Outcome:
    """The outcome of a call, even when its runner is at fault: a caller must not wait for ever."""
    try:
        return runner.run(request)
    except Exception as error:  # noqa: BLE001 - it is logged, and is the outcome
        _log.exception("a lane of %s failed", request.function)
        return failure(SERVICE_ERROR, f"{type(error).__name__}: {error}")
