"""Folding many objects: in batches, each once, and none kept up by one that cannot be."""

import json
import random
from datetime import date

import pytest

from kinora.loop import keys
from kinora.loop.folding.applying import MOST_BYTES, MOST_OBJECTS, MOST_STATEMENTS
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.sync import Sync, sync
from kinora.model.errors import RowRefused, StorageError
from kinora.model.statement import Statement
from kinora.registry.fold import fold
from tests.registry.histories import apply, history, observation, record, table_digest

TODAY = date(2026, 1, 1)


def store(ports, *runs):
    for run in runs:
        ports.objects.put(keys.record(run.run_id, run.started_at), run.canonical())


def folded(ports, today=None):
    return catch_up(ports, ports.tables(), today)["records"]


def reason(ports, run, day="2026/01/01"):
    return json.loads(ports.objects.get(keys.set_aside(f"{day}/{run.run_id}")))["reason"]


@pytest.fixture
def batches(ports, monkeypatch):
    """The batches of statements that the tables are given."""
    seen, tables = [], ports.tables()
    batch = tables.batch
    monkeypatch.setattr(tables, "batch", lambda given: seen.append(given) or batch(given))
    return seen


def test_a_backlog_is_applied_in_bounded_batches_and_equals_one_by_one(ports, new_tables, batches):
    runs = history(45, random.Random(1))
    store(ports, *runs)
    assert folded(ports) == (45, 0)
    one_by_one = new_tables()
    for run in runs:
        apply(one_by_one, run)
    assert table_digest(ports.tables()) == table_digest(one_by_one)
    sizes = [len(given) for given in batches]
    assert max(sizes) == MOST_STATEMENTS // 4 * 4 <= MOST_OBJECTS * 4
    assert folded(ports) == (0, 0)


def test_large_records_travel_in_smaller_batches(ports, batches):
    bulky = [
        record(number, [observation(f"{number:03d}", 1, value={"text": "x" * 300_000})])
        for number in range(5)
    ]
    store(ports, *bulky)
    assert folded(ports) == (5, 0)
    texts = [[p for s in given for p in s.parameters if isinstance(p, str)] for given in batches]
    assert max(sum(map(len, each)) for each in texts) <= MOST_BYTES
    assert sum(len(given) == 4 for given in batches) == 5


def test_poison_is_found_by_halving_and_blocks_nobody(ports):
    runs = history(12, random.Random(2))
    twin = record(50, [observation("900", 1, "Taken"), observation("901", 1, "Taken")])
    store(ports, *runs, twin)
    assert folded(ports) == (12, 1)
    assert "UNIQUE" in reason(ports, twin)
    assert folded(ports) == (0, 0)


def test_two_that_exclude_each_other_leave_the_first(ports):
    first, second = (record(n, [observation(f"90{n}", 1, "Same Name")]) for n in (1, 2))
    store(ports, first, second)
    assert folded(ports) == (1, 1)
    assert "UNIQUE" in reason(ports, second)


def test_an_altered_record_is_refused_by_its_seal(ports):
    good, bad, torn = history(3, random.Random(3))
    store(ports, good, bad, torn)
    for run, old, new in ((bad, b'"good":true', b'"good":tru '), (torn, b'"seal":"', b'"seal":"0')):
        key = keys.record(run.run_id, run.started_at)
        text = ports.objects.get(key)
        altered = (
            text.replace(b'"seed":', b'"seed":7') if old not in text else text.replace(old, new)
        )
        assert altered != text
        ports.objects.put(key, altered)
    assert folded(ports) == (1, 2)
    assert "altered after it was stored" in reason(ports, bad)
    assert "altered after it was stored" in reason(ports, torn)


def test_a_record_without_a_seal_is_of_an_older_version(ports):
    run = record(1, [observation("001", 1)])
    ports.objects.put(keys.record(run.run_id, run.started_at), run.model_dump_json().encode())
    assert folded(ports) == (1, 0)


def test_a_run_id_that_is_used_again_is_refused_and_told(ports):
    run = record(1, [observation("001", 1)])
    again = run.model_copy(
        update={"started_at": "2026-01-02T00:00:00Z", "observations": (observation("002", 1),)}
    )
    store(ports, run)
    assert folded(ports) == (1, 0)
    store(ports, again)
    assert folded(ports) == (0, 1)
    assert "applied with other content" in reason(ports, again, "2026/01/02")
    assert folded(ports) == (0, 0)
    both = ports.tables().query(
        Statement("select sum(entries) as n from totals where registry <> 'runs'")
    )
    assert both == [{"n": 1}]


def test_both_uses_of_a_run_id_in_one_batch_leave_the_first(ports):
    run = record(1, [observation("001", 1)])
    again = run.model_copy(update={"started_at": "2026-01-02T00:00:00Z", "prompt": "other"})
    store(ports, run, again)
    assert folded(ports) == (1, 1)
    assert "applied with other content" in reason(ports, again, "2026/01/02")


def test_a_newer_format_waits_for_a_newer_version(ports):
    run = record(1, [observation("001", 1)]).model_copy(update={"format": 3})
    good = record(2, [])
    store(ports, run, good)
    assert folded(ports) == (1, 1)
    assert "format 3, this version's codebooks read format 2" in reason(ports, run)
    ports.tables().batch([Statement("update set_aside set format = 1")])
    assert folded(ports) == (0, 1)  # another version looks again


def test_a_store_that_is_down_stops_and_sets_nothing_aside(ports, monkeypatch):
    store(ports, *history(30, random.Random(4)))
    tables = ports.tables()
    batch, calls = tables.batch, []

    def failing(given):
        calls.append(given)
        if len(calls) == 3:
            raise StorageError("down")
        return batch(given)

    monkeypatch.setattr(tables, "batch", failing)
    with pytest.raises(StorageError, match="down"):
        folded(ports)
    assert ports.objects.list(keys.SET_ASIDE) == []
    monkeypatch.undo()
    assert folded(ports).applied == 30 - 12


def test_the_latest_days_are_listed_and_all_once_a_day(ports, monkeypatch):
    objects, asked = ports.objects, []
    listing = objects.list
    monkeypatch.setattr(
        objects, "list", lambda p, **k: asked.append((p, k.get("after", ""))) or listing(p, **k)
    )
    store(ports, record(1, []))
    assert folded(ports, TODAY) == (1, 0)
    assert (keys.RECORDS, "") in asked
    asked.clear()
    late = record(2, []).model_copy(update={"started_at": "2025-12-25T00:00:00Z"})
    store(ports, late, record(3, []))
    assert folded(ports, TODAY) == (1, 0)
    assert (keys.RECORDS, "records/2025/12/30") in asked
    assert (keys.RECORDS, "") not in asked
    assert folded(ports, date(2026, 1, 2)) == (1, 0)


def test_what_another_home_found_before_is_not_new(ports):
    theirs = record(1, [observation("001", 1)])
    mine = record(2, [observation("001", 2), observation("002", 1)])
    store(ports, theirs, mine)
    done = sync(Sync(record=keys.record(mine.run_id, mine.started_at)), ports, TODAY)
    assert done.applied == 2
    assert (done.discoveries.new, done.discoveries.known) == (1, 1)


def test_a_batch_that_is_refused_changes_nothing(new_tables):
    tables = new_tables()
    before = table_digest(tables)
    good, bad = (
        record(1, [observation("001", 1, "Same")]),
        record(2, [observation("002", 1, "Same")]),
    )
    with pytest.raises(RowRefused):
        tables.batch([*fold(good, "0"), *fold(bad, "1")])
    assert table_digest(tables) == before
