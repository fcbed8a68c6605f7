"""Functions in warm worker processes of their own."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

from kinora.local import frames
from kinora.local.asl.values import encode
from kinora.local.fork_server import ForkServer
from kinora.local.handlers import decode
from kinora.local.invoke import (
    EXIT_ERROR,
    HANDLER_NOT_FOUND,
    IMPORT_ERROR,
    SERVICE_ERROR,
    TIMED_OUT,
    Outcome,
    failure,
)
from kinora.local.lanes import LaneInvoker, Request

_GRACE: Final = 1.0
"""Seconds behind the caller's limit after which a call is killed although nobody cancelled it."""


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One function.

    Attributes:
        name: as state machines call it.
        handler: the import path, like ``functions.pick_prompt.handler.handler``.
        timeout_seconds: how long a call may take.
        memory_mb: what the context tells the function; it is not enforced.
        environment: variables set for the function, on top of the host's.
        concurrency: the most calls at once, each in a process of its own.
        preload: import the handler's module once for all workers, before they are forked. For
            light functions: it makes their start a matter of milliseconds. Not for modules that
            start threads, or that are slow to import and seldom needed.
        nice: how far the workers stand back behind other processes, 0 to 19.
    """

    name: str
    handler: str
    timeout_seconds: float = 3.0
    memory_mb: int = 128
    environment: Mapping[str, str] = field(default_factory=dict)
    concurrency: int = 1
    preload: bool = False
    nice: int = 0


class WorkerPool(LaneInvoker):
    """Runs every function in warm processes, started when they are first needed.

    Errors come back as from Lambda: the exception's class name as ``errorType``,
    ``Runtime.ExitError`` when the process died, ``Sandbox.Timedout`` when it was killed for taking
    longer than the function may. A cancelled call is killed. Killing ends the whole process group,
    so that programs which the function started end too; the next call gets a new process.

    Args:
        functions: what can be called.
        log: the file that functions write to with print, logging and stderr; None for stderr.
        search_path: folders to import handlers from, before those of this process.
    """

    def __init__(
        self,
        functions: Sequence[FunctionSpec],
        log: Path | None = None,
        search_path: Sequence[Path] = (),
    ) -> None:
        preload = {spec.handler.rpartition(".")[0] for spec in functions if spec.preload}
        self._server = ForkServer(sorted(preload), search_path, log, behind=True)
        super().__init__(
            {
                spec.name: (partial(_InProcess, spec, self._server), spec.concurrency)
                for spec in functions
            },
            patience=5.0,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill all calls and all workers."""
        super().close()
        self._server.close()


@dataclass(frozen=True, slots=True)
class _Worker:
    pid: int
    channel: socket.socket


class _InProcess:
    """One lane: a worker process, replaced whenever it has died."""

    def __init__(self, spec: FunctionSpec, server: ForkServer) -> None:
        self._spec = spec
        self._server = server
        self._worker: _Worker | None = None
        self._lock = threading.Lock()

    def run(self, request: Request) -> Outcome:
        number = str(uuid.uuid4())
        try:
            worker = self._ready()
        except OSError as error:
            return failure(SERVICE_ERROR, f"no worker could be started: {error}")
        limit = self._spec.timeout_seconds
        if request.timeout is not None:
            limit = min(limit, request.timeout + _GRACE)
        if request.cancelled:
            return failure(EXIT_ERROR, "cancelled")
        head = json.dumps({"id": number, "deadline": time.time() + limit})
        message = f"{head}\n{encode(request.payload)}".encode()
        worker.channel.settimeout(limit)
        try:
            frames.send(worker.channel, message)
            answer = frames.receive(worker.channel)
        except TimeoutError:
            self._discard(worker)
            return failure(
                TIMED_OUT, f"RequestId: {number} Error: Task timed out after {limit:.2f} seconds"
            )
        except OSError:
            answer = None
        if answer is None:
            ending = _ending(self._discard(worker))
            return failure(
                EXIT_ERROR, f"RequestId: {number} Error: Runtime exited with error: {ending}"
            )
        outcome = decode(answer[:1] == b"1", answer[1:].decode())
        if _unloadable(outcome):
            self._discard(worker)  # so that the next call finds a module that was mended
        return outcome

    def interrupt(self) -> None:
        with self._lock:
            if self._worker is not None:
                _kill(self._worker.pid)

    def close(self) -> None:
        if self._worker is not None:
            self._discard(self._worker)

    def _ready(self) -> _Worker:
        """The warm worker, or a new one when there is none that lives."""
        worker = self._worker
        if worker is not None:
            gone, _, _ = select.select([worker.channel], [], [], 0)
            if not gone:
                return worker
            self._discard(worker)
        pid, channel = self._server.spawn(setup_of(self._spec))
        worker = _Worker(pid, channel)
        with self._lock:
            self._worker = worker
        return worker

    def _discard(self, worker: _Worker) -> int:
        """Kill a worker's whole group; its wait status is returned."""
        with self._lock:
            self._worker = None
            _kill(worker.pid)
        worker.channel.close()
        return self._server.reap(worker.pid)


def setup_of(spec: FunctionSpec) -> dict[str, Any]:
    """What a worker process is told of its function."""
    environment = {
        "AWS_LAMBDA_FUNCTION_NAME": spec.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory_mb),
        "_HANDLER": spec.handler,
        **spec.environment,
    }
    return {
        "name": spec.name,
        "handler": spec.handler,
        "memory_mb": spec.memory_mb,
        "nice": spec.nice,
        "environment": environment,
    }


def _unloadable(outcome: Outcome) -> bool:
    """Whether a worker could not find or import its handler."""
    error = outcome.payload.get("errorType") if isinstance(outcome.payload, dict) else None
    return outcome.failed and error in {IMPORT_ERROR, HANDLER_NOT_FOUND}


def _kill(pid: int) -> None:
    """Kill a worker's group. The server does not reap before it is told to, so the id is safe."""
    with suppress(ProcessLookupError, PermissionError):  # it has ended; the latter is macOS'
        os.killpg(pid, signal.SIGKILL)


def _ending(status: int) -> str:
    """A wait status in the words of Lambda's log."""
    if os.WIFSIGNALED(status):
        names = {each.value: each.name for each in signal.Signals}
        return f"signal: {names.get(os.WTERMSIG(status), os.WTERMSIG(status))}"
    return f"exit status {os.WEXITSTATUS(status)}"
