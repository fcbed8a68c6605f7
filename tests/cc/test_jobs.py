"""Media jobs while a question is open: side by side, cancelled, paid once, within the budget."""

from __future__ import annotations

import threading

import pytest

from kinora.cc.jobs import work
from kinora.cc.jobs.request import Generation, estimate, request
from kinora.cc.jobs.work import Work
from kinora.cc.run import branching
from kinora.cc.run.delivery import cancel_job
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import JobStatus
from kinora.model.errors import (
    BudgetExceeded,
    Conflict,
    ContentRejected,
    InvalidInput,
    SubmissionUnknown,
    TooManyRequests,
)
from tests.cc.greeting_studio import until
from tests.cc.person import Person


@pytest.fixture
def person(studio):
    person = Person(studio)
    person.begin()
    person.answer("select_line", selected_indices=[0])
    person.question = person.asked("choose_picture")
    return person


def ask(person, **wanted):
    return request(person.runs, person.run_id, person.question.id, Generation(**wanted), "ann")


def test_a_job_is_priced_before_and_paid_after(person):
    before = estimate(person.runs, person.run_id, person.question.id, Generation())
    assert before.usd == pytest.approx(0.10)
    spent = person.story.spent_usd
    job = person.generate()
    assert job.status is JobStatus.COMPLETED
    assert len(job.contents) == 2
    assert person.story.spent_usd - spent == pytest.approx(0.10)
    assert person.story.costs[-1].job == job.id


def test_the_budget_stops_before_it_is_passed(studio):
    studio.painter.price = 0.2
    person = Person(studio, budget_usd=1.0)
    person.begin()
    person.answer("select_line", selected_indices=[0])
    person.question = person.asked("choose_picture")
    assert person.generate().status is JobStatus.COMPLETED
    studio.painter.hold = threading.Event()
    held = ask(person)
    with pytest.raises(BudgetExceeded, match="are left"):
        ask(person)
    studio.painter.hold.set()
    until(lambda: person.ended(held.id))
    assert person.story.spent_usd <= 1.0


def test_no_more_at_once_than_the_workflow_says(person, studio):
    studio.painter.hold = threading.Event()
    jobs = [ask(person, count=1, seed=n) for n in range(4)]
    until(lambda: sum(j.handed_in for j in person.story.jobs.values()) == 2)
    statuses = [person.story.jobs[job.id].status for job in jobs]
    assert sorted(statuses) == ["queued", "queued", "running", "running"]
    studio.painter.hold.set()
    until(lambda: all(person.ended(job.id) for job in jobs), 20)
    assert set(studio.painter.submitted.values()) == {1}


def test_a_job_that_nobody_wants_is_given_up_at_the_provider_too(person, studio):
    studio.painter.hold = threading.Event()
    job = ask(person)
    until(lambda: person.story.jobs[job.id].provider_job)
    cancel_job(person.runs, person.run_id, job.id, "ann")
    assert person.story.jobs[job.id].status is JobStatus.CANCELLED
    assert studio.painter.cancelled == [f"theirs-{job.id}"]
    studio.painter.hold.set()
    assert person.generate().status is JobStatus.COMPLETED


def test_going_on_or_back_gives_up_what_is_under_way(person, studio):
    studio.painter.hold = threading.Event()
    job = ask(person)
    until(lambda: person.story.jobs[job.id].provider_job)
    branching.jump(person.runs, person.run_id, "select_line", "ann")
    person.asked("select_line")
    assert until(lambda: person.ended(job.id)).status is JobStatus.CANCELLED
    studio.painter.hold.set()


def test_one_more_like_this_takes_its_seed_and_parameters_along(person, studio):
    job = person.generate(params={"size": 5}, seed=11)
    like = job.contents[0]["content_id"]
    more = person.generate(like=like)
    assert more.request["like"]["seed"] == 11
    assert more.request["params"] == {"size": 5}
    assert more.request["count"] == 1
    assert more.request["seed"] != 11


