"""Snapshots: a function of the tables, and as cheap for many entries as for few."""

import json
import random

import pytest

from kinora.model.statement import Statement
from kinora.registry.fold import spread
from kinora.registry.knowledge import (
    BEST,
    CHANCE,
    NEWEST,
    snapshot,
    snapshot_statements,
    weight,
)
from tests.registry.histories import apply, history, observation, record

_FILL = """
insert into entries select 'dynamic', 'motion', value ->> 0, 'n' || (value ->> 0), '{}', '{}',
    value ->> 1, 1 + (value ->> 2) * 3, 1 + (value ->> 2), value ->> 2, 'a' || (value ->> 0), 'z'
from json_each(?)
"""


def take(store):
    return snapshot(store.batch(snapshot_statements()))


def fill(store, count):
    chance = random.Random(count)
    rows = [
        [f"{n:06d}", spread("dynamic", "motion", f"{n:06d}"), int(chance.expovariate(0.7))]
        for n in range(count)
    ]
    total = (
        "insert into totals values ('dynamic', 'motion', ?, ?, 0), ('runs', 'explorer', ?, ?, ?)"
    )
    store.batch(
        [
            Statement(_FILL, (json.dumps(rows),)),
            Statement(total, (count, count, count, count, count)),
        ]
    )


def steps(store):
    """Steps of SQLite's machine, in tens, that the snapshot's statements take."""
    counted = [0]

    def count():
        counted[0] += 1
        return 0

    store._connection.set_progress_handler(count, 10)
    store.batch(snapshot_statements())
    store._connection.set_progress_handler(None, 0)
    return counted[0]


def test_is_a_function_of_the_tables(new_tables):
    store = new_tables()
    assert take(store).version == 0
    for run in history(12, random.Random(5)):
        apply(store, run)
    taken = take(store)
    assert taken == take(store)
    assert taken.version == 12
    assert taken.loop.run_count == 12
    assert taken.loop.last_run_id.startswith("20260101T000011Z")
    assert set(taken.loop.recent_prompts) == {"prompt 0", "prompt 1", "prompt 2"}
    counted = store.query(
        Statement("select category, count(*) as n from entries group by category order by 1")
    )
    assert taken.totals == {"dynamic": {row["category"]: row["n"] for row in counted}}


def test_good_outcomes_weigh_more(new_tables):
    store = new_tables()
    apply(store, record(1, [observation("001", 4)], good=True))
    apply(store, record(2, [observation("002", 4)], good=False))
    weights = {e.key: e.weight for e in take(store).entries}
    assert weights["001"] == pytest.approx(2 * weights["002"], rel=1e-3)
    assert weight(9, 0) < weight(9, 4) < weight(9, 9) < weight(100, 100)


def test_costs_the_same_for_many_entries_as_for_few(new_tables):
    few, many = new_tables(), new_tables()
    fill(few, 1_000)
    fill(many, 40_000)
    assert steps(many) < 1.1 * steps(few)


def test_no_statement_walks_a_table_that_grows(new_tables):
    store = new_tables()
    fill(store, 2_000)
    for statement in snapshot_statements():
        plan = store.query(Statement("explain query plan " + statement.sql, statement.parameters))
        details = [row["detail"] for row in plan]
        assert not [d for d in details if d.startswith(("SCAN e", "SCAN s"))], details
        sorts = [d for d in details if "FOR ORDER BY" in d and "limit" not in statement.sql]
        assert len(sorts) <= 1, details
        if "from runs" in statement.sql:
            assert not [d for d in details if "TEMP B-TREE" in d], details


def test_the_sample_holds_the_best_the_newest_and_chance(new_tables):
    store = new_tables()
    fill(store, 3_000)
    rows = store.query(Statement("select key, runs, good, count, first_run from entries"))
    several = [row for row in rows if row["runs"] > 1]
    alone = [row for row in rows if row["runs"] == 1]
    best = sorted(several, key=lambda r: (-r["good"], -r["count"], r["key"]))[:BEST]
    newest = sorted(alone, key=lambda r: r["first_run"], reverse=True)[:NEWEST]
    taken = {entry.key for entry in take(store).entries}
    assert {row["key"] for row in best} <= taken
    assert {row["key"] for row in newest} <= taken
    assert len({row["key"] for row in best + newest}) < len(taken) <= BEST + NEWEST + CHANCE


def test_chance_moves_on_with_the_version_and_reaches_all(new_tables):
    store = new_tables()
    fill(store, 600)
    seen, before = set(), None
    for _ in range(120):
        store.batch([Statement("update totals set entries = entries + 1 where registry = 'runs'")])
        taken = {entry.key for entry in take(store).entries}
        assert taken != before
        seen |= taken
        before = taken
    assert len(seen) > 580


def test_a_small_category_is_known_whole_and_narrative_ones_too(new_tables):
    store = new_tables()
    for number in range(3):
        apply(
            store,
            record(
                number,
                [
                    *(observation(f"{n:03d}", 1) for n in range(number, 20)),
                    observation("111", 1, category="mood", registry="narrative"),
                ],
            ),
        )
    taken = take(store)
    assert len(taken.of("motion")) == 20
    assert len(taken.of("mood")) == 1
