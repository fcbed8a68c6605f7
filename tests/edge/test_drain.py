"""A drain brings all that the log has to the edge: on workerd, with the ordinary token."""

import hashlib
import json
import urllib.request
from datetime import UTC, date, datetime

import pytest

from kinora.edge import statements
from kinora.edge.drain import drain
from kinora.edge.lag import lag
from kinora.edge.publish import CREATION, LOOP, TOTALS, publish
from kinora.edge.rehearsal import rehearse
from kinora.edge.replay import replay
from kinora.edge.verify import verify
from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.model.errors import StorageError
from kinora.model.statement import Statement
from kinora.registry import page_indexes
from kinora.registry.digests import FOLDS
from kinora.stores.sqlite import SqliteTables
from tests.edge.host import EDGE
from tests.edge.logs import whole_log, write_runs
from tests.registry.histories import observation, record


def tables_at(path):
    made = SqliteTables(path)
    made.migrate(EDGE / "migrations")
    return made


def compared(stage, **sides):
    return verify(stage, sides, tables_at)


def different(found):
    return [(each.table, each.differs_at) for each in found if not each.equal]


def opened(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read(), answer.headers


def test_the_gateways_list_is_that_of_the_code():
    assert (EDGE / "statements.js").read_text() == statements.written()


def test_everything_arrives_once_and_is_equal(stage, far):
    whole_log(stage)
    ordinary = far.ordinary
    done = drain(stage, ordinary)
    assert {log for log, count in done.applied.items() if not count} == set()
    assert (done.applied["records"], done.media, done.set_aside) == (30, 30, 0)
    again = drain(stage, ordinary)
    assert again.idle
    here = stage.tables()
    catch_up(stage, here)
    found = compared(stage, local=here, edge=ordinary.tables)
    assert different(found) == []
    assert {each.table for each in found if each.sides["edge"].rows} == set(FOLDS)


def test_only_tables_that_people_page_through_have_the_indexes_for_it(stage, far):
    assert stage.tables().query(page_indexes.lacking()) == []
    assert len(far.admin.tables.query(page_indexes.lacking())) == len(page_indexes.made())


def test_what_is_published_can_be_read_by_anybody(stage, far):
    run = whole_log(stage, 6)[0]
    done = drain(stage, far.ordinary)
    parts = {
        key: json.loads(opened(f"{far.url}/{key}.json")[0]) for key in (CREATION, LOOP, TOTALS)
    }
    assert {part["version"] for part in parts.values()} == {done.version}
    assert parts[LOOP]["run_count"] == 6
    assert {e["registry"] for e in parts[CREATION]["entries"]} == {"dynamic"}
    assert sum(parts[TOTALS]["totals"]["dynamic"].values()) > 10
    ((row),) = far.admin.tables.query(
        Statement("select video, poster from media where run_id = ?", (run.run_id,))
    )
    content, headers = opened(f"{far.url}/{row['video']}")
    assert content == f"video of {run.run_id}".encode()
    assert row["video"] == f"media/{hashlib.sha256(content).hexdigest()}.mp4"
    assert "immutable" in headers["cache-control"]
    assert opened(f"{far.url}/{row['poster']}")[0] == f"poster of {run.run_id}".encode()


def test_versions_only_rise(stage, far):
    whole_log(stage, 5)
    version = drain(stage, far.ordinary).version
    far.admin.tables.batch([Statement("delete from totals"), Statement("delete from published")])
    assert publish(far.ordinary) is None  # what the tables tell now is older
    replay(stage, far.admin.tables)
    assert publish(far.ordinary) is None  # the same as is published
    write_runs(stage, [record(77, [observation("077", 1)])])
    assert drain(stage, far.ordinary).version == version + 1


def test_a_published_value_of_somebody_else_is_told(stage, far):
    whole_log(stage, 3)
    far.admin.values.put_many({LOOP: b"hello"})
    with pytest.raises(StorageError, match="snapshots/loop: what is published there is no snap"):
        drain(stage, far.ordinary)


def test_media_that_were_altered_or_are_gone_are_told_and_block_nobody(stage, far):
    _good, altered, gone = whole_log(stage, 3)
    stage.objects.put(keys.video(altered.run_id), b"something else")
    stage.objects.delete(keys.video(gone.run_id))
    done = drain(stage, far.ordinary)
    assert (done.media, done.set_aside) == (1, 2)
    note = json.loads(stage.objects.get(keys.set_aside(f"media-{altered.run_id}")))
    assert "it is not the video of the record" in note["reason"]
    assert stage.objects.head(keys.set_aside(f"media-{gone.run_id}"))
    assert drain(stage, far.ordinary).idle


def test_wiped_and_replayed_it_is_equal(stage, far):
    whole_log(stage, 12)
    drain(stage, far.ordinary)
    far.admin.tables.batch([Statement("delete from entries where count % 2 = 0")])
    found = compared(stage, edge=far.ordinary.tables)
    assert [table for table, _ in different(found)] == ["entries"]
    assert next(each for each in found if not each.equal).differs_at.startswith("dynamic ")
    done = replay(stage, far.admin.tables)
    assert done["records"] == (12, 0)
    assert different(compared(stage, edge=far.ordinary.tables)) == []


def test_rehearsal_says_what_a_drain_does_and_changes_nothing(stage, far):
    runs = whole_log(stage, 8)
    late = record(88, [observation("001", 1, category="motion"), observation("888", 1)])
    drain(stage, far.ordinary)
    before = compared(stage, edge=far.ordinary.tables)
    write_runs(stage, [late])
    stage.objects.put("records/2026/01/01/bad.json", b"{}")
    found = rehearse(stage, far.ordinary.tables)
    assert found.pending["records"] == 1
    assert found.set_aside == 1
    known = {(o.category, o.key) for run in runs for o in run.observations} | {("motion", "777")}
    assert found.bumped == len({("motion", "001"), ("motion", "888")} & known)
    assert found.new == 2 - found.bumped
    after = compared(stage, edge=far.ordinary.tables)
    assert [each.sides["edge"] for each in after] == [each.sides["edge"] for each in before]
    assert drain(stage, far.ordinary).applied["records"] == 1


def test_lag_counts_what_is_behind_and_how_long(stage, far):
    whole_log(stage, 4)
    now = datetime(2026, 1, 1, 13, tzinfo=UTC)
    found = lag(stage, far.ordinary.tables, now)
    assert found["records"].pending == 4
    assert found["records"].oldest_seconds == 13 * 3600 - found_seconds(stage)
    assert found["events"] == (1, 3600.0)
    assert found["interpretations"] == (2, None)
    drain(stage, far.ordinary)
    assert set(lag(stage, far.ordinary.tables, now).values()) == {(0, None)}


def found_seconds(stage):
    """When the first run of the log began, in seconds of its day."""
    first = stage.objects.list(keys.RECORDS, limit=1)[0].key
    return int(keys.run_of_record(first)[9:15])


@pytest.mark.parametrize("today", [None, date(2026, 1, 1)])
def test_late_records_are_found(stage, far, today):
    early, late = record(1, []), record(2, [])
    write_runs(stage, [late])
    drain(stage, far.ordinary, today)
    write_runs(stage, [early])
    assert drain(stage, far.ordinary, today).applied["records"] == 1
