"""Drafts, jobs, jumps and addresses that are not taken; and the drafts that are."""

from __future__ import annotations

import http.client
import json

import pytest

from tests.api.cc.pictures import encoded, meadow
from tests.api.cc.walker import Walker, refused

IMAGES = "generate_and_select_images"


@pytest.fixture(scope="module")
def chooser(studio):
    """A run at the choice of a picture, with one to choose."""
    chooser = Walker(studio)
    chooser.question = chooser.until(IMAGES)
    (chooser.mine,) = chooser.bring(chooser.question, encoded(meadow(), "PNG"))
    return chooser


def draft(walker, question, body):
    address = f"{walker.at}{walker.path(question, 'draft')}"
    return walker.client.put(address, json=body)


def test_a_draft_is_kept_read_changed_and_dropped(walker):
    question = walker.asked("select_pet_type")
    read = walker.path(question, "draft")
    before = walker.events()
    assert walker.get(read) == {"draft": None}
    kept = {"draft": {"selected_indices": [2], "note": "名前 {{ x }}"}}
    assert draft(walker, question, kept).json() == kept
    assert walker.get(read) == kept
    assert draft(walker, question, {"draft": {}}).json() == {"draft": {}}
    assert walker.get(read) == {"draft": {}}
    assert draft(walker, question, {"draft": None}).status_code == 200
    assert walker.get(read) == {"draft": None}
    assert walker.events() == before


def test_a_draft_that_is_too_large_or_of_another_form(walker):
    question = walker.asked("select_pet_type")
    large = {"draft": {"x": "y" * 33_000}}
    refused(walker, 422, lambda: draft(walker, question, large), "33,0")
    refused(walker, 422, lambda: draft(walker, question, {"draft": [1]}))
    refused(walker, 422, lambda: draft(walker, question, {"draft": {}, "more": 1}))
    refused(walker, 413, lambda: draft(walker, question, {"draft": {"x": "y" * 2**20}}))
    assert walker.get(walker.path(question, "draft")) == {"draft": None}


def test_a_draft_of_a_question_that_is_closed(walker):
    question = walker.asked("select_pet_type")
    walker.simply(question)
    walker.asked("select_aesthetic")
    refused(walker, 409, lambda: draft(walker, question, {"draft": {"a": 1}}), "was answered")


@pytest.mark.parametrize(
    "named",
    ["../../etc/passwd", "http://127.0.0.1/x.png", "file:///etc/passwd", "gc_" + "0" * 20, "", 7],
)
def test_content_by_path_or_address_cannot_be_chosen(chooser, named):
    body = {"answer": {"selected_content_id": named}}
    path = chooser.path(chooser.question, "respond")
    refused(chooser, 422, lambda: chooser.post(path, body), "selected_content_id")


def test_content_of_another_run_cannot_be_chosen(walker, chooser):
    question = walker.until(IMAGES)
    body = {"answer": {"selected_content_id": chooser.mine["content_id"]}}
    refused(walker, 422, lambda: walker.post(walker.path(question, "respond"), body), "none yet")


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"like": "../../etc/passwd"}, "like"),
        ({"like": "http://169.254.169.254/latest/meta-data"}, "like"),
        ({"like": "gc_" + "0" * 20}, "like"),
        ({"prompt_id": "no_such"}, "prompt_id"),
        ({"sub_action": "fly"}, "sub_action"),
        ({"provider": "https://elsewhere.example"}, "provider"),
        ({"provider": "own"}, "own does not make"),
        ({"params": {"aspect_ratio": "1:9"}}, "params.aspect_ratio"),
        ({"params": {"source_image": "/etc/passwd"}}, "source_image"),
        ({"count": 9}, "count"),
        ({"count": 0}, "count"),
        ({"seed": -1}, "seed"),
        ({"source_image": "/etc/passwd"}, "source_image"),
    ],
)
@pytest.mark.parametrize("end", ["sub-action", "estimate"])
def test_what_cannot_be_made(chooser, end, wanted, told):
    path = chooser.path(chooser.question, end)
    refused(chooser, 422, lambda: chooser.post(path, wanted), told)


