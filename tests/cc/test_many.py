"""Many runs that wait at once and are answered by several people: all go on, and none is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from kinora.cc import keys
from kinora.cc.definition import checking, loading
from kinora.cc.jobs.request import Generation, request
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.creation import NewRun, create
from kinora.cc.run.listing import listed
from kinora.control.executions import MEDIA
from kinora.providers.ports import LanguageAnswer
from kinora.stores.objects import walk
from tests.cc.greeting_studio import GREETING, MACHINE, Painter, Studio, Writer, until

RUNS, PEOPLE = 60, 4
LIMIT = 32 * 1024
"""Bytes of what goes from state to state: an eighth of what Step Functions allow."""


class Talker(Writer):
    """Writes lines of twenty kilobytes."""

    def answer(self, question):
        plain = json.loads(super().answer(question).text)
        lines = [line.ljust(20_000, "!") for line in plain["lines"]]
        return LanguageAnswer(json.dumps({"lines": lines}), "scripted", usd=0.0)


@pytest.fixture
def studio(tmp_path):
    patient = shutil.copytree(GREETING, tmp_path / "greeting")
    schema = patient / "steps/2_lines/schemas/card_lines_schema.json"
    schema.write_text(schema.read_text().replace('"maxLength": 200', '"maxLength": 30000'))
    studio = Studio(tmp_path, Talker(), Painter())
    studio.workflow = checking.checked(loading.load(patient))
    with studio.working():
        yield studio


def through(studio, numbers):
    """What one person does: begins runs, then answers whatever of them is open, until all end."""
    runs, mine = studio.new_runs(), []
    for number in numbers:
        new = NewRun(workflow_id="greeting", seed=number)
        mine.append(create(runs, new, f"{number:06x}", "ann").run_id)

    def all_wait():
        return all(runs.story(run_id).open_interaction for run_id in mine)

    until(all_wait, 60)
    yield
    left = set(mine)
    while left:
        for run_id in sorted(left):
            answered(runs, run_id)
            if runs.story(run_id).status == "completed":
                left.discard(run_id)
    yield


def answered(runs, run_id):
    story = runs.story(run_id)
    asked = story.open_interaction
    if asked is None:
        return
    answers = {
        "select_occasion": {"selected_indices": [0]},
        "get_name": {"value": run_id},
        "select_line": {"selected_indices": [2]},
        "keep_card": {"confirmed": True},
    }
    answer = answers.get(asked.module)
    if answer is None:
        done = [job for job in story.jobs.values() if job.contents]
        if not story.jobs:
            request(runs, run_id, asked.id, Generation(), "ann")
        if not done:
            return
        answer = {"selected_content_id": done[0].contents[0]["content_id"]}
    respond(runs, run_id, asked.id, Answer(answer=answer), "ann")


def test_sixty_runs_wait_and_all_go_on(studio):
    people = [through(studio, range(first, RUNS, PEOPLE)) for first in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(next, people))
        waiting = listed(studio.objects, RUNS + 1, None, waiting=True).runs
        assert len(waiting) == RUNS
        assert {line.module for line in waiting} == {"select_occasion"}
        list(pool.map(next, people))
    all_ended_well(studio)
    only_references_travelled(studio)


def all_ended_well(studio):
    until(lambda: not studio.engine.list_executions(status="RUNNING").items)
    ended = studio.engine.list_executions(MACHINE, limit=1000).items
    assert [view.status for view in ended] == ["SUCCEEDED"] * RUNS
    assert len(studio.engine.list_executions(MEDIA, limit=1000).items) == RUNS
    assert len(studio.writer.asked) == RUNS
    for prefix in (keys.outbox(), keys.inbox()):
        assert list(walk(studio.objects, prefix)) == []
    lines = listed(studio.objects, RUNS + 1, None).runs
    assert {(line.status, line.done) for line in lines} == {("completed", 7)}
    for line in lines:
        story = studio.runs.story(line.run_id)
        assert line.seq == len(story.events) == 18
        assert story.line.state["name"] == line.run_id  # nobody's answer went to another's run


def only_references_travelled(studio):
    """States give on who is meant and where it goes; what was said and made stays in the store."""
    for line in listed(studio.objects, RUNS, None).runs:
        assert len(json.dumps(studio.runs.story(line.run_id).line.state)) > 60_000
    with sqlite3.connect(studio.home / "journal.sqlite") as journal:
        sizes = [size for (size,) in journal.execute("SELECT length(details) FROM event")]
        states = [size for (size,) in journal.execute("SELECT length(data) FROM branch")]
    journal.close()
    assert len(sizes) > RUNS * 50
    assert max([*sizes, *states]) < LIMIT

