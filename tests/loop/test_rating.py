"""A person rates a run: stored for good, the latest counts, the next runs know."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from kinora.loop import keys
from kinora.loop.rate import rate
from kinora.loop.sync import Sync, sync
from kinora.model.errors import InvalidInput, RecordRefused
from kinora.model.knowledge import Snapshot
from kinora.model.record import RunRecord
from kinora.model.statement import Statement
from kinora.stores.objects import walk as walk_objects
from tests.registry.histories import record, table_digest

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def stored(ports, number, good=True):
    """A record in the object store that no sync has seen yet; its key and run id."""
    run = record(number, [], good=good)
    key = keys.record(run.run_id, run.started_at)
    ports.objects.put(key, run.canonical())
    return key, run.run_id


def good_runs(ports):
    rows = ports.tables().query(Statement("select run_id from runs where good = 1"))
    return {row["run_id"] for row in rows}


def listed(ports):
    return [info.key for info in walk_objects(ports.objects, keys.RATINGS)]


def test_a_rating_overrides_and_tells_why(ports):
    _, run_id = stored(ports, 1)
    rated = rate(run_id, 1, NOON, ports)
    assert rated.changed
    assert not rated.outcome.good
    assert rated.outcome.reasons == ("rated not good by a person", "measured: r")
    assert rated.measured.good
    assert good_runs(ports) == set()
    assert listed(ports) == [f"ratings/{run_id}/20260304T120000000000Z-1.json"]
    assert json.loads(ports.objects.get(listed(ports)[0]))["rating"] == 1
    loop = ports.read(rated.snapshot, Snapshot).loop
    assert (loop.run_count, loop.good_count, loop.good_prompts) == (1, 0, ())


def test_the_latest_counts_even_where_the_clock_went_back(ports):
    _, run_id = stored(ports, 1, good=False)
    first = rate(run_id, 2, NOON, ports)
    second = rate(run_id, 1, NOON - timedelta(days=1), ports)
    third = rate(run_id, 1, NOON + timedelta(days=1), ports)
    assert [first.changed, second.changed, third.changed] == [True, True, False]
    assert good_runs(ports) == set()
    assert len(listed(ports)) == 3
    assert len({first.snapshot, second.snapshot, third.snapshot}) == 3
    assert third.snapshot == max(first.snapshot, second.snapshot, third.snapshot)


def test_a_listing_is_enough_and_strange_keys_are_no_ratings(ports):
    _, run_id = stored(ports, 1, good=False)
    for name in ("x.json", "20260304T120000000000Z-3.json", "20260304T120000000000Z.json"):
        ports.objects.put(f"ratings/{run_id}/{name}", b"")
    ports.objects.put(f"ratings/{run_id}/20260304T120000000000Z-2.json", b"never read")
    ports.objects.put("ratings/nobody/20260304T120000000000Z-2.json", b"{}")
    key, other = stored(ports, 2)
    sync(Sync(record=key), ports)
    assert good_runs(ports) == {run_id, other}


def test_ratings_before_or_after_their_records_give_the_same_tables(ports, tmp_path):
    from kinora.bootstrap import stage
    from kinora.settings import Settings

    key, run_id = stored(ports, 1)
    sync(Sync(record=key), ports)
    rate(run_id, 1, NOON, ports)
    rate(run_id, 2, NOON + timedelta(seconds=1), ports)
    other = stage(Settings(home=tmp_path / "other"))
    for info in walk_objects(ports.objects, keys.RATINGS):
        other.objects.put(info.key, ports.objects.get(info.key))
    late, _ = stored(other, 1)
    sync(Sync(record=late), other)
    assert table_digest(other.tables()) == table_digest(ports.tables())
    other.tables().close()


def test_who_is_not_there_cannot_be_rated(ports):
    with pytest.raises(InvalidInput, match="run_id: no run 'nobody' has been recorded"):
        rate("nobody", 2, NOON, ports)
    _, run_id = stored(ports, 1)
    with pytest.raises(InvalidInput, match="rating: 3; allowed: 1 .* or 2"):
        rate(run_id, 3, NOON, ports)
    assert listed(ports) == []


def test_a_run_of_an_older_format_says_so(ports):
    old = json.loads(record(1, []).canonical())
    ports.objects.put("records/2026/01/01/old.json", json.dumps({**old, "format": 1}).encode())
    with pytest.raises(RecordRefused, match="format 1"):
        rate("old", 2, NOON, ports)


def test_a_real_run_moves_its_entries(walk, ports):
    run = walk(1, seed=3).sync()
    before = run.grown.outcome.good
    rate(run.picked.run_id, 1 if before else 2, NOON, ports)
    told = ports.read(run.grown.record, RunRecord)
    rows = ports.tables().query(Statement("select sum(good) as g, sum(count) as c from entries"))
    total = sum(entry.count for entry in told.observations)
    assert rows == [{"g": 0 if before else total, "c": total}]
