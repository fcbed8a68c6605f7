"""Folding one run into tables that hold nothing, fifty thousand and a million entries."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from statistics import median

from kinora.model.format import VideoFormat
from kinora.model.observation import Observation, Registry
from kinora.model.record import RunRecord, digest
from kinora.model.run import Outcome, Video
from kinora.model.statement import Statement
from kinora.model.taxonomy import PromptSource, WorkflowType
from kinora.registry.fold import fold
from kinora.settings import Settings
from kinora.stores.sqlite import SqliteTables

SIZES = (0, 50_000, 1_000_000)
ENTRIES, APPLIED = 150, 40
_FILL = """
insert into entries select 'dynamic', 'motion', 'k' || e.value, 'n' || e.value, '{}', '{}', 1, 1,
    'a', 'a' from json_each(?) as e
"""


def run() -> list[tuple[str, float, str]]:
    """Median milliseconds to apply a record of 150 entries, half of them known."""
    times = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            times[size] = _apply(Path(folder), size)
    return [
        *((f"apply a run at {size:,} entries", ms, "ms") for size, ms in times.items()),
        ("a million entries / none", times[SIZES[-1]] / times[0], "x"),
    ]


def _apply(folder: Path, size: int) -> float:
    store = SqliteTables(folder / "t.sqlite")
    store.migrate(Settings().migrations)
    for start in range(0, size, 50_000):
        store.batch([Statement(_FILL, (json.dumps(list(range(start, start + 50_000))),))])
    spent = []
    for number in range(APPLIED):
        record = _record(number, size)
        began = time.perf_counter()
        store.batch(fold(record, digest(record.canonical())))
        spent.append((time.perf_counter() - began) * 1000)
    store.close()
    return median(spent)


def _record(number: int, size: int) -> RunRecord:
    step = max(1, size // ENTRIES)
    known = [(index * step + number) % max(size, 1) for index in range(ENTRIES // 2)]
    new = [size + number * ENTRIES + index for index in range(ENTRIES // 2)]
    return RunRecord(
        run_id=f"b{number:04d}",
        started_at="2026-01-01T00:00:00Z",
        workflow_type=WorkflowType.EXPLORER,
        prompt="bench",
        prompt_source=PromptSource.GENERATED,
        seed=number,
        spec_sha256="0",
        snapshot=None,
        video=Video(
            key="v", poster="p", format=VideoFormat(), frames=144, bytes=1, sha256="0",
            loudness_lufs=-16.0,
        ),
        outcome=Outcome(good=True, reasons=()),
        learned=(),
        observations=tuple(_entry(index) for index in sorted({*known, *new})),
    )  # fmt: skip


def _entry(index: int) -> Observation:
    return Observation(
        registry=Registry.DYNAMIC,
        category="motion",
        key=f"k{index}",
        name=f"n{index}",
        value={"level": 0.1},
        depth={"gentle": 1.0},
        count=3,
    )
