"""The fold: exactly once, in any order, and never half."""

import random
import threading

import pytest

from kinora.model.errors import RowRefused, StorageError
from kinora.model.record import RunRecord, digest
from kinora.model.spec import Learned
from kinora.model.statement import Statement
from kinora.registry.fold import STATEMENTS, fold, missing, novelty, set_aside
from kinora.stores.sqlite import SqliteTables
from tests.registry.histories import apply, history, observation, record, table_digest


def columns(store, table, *names):
    return [
        tuple(row.values())
        for row in store.query(
            Statement(f"select {', '.join(names)} from {table} order by 1, 2, 3")
        )
    ]


def expected(runs):
    """Entries and totals, counted without SQL."""
    entries, totals = {}, {}
    for run in runs:
        kind = ("runs", run.workflow_type)
        runs_before, _, good_before = totals.get(kind, (0, 0, 0))
        totals[kind] = (runs_before + 1, runs_before + 1, good_before + run.outcome.good)
        for entry in run.observations:
            place = (entry.registry, entry.category, entry.key)
            count, seen_in, good, first, last = entries.get(place, (0, 0, 0, "~", ""))
            new, seen, well = totals.get(place[:2], (0, 0, 0))
            better = entry.count * run.outcome.good
            totals[place[:2]] = (new + (place not in entries), seen + entry.count, well + better)
            entries[place] = (
                count + entry.count,
                seen_in + 1,
                good + better,
                min(first, run.run_id),
                max(last, run.run_id),
            )
    return entries, totals


def check(store, runs):
    entries, totals = expected(runs)
    found = columns(
        store,
        "entries",
        "registry",
        "category",
        "key",
        "count",
        "runs",
        "good",
        "first_run",
        "last_run",
    )
    assert {row[:3]: row[3:] for row in found} == entries
    found = columns(store, "totals", "registry", "category", "entries", "seen", "good")
    assert {row[:2]: row[2:] for row in found} == totals


def test_equals_an_independent_fold_in_any_order_and_with_repeats(new_tables):
    chance = random.Random(3)
    runs = history(30, chance)
    digests = set()
    for _ in range(3):
        store = new_tables()
        shuffled = runs * 3
        chance.shuffle(shuffled)
        for run in shuffled:
            apply(store, run)
        check(store, runs)
        digests.add(table_digest(store))
    assert len(digests) == 1


def test_a_run_is_one_batch_of_at_most_four_statements():
    statements = fold(record(1, [observation("001", 1)]), "0")
    assert len(statements) == STATEMENTS <= 4
    assert all(len(statement.parameters) <= 100 for statement in statements)


def test_many_appliers_of_one_file_apply_each_run_once(new_tables):
    runs = history(40, random.Random(7))
    first, failures = new_tables(), []

    def applier(seed):
        store = SqliteTables(first.path)
        try:
            for run in random.Random(seed).sample(runs, len(runs)):
                apply(store, run)
        except StorageError as error:
            failures.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=applier, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    check(first, runs)
    alone = new_tables()
    for run in runs:
        apply(alone, run)
    assert table_digest(first) == table_digest(alone)


def test_a_poisoned_record_leaves_nothing_behind(new_tables):
    store = new_tables()
    apply(store, record(1, [observation("001", 2)]))
    before = table_digest(store)
    same_name = record(2, [observation("001", 1), observation("002", 1, name="Name Of Motion aab")])
    with pytest.raises(RowRefused):
        apply(store, same_name)
    assert table_digest(store) == before
    assert store.query(missing([same_name.run_id], 2)) == [{"id": same_name.run_id}]


def test_a_reused_run_id_changes_nothing_and_shows(new_tables):
    store = new_tables()
    one, other = record(1, [observation("001", 2)]), record(1, [observation("002", 2)])
    apply(store, one)
    before = table_digest(store)
    *_, mark = apply(store, other)
    assert mark == [{"sha256": digest(one.canonical())}] != [{"sha256": digest(other.canonical())}]
    assert table_digest(store) == before


def test_a_record_that_observes_a_cell_twice_is_none():
    twice = record(1, [observation("001", 2)]).model_dump()
    twice["observations"] *= 2
    with pytest.raises(ValueError, match="observed twice"):
        RunRecord.model_validate(twice)


def test_missing_are_those_neither_applied_nor_set_aside(new_tables):
    store, one, other = new_tables(), record(1, [observation("001", 1)]), record(2, [])
    first, second = (f"2026/01/01/{run.run_id}" for run in (one, other))
    apply(store, one)
    assert store.query(missing([first, second], 2)) == [{"id": second}]
    store.batch([set_aside(second, 2, "no")])
    assert store.query(missing([first, second], 2)) == []
    assert store.query(missing([first, second], 3)) == [{"id": second}]


def test_an_applied_run_under_another_day_is_missing(new_tables):
    store, one = new_tables(), record(1, [observation("001", 1)])
    apply(store, one)
    elsewhere = f"2026/01/02/{one.run_id}"
    assert store.query(missing([elsewhere], 2)) == [{"id": elsewhere}]


def test_applying_tells_what_is_new_and_novelty_tells_it_again(new_tables):
    store = new_tables()
    late = record(2, [observation("002", 1), observation("003", 1)])
    early = record(1, [observation("001", 1), observation("002", 5)])
    _, found, *_ = apply(store, late)
    assert sorted(row["new"] for row in found) == [1, 1]
    _, found, *_ = apply(store, early)
    assert sorted(row["new"] for row in found) == [1, 1]
    _, found, *_ = apply(store, record(3, [observation("002", 5), observation("004", 5)]))
    assert sorted(row["new"] for row in found) == [0, 1]
    assert apply(store, early)[1] == []
    assert sorted(row["new"] for row in store.query(novelty(early))) == [1, 1]
    assert sorted(row["new"] for row in store.query(novelty(late))) == [0, 1]


def test_uses_are_kept_once_each(new_tables):
    store = new_tables()
    note = Learned(registry="dynamic", category="motion", key="001", name="n", used_for="motion")
    other = note.model_copy(update={"used_for": "camera"})
    run = record(2, []).model_copy(update={"learned": (note, other, note)})
    apply(store, run)
    apply(store, run)
    assert columns(store, "uses", "key", "run_id", "used_for") == [
        ("001", run.run_id, "camera"),
        ("001", run.run_id, "motion"),
    ]
