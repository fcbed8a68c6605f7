"""Answers that are not taken: each says why, and nothing of it is stored."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.api.cc.walker import Walker, refused

FIRST = {"answer": {"selected_indices": [0]}}


def respond(walker, question, body):
    return walker.post(walker.path(question, "respond"), body)


@pytest.fixture
def pet(walker):
    return walker.asked("select_pet_type")


def test_of_two_at_once_one_wins_and_the_other_is_told_who(walker, pet):
    address = f"{walker.studio.address}/api{walker.at}{walker.path(pet, 'respond')}"

    def answer(number):
        body = {"answer": {"selected_indices": [number]}}
        return httpx.post(address, json=body, timeout=30)

    with ThreadPoolExecutor(2) as both:
        answers = sorted(both.map(answer, (1, 2)), key=lambda told: told.status_code)
    assert [told.status_code for told in answers] == [200, 409]
    won, lost = answers[0].json(), answers[1].json()
    assert set(lost) == {"error", "details"}
    assert f"was answered by {won['answered_by']} at {won['answered_at']}" in lost["details"]
    walker.asked("select_aesthetic")
    taken = [e for e in walker.events() if e["type"] == "interaction_answered"]
    assert [e["data"]["answer"] for e in taken] == [won["answer"]]


def test_the_same_answer_again_is_a_success_and_no_event(walker, pet):
    first = respond(walker, pet, FIRST)
    walker.asked("select_aesthetic")
    events = walker.events()
    again = respond(walker, pet, FIRST)
    assert again.status_code == 200
    assert again.json()["answer"] == first.json()["answer"]
    assert again.json()["answered_at"] == first.json()["answered_at"]
    assert walker.events() == events
    refused(walker, 409, lambda: respond(walker, pet, {"answer": {"selected_indices": [1]}}), "by ")


def test_a_question_of_a_branch_that_was_left(walker, pet):
    respond(walker, pet, FIRST)
    left = walker.asked("select_aesthetic")
    walker.done("/branches/jump", {"module": "select_pet_type"})
    walker.asked("select_pet_type")
    refused(walker, 409, lambda: respond(walker, left, FIRST), "branch b1, which was left")


def test_a_revision_that_is_not_the_one_that_was_seen(walker, pet):
    body = {**FIRST, "revision": pet["revision"] + 1}
    refused(walker, 409, lambda: respond(walker, pet, body), "revision")


def test_a_question_of_another_run_or_of_none(studio, walker, pet):
    other = Walker(studio)
    theirs = other.asked("select_pet_type")
    refused(walker, 404, lambda: respond(walker, theirs, FIRST), "no interaction")
    refused(other, 404, lambda: respond(other, {"interaction_id": "in_0"}, FIRST), "no interaction")
    refused(walker, 404, lambda: respond(walker, {"interaction_id": "..%2F..%2Fx"}, FIRST))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"selected_indices": [99]}, "nothing stands at 99"),
        ({"selected_indices": [-1]}, "nothing stands at -1"),
        ({"selected_indices": [0, 1]}, "2 are selected"),
        ({"selected_indices": []}, "0 are selected"),
        ({"selected_indices": ["../../etc/passwd"]}, "nothing stands"),
        ({"selected_indices": [0], "state": {"x": 1}}, "unknown field"),
        ({"selected_indices": [{}]}, "nothing stands"),
        ({"selected_indices": 0}, "no list"),
    ],
)
def test_a_selection_of_what_is_not_there(walker, pet, answer, told):
    refused(walker, 422, lambda: respond(walker, pet, {"answer": answer}), told)


@pytest.mark.parametrize(
    "body",
    [
        {**FIRST, "token": "x"},
        {**FIRST, "option": "fly"},
        {**FIRST, "option": ""},
        {**FIRST, "feedback": "words that this option does not take"},
        {**FIRST, "feedback": "x" * 2001},
        {**FIRST, "revision": "one"},
        {"answer": [0]},
        {"answer": None},
        [],
    ],
)
def test_a_body_of_another_form(walker, pet, body):
    refused(walker, 422, lambda: respond(walker, pet, body))


def test_a_body_of_another_kind(walker, pet):
    address = f"{walker.at}{walker.path(pet, 'respond')}"

    def send(kind, content):
        return walker.client.post(address, content=content, headers={"content-type": kind})

    refused(walker, 415, lambda: send("text/plain", json.dumps(FIRST)))
    refused(walker, 415, lambda: send("application/x-www-form-urlencoded", "option=continue"))
    refused(walker, 422, lambda: send("application/json", "{"))
    refused(walker, 422, lambda: send("application/json", '{"answer": {"a": NaN}}'))


def test_words_that_are_too_many(walker):
    question = walker.until("get_user_direction")
    long = {"answer": {"value": "x" * 3000}}
    refused(walker, 422, lambda: respond(walker, question, long), "3,000 characters")
    huge = {"answer": {"value": "x" * 2**20}}
    refused(walker, 413, lambda: respond(walker, question, huge))
    nothing = {"answer": {"value": None}}
    refused(walker, 422, lambda: respond(walker, question, nothing), "answer.value")


CODE = "{{ 7 * 7 }} {% for x in y %} ${state.seed} <script>alert(1)</script> \u202e&amp; 名前"


def test_template_code_is_kept_as_words_and_the_run_goes_on(walker):
    walker.until("get_user_direction")
    walker.answer("get_user_direction", value=CODE)
    walker.until("generate_and_select_images")
    run = walker.get()
    assert run["state"]["user_direction"] == CODE
    assert "49" not in json.dumps(run["state"]["scene_concepts"])
    assert "<script" not in json.dumps(run["state"]["scene_concepts"])


def test_feedback_with_template_code_is_words_too(walker):
    walker.until("select_scene")
    walker.answer("select_scene", "retry", "{{ state }} {% raw %}")
    walker.asked("select_scene")
    assert walker.get()["branches"][-1]["feedback"] == "{{ state }} {% raw %}"


def test_a_run_that_was_cancelled_takes_nothing(walker, pet):
    told = walker.done("/cancel")
    assert (told["status"], told["interaction_id"]) == ("cancelled", None)
    assert walker.done("/cancel")["seq"] == told["seq"]
    refused(walker, 409, lambda: respond(walker, pet, FIRST), "was cancelled")
    draft = {"draft": {"a": 1}}
    address = f"{walker.at}{walker.path(pet, 'draft')}"
    refused(walker, 409, lambda: walker.client.put(address, json=draft), "was cancelled")
    jump = {"module": "select_pet_type"}
    refused(walker, 409, lambda: walker.post("/branches/jump", jump), "was cancelled")
    assert walker.run_id not in {
        line["run_id"] for line in walker.client.get("/cc/interactions").json()["pending"]
    }
