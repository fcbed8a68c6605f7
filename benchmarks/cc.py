"""Five hundred runs of the workflow that wait for people, on one studio."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from http.client import OK
from statistics import median, quantiles
from typing import Any, Final

from benchmarks.connection import Connection
from benchmarks.load import studio
from kinora.bootstrap import workroom
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.creation import NewRun, create
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.listing import listed
from kinora.cc.run.records import Interaction
from kinora.cc.run.runs import Runs
from kinora.settings import Settings

Figure = tuple[str, float, str]

RUNS: Final = 500
ANSWERED: Final = 50
EACH: Final = 4
"""Answers that each of them gets; the last one lets language be written before the next question."""
IDLE_SECONDS: Final = 5.0
_LOOK: Final = 0.005
"""Seconds between looks for the next question."""
_MOST: Final = 60.0


def run() -> list[Figure]:
    """Waiting, answering, listing and reading, in about a minute."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        os.environ |= {"KINORA_RATE_READS": "0", "KINORA_RATE_WRITES": "0"}
        with studio(settings.home, "--no-schedules") as address:
            runs = Runs(workroom(settings))
            began = time.perf_counter()
            waiting = _begun(runs)
            started = time.perf_counter() - began
            return [
                (f"{RUNS} runs begun, until all wait", started, "s"),
                *_idle(),
                *_cuts("answer to next question", _answered(runs, waiting[:ANSWERED])),
                *asyncio.run(_over_http(address, waiting[ANSWERED : 2 * ANSWERED])),
                *_lists(runs),
                *_long(settings),
            ]


def _begun(runs: Runs) -> list[str]:
    """Runs that all wait for an answer."""
    begun = [create(runs, NewRun(seed=n), f"{n:06x}", "bench").run_id for n in range(RUNS)]
    for run_id in begun:
        _next(runs, run_id, None)
    return begun


def _next(runs: Runs, run_id: str, before: str | None) -> Interaction:
    """The question behind another one, once it is open."""
    end = time.monotonic() + _MOST
    while time.monotonic() < end:
        asked = runs.story(run_id).open_interaction
        if asked is not None and asked.id != before:
            return asked
        time.sleep(_LOOK)
    raise TimeoutError(run_id)


def _said(display: Any) -> dict[str, Any]:
    """An answer to one of the first questions."""
    if display["interaction_type"] == "user.text_input":
        return {"value": "a rainy afternoon by the window"}
    return {"selected_indices": display["choices"][: display["min_selections"]]}


def _answered(runs: Runs, waiting: list[str]) -> list[list[float]]:
    """Seconds from an answer to the next question, by another process: those of each turn."""
    took: list[list[float]] = [[] for _ in range(EACH)]
    for turn in took:
        for run_id in waiting:
            asked = _next(runs, run_id, None)
            began = time.perf_counter()
            respond(runs, run_id, asked.id, Answer(answer=_said(asked.display)), "bench")
            _next(runs, run_id, asked.id)
            turn.append(time.perf_counter() - began)
    return took


async def _over_http(address: str, waiting: list[str]) -> list[Figure]:
    connection = Connection(address)
    took: list[list[float]] = [[] for _ in range(EACH)]
    for turn in took:
        for run_id in waiting:
            turn.append(await _answered_over_http(connection, f"/cc/runs/{run_id}"))
    pages = {
        "GET inbox, all of it": "/cc/interactions?limit=100",
        "GET runs, all of them": "/cc/runs?limit=100",
    }
    lists = [(what, await _paged(connection, path)) for what, path in pages.items()]
    connection.close()
    return [
        *_cuts("the same over HTTP", took),
        *[(f"{what}, {RUNS} in pages of 100", took * 1e3, "ms") for what, took in lists],
    ]


