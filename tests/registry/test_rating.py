"""A person's verdict takes the place of the measured one, whenever it comes."""

import itertools
import random

import pytest
from pydantic import ValidationError

from kinora.model.rating import Rating
from kinora.model.run import Outcome
from kinora.model.statement import Statement
from kinora.registry.rating import pending, rate, verdict
from tests.registry.histories import TABLES, apply, history, observation, record, table_digest

ONE = record(1, [observation("001", 2), observation("002", 3)], good=True)
TWO = record(2, [observation("002", 5), observation("003", 7, category="time")], good=False)


def rating(run, value, second=0):
    stamp = f"20260102T0000{second:02d}000000Z"
    return Rating(run_id=run.run_id, rating=value, rated_at=stamp)


def good(store):
    rows = store.query(Statement("select key, good from entries"))
    return {row["key"]: row["good"] for row in rows}


def runs_good(store):
    row = store.query(Statement("select sum(good) as g from runs"))[0]
    told = store.query(Statement("select good from totals where registry = 'runs'"))[0]
    assert told["good"] == row["g"]
    return row["g"]


def do(store, act):
    if isinstance(act, Rating):
        store.batch(rate(act, ONE if act.run_id == ONE.run_id else TWO))
    else:
        apply(store, act)


def emptied(store):
    store.batch([Statement(f"delete from {table}") for table in TABLES])
    return store


def test_a_rating_moves_exactly_its_runs_counts(new_tables):
    store = new_tables()
    apply(store, ONE)
    apply(store, TWO)
    assert good(store) == {"001": 2, "002": 3, "003": 0}
    assert runs_good(store) == 1
    do(store, rating(TWO, 2))
    assert good(store) == {"001": 2, "002": 8, "003": 7}
    assert runs_good(store) == 2
    do(store, rating(ONE, 1))
    assert good(store) == {"001": 0, "002": 5, "003": 7}
    do(store, rating(TWO, 1, second=1))
    assert good(store) == {"001": 0, "002": 0, "003": 0}
    assert runs_good(store) == 0


ACTS = (ONE, TWO, rating(ONE, 1), rating(TWO, 2), rating(TWO, 1, 1), rating(ONE, 2, 1))


def test_any_order_gives_the_same_tables(new_tables):
    store, digests = new_tables(), set()
    for acts in itertools.permutations(ACTS):
        emptied(store)
        for act in acts:
            do(store, act)
        digests.add(table_digest(store))
    assert len(digests) == 1
    assert good(store) == {"001": 2, "002": 3, "003": 0}


def test_repeats_change_nothing(new_tables):
    store = new_tables()
    chance = random.Random(2)
    for act in ACTS:
        do(store, act)
    once = table_digest(store)
    for _ in range(5):
        for act in chance.sample(ACTS, len(ACTS)):
            do(store, act)
        assert table_digest(store) == once


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_at_the_same_instant_the_better_counts(new_tables, order):
    store = new_tables()
    apply(store, ONE)
    for act in (rating(ONE, 1), rating(ONE, 2))[::order]:
        do(store, act)
    assert good(store) == {"001": 2, "002": 3}


def test_the_totals_follow(new_tables):
    """Equal to a fold of the same runs with the verdicts in their records."""
    chance = random.Random(5)
    runs = history(12, chance)
    verdicts = [chance.random() < 0.5 for _ in runs]
    rated, judged = new_tables(), new_tables()
    for run, well in zip(runs, verdicts, strict=True):
        rated.batch(rate(rating(run, 1 + well), run)) if chance.random() < 0.5 else None
        apply(rated, run)
        rated.batch(rate(rating(run, 1 + well), run))
        apply(judged, run.model_copy(update={"outcome": Outcome(good=well, reasons=("r",))}))
    for table, order in (("entries", "1, 2, 3"), ("totals", "1, 2")):
        sql = f"select * from {table} where registry <> 'ratings' order by {order}"
        assert rated.query(Statement(sql)) == judged.query(Statement(sql))
    count = "select sum(entries) as n from totals where registry = 'ratings'"
    assert rated.query(Statement(count)) == [{"n": len(runs)}]


def test_pending_are_those_whose_run_is_there(new_tables):
    store = new_tables()
    asked = [rating(ONE, 1), rating(ONE, 2, 1), rating(TWO, 2)]
    assert store.query(pending(asked)) == []
    apply(store, ONE)
    do(store, rating(ONE, 1))
    (left,) = store.query(pending(asked))
    assert left.pop("started_at") == ONE.started_at
    assert Rating.model_validate(left) == asked[1]


def test_the_verdict_gives_its_reasons():
    frozen = Outcome(good=False, reasons=("frozen: motion 0.0001", "silent"))
    assert verdict(frozen, None) is frozen
    assert verdict(frozen, 2) == Outcome(
        good=True, reasons=("rated good by a person", "measured: frozen: motion 0.0001; silent")
    )
    assert verdict(frozen, 1).reasons[0] == "rated not good by a person"


@pytest.mark.parametrize("value", [0, 3, -1])
def test_other_ratings_are_none(value):
    with pytest.raises(ValidationError):
        rating(ONE, value)
