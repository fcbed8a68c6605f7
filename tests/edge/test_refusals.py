"""What must not be folded is refused loudly and alone, by SQLite and by D1 alike."""

import json
import random

import pytest

from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.model.errors import ObjectConflict
from kinora.model.record import RECORD_FORMAT
from kinora.model.statement import Statement
from kinora.registry.digests import FOLDS, digest
from tests.edge.plain import folded, plain_fold
from tests.edge.runs import key_of, run, runs, stored
from tests.registry.histories import observation

ASIDE = Statement("select run_id, format, reason from set_aside order by run_id")


@pytest.fixture
def sides(stage, far):
    return {"sqlite": stage.tables(), "d1": far.ordinary.tables}


def caught_up(stage, sides):
    """What each side did with the records: applied, set aside."""
    return {name: catch_up(stage, tables)["records"] for name, tables in sides.items()}


def reasons(tables):
    return {row["run_id"]: row["reason"] for row in tables.query(ASIDE)}


def contents(stage, far):
    """What both tell; the ordinary token may not ask that of D1."""
    return [folded(stage.tables()), folded(far.admin.tables)]


def equal(sides):
    one, other = sides.values()
    return all(digest(one.query, table) == digest(other.query, table) for table in FOLDS)


def again_on_another_day(first):
    started = first.started_at.replace("2026-01-01", "2026-01-02")
    return first.model_copy(update={"started_at": started, "prompt": "something else"})


def test_what_cannot_be_folded_is_set_aside_and_the_others_are_folded(stage, far, sides):
    chance = random.Random(3)
    good = runs(9, chance, days=1)
    stored(stage.objects, good)
    assert caught_up(stage, sides) == dict.fromkeys(sides, (9, 0))

    altered, torn, newer = (run(100 + number, chance) for number in range(3))
    again = again_on_another_day(good[0])
    future = newer.model_copy(update={"format": RECORD_FORMAT + 1})
    twin = run(200, chance).model_copy(
        update={"observations": tuple(observation(f"90{n}", 1, "Taken") for n in range(2))}
    )
    late = run(300, chance)
    stored(stage.objects, [altered, torn, again, future, twin, late])
    content = altered.canonical().replace(b'"count":', b'"count":9', 1)
    stage.objects.put(key_of(altered), content)
    stage.objects.put(key_of(torn), torn.canonical()[:-200])

    assert caught_up(stage, sides) == dict.fromkeys(sides, (1, 5))
    told = [reasons(stage.tables()), reasons(far.admin.tables)]
    wanted = [
        (altered, "altered after it was stored"),
        (torn, "not a run record"),
        (again, "was applied with other content"),
        (
            future,
            f"format {RECORD_FORMAT + 1}, this version's codebooks read format {RECORD_FORMAT}",
        ),
        (twin, "UNIQUE constraint failed: entries.registry, entries.name"),
    ]
    for found in told:
        assert len(found) == len(wanted)
        for record, reason in wanted:
            place = keys.place_of_record(key_of(record))
            assert reason in found[place]
            note = json.loads(stage.objects.get(keys.set_aside(place)))
            assert note["object"] == key_of(record)
    assert equal(sides)
    expected = plain_fold([*good, late])
    assert contents(stage, far) == [expected] * 2
    assert caught_up(stage, sides) == dict.fromkeys(sides, (0, 0))


def test_a_run_id_has_one_record_in_a_day(stage):
    first = run(1, random.Random(1))
    other = first.model_copy(update={"prompt": "something else"})
    stage.put_once(key_of(first), first.canonical(), "another record")
    stage.put_once(key_of(first), first.canonical(), "another record")
    with pytest.raises(ObjectConflict, match="another record"):
        stage.put_once(key_of(other), other.canonical(), "another record")
    assert stage.objects.get(key_of(first)) == first.canonical()


def test_both_uses_of_a_run_id_in_one_batch_leave_the_first(stage, far, sides):
    first = run(1, random.Random(1))
    stored(stage.objects, [first, again_on_another_day(first)])
    assert caught_up(stage, sides) == dict.fromkeys(sides, (1, 1))
    assert equal(sides)
    assert contents(stage, far) == [plain_fold([first])] * 2


def test_a_refusal_by_the_tables_leaves_nothing_of_its_batch_behind(stage, sides):
    """Good records that shared a batch with a bad one are applied once, in smaller batches."""
    chance = random.Random(4)
    good = runs(11, chance, days=1)
    entry = observation("901", 1, good[5].observations[0].name, "time", registry="static")
    taken = entry.model_copy(update={"registry": good[5].observations[0].registry})
    bad = run(0, chance).model_copy(
        update={"run_id": "20260101T000003Z-main-bad", "observations": (taken,)}
    )
    stored(stage.objects, [*good, bad])
    found = caught_up(stage, sides)
    assert found["sqlite"] == found["d1"]
    assert sum(found["d1"]) == 12
    assert found["d1"].set_aside >= 1
    assert equal(sides)
