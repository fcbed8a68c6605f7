"""The API function in warm worker processes, called from an event loop.

The engine's pool calls functions from threads, which is right for calls that take seconds. Requests
take a millisecond: here one loop speaks with all workers, and no thread waits for Python's lock.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import struct
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from kinora.local.asl.values import encode
from kinora.local.fork_server import ForkServer
from kinora.local.handlers import decode
from kinora.local.invoke import EXIT_ERROR, SERVICE_ERROR, TIMED_OUT, Outcome, failure
from kinora.local.workers import FunctionSpec, setup_of

_LENGTH: Final = struct.Struct("!I")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Worker:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


class ApiWorkers:
    """Workers of one function; a call takes one that is free, or waits for it.

    Args:
        spec: the function.
        server: forks the workers; it stays the caller's to close.
    """

    def __init__(self, spec: FunctionSpec, server: ForkServer) -> None:
        self._spec = spec
        self._server = server
        self._free: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(spec.concurrency):
            self._free.put_nowait(None)  # a place for a worker that is yet to be started

    async def warm(self) -> None:
        """Start every worker."""
        places = [await self._free.get() for _ in range(self._spec.concurrency)]
        for place in places:
            self._free.put_nowait(place or await self._started())

    async def call(self, event: dict[str, Any]) -> Outcome:
        """What becomes of one call; it fails as on Lambda where its worker dies or is too slow."""
        worker, answered = await self._free.get(), False
        try:
            worker = worker or await self._started()
            async with asyncio.timeout(self._spec.timeout_seconds):
                outcome = await self._ask(worker, event)
            answered = True
        except TimeoutError:
            outcome = failure(TIMED_OUT, f"it took {self._spec.timeout_seconds:g} seconds")
        except (OSError, EOFError) as error:
            kind = SERVICE_ERROR if worker is None else EXIT_ERROR
            outcome = failure(kind, f"the worker ended or was not started: {error}")
        finally:
            if worker is not None and not answered:
                self._discard(worker)  # what it may still say is nobody's
            self._free.put_nowait(worker if answered else None)
        return outcome

    async def _ask(self, worker: _Worker, event: dict[str, Any]) -> Outcome:
        deadline = time.time() + self._spec.timeout_seconds
        head = json.dumps({"id": str(uuid.uuid4()), "deadline": deadline})
        message = f"{head}\n{encode(event)}".encode()
        worker.writer.write(_LENGTH.pack(len(message)) + message)
        await worker.writer.drain()
        (length,) = _LENGTH.unpack(await worker.reader.readexactly(_LENGTH.size))
        answer = await worker.reader.readexactly(length)
        return decode(answer[:1] == b"1", answer[1:].decode())

    async def _started(self) -> _Worker:
        pid, channel = await asyncio.to_thread(self._server.spawn, setup_of(self._spec))
        reader, writer = await asyncio.open_connection(sock=channel)
        return _Worker(pid, reader, writer)

    def _discard(self, worker: _Worker) -> None:
        """Kill a worker's group; its place is left for another."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.writer.close()
        threading.Thread(target=self._server.reap, args=(worker.pid,), daemon=True).start()
        _log.warning("a worker of %s was replaced", self._spec.name)
