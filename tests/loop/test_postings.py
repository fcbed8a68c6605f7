"""Postings: objects are the truth, the tables a fold of them, in any order, once."""

import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from kinora.loop import keys
from kinora.loop.contribute import Seen, contribute, observations_of
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.postings import EVENTS, KINDS, LEARNING, post, stamp
from kinora.loop.rate import rate
from kinora.model.errors import ObjectConflict
from kinora.model.posting import Account, StudioEvent
from kinora.model.statement import Statement
from kinora.registry.figures import growth
from tests.registry.histories import TABLES, observation, record, table_digest

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
POSTED = ("contributions", "learning", "events")


def folded(ports):
    """How many postings a catching up was new to."""
    done = catch_up(ports, ports.tables())
    return sum(done[kind.table].applied for kind in KINDS)


def camera(speed, times=1):
    return {"camera": [Seen({"kind": "pan_left", "speed": speed}, times)]}


def contributed(ports, number, discoveries, narrative=None):
    seen = observations_of(discoveries, narrative or {})
    moment = NOON + timedelta(seconds=number)
    return contribute(seen, f"j{number}", moment, f"{number:06x}", ports, ports.tables())


def event(ports, number):
    mark = stamp(EVENTS, NOON, f"{number:06x}")
    posting = StudioEvent(id=mark.id, at=mark.at, type="error", job_id=None, payload={"n": number})
    post(EVENTS, posting, ports, ports.tables())
    return posting


def account(ports, number):
    mark = stamp(LEARNING, NOON, f"{number:06x}")
    posting = Account(
        id=mark.id, at=mark.at, job_id="j", prompt="p", spec={}, analysis={"motion": 0.5}
    )
    post(LEARNING, posting, ports, ports.tables())


def rows(ports, table):
    return ports.tables().query(Statement(f"select * from {table} order by 1, 2, 3"))


def whole(ports):
    return table_digest(ports.tables()), [rows(ports, table) for table in POSTED]


def emptied(ports):
    ports.tables().batch([Statement(f"delete from {table}") for table in (*TABLES, *POSTED)])


def put_records(ports, *records):
    for one in records:
        ports.objects.put(keys.record(one.run_id, one.started_at), one.canonical())


def filled(ports):
    """Records and contributions that saw the same cells, a rating, accounts and events."""
    first = observations_of(camera(0.1, 3), {"themes": ["lake", "quantum"]})
    second = observations_of(camera(0.1, 2) | camera(0.4), {"themes": ["lake"]})
    put_records(ports, record(1, first), record(2, second, good=False))
    contributed(ports, 1, camera(0.1, 7), {"themes": ["quantum"]})
    contributed(ports, 2, camera(0.05))
    catch_up(ports, ports.tables())
    rate(record(2, []).run_id, 2, NOON, ports)
    event(ports, 1)
    account(ports, 2)


def test_dropped_tables_are_rebuilt_from_the_objects(ports):
    filled(ports)
    before = whole(ports)
    assert all(before[1])
    emptied(ports)
    assert rows(ports, "entries") == []
    catch_up(ports, ports.tables())
    assert whole(ports) == before
    catch_up(ports, ports.tables())
    assert whole(ports) == before


def test_any_order_of_records_and_contributions_gives_the_same_tables(ports):
    filled(ports)
    catch_up(ports, ports.tables())
    before, chance = whole(ports), random.Random(5)
    objects = {
        info.key: ports.objects.get(info.key)
        for prefix in ("records/", "ratings/", *(kind.prefix for kind in KINDS))
        for info in ports.objects.list(prefix)
    }
    for _ in range(4):
        emptied(ports)
        for key in objects:
            ports.objects.delete(key)
        for key in chance.sample(sorted(objects), len(objects)):
            ports.objects.put(key, objects[key])
            catch_up(ports, ports.tables())
        assert whole(ports) == before


