"""The fold: exactly once, in any order, and never half."""

import hashlib
import json
import random
from pathlib import Path

import pytest

from kinora.model.errors import StorageError
from kinora.model.format import VideoFormat
from kinora.model.observation import Observation
from kinora.model.record import RunRecord, digest
from kinora.model.run import Outcome, Video
from kinora.model.statement import Statement
from kinora.registry.fold import applied_digest, fold, missing, novelty
from kinora.registry.knowledge import snapshot, snapshot_statements
from kinora.stores.sqlite import SqliteTables


def observation(key, count, name=None, category="motion", value=None):
    return Observation(
        registry="dynamic", category=category, key=key, count=count,
        name=name or f"Name Of {category.title()} " + "".join("abcdefghij"[int(c)] for c in key),
        value=value or {"level": 0.1}, depth={"gentle": 1.0},
    )  # fmt: skip


def record(number, observations, good=True):
    run_id = f"20260101T0000{number:02d}Z-explorer-aaaaaa"
    video = Video(
        key=f"runs/{run_id}/video.mp4", poster="p.jpg", format=VideoFormat(), frames=144, bytes=1,
        sha256="0", loudness_lufs=-16.0,
    )  # fmt: skip
    return RunRecord(
        run_id=run_id, started_at="2026-01-01T00:00:00Z", workflow_type="explorer",
        prompt=f"prompt {number % 3}", prompt_source="generated", seed=number, spec_sha256="0",
        snapshot=None, video=video, outcome=Outcome(good=good, reasons=("r",)), learned=(),
        observations=tuple(observations),
    )  # fmt: skip


@pytest.fixture
def new_tables(tmp_path):
    opened = []

    def make():
        store = SqliteTables(tmp_path / f"{len(opened)}.sqlite")
        store.migrate(Path("edge/migrations"))
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


def apply(store, run):
    store.batch(fold(run, digest(run.canonical())))


def table_digest(store):
    rows = [
        store.query(Statement(f"select * from {table} order by 1, 2, 3"))
        for table in ("entries", "runs", "applied_runs")
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def history(count, chance):
    return [
        record(
            number,
            [
                observation(f"{key:03d}", chance.randrange(1, 9))
                for key in chance.sample(range(60), 20)
            ],
            good=chance.random() < 0.5,
        )
        for number in range(count)
    ]


def test_equals_an_independent_fold_in_any_order_and_with_repeats(new_tables):
    chance = random.Random(3)
    runs = history(30, chance)
    expected = {}
    for run in runs:
        for entry in run.observations:
            count, good, first, last = expected.get(entry.key, (0, 0, "~", ""))
            expected[entry.key] = (
                count + entry.count,
                good + entry.count * run.outcome.good,
                min(first, run.run_id),
                max(last, run.run_id),
            )
    digests = set()
    for _ in range(3):
        store = new_tables()
        shuffled = runs * 3
        chance.shuffle(shuffled)
        for run in shuffled:
            apply(store, run)
        rows = store.query(Statement("select key, count, good, first_run, last_run from entries"))
        found = {r["key"]: (r["count"], r["good"], r["first_run"], r["last_run"]) for r in rows}
        assert found == expected
        digests.add(table_digest(store))
    assert len(digests) == 1


def test_a_poisoned_record_leaves_nothing_behind(new_tables):
    store = new_tables()
    apply(store, record(1, [observation("001", 2)]))
    before = table_digest(store)
    same_name = record(2, [observation("001", 1), observation("002", 1, name="Name Of Motion aab")])
    with pytest.raises(StorageError):
        apply(store, same_name)
    assert table_digest(store) == before


def test_missing_and_applied(new_tables):
    store, one, other = new_tables(), record(1, [observation("001", 1)]), record(2, [])
    apply(store, one)
    assert store.query(missing([one.run_id, other.run_id])) == [{"run_id": other.run_id}]
    assert store.query(applied_digest(one.run_id)) == [{"sha256": digest(one.canonical())}]


def test_novelty_counts_what_this_run_saw_first(new_tables):
    store = new_tables()
    one = record(1, [observation("001", 1), observation("002", 5)])
    other = record(2, [observation("002", 1), observation("003", 1)])
    apply(store, one)
    apply(store, other)
    assert store.query(novelty(other)) == [{"registry": "dynamic", "seen": 2, "new": 1}]
    assert store.query(novelty(one)) == [{"registry": "dynamic", "seen": 2, "new": 2}]


def test_snapshot_is_a_function_of_the_tables(new_tables):
    store = new_tables()
    assert snapshot(store.batch(snapshot_statements())).version == 0
    for run in history(12, random.Random(5)):
        apply(store, run)
    taken = snapshot(store.batch(snapshot_statements()))
    assert taken == snapshot(store.batch(snapshot_statements()))
    assert taken.version == 12
    assert taken.loop.run_count == 12
    assert taken.loop.last_run_id.startswith("20260101T000011Z")
    assert set(taken.loop.recent_prompts) == {"prompt 0", "prompt 1", "prompt 2"}
    assert taken.totals["dynamic"]["motion"] == len(
        store.query(Statement("select key from entries"))
    )


def test_good_outcomes_weigh_more(new_tables):
    store = new_tables()
    apply(store, record(1, [observation("001", 4)], good=True))
    apply(store, record(2, [observation("002", 4)], good=False))
    weights = {e.key: e.weight for e in snapshot(store.batch(snapshot_statements())).entries}
    assert weights["001"] == pytest.approx(2 * weights["002"], rel=1e-3)
