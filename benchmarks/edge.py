"""What the edge costs: folding into D1 against SQLite, rows written, and what these are billed.

D1 is the real Worker on workerd, on this machine: its time is that of the statements and of a
request over loopback, not of a network. Rows are counted by D1 itself, indexes included.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import NamedTuple

from benchmarks.growth import earlier_runs, load, record
from benchmarks.workerd import d1, lacking
from kinora.loop.folding.applying import Applier
from kinora.loop.records import RECORDS
from kinora.model.record import RunRecord, digest
from kinora.model.statement import Statement
from kinora.registry import page_indexes
from kinora.registry.fold import fold
from kinora.settings import Settings
from kinora.stores.d1 import D1Tables
from kinora.stores.folder import FolderObjects
from kinora.stores.sql import SqlStore
from kinora.stores.sqlite import SqliteTables

Figure = tuple[str, float, str]
Content = tuple[str, bytes]

BACKLOG, TURN = 240, 48
"""Runs that are folded in batches, and how many of them a store gets before the other's turn."""
LATE = 60
"""The last runs of a history, of which most entries are known."""
LARGE, RUNS = 1_000_000, 60
"""Entries that lie in the tables, and the runs that are then folded one by one."""
FREE_ROWS, PAID_ROWS, MILLION = 100_000, 50_000_000, 1_000_000
"""Rows that may be written: a day on the free plan, a month within the paid one's price."""
DOLLARS_WRITTEN, DOLLARS_READ = 1.00, 0.001
"""Beyond that, for a million rows. Plans and prices as Cloudflare published them, 2026-11."""


class Rows(NamedTuple):
    """What D1 counted for one run."""

    read: int
    written: int


def run() -> list[Figure]:
    """The same records into both stores in turns; without Node into SQLite alone."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = Path(folder)
        stores: dict[str, SqlStore] = {}
        reason = lacking()
        for name in ("backlog", "large"):
            store = SqliteTables(place / f"{name}.sqlite")
            stack.callback(store.close)
            stores[name] = store
        far = {name: stack.enter_context(d1()) for name in stores} if reason is None else {}
        for made in (*stores.values(), *far.values()):
            made.migrate(Settings().migrations)
        for here in stores.values():
            here.batch(page_indexes.made())  # people page through the tables here alone
        told: list[Figure] = []
        if reason is not None:
            told.append((f"D1 is left out: {reason}", 0, ""))
        found = [content(record(number)) for number in range(BACKLOG)]
        told += _backlog(found, place, stores["backlog"], far.get("backlog"))
        told += _beside_many(stores["large"], far.get("large"))
        if far:
            told += _billed(far["backlog"])
    return told


def _backlog(
    found: Sequence[Content], place: Path, here: SqlStore, far: D1Tables | None
) -> list[Figure]:
    """The rates at which a drain folds a backlog: records read, checked, and applied."""
    entries = sum(len(record(number).observations) for number in range(len(found)))
    spent = {"SQLite": 0.0, "D1": 0.0}
    before = 0 if far is None else far.used.requests
    for begin in range(0, len(found), TURN):
        part = found[begin : begin + TURN]
        for name, store in (("SQLite", here), ("D1", far)):
            if store is not None:
                spent[name] += _clocked(partial(_folded, part, place, store))
    figures: list[Figure] = [
        ("entries a run", entries / len(found), ""),
        ("backlog into SQLite", len(found) / spent["SQLite"], "runs/s"),
        ("the same in entries", entries / spent["SQLite"], "entries/s"),
    ]
    if far is None:
        return figures
    return [
        *figures,
        ("backlog into D1", len(found) / spent["D1"], "runs/s"),
        ("the same in entries", entries / spent["D1"], "entries/s"),
        ("D1 / SQLite", spent["D1"] / spent["SQLite"], "x time"),
        ("requests a run in a backlog", (far.used.requests - before) / len(found), ""),
    ]


def _beside_many(here: SqlStore, far: D1Tables | None) -> list[Figure]:
    """What folding one run takes beside a million entries, half of what it saw known before."""
    known = earlier_runs(RUNS)
    stores = {"SQLite": here} | ({} if far is None else {"D1": far})
    figures: list[Figure] = []
    for name, store in stores.items():
        figures.append((f"loading {LARGE:,} entries, {name}", load(store, LARGE, known), "s"))
    times: dict[str, list[float]] = {name: [] for name in stores}
    for number in range(RUNS):
        for name, store in stores.items():
            one = _statements(record(number))
            times[name].append(_clocked(partial(store.batch, one)))
    for name, seconds in times.items():
        what = f"one run beside {LARGE:,} entries, {name}"
        figures.append((f"{what}, p50", median(seconds) * 1000, "ms"))
        figures.append((f"{what}, p95", quantiles(seconds, n=20)[-1] * 1000, "ms"))
    if far is not None:
        ratio = median(times["D1"]) / median(times["SQLite"])
        figures.append(("the same, D1 / SQLite, p50", ratio, "x time"))
    return figures


def _billed(far: D1Tables) -> list[Figure]:
    """Rows a run, and what they cost. KV writes and R2's operations are not in it.

    The first run on empty tables finds all entries new; the last ones of the backlog come late.
    """
    late = [_rows(far, record(BACKLOG + number)) for number in range(LATE)]
    with d1() as empty:
        empty.migrate(Settings().migrations)
        first = _rows(empty, record(0))
        again = _rows(empty, record(0))
    written, read = (fmean(each) for each in zip(*((r.written, r.read) for r in late), strict=True))
    dollars = 1000 * (written * DOLLARS_WRITTEN + read * DOLLARS_READ) / MILLION
    return [
        ("rows written by a run, all entries new", first.written, ""),
        (f"rows written by a run after {BACKLOG}", written, ""),
        ("rows written by a run that is sent again", again.written, ""),
        (f"rows read by a run after {BACKLOG}", read, ""),
        ("runs a day on the free plan, by rows written", FREE_ROWS / written, ""),
        ("runs a month within the paid plan", PAID_ROWS / written, ""),
        ("1,000 runs beyond it, rows of D1 alone", dollars, "$"),
    ]


def content(run: RunRecord) -> Content:
    """A record with the key that it would have."""
    key = f"records/{run.started_at[:10].replace('-', '/')}/{run.run_id}.json"
    return key, run.canonical()


def _folded(part: Sequence[Content], place: Path, store: SqlStore) -> None:
    done = Applier(RECORDS, FolderObjects(place / "objects"), store, lambda _: None).apply(part)
    if done.applied != len(part):
        raise RuntimeError(f"{done.set_aside} records were set aside")


def _rows(store: D1Tables, run: RunRecord) -> Rows:
    before = Rows(store.used.rows_read, store.used.rows_written)
    store.batch(_statements(run))
    return Rows(store.used.rows_read - before.read, store.used.rows_written - before.written)


def _statements(run: RunRecord) -> list[Statement]:
    return fold(run, digest(run.canonical()))


def _clocked(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
