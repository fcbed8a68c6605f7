"""Requests that are sent twice and done once, also across crashes and races."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from kinora.api.access.idempotency import Answer, Claims, Held
from kinora.api.access.repetition import once, under
from kinora.api.request import Request
from kinora.model.errors import Conflict, InvalidInput, StorageError
from kinora.stores.objects import walk
from tests.api.access_client import NOW, Api, bearer, event

WRITE = "/api/executions/none/stop"
KEY = {"idempotency-key": "first"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def api(tmp_path):
    return Api(tmp_path / "home", access="open")


def asked(method="POST", path="/api/jobs", body='{"a":1}', key="first", **headers):
    more = {"content-type": "application/json", "idempotency-key": key, **headers}
    return Request.of(event(method, path, body, more))


class Work:
    """What a route does: it makes an id of the desk's instant and chance, and may then fail."""

    def __init__(self, *statuses):
        self.statuses = list(statuses) or [201]
        self.made = []

    def __call__(self, desk):
        self.made.append(f"{desk.now():%Y%m%dT%H%M%S.%f}-{desk.chance()}-{desk.chance()}")
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if isinstance(status, Exception):
            raise status
        headers = {**JSON, "Location": "/api/jobs/1", "X-Else": "1", "Set-Cookie": "a=b"}
        return {"statusCode": status, "headers": headers, "body": self.made[-1], "cookies": ["a=b"]}


def at(api, seconds):
    return replace(api.desk, now=lambda: NOW + timedelta(seconds=seconds))


def test_the_same_request_again_gets_the_first_answer(api):
    work = Work()
    first = once(asked(), "who", at(api, 0), work)
    again = once(asked(), "who", at(api, 5), work)
    assert len(work.made) == 1
    assert "Idempotency-Replayed" not in first["headers"]
    assert again == {
        "statusCode": 201,
        "headers": {**JSON, "Location": "/api/jobs/1", "Idempotency-Replayed": "true"},
        "body": first["body"],
        "isBase64Encoded": False,
    }


@pytest.mark.parametrize(
    ("other", "caller"),
    [
        (asked(key="second"), "who"),
        (asked(path="/api/events"), "who"),
        (asked(method="PUT"), "who"),
        (asked(), "somebody else"),
    ],
)
def test_a_key_is_one_callers_for_one_route(api, other, caller):
    work = Work()
    once(asked(), "who", at(api, 0), work)
    once(other, caller, at(api, 0), work)
    assert len(set(work.made)) == 2


@pytest.mark.parametrize("other", [asked(body='{"a":2}'), asked(path="/api/jobs?dry=1")])
def test_a_key_is_for_one_request(api, other):
    work = Work()
    once(asked(), "who", at(api, 0), work)
    with pytest.raises(InvalidInput, match="Idempotency-Key"):
        once(other, "who", at(api, 0), work)
    assert len(work.made) == 1


def test_while_the_first_runs_the_others_wait(api):
    work = Work()

    def slow(desk):
        with pytest.raises(Conflict) as refused:
            once(asked(), "who", at(api, 59), work)
        assert refused.value.headers == {"Retry-After": "1"}
        return work(desk)

    once(asked(), "who", at(api, 0), slow)
    assert once(asked(), "who", at(api, 1), work)["body"] == work.made[0]
    assert len(work.made) == 1


def test_after_a_crash_the_work_is_done_with_the_same_ids(api):
    held = Claims(api.objects, NOW).take("who", "first", asked(), lambda: "abcdef")
    expected = Work()
    expected(under(api.desk, held.claim))
    work = Work()
    with pytest.raises(Conflict):
        once(asked(), "who", at(api, 59), work)
    told = once(asked(), "who", at(api, 60), work)
    assert work.made == expected.made
    assert "-abcdef-" in told["body"]
    assert once(asked(), "who", at(api, 61), work)["headers"]["Idempotency-Replayed"] == "true"
    assert len(work.made) == 1


def test_a_second_crash_is_taken_over_too(api):
    takes = [
        Claims(api.objects, NOW + timedelta(seconds=61 * turn)).take(
            "who", "first", asked(), lambda: "abcdef"
        )
        for turn in range(4)
    ]
    assert [held.attempt for held in takes] == [0, 1, 2, 3]
    assert len({held.claim for held in takes}) == 1
    with pytest.raises(Conflict):
        once(asked(), "who", at(api, 200), Work())


@pytest.mark.parametrize("status", [500, 503])
def test_a_failure_of_ours_is_not_kept_but_its_ids_are(api, status):
    work = Work(status, status, 201)
    told = [once(asked(), "who", at(api, turn), work)["statusCode"] for turn in range(4)]
    assert told == [status, status, 201, 201]
    assert len(work.made) == 3
    assert len(set(work.made)) == 1


