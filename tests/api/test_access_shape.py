"""Sizes, kinds and signs of requests: clear refusals, and never a fault of our own."""

import base64
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinora.api.access.shape import JSON_BODY_BYTES
from kinora.api.access.strict_json import MAX_DEPTH, check_json
from kinora.api.entry import answer
from kinora.loop.uploads import DIRECT_BYTES
from kinora.model.errors import InvalidInput
from tests.api.access_client import Api, event

QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    return Api(tmp_path_factory.mktemp("shape") / "home", access="open")


def sign_in(api, body, **more):
    return api.post("/api/session", body, **more)


def test_json_bodies_up_to_a_limit(api):
    padding = JSON_BODY_BYTES - len('{"token": ""}')
    body = json.dumps({"token": "x" * padding})
    assert len(body) == JSON_BODY_BYTES
    assert sign_in(api, body).status == 422
    told = sign_in(api, body + " ")
    assert (told.status, told.error) == (413, "PayloadTooLarge")
    assert api.send("GET", "/api/health", body + " ").status == 413


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 401),
        ("Application/JSON; charset=UTF-8", 401),
        ('application/json; charset="utf-8"', 401),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("video/mp4", 415),
        ("application/jsonx", 415),
        ("", 415),
    ],
)
def test_bodies_are_json(api, kind, status):
    told = sign_in(api, {"token": "no"}, headers={"content-type": kind})
    assert told.status == status, told.text


def test_uploads_may_be_films_and_larger(api):
    body = base64.b64encode(bytes(DIRECT_BYTES + 1)).decode()
    for kind in ("video/mp4", "application/octet-stream", "multipart/form-data; boundary=x"):
        headers = {"content-type": kind}
        to_upload = api.post("/api/nothing/upload", body, headers=headers, encoded=True)
        assert to_upload.status == 404
        assert api.post("/api/nothing", body, headers=headers, encoded=True).status in {413, 415}
    text = {"content-type": "text/html"}
    assert api.post("/api/nothing/upload", "<p>", headers=text).status == 415
    assert api.post("/api/nothing/upload", "x" * (JSON_BODY_BYTES + 1)).status == 413


def test_long_paths_and_many_headers(api):
    assert api.get("/api/" + "a" * 4091).status == 404
    assert api.get("/api/" + "a" * 4092).status == 422
    assert api.get("/api/health?q=" + "é" * 2100).status == 422
    most = {f"x-{n}": "1" for n in range(99)}
    assert api.get("/api/health", headers=most).status == 200
    assert api.get("/api/health", headers={**most, "x-more": "1"}).status == 422


@pytest.mark.parametrize(
    "body",
    [
        "[" * 1000 + "]" * 1000, '{"a":' * 1000 + "1" + "}" * 1000, "[" * 200_000,
        '{"token": NaN}', '{"token": Infinity}', '{"token": -Infinity}', '{"token": 1e999}',
        '{"token": "a", "token": "b"}', '{"a": {"b": 1, "b": 1}}', '{"token": "\\ud800"}',
        '{"\\udfff": 1}', '{"token": "\\ud83d"}', "1" * 5000, "{", "", " ", "null", "nul", '"',
        '"\\', "\ufeff{}", '{"token": "\x00"}', "{'token': 1}", "//", '{"token": "a",}',
    ],
)  # fmt: skip
def test_doubtful_json_is_refused_in_words(api, body):
    told = sign_in(api, body)
    assert told.status == 422, told.text
    assert set(told.json) == {"error", "details"}
    assert len(told.text) < 300


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"\xff", "UTF-8"), (b"[1e999]", "finite"), (b"[-1e999]", "finite"), (b"[NaN]", "NaN"),
        (b'{"a":1,"a":1}', "twice"), (b'["\\ud800"]', "character"), (b"1" * 5000, "digits"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_json_is_named(body, word):
    with pytest.raises(InvalidInput, match=word):
        check_json(body)


def test_a_string_is_no_nesting(api):
    assert sign_in(api, {"token": "[" * 150}).status == 401
    check_json(("[" * MAX_DEPTH + "]" * MAX_DEPTH).encode())
    with pytest.raises(InvalidInput):
        check_json(("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).encode())
    check_json(json.dumps({"a": '"[' * 100 + "\\", "b": "😀"}).encode())


def test_nasty_strings_take_no_time(api):
    assert sign_in(api, '"' + '\\"' * 120_000).status == 422
    assert sign_in(api, "\\" * 200_000).status == 422


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(api, body):
    text = base64.b64encode(body).decode()
    told = sign_in(api, text, encoded=True)
    assert told.status in {401, 422}
    assert told.json["error"]


@QUICK
@given(st.text(max_size=60), st.booleans())
def test_any_text_gets_an_answer(api, body, encoded):
    told = sign_in(api, body, encoded=encoded)
    assert told.status in {401, 422}


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=9,
)


@QUICK
@given(JSON_VALUES)
def test_any_json_gets_an_answer(api, value):
    told = sign_in(api, json.dumps(value))
    assert told.status in {401, 422}


HEADERS = (
    "host origin authorization cookie content-type idempotency-key x-csrf-token"
    " sec-fetch-site x-forwarded-proto x-else"
).split()
ODD = st.text(st.characters(codec=None), max_size=30)


@QUICK
@given(
    st.sampled_from(["GET", "POST", "DELETE", "HEAD", "OPTIONS", "TRACE", "X"]),
    ODD,
    st.dictionaries(
        st.sampled_from(HEADERS),
        ODD,
    ),
    st.lists(ODD, max_size=2),
)
def test_any_request_gets_an_answer(api, method, path, headers, cookies):
    asked = event(method, "/api/session" if path < "M" else "/api/" + path, "{}", headers, cookies)
    told = answer(asked, None, api.desk)
    assert 200 <= told["statusCode"] < 500, told
    if method != "HEAD" and told["statusCode"] != 204:
        assert set(json.loads(told["body"])) >= {"error", "details"} or told["statusCode"] < 300


def test_half_characters_are_refused(api):
    for asked in (
        event("GET", "/api/\ud800"),
        event("GET", "/api/health", headers={"x": "\ud800"}),
        event("GET", "/api/session", cookies=["kinora_session=\ud800"]),
        {**event("GET", "/api/health"), "queryStringParameters": {"a": "\ud800"}},
        event("POST", "/api/session", "\ud800", {"content-type": "application/json"}),
        event("POST", "/api/session", "=", {"content-type": "application/json"}, encoded=True),
    ):
        told = answer(asked, None, api.desk)
        assert told["statusCode"] == 422, told
