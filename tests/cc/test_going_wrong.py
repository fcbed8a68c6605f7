"""Language that does not fit, providers that are away, people who do not come."""

from __future__ import annotations

from datetime import timedelta

from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.records import RunStatus
from kinora.cc.states.late import Late, late
from tests.cc.greeting_studio import until
from tests.cc.person import Person


def to_the_lines(person):
    person.answer("select_occasion", selected_indices=[0])
    person.answer("get_name", value="Bo")


def test_an_answer_that_does_not_fit_is_repaired_once(studio):
    studio.writer.broken = 1
    person = Person(studio)
    to_the_lines(person)
    person.asked("select_line")
    first, second = studio.writer.asked
    assert first.complaints == ()
    assert any("lines" in complaint for complaint in second.complaints)
    assert person.story.spent_usd > 0.02


def test_one_that_cannot_be_repaired_is_a_clear_failure_that_can_be_tried_again(studio):
    studio.writer.broken = 2
    person = Person(studio)
    to_the_lines(person)
    question = until(lambda: (q := person.story.open_interaction) and q.recovery and q)
    assert question.display["problem"]["error"] == "InvalidAnswer"
    assert "does not fit its schema" in question.display["problem"]["details"]
    assert len(studio.writer.asked) == 2
    respond(person.runs, person.run_id, question.id, Answer(option="retry"), "ann")
    person.asked("select_line")


def test_a_provider_that_is_away_is_asked_again_by_the_machine(studio):
    studio.writer.down = 2
    person = Person(studio)
    to_the_lines(person)
    until(
        lambda: (
            person.story.open_interaction and person.story.open_interaction.module == "select_line"
        ),
        20,
    )
    assert len(studio.writer.asked) == 3


def test_reminders_then_the_default_answer(studio):
    person = Person(studio)
    question = person.asked("select_occasion")
    went = late(Late(run_id=person.run_id, module="select_occasion"), person.runs)
    assert (went.action, went.module) == ("route", "select_occasion")
    assert person.story.interactions[question.id].reminders == 1
    studio.clock.ahead = timedelta(seconds=181)
    went = late(Late(run_id=person.run_id, module="select_occasion"), person.runs)
    assert went.module == "get_name"
    assert person.story.line.state["occasion"]["id"] == "birthday"
    assert person.story.interactions[question.id].status == "expired"


def test_where_nothing_can_stand_in_the_run_fails_and_can_go_back(studio):
    person = Person(studio)
    person.answer("select_occasion", selected_indices=[0])
    person.asked("get_name")
    studio.clock.ahead = timedelta(seconds=121)
    went = late(Late(run_id=person.run_id, module="get_name"), person.runs)
    assert went.module == "failed"
    from kinora.cc.run import branching
    from kinora.cc.states.finish import Finish, fail

    fail(Finish(run_id=person.run_id), person.runs)
    assert person.story.status is RunStatus.FAILED
    studio.engine.stop_execution(person.run_id)
    branching.jump(person.runs, person.run_id, "get_name", "ann")
    person.asked("get_name")
    person.answer("get_name", value="Bo")
    person.asked("select_line")
    person.finish()
