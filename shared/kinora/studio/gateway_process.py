"""What runs in the gateway's process.

It is given the listening socket, and a pipe whose end says that the studio is gone, in any way.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

import uvicorn

from kinora import settings as configuration
from kinora.api.access.gate import Gate
from kinora.api.request import Request
from kinora.bootstrap import objects
from kinora.local.fork_server import ForkServer
from kinora.local.project import read_project
from kinora.local.workers import FunctionSpec
from kinora.settings import Settings
from kinora.studio.api_workers import ApiWorkers
from kinora.studio.functions import function_specs
from kinora.studio.gateway import ApiFunction, Gateway
from kinora.studio.pages import pages

FUNCTION: Final = "ApiFunction"
_KEEP_ALIVE: Final = 30
_STOP_WITHIN: Final = 5


def gateway(settings: Settings, function: ApiFunction) -> Gateway:
    """The HTTP application of a home, with that API function behind it."""
    settings.scratch_folder.mkdir(parents=True, exist_ok=True)
    store = objects(settings)
    gate = Gate(settings, store)
    return Gateway(
        function,
        store,
        admit=lambda event: gate.admit(Request.of(event), datetime.now(UTC)),
        pages=pages(_document),
        scratch=settings.scratch_folder,
    )


def _document() -> dict[str, Any]:
    # All routes are loaded for it, which the gateway itself needs none of.
    from kinora.api.app import openapi  # noqa: PLC0415

    return openapi()


@contextmanager
def api_server(settings: Settings) -> Iterator[tuple[FunctionSpec, ForkServer]]:
    """The API function of the project, and what forks its workers."""
    project = read_project(settings.project)
    (spec,) = function_specs([f for f in project.functions if f.name == FUNCTION], settings)
    log = settings.logs / "workers.log"
    server = ForkServer([spec.handler.rpartition(".")[0]], (settings.project,), log)
    try:
        yield spec, server
    finally:
        server.close()


def serve(settings: Settings, listener: socket.socket, alive: int) -> None:
    """Serve until the pipe's other end is closed."""
    with api_server(settings) as (spec, server):
        workers = ApiWorkers(spec, server)
        config = uvicorn.Config(
            gateway(settings, workers.call),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_STOP_WITHIN,
        )
        asyncio.run(_served(_Server(config), listener, workers, alive))


class _Server(uvicorn.Server):
    """A server that no signal ends: the studio tells it when."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        yield


async def _served(
    server: uvicorn.Server, listener: socket.socket, workers: ApiWorkers, alive: int
) -> None:
    def watch() -> None:
        os.read(alive, 1)
        server.should_exit = True

    threading.Thread(target=watch, daemon=True).start()
    await workers.warm()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])


def main() -> None:
    """What the studio starts."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    listener = socket.socket(fileno=int(sys.argv[1]))
    serve(configuration.read(), listener, int(sys.argv[2]))


if __name__ == "__main__":
    main()
