"""Compacting: what is packed is the same bytes, and goes only when it was read back."""

import random
from datetime import date

import pytest

from kinora.loop import keys
from kinora.loop.folding import archives, compacting
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.folding.compacting import compact
from kinora.loop.rate import rate
from kinora.loop.records import RECORDS, find
from kinora.model.errors import StorageError
from kinora.stores.objects import walk
from tests.loop.folding.test_archives import key_of
from tests.loop.test_rating import NOON
from tests.registry.histories import history, observation, record, table_digest

LATER = date(2026, 1, 2)


@pytest.fixture
def runs(ports):
    made = history(8, random.Random(5))
    for run in made:
        ports.objects.put(key_of(run), run.canonical())
    catch_up(ports, ports.tables())
    return made


def listed(ports, prefix):
    return [info.key for info in walk(ports.objects, prefix)]


def test_applied_records_of_older_days_are_packed_byte_for_byte(ports, runs, monkeypatch):
    monkeypatch.setattr(compacting, "MOST_RECORDS", 5)
    unapplied = record(70, [observation("070", 1)])
    ports.objects.put(key_of(unapplied), unapplied.canonical())
    ports.objects.put("records/2026/01/01/bad.json", b"{}")
    done = compact(ports, ports.tables(), LATER)
    assert (done.records, done.archives) == (8, 2)
    assert done.bytes_after < done.bytes_before == sum(len(run.canonical()) for run in runs)
    assert listed(ports, keys.RECORDS) == [key_of(unapplied), "records/2026/01/01/bad.json"]
    for run in runs:
        assert archives.content(ports.objects, key_of(run)) == run.canonical()
    assert compact(ports, ports.tables(), LATER) == (0, 0, 0, 0)
    assert list(archives.unread(RECORDS, ports.objects, ports.tables())) == []


def test_tables_made_from_archives_are_equal(ports, runs, new_tables):
    before = table_digest(ports.tables())
    compact(ports, ports.tables(), LATER)
    anew = new_tables()
    assert catch_up(ports, anew)["records"].applied == len(runs)
    assert table_digest(anew) == table_digest(ports.tables()) == before


def test_newer_days_stay(ports, runs):
    assert compact(ports, ports.tables(), date(2026, 1, 1)).records == 0
    assert len(listed(ports, keys.RECORDS)) == len(runs)


def test_a_rehearsal_says_the_same_and_changes_nothing(ports, runs):
    told = compact(ports, ports.tables(), LATER, dry_run=True)
    assert len(listed(ports, keys.RECORDS)) == len(runs)
    assert listed(ports, keys.ARCHIVES) == []
    assert compact(ports, ports.tables(), LATER) == told


def test_a_record_that_was_altered_since_stays_for_verify_to_find(ports, runs):
    ports.objects.put(key_of(runs[3]), runs[3].canonical() + b" ")
    assert compact(ports, ports.tables(), LATER).records == len(runs) - 1
    assert listed(ports, keys.RECORDS) == [key_of(runs[3])]


def test_nothing_goes_that_is_not_read_back(ports, runs, monkeypatch):
    get = ports.objects.get
    monkeypatch.setattr(
        ports.objects,
        "get",
        lambda key: get(key)[:-40] if key.startswith(keys.ARCHIVES) else get(key),
    )
    with pytest.raises(StorageError):
        compact(ports, ports.tables(), LATER)
    assert len(listed(ports, keys.RECORDS)) == len(runs)


def test_cut_off_between_packing_and_removing_it_goes_on(ports, runs, monkeypatch, new_tables):
    delete, left = ports.objects.delete, iter(range(3))

    def dying(key):
        next(left)
        delete(key)

    monkeypatch.setattr(ports.objects, "delete", dying)
    with pytest.raises(StopIteration):
        compact(ports, ports.tables(), LATER)
    monkeypatch.undo()
    assert len(listed(ports, keys.RECORDS)) == 5
    anew = new_tables()
    catch_up(ports, anew)
    assert table_digest(anew) == table_digest(ports.tables())
    assert compact(ports, ports.tables(), LATER).records == 5
    assert listed(ports, keys.RECORDS) == []


def test_a_packed_run_can_still_be_rated(ports, runs):
    run = next(run for run in runs if run.outcome.good)
    compact(ports, ports.tables(), LATER)
    assert find(run.run_id, ports).record == run
    rated = rate(run.run_id, 1, NOON, ports)
    assert (rated.changed, rated.outcome.good) == (True, False)
    (row,) = [r for r in ports.tables().query(*_runs()) if r["run_id"] == run.run_id]
    assert row["good"] == 0


def _runs():
    from kinora.model.statement import Statement

    return (Statement("select run_id, good from runs"),)