def test_a_breakdown_does_not_depend_on_who_came_first(ports):
    told = observations_of({}, {"themes": ["quantum"]})[0]
    traced = told.model_copy(update={"depth": {"city": 1.0}})
    contributed(ports, 1, {}, {"themes": ["quantum"]})
    put_records(ports, record(1, [traced]))
    catch_up(ports, ports.tables())
    (entry,) = rows(ports, "entries")
    assert json.loads(entry["depth"]) == {"city": 1.0}
    assert (entry["count"], entry["runs"], entry["good"]) == (2, 1, 1)


def test_a_contribution_counts_but_is_in_no_good_run(ports):
    contributed(ports, 1, camera(0.1, 7))
    put_records(ports, record(1, observations_of(camera(0.1, 3), {})))
    catch_up(ports, ports.tables())
    (entry,) = rows(ports, "entries")
    assert (entry["count"], entry["runs"], entry["good"]) == (10, 1, 3)
    totals = {(row["registry"], row["category"]): row for row in rows(ports, "totals")}
    assert totals["dynamic", "camera"]["seen"] == 10
    assert totals["dynamic", "camera"]["entries"] == 1
    assert totals["runs", "explorer"]["entries"] == 1
    assert set(totals) == {("dynamic", "camera"), ("runs", "explorer")}


def test_what_is_found_by_a_contribution_counts_as_growth_of_its_day(ports):
    contributed(ports, 1, camera(0.1))
    put_records(ports, record(1, [observation("001", 1)]))
    catch_up(ports, ports.tables())
    assert ports.tables().query(growth("2026-01-01")) == [{"day": "2026-01-01", "new": 2}]
    assert ports.tables().query(growth("2026-01-02")) == []


def test_an_object_whose_fold_failed_is_folded_later(ports, monkeypatch):
    tables = ports.tables()

    def fails(_):
        raise OSError("killed")

    with monkeypatch.context() as broken, pytest.raises(OSError, match="killed"):
        broken.setattr(tables, "batch", fails)
        event(ports, 1)
    assert rows(ports, "events") == []
    assert folded(ports) == 1
    assert folded(ports) == 0
    assert len(rows(ports, "events")) == 1


def test_an_id_is_taken_once(ports):
    posting = event(ports, 1)
    post(EVENTS, posting, ports, ports.tables())
    other = posting.model_copy(update={"payload": {"n": 2}})
    with pytest.raises(ObjectConflict, match="another event"):
        post(EVENTS, other, ports, ports.tables())
    assert len(rows(ports, "events")) == 1


@pytest.mark.parametrize("prefix", [kind.prefix for kind in KINDS])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not json", "not a posting"),
        (b"[]", "not a posting"),
        (b'{"format": 99}', "format 99"),
        (b'{"format": FORMAT}', "not a posting"),
    ],
)
def test_a_poisoned_posting_is_set_aside_and_blocks_nobody(ports, prefix, content, reason):
    (kind,) = (kind for kind in KINDS if kind.prefix == prefix)
    content = content.replace(b"FORMAT", str(kind.format).encode())
    ports.objects.put(f"{prefix}2026/01/01/bad.json", content)
    mark = stamp(EVENTS, NOON, "000001")
    good = StudioEvent(id=mark.id, at=mark.at, type="error", job_id=None, payload={})
    ports.objects.put(keys.posting(EVENTS.prefix, good.id, good.at), good.canonical())
    assert folded(ports) == 1
    assert reason in json.loads(ports.objects.get(keys.set_aside("bad")))["reason"]
    assert len(rows(ports, "events")) == 1
    assert folded(ports) == 0


def test_a_posting_under_anothers_id_is_set_aside(ports):
    posting = event(ports, 1)
    ports.objects.put("events/2026/01/01/other.json", posting.canonical())
    folded(ports)
    assert "holds" in json.loads(ports.objects.get(keys.set_aside("other")))["reason"]
