"""Answers: one wins; all others are told why, and nothing of them is stored."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kinora.cc.run import branching
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.creation import cancel
from kinora.model.errors import Conflict, Gone, InvalidInput, NotFound
from tests.cc.person import Person


@pytest.fixture
def person(studio):
    return Person(studio)


def refused(person, error, match, interaction, **said):
    """Nothing is stored of an answer that is refused."""
    before = len(person.story.events)
    with pytest.raises(error, match=match):
        respond(person.runs, person.run_id, interaction, Answer(**said), "ann")
    assert len(person.story.events) == before


def test_the_same_answer_again_is_a_success_and_another_is_told_who_won(person):
    first = person.answer("select_occasion", selected_indices=[0])
    again = Answer(answer={"selected_indices": [0]})
    events = len(person.story.events)
    same = respond(person.runs, person.run_id, first.id, again, "eve")
    assert same.answer == first.answer
    assert same.closed_by == "ann"
    assert len(person.story.events) <= events + 1  # the next question may have been asked meanwhile
    refused_with = {"answer": {"selected_indices": [1]}}
    with pytest.raises(Conflict, match="answered by ann at 20"):
        respond(person.runs, person.run_id, first.id, Answer(**refused_with), "eve")


def test_of_many_at_once_one_wins(person):
    question = person.asked("select_occasion")

    def race(number):
        runs = person.studio.new_runs()
        said = Answer(answer={"selected_indices": [number % 2]})
        try:
            respond(runs, person.run_id, question.id, said, f"p{number}")
        except Conflict:
            return None
        return number % 2

    with ThreadPoolExecutor(8) as pool:
        won = {result for result in pool.map(race, range(8)) if result is not None}
    answered = [e for e in person.story.events if e.type == "interaction_answered"]
    assert len(answered) == 1
    assert won == {answered[0].data["answer"]["answer"]["selected_indices"][0]}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"selected_indices": [2]}, "nothing stands at 2"),
        ({"selected_indices": [-1]}, "nothing stands at -1"),
        ({"selected_indices": [True]}, "nothing stands"),
        ({"selected_indices": ["../../etc/passwd"]}, "nothing stands"),
        ({"selected_indices": [[0, "label"]]}, "nothing stands"),
        ({"selected_indices": [0, 1]}, "2 are selected"),
        ({"selected_indices": []}, "0 are selected"),
        ({"selected_indices": "0"}, "no list"),
        ({"selected_indices": [0], "state": {}}, "unknown field"),
        ({}, "0 are selected"),
    ],
)
def test_what_was_not_offered_cannot_be_selected(person, answer, told):
    question = person.asked("select_occasion")
    refused(person, InvalidInput, told, question.id, answer=answer)


@pytest.mark.parametrize("value", ["", "   ", "\u200b\x00", "x" * 41, 7, None, ["a"]])
def test_words_that_do_not_fit_are_refused(person, value):
    person.answer("select_occasion", selected_indices=[0])
    question = person.asked("get_name")
    refused(person, InvalidInput, "answer.value", question.id, answer={"value": value})


def test_template_code_and_markup_are_words(studio):
    person = Person(studio)
    person.answer("select_occasion", selected_indices=[0])
    person.answer("get_name", value="{{ 7 * 7 }}<b>&{% x %}")
    question = person.asked("select_line")
    assert "Write a card for {{ 7 * 7 }}<b>&{% x %}:" in studio.writer.asked[-1].input[0]
    assert question.inputs["data"]
    person.finish()
    assert person.story.line.state["card_text"].startswith("Dear {{ 7 * 7 }}<b>&{% x %}, ")
    assert person.story.line.state["file"] == "card-7-7-b-x.txt"


def test_a_question_of_another_run_or_of_none_is_not_found(person, studio):
    other = Person(studio)
    theirs = other.asked("select_occasion")
    good = {"answer": {"selected_indices": [0]}}
    refused(person, NotFound, "no interaction", theirs.id, **good)
    refused(person, NotFound, "no interaction", "in_0000", **good)
    with pytest.raises(NotFound, match="no run"):
        respond(person.runs, "20200101T000000Z-cc-none", theirs.id, Answer(**good), "ann")


def test_a_question_of_a_branch_that_was_left_is_told_so(person):
    person.answer("select_occasion", selected_indices=[0])
    left = person.asked("get_name")
    branching.jump(person.runs, person.run_id, "select_occasion", "ann")
    person.asked("select_occasion")
    refused(person, Conflict, "branch b1, which was left", left.id, answer={"value": "Bo"})


def test_a_question_that_was_opened_again_wants_its_new_revision(person):
    person.answer("select_occasion", selected_indices=[0])
    question = person.asked("get_name")
    branching.jump(person.runs, person.run_id, "select_occasion", "ann")
    person.asked("select_occasion")
    branching.restore(person.runs, person.run_id, "b1", "ann")
    person.asked("get_name")
    refused(person, Conflict, "revision 1", question.id, answer={"value": "Bo"}, revision=1)
    said = Answer(answer={"value": "Bo"}, revision=2)
    respond(person.runs, person.run_id, question.id, said, "ann")
    person.asked("select_line")


def test_after_the_deadline_it_is_gone(person, studio):
    question = person.asked("select_occasion")
    studio.clock.ahead = timedelta(seconds=181)
    refused(person, Gone, "until 20", question.id, answer={"selected_indices": [0]})


def test_a_cancelled_run_takes_no_answer(person):
    question = person.asked("select_occasion")
    cancel(person.runs, person.run_id, "ann")
    refused(person, Conflict, "cancelled", question.id, answer={"selected_indices": [0]})
    assert cancel(person.runs, person.run_id, "ann").cancelled
    view = person.studio.engine.describe_execution(person.run_id)
    assert view.status == "ABORTED"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"option": "fly"}, "no option"),
        ({"option": "retry_lines", "answer": {"selected_indices": [0]}}, "takes no answer"),
        (
            {"option": "continue", "answer": {"selected_indices": [0]}, "feedback": "x"},
            "takes none",
        ),
        ({"option": "change_occasion", "feedback": "x"}, "takes none"),
    ],
)
def test_options_take_what_they_say(person, said, told):
    question = person.begin()
    refused(person, InvalidInput, told, question.id, **said)
