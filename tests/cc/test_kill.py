"""kill -9 at every event of a run, before it and behind it: another process carries it to its end.

What was written stays as it is, nothing is asked, answered or paid twice, and nothing is left over.
"""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kinora.cc import keys
from kinora.cc.contents import Content
from kinora.cc.run.event import Event, EventType
from kinora.cc.run.listing import listed
from kinora.cc.run.records import JobStatus
from kinora.cc.run.story import Story
from kinora.control.executions import MEDIA
from kinora.local.client import Client
from kinora.stores.folder import FolderObjects
from kinora.stores.objects import walk
from tests.cc.crashing import BEFORE, CALLED, PICTURES, TOLD, WRITTEN

DECIDED = [
    "run_created b1",
    *("interaction_requested b1 select_occasion", "interaction_answered b1 select_occasion"),
    *("interaction_requested b1 get_name", "interaction_answered b1 get_name"),
    *("module_completed b1 write_lines", "interaction_requested b1 select_line"),
    "interaction_answered b1 select_line",
    *("module_completed b2 write_lines", "interaction_requested b2 select_line"),
    "interaction_answered b2 select_line",
    *("interaction_requested b3 select_occasion", "interaction_answered b3 select_occasion"),
    *("interaction_requested b3 get_name", "interaction_answered b3 get_name"),
    *("module_completed b3 write_lines", "interaction_requested b3 select_line"),
    "branch_restored b3",
    *("interaction_reopened b2 select_line", "interaction_answered b2 select_line"),
    *("interaction_requested b2 choose_picture", "interaction_answered b2 choose_picture"),
    "module_completed b2 set_text",
    *("interaction_requested b2 keep_card", "interaction_answered b2 keep_card"),
    "run_completed b2",
]
"""Everything that happens to a run that is left alone, but for its media jobs."""
EVENTS = len(DECIDED) + 4 * PICTURES
SAID = [[], ["shorter"], []]


def killed(folder: Path, place: str) -> list[dict]:
    """What became of a run for every number of an event, or of a call."""
    command = [sys.executable, "-m", "tests.cc.crashing", str(folder), place]
    processes = [
        subprocess.Popen([*command, str(first), "2"], stdout=subprocess.PIPE, text=True)
        for first in (1, 2)
    ]
    told = [json.loads(line) for process in processes for line in process.communicate()[0].split("\n") if line]
    assert [process.returncode for process in processes] == [0, 0]
    return sorted(told, key=lambda each: each["number"])


@pytest.mark.parametrize("place", [BEFORE, WRITTEN, TOLD, CALLED])
def test_killed_at_every_event(tmp_path, place):
    told = killed(tmp_path, place)
    last = len(SAID) + PICTURES if place == CALLED else EVENTS
    assert [each["killed"] for each in told] == [-signal.SIGKILL] * last + [0, 0]
    for each in told:
        assert each["carried"] == 0, each
        Ended(each, place).check()


class Ended:
    """A run that was killed and carried on."""

    def __init__(self, told: dict, place: str) -> None:
        self.where = f"{place} {told['number']}"
        self.before: dict[str, str] = told["before"]
        self.home = Path(told["home"])
        self.killed = told["killed"] != 0
        self.unkept: int = told["unkept"]
        self.objects = FolderObjects(self.home / "objects")
        self.run_id = self.objects.list("cc/list/")[0].key[len("cc/list/") : -len(".json")]
        found = sorted(info.key for info in walk(self.objects, f"cc/runs/{self.run_id}/events/"))
        assert found == [keys.event(self.run_id, seq + 1) for seq in range(len(found))], self.where
        self.texts = {key: self.objects.get(key).decode() for key in found}
        self.events = [Event.model_validate_json(text) for text in self.texts.values()]
        self.story = Story(self.events)

    def check(self) -> None:
        self._nothing_written_was_lost()
        self._all_was_decided_once()
        self._nothing_was_paid_twice()
        self._nothing_is_left()
        self._what_was_made_is_there()

    def _nothing_written_was_lost(self) -> None:
        assert {key: self.texts.get(key) for key in self.before} == self.before, self.where
        assert [event.seq for event in self.events] == list(range(1, len(self.events) + 1))

    def _all_was_decided_once(self) -> None:
        shapes = [
            " ".join(filter(None, (event.type, event.branch, event.module)))
            for event in self.events
            if event.job is None
        ]
        assert shapes == DECIDED, self.where
        state = self.story.line.state
        assert (state["occasion"]["id"], state["name"]) == ("birthday", "Bo")
        assert state["line"] == state["lines"][1]
        assert state["line"].startswith("shorter ")

    def _nothing_was_paid_twice(self) -> None:
        calls = Counter((self.home / "calls.txt").read_text().splitlines())
        submitted = {call: number for call, number in calls.items() if call.startswith("submit")}
        assert set(submitted.values()) == {1}, (self.where, calls)
        asked = sorted(number for call, number in calls.items() if call.startswith("ask"))
        assert asked == [1, 1, 1 + self.unkept], (self.where, calls)
        jobs = list(self.story.jobs.values())
        done = [job for job in jobs if job.status is JobStatus.COMPLETED]
        lost = [job for job in jobs if job.status is not JobStatus.COMPLETED]
        assert len(done) == PICTURES, self.where
        assert {job.error["error"] for job in lost} <= {"SubmissionUnknown"}, self.where
        assert len(lost) == self._fell_between_hand_in_and_note(), self.where
        spent = sum(cost.usd for cost in self.story.costs)
        assert spent == pytest.approx(3 * 0.02 + 0.1 * len(jobs))

    def _fell_between_hand_in_and_note(self) -> bool:
        """Whether the last thing that was written is that a job was about to be handed in."""
        if not self.killed or not self.before:
            return False
        last = Event.model_validate_json(self.before[max(self.before)])
        return last.type is EventType.JOB_HANDED_IN

    def _nothing_is_left(self) -> None:
        for folder in (keys.outbox(), keys.inbox()):
            assert list(walk(self.objects, folder)) == [], self.where
        (line,) = listed(self.objects, 10, None).runs
        assert (line.status, line.seq) == ("completed", len(self.events)), self.where
        with Client(self.home / "journal.sqlite") as client:
            (run,) = client.list_executions("GreetingMachine").items
            made = client.list_executions(MEDIA).items
        assert (run.name, run.status) == (self.run_id, "SUCCEEDED")
        assert {view.name for view in made} == set(self.story.jobs), self.where

    def _what_was_made_is_there(self) -> None:
        shown = [made for job in self.story.jobs.values() for made in job.contents]
        assert len(shown) == 2 * PICTURES
        for each in shown:
            content = Content.model_validate_json(self.objects.get(keys.content(each["content_id"])))
            data = self.objects.get(content.key)
            assert hashlib.sha256(data).hexdigest() == each["sha256"] == content.sha256
