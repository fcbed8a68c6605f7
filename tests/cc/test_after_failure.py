"""After a failure: what was spent stands in the ledger, and the run can be taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kinora.cc.jobs import upload
from kinora.cc.run import branching
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.records import RunStatus
from kinora.cc.states.finish import Finish, fail
from kinora.cc.states.late import Late, late
from kinora.model.errors import Conflict
from tests.cc.greeting_studio import until
from tests.cc.person import Person


def recovery(person):
    return until(lambda: (q := person.story.open_interaction) and q.recovery and q)


@pytest.fixture
def failed(studio):
    """A run whose lines neither fitted nor could be repaired."""
    studio.writer.broken = 2
    person = Person(studio)
    person.answer("select_occasion", selected_indices=[0])
    person.answer("get_name", value="Bo")
    person.question = recovery(person)
    return person


def test_what_was_spent_in_vain_is_in_the_ledger(failed):
    line = failed.story.costs[-1]
    assert (line.what, line.provider, line.failed) == ("write_lines", "scripted", True)
    assert line.usd == pytest.approx(0.02)  # two answers of one cent
    noted = [e for e in failed.story.events if e.type == "module_failed"]
    assert len(noted) == 1
    assert failed.question.display["problem"]["details"] == noted[0].data["error"]["details"]


def test_trying_again_asks_the_provider_again(failed, studio):
    respond(failed.runs, failed.run_id, failed.question.id, Answer(option="retry"), "ann")
    failed.asked("select_line")
    assert len(studio.writer.asked) == 3
    assert failed.story.spent_usd == pytest.approx(0.02 + 0.02)


def test_failing_again_asks_again(failed, studio):
    studio.writer.broken = 2
    respond(failed.runs, failed.run_id, failed.question.id, Answer(option="retry"), "ann")
    again = until(lambda: (q := recovery(failed)).id != failed.question.id and q)
    assert failed.story.spent_usd == pytest.approx(0.04)
    respond(failed.runs, failed.run_id, again.id, Answer(option="retry"), "ann")
    failed.asked("select_line")


def test_a_question_about_a_failure_takes_no_picture(failed):
    with pytest.raises(Conflict, match="takes no picture"):
        upload.take(failed.runs, failed.run_id, failed.question.id, b"\x89PNG\r\n\x1a\n", "ann")


def test_a_branch_that_failed_can_be_restored_and_finished(studio):
    person = Person(studio)
    person.answer("select_occasion", selected_indices=[0])
    person.asked("get_name")
    studio.clock.ahead = timedelta(seconds=121)
    late(Late(run_id=person.run_id, module="get_name"), person.runs)
    fail(Finish(run_id=person.run_id), person.runs)
    assert person.story.status is RunStatus.FAILED
    studio.engine.stop_execution(person.run_id)
    branching.jump(person.runs, person.run_id, "select_occasion", "ann")
    person.asked("select_occasion")
    branching.restore(person.runs, person.run_id, "b1", "ann")
    person.asked("get_name")
    assert person.story.status is RunStatus.WAITING
    person.answer("get_name", value="Bo")
    person.asked("select_line")
    assert person.story.status is RunStatus.WAITING
    person.finish()
