"""Tokens: made, hashed, verified, expired, revoked."""

import json
from datetime import timedelta

import pytest

from kinora.api.access import tokens
from kinora.api.access.known_tokens import FRESH_SECONDS, KnownTokens
from kinora.model.errors import InvalidInput, NotFound
from kinora.stores.folder import FolderObjects
from tests.api.access_client import NOW, Api, bearer

FREE_WRITE = "/api/executions/none/stop"


@pytest.fixture
def objects(tmp_path):
    return FolderObjects(tmp_path / "objects")


@pytest.fixture
def api(tmp_path):
    return Api(tmp_path / "home")


def test_the_secret_is_kept_nowhere(objects, tmp_path):
    token, text = tokens.create(objects, "laptop", "write", 2, NOW)
    token_id, secret = tokens.parts(text)
    assert (token_id, len(secret)) == (token.id, 64)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert token.id.encode() in kept
    assert secret.encode() not in kept
    assert token.expires_at == "2026-03-06T05:06:07.000000Z"


def test_many_writers_lose_nothing(objects):
    made = {tokens.create(objects, str(n), "read", None, NOW)[0].id for n in range(20)}
    assert {token.id for token in tokens.listed(objects)} == made


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_days_out_of_range_are_refused(objects, days):
    with pytest.raises(InvalidInput):
        tokens.create(objects, "", "write", days, NOW)
    with pytest.raises(InvalidInput):
        tokens.create(objects, "a\nb", "write", None, NOW)


def test_a_damaged_token_object_shuts_nobody_out(objects):
    token, text = tokens.create(objects, "", "write", None, NOW)
    objects.put("access/tokens/broken.json", b"{")
    assert KnownTokens(objects, lambda: 0.0).verified(text, NOW) == token


def test_what_is_known_is_never_old(objects):
    seconds = [0.0]
    known = KnownTokens(objects, lambda: seconds[0])
    first, text = tokens.create(objects, "", "write", None, NOW)
    assert known.verified(text, NOW) == first
    tokens.revoke(objects, first.id)
    _, later = tokens.create(objects, "", "write", None, NOW)
    assert known.verified(text, NOW) == first
    assert known.verified(later, NOW) is None
    seconds[0] = FRESH_SECONDS
    assert FRESH_SECONDS <= 5
    assert known.verified(text, NOW) is None
    assert known.verified(later, NOW) is not None


def test_only_the_whole_living_token_is_verified(objects):
    token, text = tokens.create(objects, "", "write", 1, NOW)
    other, _ = tokens.create(objects, "", "write", 1, NOW)
    known = KnownTokens(objects, lambda: 0.0)
    last = NOW + timedelta(days=1)
    assert known.verified(text, last - timedelta(microseconds=1)) == token
    assert known.verified(text, last) is None
    wrong = text[:-1] + ("0" if text[-1] != "0" else "1")
    foreign = text.replace(token.id, other.id)
    unknown = text.replace(token.id, "0" * 12)
    for bad in (wrong, foreign, unknown, text + "0", text.upper(), " " + text, "", "kin__", "é"):
        assert known.verified(bad, NOW) is None, bad


@pytest.mark.parametrize("bad", ["../../x", "", "a" * 12 + "/", "A" * 12])
def test_revoking_what_is_no_id_finds_nothing(objects, bad):
    with pytest.raises(NotFound):
        tokens.revoke(objects, bad)


def test_without_a_token_only_health_is_answered(api):
    assert api.get("/api/health").status == 200
    assert api.send("HEAD", "/api/health").status == 200
    for method, path in (
        ("GET", "/api/executions"),
        ("GET", "/api/session"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/nothing"),
        ("POST", "/api/health"),
        ("POST", FREE_WRITE),
        ("DELETE", "/api/session"),
        ("GET", "/api/health/"),
    ):
        told = api.send(method, path)
        assert (told.status, told.error) == (401, "Unauthenticated"), path
        assert told.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_lets_in(api):
    _, text = api.token()
    assert api.get("/api/executions", headers=bearer(text)).status == 200
    assert api.get("/api/executions", headers={"authorization": f"bEARER  {text}"}).status == 200
    assert api.post(FREE_WRITE, headers=bearer(text)).status == 404


@pytest.mark.parametrize("shown", ["Basic a2luOng=", "Bearer", "Bearer kin_0", "{text}", ""])
def test_other_credentials_do_not(api, shown):
    _, text = api.token()
    told = api.get("/api/executions", headers={"authorization": shown.format(text=text)})
    assert told.status == 401
    assert text not in told.text


def test_a_read_only_token_may_read_alone(api):
    _, text = api.token("read")
    assert api.get("/api/executions", headers=bearer(text)).status == 200
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        told = api.send(method, FREE_WRITE, headers=bearer(text))
        assert (told.status, told.error) == (403, "Forbidden")


def test_an_expired_token_is_none(api):
    _, text = api.token(days=1)
    later = Api(api.desk.settings.home)
    moved = later.desk.now() + timedelta(days=1, seconds=1)
    object.__setattr__(later.desk, "now", lambda: moved)
    assert later.get("/api/executions", headers=bearer(text)).status == 401


def test_an_open_host_asks_for_none_but_refuses_a_wrong_one(tmp_path):
    api = Api(tmp_path / "home", access="open")
    assert api.get("/api/executions").status == 200
    assert api.get("/api/session").json == {"scope": "write", "csrf": None, "expires_at": None}
    assert api.get("/api/executions", headers=bearer("kin_1_2")).status == 401
    _, text = api.token("read")
    assert api.post(FREE_WRITE, headers=bearer(text)).status == 403
    assert api.post(FREE_WRITE).status == 404
    assert api.get("/api/executions", cookies=["kinora_session=gone"]).status == 200


def test_stored_tokens_are_readable_data(api):
    token_id, text = api.token("read")
    kept = json.loads(api.objects.get(f"access/tokens/{token_id}.json"))
    assert set(kept) == {"id", "name", "scope", "sha256", "created_at", "expires_at"}
    assert kept["sha256"] == tokens.digest(text.rpartition("_")[2])
