"""A run's log: many writers at once, and few reads however long it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from kinora.cc import keys
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.log import PAGE, Log
from kinora.model.errors import NotFound, ObjectConflict
from kinora.stores.folder import FolderObjects

RUN = "r"
WRITERS, EACH = 2, 200
NOW = datetime(2026, 1, 2, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.log import Log
from kinora.stores.folder import FolderObjects

home, name, count = sys.argv[1:]
log = Log(FolderObjects(Path(home)), lambda: datetime.now(UTC))
for number in range(int(count)):
    def decide(events):
        mine = sum(event.by == name for event in events)
        assert mine == number, (mine, number)
        seen = len(events)
        return Draft(type=EventType.INTERACTION_REMINDED, branch="b1", by=name, data={"seen": seen})
    log.append("r", decide)
"""


class CountedObjects(FolderObjects):
    """Objects that count what is read of them."""

    def __init__(self, root):
        super().__init__(root)
        self.reads = Counter()

    def get(self, key):
        self.reads[key.split("/")[3]] += 1
        return super().get(key)


@pytest.fixture
def objects(tmp_path):
    return CountedObjects(tmp_path / "objects")


def filled(objects, number):
    log = Log(objects, lambda: NOW)
    for _ in range(number):
        log.append(RUN, lambda events: Draft(type=EventType.RUN_CREATED, branch=f"b{len(events)}"))
    return log


def test_two_processes_add_to_one_run_at_once(objects, tmp_path):
    command = [sys.executable, "-c", WRITER, str(tmp_path / "objects")]
    writers = [subprocess.Popen([*command, f"p{n}", str(EACH)]) for n in range(WRITERS)]
    assert [writer.wait(60) for writer in writers] == [0] * WRITERS
    events = Log(objects, lambda: NOW).read(RUN)
    assert [event.seq for event in events] == list(range(1, WRITERS * EACH + 1))
    assert Counter(event.by for event in events) == {f"p{n}": EACH for n in range(WRITERS)}
    # Each was decided upon with all that happened before it in sight.
    assert [event.data["seen"] for event in events] == [event.seq - 1 for event in events]
    changes = sum(one.by != other.by for one, other in zip(events, events[1:], strict=False))
    assert changes > EACH / 10  # they did write at the same time
    stored = [json.loads(objects.get(keys.event(RUN, event.seq))) for event in events]
    assert stored == [event.model_dump(mode="json") for event in events]


@pytest.mark.parametrize("number", [1, PAGE - 1, PAGE, PAGE + 1, 5 * PAGE + 10])
def test_a_long_log_is_read_in_a_few_steps(objects, number):
    expected = filled(objects, number).read(RUN)
    objects.reads.clear()
    log = Log(objects, lambda: NOW)
    assert log.read(RUN) == expected
    pages, rest = divmod(number, PAGE)
    assert objects.reads == {"pages": pages + 1, "events": rest + 1}
    objects.reads.clear()
    log.read(RUN)
    assert sum(objects.reads.values()) <= 2


def test_what_others_add_later_is_read_alone(objects):
    writer, reader = filled(objects, 70), Log(objects, lambda: NOW)
    reader.read(RUN)
    writer.append(RUN, lambda _: Draft(type=EventType.RUN_CANCELLED, branch="b1"))
    objects.reads.clear()
    assert reader.read(RUN)[-1].type == "run_cancelled"
    assert objects.reads == {"events": 2}


def test_a_page_that_nobody_could_keep_is_made_up_for(objects):
    events = filled(objects, 3 * PAGE + 5).read(RUN)
    page = objects.get(keys.page(RUN, 2 * PAGE))
    objects.delete(keys.page(RUN, 2 * PAGE))
    assert Log(objects, lambda: NOW).read(RUN) == events
    assert objects.get(keys.page(RUN, 2 * PAGE)) == page
    objects.reads.clear()
    assert Log(objects, lambda: NOW).read(RUN) == events
    assert objects.reads == {"pages": 4, "events": 6}


def test_a_page_begins_nowhere_else(objects):
    """Who comes in the middle of a page and reads on alone leaves no odd pages."""
    writer, reader = filled(objects, 10), Log(objects, lambda: NOW)
    reader.read(RUN)
    for _ in range(PAGE):
        writer.append(RUN, lambda _: Draft(type=EventType.RUN_CREATED, branch="b1"))
    reader.read(RUN)
    names = [info.key for info in objects.list(f"cc/runs/{RUN}/pages/")]
    assert names == [keys.page(RUN, PAGE)]


def test_who_never_comes_to_write_is_told(objects):
    log = filled(objects, 1)

    def overtaken(events):
        other = Draft(type=EventType.RUN_CREATED, branch="b9")
        Log(objects, lambda: NOW).append(RUN, lambda _: other)
        return other

    with pytest.raises(ObjectConflict, match="too quickly"):
        log.append(RUN, overtaken)


def test_a_run_without_events_is_none(objects):
    with pytest.raises(NotFound):
        Log(objects, lambda: NOW).read("nobody")
