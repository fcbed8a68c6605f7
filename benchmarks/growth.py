"""Learning from one run, with tables that hold nothing, fifty thousand and a million entries."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.clip import clip
from kinora.language.interpret import interpret
from kinora.language.names import cell_name, narrative_name
from kinora.language.narrative import tell
from kinora.loop.outcome import judge
from kinora.model.features import Features
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.narrative import Told
from kinora.model.record import RunRecord, digest
from kinora.model.run import Video
from kinora.model.spec import SceneSpec
from kinora.model.statement import Statement
from kinora.model.taxonomy import PromptSource, WorkflowType
from kinora.registry import page_indexes
from kinora.registry.fold import fold
from kinora.registry.knowledge import snapshot, snapshot_statements
from kinora.registry.observe import observe
from kinora.scene.compose import compose
from kinora.settings import Settings
from kinora.stores.sql import SqlStore
from kinora.stores.sqlite import SqliteTables


class Spent(NamedTuple):
    """Seconds by the clock and of the processor."""

    clock: float
    cpu: float


Figure = tuple[str, float, str]
Times = dict[int, list[Spent]]

SIZES = (0, 50_000, 1_000_000)
RUNS, PUBLISHED = 60, 30
LIMIT = 1.3
# Keys, names and hashes are scattered by multiplying with odd numbers modulo a power of two, which
# never maps two numbers to one. One entry in three was seen by several runs. They go into the
# categories that fill their part of a snapshot anyway, so that all snapshots are of one size.
_FILL = """
with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ?),
s(i, mixed) as (select i, i * 2654435761 % 4294967296 from n)
insert into entries (registry, category, key, name, value, depth, spread, count, runs, good,
    first_run, last_run)
select c.registry, c.category, printf('%d-%d-%dx', mixed % 40, mixed / 64 % 24, i),
    char(65 + mixed % 26) || lower(printf('%08x', mixed)), c.value, c.depth,
    i * 2246822519 % 4294967296, 1 + mixed % 7, iif(mixed % 3, 1, 2 + mixed % 11),
    mixed % 2 * (1 + mixed % 7), printf('a%07d', i / 40), 'b'
from s join (select *, row_number() over (order by registry, category) - 1 as place,
    count(*) over () as parts from (
        select * from entries group by registry, category having count(*) >= 150
    )) as c
    on c.place = i % c.parts
order by 1, 2, 3
"""
_COUNT = """
insert into totals select registry, category, count(*), sum(count), sum(good) from entries
where key like '%x' group by 1, 2
on conflict do update set entries = entries + excluded.entries, seen = seen + excluded.seen,
    good = good + excluded.good
"""
_INDEXES = """
select name, sql from sqlite_master where tbl_name = 'entries' and type = 'index' and sql <> ''
"""


def run() -> list[Figure]:
    """Medians over the runs, each size in turn; no extraction, and no disk of the object store.

    Growing is: the measures of a 6 s clip become named observations with their breakdown, and
    these the record's JSON. Folding is: that JSON is read and checked, and applied to a file in one
    transaction. Half of what a clip shows is known beforehand, the same at every size. Publishing
    is the reads, the snapshot and its JSON. CPU time is that of the process, the kernel's part
    included: unlike the clock, it does not tell what else the machine does.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stores = {size: SqliteTables(Path(folder) / f"{size}.sqlite") for size in SIZES}
        for store in stores.values():
            stack.callback(store.close)
            store.migrate(Settings().migrations)
            store.batch(page_indexes.made())
        known = earlier_runs(RUNS)
        loading = [load(store, size, known) for size, store in stores.items()]
        records = iter(range(RUNS * len(SIZES)))
        grown = _timed(stores, RUNS, lambda store: _learn(store, next(records) // len(SIZES)))
        published = _timed(stores, PUBLISHED, _publish)
        entries = median(len(record(number).observations) for number in range(RUNS))
    return [
        (f"loading {SIZES[-1]:,} entries", loading[-1], "s"),
        ("statements a run (limit 4)", len(fold(known[0], "")), ""),
        ("entries a run, half of them known", entries, ""),
        *_compared("grow and fold a run", grown),
        *_compared("publish a snapshot", published),
    ]


def _compared(what: str, times: Times) -> list[Figure]:
    clock = {size: median(each.clock for each in spent) * 1000 for size, spent in times.items()}
    cpu = {size: median(each.cpu for each in spent) for size, spent in times.items()}
    return [
        *((f"{what} beside {size:,} entries", ms, "ms") for size, ms in clock.items()),
        *(
            (f"the same, {size:,} / none (limit {LIMIT})", cpu[size] / cpu[0], "x CPU")
            for size in SIZES[1:]
        ),
    ]


def _timed(
    stores: dict[int, SqliteTables], count: int, work: Callable[[SqliteTables], object]
) -> Times:
    times: Times = {size: [] for size in stores}
    for _ in range(count):
        for size, store in stores.items():
            clock, cpu = time.perf_counter(), time.process_time()
            work(store)
            times[size].append(Spent(time.perf_counter() - clock, time.process_time() - cpu))
    return times


def _learn(store: SqliteTables, number: int) -> None:
    data = record(number).canonical()
    store.batch(fold(RunRecord.model_validate_json(data), digest(data)))


def _publish(store: SqliteTables) -> bytes:
    return snapshot(store.batch(snapshot_statements())).model_dump_json().encode()


def load(store: SqlStore, size: int, known: list[RunRecord]) -> float:
    """Seconds to fill the tables: what runs will know, and others sorted by key, indexes last."""
    for record in known:
        store.batch(fold(record, digest(record.canonical())))
    began = time.perf_counter()
    if size:
        indexes = store.query(Statement(_INDEXES))
        store.batch(
            [
                *(Statement(f"drop index {row['name']}") for row in indexes),
                Statement(_FILL, (size,)),
                Statement(_COUNT),
                *(Statement(row["sql"]) for row in indexes),
            ]
        )
    return time.perf_counter() - began


def earlier_runs(count: int) -> list[RunRecord]:
    """Runs that each saw half of what the run of the same number will see."""
    return [_half(record(number)) for number in range(count)]


@cache
def _clip(number: int) -> tuple[Features, SceneSpec, tuple[Told, ...]]:
    instruction = interpret("a lake at dawn", Snapshot())
    spec = compose(instruction, Snapshot(), number, VideoFormat())
    return clip(number), spec, tell(instruction, spec)


def record(number: int) -> RunRecord:
    """What the Grow state does with a clip, but for reading and storing."""
    features, spec, told = _clip(number)
    return RunRecord(
        run_id=f"r{number:07d}",
        started_at="2026-01-01T00:00:00Z",
        workflow_type=WorkflowType.EXPLORER,
        prompt=spec.prompt,
        prompt_source=PromptSource.GENERATED,
        seed=number,
        spec_sha256=spec.sha256,
        snapshot=None,
        video=Video(
            key="v", poster="p", format=spec.format, frames=144, bytes=1, sha256="0",
            loudness_lufs=-16.0,
        ),
        outcome=judge(features, spec),
        learned=(),
        observations=observe(features, told, cell_name, narrative_name),
    )  # fmt: skip


def _half(record: RunRecord) -> RunRecord:
    """An earlier run that saw half of the same."""
    return record.model_copy(
        update={"run_id": f"b{record.run_id}", "observations": record.observations[::2]}
    )
