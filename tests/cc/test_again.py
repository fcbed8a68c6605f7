"""Functions are called again: by a machine whose host died, or while an earlier call still runs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kinora.cc import keys
from kinora.cc.jobs import work
from kinora.cc.jobs.request import Generation, request
from kinora.cc.jobs.work import Work
from kinora.cc.run import listing
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.branching import restore
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.listing import listed, publish
from kinora.cc.run.records import RunStatus
from kinora.cc.states.ask import Ask, ask
from kinora.cc.states.late import FAILED, Late, late
from kinora.cc.states.recover import Recover, recover
from kinora.stores.objects import walk
from tests.cc.greeting_studio import until
from tests.cc.person import Person

ERROR = {"Error": "InvalidAnswer", "Cause": "{}"}


@pytest.fixture
def person(studio):
    return Person(studio)


def kinds(person):
    return [event.type for event in person.story.events]


def when_looking(monkeypatch, runs, then):
    """Have something else happen between a call's first look at a run and what it decides."""
    append = runs.append

    def late_append(*given):
        monkeypatch.undo()
        then()
        return append(*given)

    monkeypatch.setattr(runs, "append", late_append)


def test_a_question_that_is_answered_meanwhile_is_not_opened_again(person, studio, monkeypatch):
    question = person.asked("select_occasion")
    again = studio.new_runs()
    when_looking(monkeypatch, again, lambda: person.answer("select_occasion", selected_indices=[0]))
    ask(Ask(run_id=person.run_id, module="select_occasion", token="old"), again)
    person.asked("get_name")
    assert person.story.interactions[question.id].revision == 1
    assert EventType.INTERACTION_REOPENED not in kinds(person)


def test_an_old_token_that_comes_late_takes_no_answer_away(person, studio):
    """The call of a question's first opening, overtaken by that of its second one."""
    person.begin()
    left = person.story.branch
    person.answer("select_line", "change_occasion")
    person.asked("select_occasion")
    restore(person.runs, person.run_id, left, "ann")
    question = person.asked("select_line")
    ask(Ask(run_id=person.run_id, module="select_line", token="old"), studio.new_runs())
    kept = [info.key for info in walk(studio.objects, keys.token(person.run_id, question.id))]
    assert len(kept) == 3  # of the two times that it was opened, and the old one
    person.finish()


def test_a_failure_that_was_dealt_with_is_not_asked_about_again(studio):
    studio.writer.broken = 2
    person = Person(studio)
    person.answer("select_occasion", selected_indices=[0])
    person.answer("get_name", value="Bo")
    question = until(lambda: (q := person.story.open_interaction) and q.recovery and q)
    (kept,) = walk(studio.objects, keys.token(person.run_id, question.id))
    token = studio.objects.get(kept.key).decode().split('"')[3]
    call = Recover(run_id=person.run_id, token=token, error=ERROR)
    recover(call, studio.new_runs())  # open: asked once
    assert kinds(person).count(EventType.MODULE_FAILED) == 1
    for info in list(walk(studio.objects, keys.call(person.run_id, "").rpartition("/")[0] + "/")):
        studio.objects.delete(info.key)
    respond(person.runs, person.run_id, question.id, Answer(option="retry"), "ann")
    recover(call, studio.new_runs())  # answered: not asked again
    person.asked("select_line")
    recover(call, studio.new_runs())  # long gone
    assert kinds(person).count(EventType.MODULE_FAILED) == 1
    assert [i.recovery for i in person.story.interactions.values()].count(True) == 1
    person.finish()


def test_of_two_calls_one_hands_a_job_in(studio, monkeypatch):
    person = Person(studio)
    person.begin()
    person.answer("select_line", selected_indices=[1])
    question = person.asked("choose_picture")
    studio.engine.close()  # nobody else works on it
    job = request(person.runs, person.run_id, question.id, Generation(), "ann")
    order, slow = Work(run_id=person.run_id, job_id=job.id), studio.new_runs()
    when_looking(monkeypatch, slow, lambda: work.submit(order, studio.new_runs()))
    assert work.submit(order, slow).status == "queued"
    assert studio.painter.submitted == {job.id: 1}
    assert work.submit(order, slow).status == "running"


def test_a_timeout_stays_one_when_a_job_ends_behind_it(person, studio):
    person.answer("select_occasion", selected_indices=[0])
    question = person.asked("get_name")
    studio.clock.ahead = timedelta(seconds=121)
    call = Late(run_id=person.run_id, module="get_name")
    assert late(call, person.runs).module == FAILED
    told = {"request": {"provider": "scripted", "action": "txt2img"}, "estimate_usd": 0.0}
    for kind in (EventType.JOB_REQUESTED, EventType.JOB_CANCELLED):
        event = Draft(type=kind, branch="b1", interaction=question.id, job="j", data=told)
        person.runs.append(person.run_id, lambda _, event=event: event)
    assert late(call, person.runs).module == FAILED


def test_who_is_overtaken_while_publishing_says_the_last_word_again(person, studio, monkeypatch):
    person.asked("select_occasion")
    slow, line_of = studio.new_runs(), listing.line_of

    def overtaken(*given):
        monkeypatch.undo()
        line = line_of(*given)
        person.answer("select_occasion", selected_indices=[0])
        person.asked("get_name")
        until(lambda: [ln.module for ln in listed(studio.objects, 1, None).runs] == ["get_name"])
        return line

    monkeypatch.setattr(listing, "line_of", overtaken)
    publish(slow, person.run_id)
    for waiting in (False, True):
        (line,) = listed(studio.objects, 9, None, waiting=waiting).runs
        assert (line.module, line.status) == ("get_name", RunStatus.WAITING)
        assert line.seq == len(person.story.events)
