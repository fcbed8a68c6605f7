"""The engine knows nothing of pets: another workflow, of three steps, from end to end."""

from __future__ import annotations

from kinora.cc.run import branching
from kinora.cc.run.records import RunStatus
from tests.cc.greeting_studio import until
from tests.cc.person import Person


def test_a_run_goes_from_its_first_question_to_its_end(studio):
    person = Person(studio)
    person.begin()
    person.finish()
    state = person.story.line.state
    assert state["occasion"]["id"] == "birthday"
    assert state["card_text"].startswith("Dear Bo, first")
    assert state["file"] == "card-Bo.txt"
    assert len(studio.writer.asked) == 1


def test_a_retry_takes_the_feedback_and_the_earlier_answer_along(studio):
    person = Person(studio)
    first = person.begin()
    person.answer("select_line", "retry_lines", "funnier")
    second = until(lambda: (q := person.asked("select_line")).id != first.id and q)
    attempt = studio.writer.asked[-1].history[0]
    assert attempt.feedback == "funnier"
    assert attempt.answer["lines"] == first.inputs["data"]
    assert second.inputs["data"][0].startswith("funnier")
    person.answer("select_line", "retry_lines")
    until(lambda: len(studio.writer.asked) == 3)
    assert [a.feedback for a in studio.writer.asked[-1].history] == ["funnier", "Others, please."]


def test_a_jump_leaves_a_branch_that_can_be_restored_whole(studio):
    person = Person(studio)
    person.begin()
    left = person.story.branch
    state = dict(person.story.line.state)
    planned = branching.planned(person.runs, person.run_id, "select_occasion")
    assert [(t.module, t.fate) for t in planned] == [
        ("select_occasion", "again"),
        ("get_name", "untouched"),
        ("write_lines", "stale"),
    ]
    person.answer("select_line", "change_occasion")
    question = person.asked("select_occasion")
    assert question.display["suggested"] == {"selected_indices": [0]}
    person.answer("select_occasion", selected_indices=[1])
    person.answer("get_name", value="Bo")
    person.asked("select_line")
    assert person.story.line.state["lines"] != state["lines"] or len(studio.writer.asked) == 2
    differing = branching.compare(person.story, left, person.story.branch)
    assert "occasion" in {d.key for d in differing}
    branching.restore(person.runs, person.run_id, left, "ann")
    again = person.asked("select_line")
    assert person.story.line.state == state
    assert again.branch == left
    assert again.revision == 2
    person.finish()
    assert person.story.status is RunStatus.COMPLETED
    assert person.story.line.state["occasion"]["id"] == "birthday"