def test_the_same_seed_gives_the_same_picture(person):
    one, two = person.generate(seed=3), person.generate(seed=3)
    assert [c["sha256"] for c in one.contents] == [c["sha256"] for c in two.contents]
    assert {c["content_id"] for c in one.contents}.isdisjoint(c["content_id"] for c in two.contents)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"prompt_id": "none"}, "no prompt"),
        ({"sub_action": "fly"}, "none of choose_picture"),
        ({"provider": "/etc/passwd"}, "not set up"),
        ({"params": {"size": 99}}, "params.size"),
        ({"params": {"path": "/etc/passwd"}}, "params"),
        ({"like": "http://127.0.0.1/x"}, "no content of this question"),
    ],
)
def test_what_a_job_cannot_be_is_refused(person, wanted, told):
    before = len(person.story.events)
    with pytest.raises(InvalidInput, match=told):
        ask(person, **wanted)
    assert len(person.story.events) == before


@pytest.mark.parametrize("chosen", ["gc_" + "0" * 20, "../x", "file:///etc/passwd", None, 7])
def test_only_what_was_made_for_the_question_can_be_chosen(person, chosen):
    person.generate()
    with pytest.raises(InvalidInput, match="selected_content_id"):
        person.answer("choose_picture", selected_content_id=chosen)


def test_a_failure_is_told_and_costs_what_it_may_have_cost(person, studio):
    studio.painter.fail_with = ContentRejected("it does not want to")
    job = person.generate()
    assert job.status is JobStatus.FAILED
    assert job.error == {"error": "ContentRejected", "details": "it does not want to"}
    line = person.story.costs[-1]
    assert (line.failed, line.usd) == (True, pytest.approx(0.10))
    studio.painter.fail_with = None
    assert person.generate().status is JobStatus.COMPLETED


def test_a_provider_that_cannot_tell_is_not_called_twice(person, studio):
    """The process ended between the call and its note: a person decides."""
    studio.painter.hold = threading.Event()
    job = ask(person)
    runs = studio.new_runs()
    until(lambda: person.story.jobs[job.id].provider_job)
    lost = f"{person.run_id}-m9"
    data = {"request": dict(job.request), "estimate_usd": 0.1}
    asked = {"branch": "b1", "interaction": person.question.id, "job": lost}
    runs.append(person.run_id, lambda _: Draft(type=EventType.JOB_REQUESTED, **asked, data=data))
    runs.append(person.run_id, lambda _: Draft(type=EventType.JOB_HANDED_IN, branch="b1", job=lost))
    with pytest.raises(SubmissionUnknown, match="may have been handed in"):
        work.submit(Work(run_id=person.run_id, job_id=lost), runs)
    studio.painter.idempotent = True
    work.submit(Work(run_id=person.run_id, job_id=lost), runs)
    assert studio.painter.submitted[lost] == 1
    studio.painter.hold.set()


def test_too_many_open_jobs_are_refused(person, studio):
    studio.painter.hold = threading.Event()
    studio.painter.price = 0.001
    for seed in range(12):
        ask(person, count=1, seed=seed)
    with pytest.raises(TooManyRequests):
        ask(person, count=1)
    studio.painter.hold.set()


def test_nothing_is_generated_for_a_question_that_is_closed(person):
    job = person.generate()
    person.answer("choose_picture", selected_content_id=job.contents[0]["content_id"])
    with pytest.raises(Conflict, match="answered by ann"):
        ask(person)


def test_earlier_pictures_are_offered_again_where_the_ground_is_the_same(person, studio):
    job = person.generate()
    chosen = job.contents[0]["content_id"]
    person.answer("choose_picture", selected_content_id=chosen)
    person.asked("keep_card")
    branching.jump(person.runs, person.run_id, "choose_picture", "ann")
    again = person.asked("choose_picture")
    assert again.display["suggested"] == {"selected_content_id": chosen}
    other = job.contents[1]["content_id"]
    person.answer("choose_picture", selected_content_id=other)
    person.asked("keep_card")
    assert person.story.line.state["picture"]["content_id"] == other


def test_pictures_of_another_occasion_are_not_offered(person):
    job = person.generate()
    branching.jump(person.runs, person.run_id, "select_occasion", "ann")
    person.answer("select_occasion", selected_indices=[1])
    person.answer("get_name", value="Bo")
    person.answer("select_line", selected_indices=[0])
    with pytest.raises(InvalidInput, match="none yet"):
        person.answer("choose_picture", selected_content_id=job.contents[0]["content_id"])
