"""The API over HTTP on registries of a hundred thousand entries, as several clients ask it."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from statistics import quantiles

from benchmarks.connection import Connection
from benchmarks.growth import earlier_runs, load
from kinora.bootstrap import stage
from kinora.loop import keys
from kinora.loop.publish import publish
from kinora.settings import Settings
from kinora.stores.sqlite import SqliteTables
from kinora.studio.beside import GatewayProcess

Figure = tuple[str, float, str]
ENTRIES, RUNS = 100_000, 20
CLIENTS, REQUESTS = 8, 1_600
VIDEO_BYTES = 2 * 2**20
_RUN = "20260101T000000Z-web-abcdef"
_CATEGORY = "/registries/static_colors"
_SORTS = ("count", "name", "newest", "weight")


def run() -> list[Figure]:
    """Requests a second, p50 and p99 through the gateway and its workers.

    Health is the floor: it costs nothing but the way there and back. Lists are pages of a hundred
    entries in each of the four orders, from the first page on.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = filled(Path(folder))
        with socket.create_server(("127.0.0.1", 0)) as listener:
            process = GatewayProcess(settings, listener)
            try:
                assert process.wait_until_ready()
                return asyncio.run(_figures(f"http://127.0.0.1:{listener.getsockname()[1]}"))
            finally:
                process.close()


def filled(home: Path) -> Settings:
    """A home of :data:`ENTRIES` entries and more, with a snapshot and a video."""
    settings = Settings(
        home=home, access="open", rate_limited_by="gateway", rate_reads=0, rate_writes=0
    )
    settings.logs.mkdir(parents=True)
    ports = stage(settings)
    tables = ports.tables()
    assert isinstance(tables, SqliteTables)
    load(tables, ENTRIES, earlier_runs(RUNS))
    publish(ports, tables)
    ports.objects.put(keys.video(_RUN), os.urandom(VIDEO_BYTES))
    tables.close()
    return settings


async def _figures(address: str) -> list[Figure]:
    turn = count()
    asked: dict[str, Callable[[], str]] = {
        "health": lambda: "/health",
        "registries, a page of 100": lambda: f"{_CATEGORY}?sort={_SORTS[next(turn) % 4]}",
        "registries, nothing found": lambda: f"{_CATEGORY}?search={next(turn):04x}zz",
        "for-creation": lambda: "/knowledge/for-creation",
        "download of 2 MiB": lambda: f"/jobs/{_RUN}/download",
    }
    figures: list[Figure] = []
    floor = 0.0
    for what, path in asked.items():
        requests = REQUESTS // (8 if "nothing" in what else 1)
        await _ask(address, path, CLIENTS * 4)  # imports, caches
        began = time.perf_counter()
        took = await _ask(address, path, requests)
        rate = len(took) / (time.perf_counter() - began)
        cuts = quantiles(took, n=100)
        floor = floor or cuts[49]
        figures += [
            (what, rate, "requests/s"),
            ("  p50", cuts[49] * 1000, "ms"),
            ("  p99", cuts[98] * 1000, "ms"),
            ("  p50 over health's", cuts[49] / floor, "x"),
        ]
    return figures


async def _ask(address: str, path: Callable[[], str], requests: int) -> list[float]:
    """Seconds that each request took, from clients that ask one after another."""

    async def client(number: int) -> list[float]:
        connection, took = Connection(address), []
        for _ in range(number):
            answer = await connection.ask("GET", path())
            assert answer.status == 200, answer
            took.append(answer.took)
        connection.close()
        return took

    each = await asyncio.gather(*(client(requests // CLIENTS) for _ in range(CLIENTS)))
    return [seconds for took in each for seconds in took]