def test_too_many_requests_leave_nothing_behind(api):
    work = Work(429, 201)
    assert once(asked(), "who", at(api, 0), work)["statusCode"] == 429
    assert list(walk(api.objects, "idempotency/")) == []
    assert once(asked(), "who", at(api, 1), work)["statusCode"] == 201
    assert len(set(work.made)) == 2


def test_an_error_that_escapes_frees_the_key(api):
    work = Work(RuntimeError("boom"), 201)
    with pytest.raises(RuntimeError):
        once(asked(), "who", at(api, 0), work)
    assert once(asked(), "who", at(api, 1), work)["statusCode"] == 201
    assert len(set(work.made)) == 1


@pytest.mark.parametrize("crashed", [False, True])
def test_of_many_at_once_one_does_the_work(api, crashed):
    if crashed:
        Claims(api.objects, NOW).take("who", "first", asked(), lambda: "abcdef")
    later, start, told = NOW + timedelta(seconds=100), Barrier(8), []

    def take():
        start.wait()
        try:
            told.append(Claims(api.objects, later).take("who", "first", asked(), lambda: "123456"))
        except Conflict as error:
            told.append(error)

    threads = [Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (held,) = [one for one in told if isinstance(one, Held)]
    assert sum(isinstance(one, Conflict) for one in told) == 7
    assert (held.attempt, held.claim.chance) == ((1, "abcdef") if crashed else (0, "123456"))


def test_answers_are_kept_for_a_day_and_then_swept(api):
    work = Work()
    for number in range(40):
        once(asked(key=f"old-{number}"), "who", at(api, 0), work)
    day = 24 * 3600
    kept = once(asked(key="old-7"), "who", at(api, day - 1), work)
    assert kept["headers"]["Idempotency-Replayed"] == "true"
    for number in range(1500):
        once(asked(key=f"young-{number}"), "who", at(api, day - 1), lambda _: {"statusCode": 429})
    assert len(list(walk(api.objects, "idempotency/"))) == 80
    for number in range(1500):
        once(asked(key=f"new-{number}"), "who", at(api, day + 1), lambda _: {"statusCode": 429})
    assert len(list(walk(api.objects, "idempotency/"))) < 60


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(api, monkeypatch, caplog):
    work = Work()

    def full(desk):
        def refuse(key, data):
            raise StorageError("full")

        monkeypatch.setattr(api.objects, "put_if_absent", refuse)
        return work(desk)

    assert once(asked(), "who", at(api, 0), full)["statusCode"] == 201
    assert "could not be kept" in caplog.text
    monkeypatch.undo()
    assert once(asked(), "who", at(api, 61), work)["statusCode"] == 201
    assert len(set(work.made)) == 1


@pytest.mark.parametrize("key", ["", "x" * 129, "a b", "é", "a\n"])
def test_odd_keys_are_refused(api, key):
    told = api.post(WRITE, headers={"idempotency-key": key})
    assert told.status == 422
    assert "Idempotency-Key" in told.json["details"]


def test_reads_need_no_key(api):
    for _ in range(2):
        told = api.get("/api/executions", headers={"idempotency-key": ""})
        assert told.status == 200
        assert "Idempotency-Replayed" not in told.headers


def test_through_the_api_an_answer_is_replayed(api):
    first, again = (api.post(WRITE, headers=KEY) for _ in range(2))
    assert (first.status, again.status) == (404, 404)
    assert first.text == again.text
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Cache-Control"] == "no-store"
    used = api.post(WRITE, {"other": 1}, headers=KEY)
    assert (used.status, used.error) == (422, "InvalidInput")


def test_tokens_do_not_see_each_others_keys(tmp_path):
    api = Api(tmp_path / "home")
    for text in (api.token()[1], api.token()[1]):
        told = api.post(WRITE, headers={**KEY, **bearer(text)})
        assert (told.status, told.headers.get("Idempotency-Replayed")) == (404, None)
    assert api.post(WRITE, headers=KEY).status == 401


def test_what_is_kept_holds_no_key_and_no_body(api):
    once(asked(key="my-private-key", body='{"secret":"words"}'), "who", at(api, 0), Work())
    for info in walk(api.objects, "idempotency/"):
        kept = api.objects.get(info.key)
        assert json.loads(kept)
        assert b"private" not in kept
        assert b"words" not in kept
        assert b"a=b" not in kept


def test_a_claim_costs_little(api):
    started = time.perf_counter()
    for number in range(200):
        once(asked(key=str(number)), "who", at(api, 0), Work())
    assert time.perf_counter() - started < 4
    assert isinstance(Claims(api.objects, NOW).take("who", "1", asked(key="1"), str), Answer)
