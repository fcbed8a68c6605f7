"""The loop closes: what a run found, the next runs use; nothing is lost or counted twice."""

import json
from datetime import UTC, datetime

import pytest

from kinora.loop import keys
from kinora.loop.pick import LoopConfig, choose, newest_snapshot
from kinora.loop.rate import rate
from kinora.loop.sync import Sync, sync
from kinora.model.errors import RecordRefused
from kinora.model.knowledge import LoopState, Snapshot
from kinora.model.record import RunRecord
from kinora.model.run import RunRequest
from kinora.model.statement import Statement
from kinora.registry.knowledge import snapshot_statements
from kinora.stores.objects import walk as walk_objects
from tests.registry.histories import TABLES, table_digest

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def count(ports):
    return ports.tables().query(Statement("select count(*) n, sum(count) s from entries"))[0]


def test_the_next_run_reads_the_snapshot_and_its_spec_shows_it(walk, ports):
    first = walk(1, seed=11).sync()
    assert first.picked.snapshot is None
    known = {e.key for e in ports.read(first.grown.record, RunRecord).observations}
    used = []
    for number in range(2, 5):
        run = walk(number, seed=number * 7).build()
        assert run.picked.snapshot == first.synced.snapshot
        used += ports.spec(run.built.spec).learned
    assert used
    assert {note.key for note in used} <= known


def test_a_pending_record_is_folded_by_the_next_sync(walk, ports):
    one, two = walk(1, seed=1).grow(), walk(2, seed=2).sync()
    assert two.synced.applied == 2
    total = sum(
        entry.count
        for run in (one, two)
        for entry in ports.read(run.grown.record, RunRecord).observations
    )
    assert count(ports)["s"] == total
    assert sync(Sync(record=one.grown.record), ports).applied == 1
    assert count(ports)["s"] == total


def test_tables_can_be_dropped_and_rebuilt_from_records(walk, ports, settings):
    walk(1, seed=1).sync()
    last = walk(2, seed=2).sync()
    rate(last.picked.run_id, 1, NOON, ports)
    before = table_digest(ports.tables())
    ports.tables().batch([Statement(f"delete from {table}") for table in TABLES])
    assert sync(Sync(record=last.grown.record), ports).applied == 2
    assert table_digest(ports.tables()) == before


POISON = {
    b"not json": "not a run record",
    b'{"format": 99}': "format 99",
    b'{"format": 1}': "format 1, this version's codebooks read format 2",
    b'{"format": 2}': "not a run record",
    b"[]": "not a run record",
}


def test_poisoned_records_are_set_aside_and_block_nobody(walk, ports):
    for number, content in enumerate(POISON):
        ports.objects.put(f"records/2026/01/01/bad{number}.json", content)
    run = walk(1).sync()
    assert (run.synced.applied, run.synced.set_aside) == (1, len(POISON))
    for number, reason in enumerate(POISON.values()):
        note = json.loads(ports.objects.get(keys.set_aside(f"2026/01/01/bad{number}")))
        assert reason in note["reason"]
    again = sync(Sync(record=run.grown.record), ports)
    assert (again.applied, again.set_aside) == (1, 0)


def test_a_record_that_the_tables_refuse_blocks_nobody(walk, ports):
    one = walk(1, seed=1).grow()
    record = ports.read(one.grown.record, RunRecord)
    names = [entry.name for entry in record.observations if entry.category == "static_colors"]
    twins = tuple(
        entry.model_copy(update={"key": f"{entry.key}-9"})
        for entry in record.observations
        if entry.name in names
    )
    ports.objects.put(
        "records/2026/01/01/twin.json",
        record.model_copy(
            update={
                "run_id": "twin",
                "started_at": "2026-01-01T00:00:00Z",
                "observations": twins,
            }
        ).canonical(),
    )
    assert sync(Sync(record=one.grown.record), ports).set_aside == 1
    assert "UNIQUE" in json.loads(ports.objects.get(keys.set_aside("2026/01/01/twin")))["reason"]


def test_a_run_costs_four_statements_and_a_page_one(walk, ports, monkeypatch):
    run = walk(1, seed=1).grow()
    tables, said = ports.tables(), []
    batch, query = tables.batch, tables.query
    monkeypatch.setattr(tables, "batch", lambda s: said.append(len(s)) or batch(s))
    monkeypatch.setattr(tables, "query", lambda s: said.append(s.sql) or query(s))
    sync(Sync(record=run.grown.record), ports)
    seeding, publishing = 2, len(snapshot_statements())
    assert said[0] == 4
    assert [s for s in said if isinstance(s, int)] == [4, 1, publishing]
    assert len([s for s in said if isinstance(s, str)]) == seeding
    assert "lacking" in said[1]


def test_a_record_under_anothers_id_is_refused(walk, ports):
    run = walk(1).grow()
    ports.objects.put("records/2026/01/01/other.json", ports.objects.get(run.grown.record))
    with pytest.raises(RecordRefused, match="holds the record of"):
        sync(Sync(record="records/2026/01/01/other.json"), ports)


def test_old_snapshots_go_and_the_newest_is_found(walk, ports):
    for version in range(40):
        ports.objects.put(
            keys.snapshot(version), Snapshot(version=version).model_dump_json().encode()
        )
    ports.objects.put(keys.snapshot(0), b"{}")
    run = walk(1).sync()
    left = [info.key for info in walk_objects(ports.objects, keys.SNAPSHOTS)]
    assert len(left) == 32
    assert newest_snapshot(ports) == left[-1]
    assert run.synced.snapshot == keys.snapshot(1)


GOOD = LoopState(
    run_count=9,
    good_prompts=tuple(f"good {n}" for n in range(8)),
    recent_prompts=("good 0", "good 1", "other"),
)


def sources(workflow, loop=GOOD, ratio=0.7, draws=400):
    request = RunRequest(workflow_type=workflow)
    config = LoopConfig(exploit_ratio=ratio)
    return [choose(request, config, Snapshot(loop=loop), seed) for seed in range(draws)]


def test_an_explorer_always_makes_a_new_prompt():
    assert all(choice.source == "generated" for choice in sources("explorer"))
    assert not {choice.prompt for choice in sources("explorer")} & set(GOOD.good_prompts)


def test_an_exploiter_takes_good_ones_that_are_not_recent():
    choices = sources("exploiter")
    assert all(choice.source == "good" for choice in choices)
    assert {choice.prompt for choice in choices} == set(GOOD.good_prompts) - {"good 0", "good 1"}


def test_an_exploiter_without_good_prompts_says_so():
    choice = sources("exploiter", LoopState(), draws=1)[0]
    assert choice.source == "generated"
    assert "no prompt has come out well yet" in choice.reason


def test_main_keeps_the_ratio():
    share = sum(choice.source == "good" for choice in sources("main", ratio=0.7)) / 400
    assert share == pytest.approx(0.7, abs=0.08)