async def _answered_over_http(connection: Connection, path: str) -> float:
    """Seconds until the next question of one run."""
    name = (await connection.ask("GET", path)).body["interaction_id"]
    asked = (await connection.ask("GET", f"{path}/interactions/{name}")).body
    said = {"answer": _said(asked["display"])}
    began = time.perf_counter()
    told = await connection.ask("POST", f"{path}/interactions/{name}/respond", said)
    if told.status != OK:
        raise RuntimeError(told)
    while (await connection.ask("GET", path)).body["interaction_id"] in {None, name}:
        await asyncio.sleep(_LOOK)
    return time.perf_counter() - began


async def _paged(connection: Connection, path: str) -> float:
    """Seconds that all pages of a list take, the second time."""
    for _ in range(2):
        took, found, more = 0.0, 0, ""
        while True:
            answer = await connection.ask("GET", path + more)
            took += answer.took
            found += len(answer.body.get("runs") or answer.body.get("pending"))
            if answer.body["cursor"] is None:
                break
            more = f"&cursor={answer.body['cursor']}"
        if found != RUNS:
            raise RuntimeError(f"{found} of {RUNS} runs are listed")
    return took


def _lists(runs: Runs) -> list[Figure]:
    objects = runs.workroom.objects
    inbox = _least(lambda: listed(objects, RUNS, None, waiting=True))
    every = _least(lambda: listed(objects, RUNS, None))
    return [
        (f"inbox of {RUNS}", inbox * 1e3, "ms"),
        (f"list of {RUNS} (limit 200)", every * 1e3, "ms"),
    ]


def _long(settings: Settings) -> Iterator[Figure]:
    """Reading a run of many events: by a process that never saw it, and by one that has."""
    for events in (100, 1_000):
        runs = Runs(workroom(settings))
        run_id = create(runs, NewRun(seed=1), f"{events:x}", "bench").run_id
        asked = _next(runs, run_id, None)
        reminded = Draft(
            type=EventType.INTERACTION_REMINDED, branch=asked.branch, interaction=asked.id
        )
        while len(runs.story(run_id).events) < events:
            runs.append(run_id, lambda _, draft=reminded: draft)  # type: ignore[misc]
        cold = _least(lambda run=run_id: Runs(runs.workroom).story(run))  # type: ignore[misc]
        warm = _least(lambda run=run_id: runs.story(run))  # type: ignore[misc]
        yield f"a run of {events} events, read for the first time", cold * 1e3, "ms"
        yield "  and again", warm * 1e3, "ms"


def _least(work: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return min(took)


def _cuts(what: str, took: list[list[float]]) -> list[Figure]:
    cuts = quantiles([each for turn in took for each in turn], n=100)
    return [
        (f"{what}, p50", cuts[49] * 1e3, "ms"),
        ("  p95 (limit 300)", cuts[94] * 1e3, "ms"),
        ("  p50, with language and four modules between", median(took[-1]) * 1e3, "ms"),
    ]


def _idle() -> list[Figure]:
    """What the studio's processes use while nobody answers, and the memory that they hold."""
    time.sleep(1.0)
    family = [pid for pid in _below(os.getpid()) if pid != os.getpid()]
    before, began = sum(map(_ticks, family)), time.perf_counter()
    time.sleep(IDLE_SECONDS)
    spent = (sum(map(_ticks, family)) - before) / os.sysconf("SC_CLK_TCK")
    share = spent / (time.perf_counter() - began)
    return [
        (f"{RUNS} waiting, idle CPU of {len(family)} processes (limit 1)", share * 100, "%"),
        ("  memory of them all", sum(map(_own, family)) / 1e6, "MB"),
    ]


def _below(pid: int) -> list[int]:
    """A process and all below it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        stat = _stat(int(folder.name))
        if stat:
            parents[int(folder.name)] = int(stat[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _stat(pid: int) -> list[str]:
    """The fields of a process's state behind its name; none when it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(pid: int) -> int:
    stat = _stat(pid)
    return int(stat[11]) + int(stat[12]) if stat else 0


def _own(pid: int) -> int:
    """Bytes of memory that a process shares with no other, and its part of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    for name, value, unit in run():
        print(f"{name:60} {value:10.3f} {unit}")
