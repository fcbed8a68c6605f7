"""Events through the API."""

import pytest

from kinora.loop.postings import EVENTS
from kinora.model.posting import Happening
from kinora.stores.objects import walk


def test_an_event_is_stored_and_listed(api):
    body = {"type": "video_played", "job_id": "j-1", "payload": {"seconds": 3.5, "deep": [None]}}
    told = api.post("/events", body)
    (info,) = walk(api.desk.stage.objects, EVENTS.prefix)
    assert info.key == f"events/2026/03/04/{told['id']}.json"
    assert told["id"].startswith("20260304T1200")
    assert api.get("/events") == {"events": [told], "cursor": None}
    assert told == {"id": told["id"], "at": told["at"], **body}


def test_events_are_asked_for_by_type_and_job_the_newest_first(api):
    kinds = list(Happening)
    posted = [
        api.post("/events", {"type": kinds[n % 7], "job_id": f"j{n % 3}" if n % 3 else None})
        for n in range(42)
    ]
    newest = posted[::-1]
    assert api.get("/events")["events"] == newest
    wanted = [event for event in newest if event["type"] == "error"]
    assert api.get("/events", type="error")["events"] == wanted != []
    wanted = [event for event in newest if event["job_id"] == "j1"]
    assert api.get("/events", job_id="j1")["events"] == wanted != []
    wanted = [event for event in wanted if event["type"] == "error"]
    assert api.get("/events", job_id="j1", type="error")["events"] == wanted != []
    assert api.pages("/events", "events", limit=5) == (newest, 9)
    assert api.pages("/events", "events", limit=5, job_id="j2")[1] == 3


def test_pages_stand_still_while_events_come(api):
    first = [api.post("/events", {"type": "error"}) for _ in range(6)]
    page = api.get("/events", limit=4)
    api.post("/events", {"type": "error"})
    rest = api.get("/events", limit=4, cursor=page["cursor"])
    assert page["events"] + rest["events"] == first[::-1]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "clicked"},
        {"type": "error", "payload": {"x": "y" * 4_096}},
        {"type": "error", "payload": {"x": "é" * 2_048}},
        {"type": "error", "payload": []},
        {"type": "error", "job_id": "a/b"},
        {"type": "error", "more": 1},
        '{"type": "error", "payload": {"x": NaN}}',
        '{"type": "error", "payload": {"x": "\\ud800"}}',
        {},
    ],
)
def test_other_events_are_refused(api, body):
    api.refused("POST", "/events", body)
    assert list(walk(api.desk.stage.objects, EVENTS.prefix)) == []


def test_a_list_is_bounded(api):
    for query in ({"limit": 1001}, {"limit": 0}, {"type": "clicked"}, {"cursor": "x"}):
        api.refused("GET", "/events", **query)
