"""Repetition and discovery: against a count without SQL, and at a cost that entries do not change."""

import json
import random
from collections import Counter

import pytest

from kinora.model.statement import Statement
from kinora.registry.fold import spread
from kinora.registry.knowledge import snapshot, snapshot_statements
from kinora.registry.loop_figures import discovery_statement, repetition_statement
from tests.registry.histories import apply, observation, record

_FILL = """
insert into entries select 'dynamic', 'learned_motion', value ->> 0, 'n' || (value ->> 0), '{}',
    '{}', value ->> 1, 1 + value ->> 2, 1, 0, value ->> 3, value ->> 3 from json_each(?)
"""


def figures(store):
    loop = snapshot(store.batch(snapshot_statements())).loop
    return loop.repetition, loop.discovery


def seen(key, count, category="learned_motion"):
    return observation(f"{key:03d}", count, category=category)


def test_repetition_is_the_share_of_the_twenty_seen_most(new_tables):
    store, chance = new_tables(), random.Random(4)
    counted = Counter()
    for number in range(12):
        cells = {chance.randrange(60): chance.randrange(1, 6) for _ in range(5)}
        counted.update(cells)
        apply(store, record(number, [seen(key, count) for key, count in cells.items()]))
        held = sum(count for _, count in counted.most_common(20))
        total = counted.total()
        expected = None if total < 58 else pytest.approx(held / total, abs=1e-4)
        assert figures(store)[0] == expected
    assert counted.total() > 100
    assert len(counted) > 20


def test_a_loop_that_never_repeats_is_not_accused(new_tables):
    store = new_tables()
    apply(store, record(1, [seen(key, 1) for key in range(57)]))
    assert figures(store)[0] is None
    apply(store, record(2, [seen(57, 1)]))
    assert figures(store)[0] == pytest.approx(20 / 58, abs=1e-4)
    assert figures(store)[0] < 0.35


def test_other_categories_do_not_repeat(new_tables):
    store = new_tables()
    apply(store, record(1, [seen(1, 90, "motion")]))
    assert figures(store)[0] is None


def test_discovery_is_what_the_last_runs_alone_have_seen(new_tables):
    store, chance = new_tables(), random.Random(6)
    runs = []
    for number in range(45):
        keys = chance.sample(range(400), 12)
        run = record(
            number, [seen(key, 1, chance.choice(["motion", "time", "camera"])) for key in keys]
        )
        runs.append(run)
        apply(store, run)
        seen_in = Counter((entry.category, entry.key) for one in runs for entry in one.observations)
        last = runs[-20:]
        own = [seen_in[e.category, e.key] == 1 for one in last for e in one.observations]
        expected = None if number < 4 else pytest.approx(sum(own) / len(own), abs=1e-4)
        assert figures(store)[1] == expected
    assert 0.1 < figures(store)[1] < 0.9


def test_runs_without_entries_say_nothing(new_tables):
    store = new_tables()
    for number in range(6):
        apply(store, record(number, []))
    assert figures(store) == (None, None)


def fill(store, count):
    rows = [
        [f"{n:06d}", spread("dynamic", "learned_motion", f"{n:06d}"), n % 7, f"2025{n:06d}"]
        for n in range(count)
    ]
    store.batch([Statement(_FILL, (json.dumps(rows),))])
    for number in range(25):
        apply(store, record(number + 70, [seen(number, 1), seen(number + 1, 2)]))


def steps(store, statement):
    counted = [0]

    def count():
        counted[0] += 1
        return 0

    store._connection.set_progress_handler(count, 5)
    store.query(statement)
    store._connection.set_progress_handler(None, 0)
    return counted[0]


def test_they_cost_the_same_for_many_entries_as_for_few(new_tables):
    few, many = new_tables(), new_tables()
    fill(few, 200)
    fill(many, 20_000)
    for statement in (repetition_statement(), discovery_statement()):
        assert steps(many, statement) < 1.1 * steps(few, statement) + 2


def test_they_read_ranges_of_indexes(new_tables):
    store = new_tables()
    fill(store, 300)
    for statement, index in (
        (repetition_statement(), "entries_count"),
        (discovery_statement(), "entries_newest"),
    ):
        plan = store.query(Statement("explain query plan " + statement.sql, statement.parameters))
        details = [row["detail"] for row in plan]
        assert any(index in detail for detail in details), details
        assert not [d for d in details if "TEMP B-TREE" in d or d.startswith("SCAN entries")]
