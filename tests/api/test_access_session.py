"""Browser sessions: signing in and out, CSRF, cookies, the end of a session."""

from datetime import timedelta

import pytest

from kinora.api.access import sessions, tokens
from kinora.api.access.gate import gate
from kinora.stores.objects import walk
from tests.api.access_client import Api, bearer

WRITE = "/api/executions/none/stop"


@pytest.fixture
def api(tmp_path):
    return Api(tmp_path / "home")


def signed_in(api, scope="write", days=None, **headers):
    """The cookie to send, and the CSRF token."""
    _, text = api.token(scope, days)
    told = api.post("/api/session", {"token": text}, headers=headers)
    assert told.status == 201, told.text
    (cookie,) = told.cookies
    assert text not in told.text + cookie
    return cookie.partition(";")[0], told.json["csrf"]


def kept(api):
    return [info.key for info in walk(api.objects, sessions.PREFIX)]


def test_signing_in_sets_a_cookie_that_no_script_reads(api):
    _, text = api.token("read", days=1)
    told = api.post("/api/session", {"token": text})
    (cookie,) = told.cookies
    attributes = set(cookie.split("; ")[1:])
    assert attributes == {"Path=/", "Max-Age=43200", "HttpOnly", "SameSite=Strict"}
    assert set(told.json) == {"csrf", "scope", "expires_at"}
    assert told.json["scope"] == "read"
    secret = cookie.partition(";")[0].partition("=")[2]
    (key,) = kept(api)
    assert secret not in key
    assert secret.encode() not in api.objects.get(key)
    assert tokens.digest(secret) in key


@pytest.mark.parametrize(
    ("settings", "headers"),
    [({}, {"x-forwarded-proto": "https"}), ({"secure_cookies": True}, {})],
)
def test_over_https_the_cookie_stays_there(tmp_path, settings, headers):
    api = Api(tmp_path / "home", **settings)
    _, text = api.token()
    (cookie,) = api.post("/api/session", {"token": text}, headers=headers).cookies
    assert "Secure" in cookie.split("; ")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"token": "kin_000000000000_" + "0" * 64}, 401),
        ({"token": ""}, 401),
        ({"token": "x" * 201}, 422),
        ({"token": 7}, 422),
        ({"token": None}, 422),
        ({}, 422),
        ([], 422),
        (None, 422),
    ],
)
def test_nobody_signs_in_without_a_token(api, body, status):
    told = api.post("/api/session", body)
    assert (told.status, told.cookies, kept(api)) == (status, [], [])


def test_a_session_tells_who_one_is(api):
    cookie, csrf = signed_in(api)
    told = api.get("/api/session", cookies=[cookie])
    assert told.status == 200
    assert told.json["csrf"] == csrf
    assert told.json["scope"] == "write"
    assert api.get("/api/executions", headers={"cookie": f"a=b; {cookie}; c"}).status == 200


def test_a_change_needs_the_csrf_token(api):
    cookie, csrf = signed_in(api)
    assert api.post(WRITE, cookies=[cookie]).status == 403
    for wrong in ("", "0" * 64, csrf[:-1], csrf.upper(), "é"):
        assert api.post(WRITE, cookies=[cookie], headers={"x-csrf-token": wrong}).status == 403
    _, other = signed_in(api)
    assert api.post(WRITE, cookies=[cookie], headers={"x-csrf-token": other}).status == 403
    assert api.post(WRITE, cookies=[cookie], headers={"x-csrf-token": csrf}).status == 404


def test_a_read_only_session_may_read_and_leave(api):
    cookie, csrf = signed_in(api, "read")
    proof = {"x-csrf-token": csrf}
    assert api.get("/api/executions", cookies=[cookie]).status == 200
    assert api.post(WRITE, cookies=[cookie], headers=proof).status == 403
    assert api.send("DELETE", "/api/session", cookies=[cookie], headers=proof).status == 204


def test_signing_out_ends_it(api):
    cookie, csrf = signed_in(api)
    assert api.send("DELETE", "/api/session", cookies=[cookie]).status == 403
    told = api.send("DELETE", "/api/session", cookies=[cookie], headers={"x-csrf-token": csrf})
    assert (told.status, told.text, kept(api)) == (204, "", [])
    assert told.cookies[0].startswith("kinora_session=; Path=/; Max-Age=0")
    assert api.get("/api/session", cookies=[cookie]).status == 401


def test_signing_out_with_a_token_alone_is_no_error(api):
    _, text = api.token()
    assert api.send("DELETE", "/api/session", headers=bearer(text)).status == 204


def test_revoking_a_token_ends_its_sessions(api):
    cookie, _ = signed_in(api)
    (session,) = kept(api)
    token_id = sessions.Session.model_validate_json(api.objects.get(session)).token_id
    tokens.revoke(api.objects, token_id)
    gate.cache_clear()  # as after the moment for which a process knows tokens
    assert api.get("/api/session", cookies=[cookie]).status == 401


def test_a_session_ends_after_twelve_hours_and_with_its_token(api):
    now = api.desk.now()
    token, _ = tokens.create(api.objects, "", "write", None, now)
    secret, session = sessions.begin(api.objects, token, now)
    assert sessions.find(api.objects, secret, now + timedelta(hours=11, minutes=59)) == session
    assert sessions.find(api.objects, secret, now + timedelta(hours=12)) is None
    assert kept(api) == []
    short = token.model_copy(update={"expires_at": sessions.exact(now + timedelta(hours=1))})
    _, session = sessions.begin(api.objects, short, now)
    assert session.expires_at == short.expires_at


def test_old_sessions_are_swept_when_new_ones_begin(api):
    now = api.desk.now()
    token, _ = tokens.create(api.objects, "", "write", None, now)
    for _ in range(30):
        sessions.begin(api.objects, token, now)
    later = now + timedelta(hours=13)
    for _ in range(40):
        sessions.begin(api.objects, token, later)
    left = [sessions.Session.model_validate_json(api.objects.get(key)) for key in kept(api)]
    assert sum(session.expires_at < sessions.exact(later) for session in left) < 5
    assert sum(session.expires_at > sessions.exact(later) for session in left) == 40


@pytest.mark.parametrize("value", ["", "x" * 101, "../tokens", "a/b", "é" * 50])
def test_odd_cookies_are_nobody(api, value):
    assert api.get("/api/session", cookies=[f"kinora_session={value}"]).status == 401


def test_a_damaged_session_is_nobody(api):
    cookie, _ = signed_in(api)
    (key,) = kept(api)
    api.objects.put(key, b"{")
    assert api.get("/api/session", cookies=[cookie]).status == 401


def test_signing_in_is_never_kept_for_an_idempotency_key(api):
    _, text = api.token()
    key = {"idempotency-key": "once"}
    first = api.post("/api/session", {"token": text}, headers=key)
    second = api.post("/api/session", {"token": text}, headers=key)
    assert first.cookies != second.cookies
    assert list(walk(api.objects, "idempotency/")) == []
