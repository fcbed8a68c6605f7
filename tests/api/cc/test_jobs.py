"""Media jobs that nobody wants any more, and too many of them."""

from __future__ import annotations

import pytest

from tests.api.cc.pictures import encoded, meadow
from tests.api.cc.walker import refused

IMAGES = "generate_and_select_images"
MANY = {"count": 8}


@pytest.fixture
def question(walker):
    return walker.until(IMAGES)


def statuses(walker):
    return [job["status"] for job in walker.get("/jobs")["jobs"]]


def test_a_job_is_given_up(walker, question):
    job = walker.done(walker.path(question, "sub-action"), MANY)
    assert job["status"] == "queued"
    walker.studio.until(lambda: statuses(walker) == ["running"])
    told = walker.done(f"/jobs/{job['job_id']}/cancel")
    assert (told["status"], told["contents"], told["usd"]) == ("cancelled", [], 0)
    events = len(walker.events())
    assert walker.done(f"/jobs/{job['job_id']}/cancel") == told
    assert len(walker.events()) == events
    for unknown in ("no-such", "..%5Cx", f"{walker.run_id}-m9"):
        refused(walker, 404, lambda job=unknown: walker.post(f"/jobs/{job}/cancel"))
    assert walker.asked(IMAGES)["contents"] == []


def test_going_on_gives_up_what_is_under_way(walker, question):
    job = walker.done(walker.path(question, "sub-action"), MANY)
    (mine,) = walker.bring(question, encoded(meadow(), "PNG"))
    walker.answer(IMAGES, selected_content_id=mine["content_id"])
    assert walker.ended(job)["status"] == "cancelled"
    walker.asked("select_motion_elements")
    again = walker.path(question, "sub-action")
    refused(walker, 409, lambda: walker.post(again), "was answered")
    refused(walker, 409, lambda: walker.upload(question, encoded(meadow(), "PNG")), "was answered")


def test_the_thirteenth_is_too_many_and_a_cancelled_run_gives_all_up(walker, question):
    path = walker.path(question, "sub-action")
    for _number in range(12):
        walker.done(path, MANY)
    told = walker.post(path, MANY)
    assert (told.status_code, set(told.json())) == (429, {"error", "details"})
    assert int(told.headers["retry-after"]) > 0
    assert len(statuses(walker)) == 12
    walker.done("/cancel")
    assert set(statuses(walker)) == {"cancelled"}
    refused(walker, 409, lambda: walker.post(path, MANY), "was cancelled")


def test_the_same_request_twice_is_one_job(walker, question):
    """As a client does that heard no answer and asks again."""
    address = f"{walker.at}{walker.path(question, 'sub-action')}"
    key = {"idempotency-key": f"{walker.run_id}-one"}
    answers = [walker.client.post(address, json=MANY, headers=key) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(statuses(walker)) == 1
    walker.done("/cancel")


def test_one_more_like_this(walker):
    """Drawn by the studio itself: like the first, and not the same."""
    question = walker.until(IMAGES)
    first = walker.generate(question, count=1, params={"aspect_ratio": "1:1"})["contents"][0]
    more = walker.generate(question, like=first["content_id"])
    assert more["request"]["like"]["seed"] == first["seed"]
    assert more["request"]["params"] == {"aspect_ratio": "1:1"}
    assert more["contents"][0]["sha256"] != first["sha256"]