def test_nothing_is_made_where_nothing_is_to_be_made(walker):
    question = walker.asked("select_pet_type")
    refused(walker, 422, lambda: walker.post(walker.path(question, "sub-action")), "none")
    refused(walker, 409, lambda: walker.upload(question, encoded(meadow(), "PNG")), "no picture")


def test_an_estimate_costs_nothing_and_stores_nothing(chooser):
    before = len(chooser.events())
    told = chooser.done(chooser.path(chooser.question, "estimate"), {"count": 2})
    assert told["usd"] == 0
    assert told["seconds"] > 0
    assert told["left_usd"] == 5
    assert len(chooser.events()) == before


def test_places_that_cannot_be_jumped_to(chooser):
    def jump(module):
        return chooser.post("/branches/jump", {"module": module})

    refused(chooser, 409, lambda: jump("choose_finish"), "has not been reached")
    refused(chooser, 422, lambda: jump("no_such_module"), "unknown")
    refused(chooser, 422, lambda: jump("../x"), "unknown")
    refused(chooser, 422, lambda: jump(""))
    refused(chooser, 422, lambda: chooser.post("/branches/jump", {}))
    refused(chooser, 409, lambda: chooser.post("/branches/plan", {"module": "choose_finish"}))
    refused(chooser, 422, lambda: chooser.post("/branches/plan", {"module": "nowhere"}))
    refused(chooser, 404, lambda: chooser.post("/branches/restore", {"branch": "b99"}))
    refused(chooser, 404, lambda: chooser.client.get(
        f"{chooser.at}/branches/compare", params={"left": "b1", "right": "b99"}))  # fmt: skip


@pytest.mark.parametrize(
    "run",
    ["..%2F..%2Fetc", "%2e%2e", "..%5c..", "x%00y", "a" * 81, "20200101T000000Z-cc-none", "%20"],
)
@pytest.mark.parametrize("end", ["", "/events", "/costs", "/export", "/jobs", "/interactions"])
def test_runs_that_there_are_not(studio, run, end):
    answer = studio.client.get(f"/cc/runs/{run}{end}")
    assert answer.status_code == (422 if len(run) > 80 else 404)
    assert set(answer.json()) == {"error", "details"}


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "..%2F..%2F..%2Fetc%2Fpasswd",
        "%2e%2e/%2e%2e/journal.sqlite",
        "gc_" + "0" * 20,
        "gc_" + "G" * 20,
        "cc%2Fmedia%2Fx.png",
    ],
)
def test_media_that_there_are_not(studio, path):
    answer = studio.client.get(f"/cc/media/{path}")
    assert answer.status_code == 404
    assert set(answer.json()) == {"error", "details"}


@pytest.mark.parametrize(
    "path",
    [
        "/api/cc/media/../../journal.sqlite",
        "/api/cc/media/../../../../../../etc/passwd",
        "/api/cc/media/./x",
        "/api/cc/runs/../../journal.sqlite",
        "/api/cc/runs/./events",
        "/api//cc//media//x",
    ],
)
def test_addresses_that_no_client_would_write(studio, path):
    """As they stand: clients of good manners take dots away."""
    connection = http.client.HTTPConnection(studio.address.removeprefix("http://"), timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    told = json.loads(answer.read())
    connection.close()
    assert answer.status == 404
    assert set(told) == {"error", "details"}


@pytest.mark.parametrize(
    "body",
    [
        {"workflow_id": "no_such"},
        {"workflow_id": "../x"},
        {"title": "x" * 201},
        {"seed": -1},
        {"budget_usd": -1},
        {"budget_usd": 1001},
        {"unknown": 1},
    ],
)
def test_runs_that_cannot_begin(studio, body):
    before = studio.client.get("/cc/runs", params={"limit": 1}).json()["runs"]
    answer = studio.client.post("/cc/runs", json=body)
    assert answer.status_code == 422
    assert next(iter(body)) in answer.json()["details"]
    assert studio.client.get("/cc/runs", params={"limit": 1}).json()["runs"] == before
