"""Many clients at once on one studio, while its loop renders.

What reads take, and whether all of what was accepted is there afterwards.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles

from benchmarks.connection import Answer, Connection
from kinora.api.access.tokens import create
from kinora.bootstrap import stage
from kinora.control.executions import LOOP
from kinora.local.client import Client
from kinora.loop import keys
from kinora.settings import Settings
from kinora.stores.objects import walk

Figure = tuple[str, float, str]

CLIENTS, SECONDS = 200, 60.0
_PAUSE = (0.25, 0.75)
"""Seconds that a client thinks between two requests, drawn evenly."""
_SMALL = {"width": 96, "height": 64, "fps": 8, "duration_seconds": 1, "quality": "draft"}
_LIMIT_MS = 250
_FIRST = 8
_LOOPS = {"delay_seconds": 5, "duration_seconds": 6}


@dataclass
class Account:
    """What the clients saw."""

    reads: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    created: list[str] = field(default_factory=list)
    ratings: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    odd: list[str] = field(default_factory=list)

    def note(self, what: str, answer: Answer) -> None:
        """Keep what an answer says; only 429 is an error that may be."""
        self.statuses[answer.status] += 1
        if answer.status not in {200, 201, 206, 429}:
            self.odd.append(f"{what}: {answer.status} {str(answer.body)[:200]}")


def run() -> list[Figure]:
    """200 clients for a minute; the studio's loops run beside them."""
    with tempfile.TemporaryDirectory() as folder:
        account, lost = load(Path(folder), CLIENTS, SECONDS)
    if account.odd:
        raise RuntimeError(account.odd[:5])
    if lost:
        raise RuntimeError(f"lost: {lost[:5]}")
    return figures(account, SECONDS)


def figures(account: Account, seconds: float) -> list[Figure]:
    """The account in figures."""
    cuts = quantiles(account.reads, n=100)
    return [
        ("answers a second", sum(account.statuses.values()) / seconds, "1/s"),
        ("reads, p50", cuts[49] * 1000, "ms"),
        (f"reads, p99 (limit {_LIMIT_MS})", cuts[98] * 1000, "ms"),
        ("jobs accepted, none lost", len(account.created), ""),
        ("ratings accepted, none lost", sum(account.ratings.values()), ""),
        ("429 answers", account.statuses[429], ""),
    ]


def load(
    home: Path,
    clients: int,
    seconds: float,
    *,
    loops: Mapping[str, int] = _LOOPS,
    first: int = _FIRST,
) -> tuple[Account, list[str]]:
    """What the clients saw, and what was accepted but is not there afterwards.

    ``loops`` is how the loops are set meanwhile; ``first`` jobs are done before the clients come,
    to be looked at and rated.
    """
    settings = Settings(home=home)
    objects, now = stage(settings).objects, datetime.now(UTC)
    tokens = [create(objects, f"client {n}", "write", 1, now)[1] for n in range(clients)]
    account = Account()
    with studio(home) as address:
        done = asyncio.run(_prepared(address, tokens[0], first, loops))
        asyncio.run(_all(address, tokens, seconds, done, account))
    return account, _lost(settings, account)


async def _prepared(address: str, token: str, number: int, loops: Mapping[str, int]) -> list[str]:
    """Jobs to look at, and the loops set."""
    connection = Connection(address, token)
    done = await _finished(connection, number)
    await connection.ask("POST", "/loop/config", dict(loops))
    connection.close()
    return done


async def _all(
    address: str, tokens: list[str], seconds: float, done: list[str], account: Account
) -> None:
    end = time.perf_counter() + seconds
    await asyncio.gather(
        *(
            _client(Connection(address, token), Random(n), done, end, account)
            for n, token in enumerate(tokens)
        )
    )


async def _finished(connection: Connection, number: int) -> list[str]:
    """Jobs, once their videos are there."""
    asked = {"prompt": "a lake at dawn", **_SMALL}
    made = [await connection.ask("POST", "/jobs", asked) for _ in range(number)]
    jobs = [str(answer.body["id"]) for answer in made]
    for job in jobs:
        for _ in range(600):
            if (await connection.ask("GET", f"/jobs/{job}")).body["status"] == "completed":
                break
            await asyncio.sleep(0.2)
        else:
            raise TimeoutError(job)
    return jobs


async def _client(
    connection: Connection, chance: Random, done: list[str], end: float, account: Account
) -> None:
    await asyncio.sleep(chance.uniform(0.0, _PAUSE[1]))
    while time.perf_counter() < end:
        await _turn(connection, chance, done, account)
        await asyncio.sleep(chance.uniform(*_PAUSE))
    connection.close()


async def _turn(connection: Connection, chance: Random, done: list[str], account: Account) -> None:
    kind = chance.random()
    if kind < 0.05:
        answer = await connection.ask("POST", "/jobs", {"prompt": "a red desert", **_SMALL})
        account.note("create", answer)
        if answer.status == 201:
            account.created.append(answer.body["id"])
    elif kind < 0.15:
        rating, job = {"rating": chance.randint(1, 2)}, chance.choice(done)
        answer = await connection.ask("POST", f"/jobs/{job}/feedback", rating)
        account.note("rate", answer)
        account.ratings[job] += answer.status == 200
    else:
        path, extra = chance.choice(_reads(chance.choice(done)))
        answer = await connection.ask("GET", path, extra=extra)
        account.note(path, answer)
        if answer.status != 429:
            account.reads.append(answer.took)


def _reads(job: str) -> list[tuple[str, str]]:
    ranged = "Range: bytes=0-65535\r\n"
    paths = (
        "/health",
        "/jobs?limit=10",
        f"/jobs/{job}",
        "/loop/status",
        "/registries",
        "/registries/static_colors?limit=50",
        "/knowledge/for-creation?limit=100",
        "/learning/stats",
    )
    return [*((path, "") for path in paths), (f"/jobs/{job}/download", ranged)]


@contextmanager
def studio(home: Path, *options: str) -> Iterator[str]:
    """A studio, with its schedules by default, in a process of its own; its address."""
    command = [sys.executable, "-m", "kinora", "studio", "--home", str(home), "--port", "0"]
    command += options
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "studio: http" in line)
        reader = threading.Thread(target=process.stderr.read)  # so that it never waits for us
        reader.start()
        try:
            yield line.split("studio: ")[1].split()[0]
        finally:
            process.send_signal(signal.SIGINT)
            reader.join()


def _lost(settings: Settings, account: Account) -> list[str]:
    """Jobs without an execution, and ratings without their object."""
    with Client(settings.journal) as client:
        known, cursor = set[str](), None
        while True:
            page = client.list_executions(LOOP, None, 1000, cursor)
            known |= {view.name for view in page.items}
            cursor = page.cursor
            if cursor is None:
                break
    missing = [job for job in account.created if job not in known]
    objects = stage(settings).objects
    for job, count in account.ratings.items():
        stored = sum(1 for _ in walk(objects, keys.ratings_of(job)))
        missing += [f"rating {n} of {job}" for n in range(stored, count)]
    return missing
