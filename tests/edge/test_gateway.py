"""The gateway Worker on workerd: who may do what, what anybody may read, and Cloudflare's shapes."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from kinora.stores.d1 import OWN_STATEMENTS
from tests.edge.host import ADMIN_TOKEN, TOKEN

ACCOUNT = "/client/v4/accounts/anybody"
QUERY = f"{ACCOUNT}/d1/database/kinora/query"
VALUES = f"{ACCOUNT}/storage/kv/namespaces/kinora"
OBJECTS = f"{ACCOUNT}/r2/buckets/kinora/objects"
FILM = bytes(range(200)) * 50
SHA256 = hashlib.sha256(FILM).hexdigest()


def asking(edge, token):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=edge.url, headers=headers, timeout=30, verify=False)


@pytest.fixture(scope="module")
def admin(edge):
    with asking(edge, ADMIN_TOKEN) as client:
        yield client


@pytest.fixture(scope="module")
def ordinary(edge):
    with asking(edge, TOKEN) as client:
        yield client


@pytest.fixture(scope="module")
def stranger(edge):
    with asking(edge, None) as client:
        yield client


def error(answer, status):
    """The one error of a refusal, in Cloudflare's envelope."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    body = answer.json()
    assert (body["success"], body["result"], body["messages"]) == (False, None, [])
    (only,) = body["errors"]
    assert isinstance(only["code"], int)
    return only["message"]


def good(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["success"], body["errors"], body["messages"]) == (True, [], [])
    return body["result"]


# ---- tokens


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/client/v4/user/tokens/verify", "GET"),
        (QUERY, "POST"),
        (f"{VALUES}/values/snapshots%2Fa", "GET"),
        (f"{OBJECTS}/media/a", "PUT"),
        ("/client/v4/nothing", "GET"),
    ],
)
def test_only_known_tokens_are_heard(stranger, path, method):
    answer = stranger.request(method, path)
    assert "bearer token is needed" in error(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    for wrong in ("Bearer x", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer undefined"):
        answer = stranger.request(method, path, headers={"authorization": wrong})
        assert "not valid" in error(answer, 403)
    for none in (f"Basic {TOKEN}", "Bearer", TOKEN):
        error(stranger.request(method, path, headers={"authorization": none}), 401)


def test_tokens_say_what_they_are(admin, ordinary):
    path = "/client/v4/user/tokens/verify"
    assert good(admin.get(path)) == {"status": "active", "admin": True}
    assert good(ordinary.get(path)) == {"status": "active", "admin": False}


# ---- D1


def test_a_query_answers_as_cloudflare_does(admin):
    (one,) = good(admin.post(QUERY, json={"sql": "select ? as a, ? as b", "params": [1, None]}))
    assert one["success"] is True
    assert one["results"] == [{"a": 1, "b": None}]
    assert {"changes", "rows_read", "rows_written", "duration"} <= set(one["meta"])
    two = good(
        admin.post(QUERY, json={"batch": [{"sql": "select 1 as a"}, {"sql": "select 2 as a"}]})
    )
    assert [result["results"] for result in two] == [[{"a": 1}], [{"a": 2}]]


def test_the_ordinary_token_runs_listed_statements_alone(admin, ordinary):
    look = OWN_STATEMENTS[0]
    good(ordinary.post(QUERY, json={"sql": look}))
    for sql in (f"{look} ", look.upper(), f"{look}; drop table t", "drop table t", "select 1"):
        assert "deploy the edge of the same version" in error(
            ordinary.post(QUERY, json={"sql": sql}), 403
        )
        refused = ordinary.post(QUERY, json={"batch": [{"sql": look}, {"sql": sql}]})
        assert "use the admin token" in error(refused, 403)
    good(admin.post(QUERY, json={"sql": "select 1"}))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "sql: a text is needed"),
        ({"sql": ""}, "sql"),
        ({"sql": 7}, "sql"),
        ([], "sql"),
        ([None], "sql"),
        ("select 1", "sql"),
        ({"batch": []}, "batch"),
        ({"batch": [None]}, "sql"),
        ({"batch": [{"sql": "select 1"}, 5]}, "sql"),
        ({"sql": "select ?", "params": "a"}, "params"),
        ({"sql": "select ?", "params": [{}]}, "params"),
        ({"sql": "select ?", "params": [[1]]}, "params"),
        ({"sql": "select 1", "params": [1] * 101}, "101 are too many; allowed: 100"),
    ],
)
def test_malformed_queries_are_told_what_is_wrong(admin, body, says):
    assert says in error(admin.post(QUERY, json=body), 400)
    assert "sql" in error(admin.post(QUERY, content=b"null"), 400)


def test_what_d1_says_is_passed_on(admin):
    for sql, says in (
        ("selec", "syntax error"),
        ("select * from nowhere", "no such table: nowhere"),
    ):
        answer = admin.post(QUERY, json={"sql": sql})
        assert says in error(answer, 400)
        assert answer.json()["errors"][0]["code"] == 7500


def test_what_is_no_json_is_refused(admin):
    for method, path in (("POST", QUERY), ("PUT", f"{VALUES}/bulk")):
        for body in (b"", b"{", b"\xff\xfe", b"sql=select 1"):
            assert "not JSON" in error(admin.request(method, path, content=body), 400)


# ---- paths


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/client/v4/nothing", 404),
        ("POST", f"{ACCOUNT}/d1/database/other/query", 404),
        ("POST", f"{ACCOUNT}/d1/database/kinora/query/more", 404),
        ("GET", f"{ACCOUNT}/storage/kv/namespaces/other/keys", 404),
        ("GET", f"{ACCOUNT}/r2/buckets/other/objects", 404),
        ("GET", QUERY, 405),
        ("DELETE", f"{VALUES}/keys", 405),
        ("POST", f"{OBJECTS}/media/a", 405),
        ("GET", f"{VALUES}/values/%ff", 400),
        ("GET", f"{VALUES}/keys?limit=0", 400),
        ("GET", f"{OBJECTS}?per_page=many", 400),
    ],
)
def test_paths_and_methods_that_are_not_there(admin, method, path, status):
    answer = admin.request(method, path, json={"sql": "select 1"})
    error(answer, status)
    assert ("allow" in answer.headers) == (status == 405)


# ---- KV and R2, with the ordinary token


def test_snapshots_are_all_of_kv_that_the_ordinary_token_sees(admin, ordinary):
    good(admin.put(f"{VALUES}/values/secret", content=b"1"))
    good(ordinary.put(f"{VALUES}/values/snapshots%2Fa", content=b"1"))
    assert ordinary.get(f"{VALUES}/values/snapshots%2Fa").content == b"1"
    for method, path in (
        ("GET", "values/secret"),
        ("PUT", "values/secret"),
        ("PUT", "values/snapshots"),
        ("DELETE", "values/snapshots%2Fa"),
        ("GET", "keys"),
        ("GET", "keys?prefix=s"),
    ):
        assert "admin token" in error(ordinary.request(method, f"{VALUES}/{path}"), 403)
    pairs = [{"key": "snapshots/b", "value": "1"}, {"key": "secret", "value": "2"}]
    assert "admin token" in error(ordinary.put(f"{VALUES}/bulk", json=pairs), 403)
    assert admin.get(f"{VALUES}/values/secret").content == b"1"
    assert "key not found" in error(admin.get(f"{VALUES}/values/snapshots%2Fb"), 404)
    good(admin.delete(f"{VALUES}/values/secret"))
    error(admin.get(f"{VALUES}/values/secret"), 404)


@pytest.mark.parametrize(
    "pairs",
    [
        {},
        [1],
        [{"key": "a"}],
        [{"key": 1, "value": "b"}],
        [{"key": "a", "value": "?", "base64": True}],
    ],
)
def test_pairs_that_are_none_are_refused(admin, pairs):
    error(admin.put(f"{VALUES}/bulk", json=pairs), 400)


def test_media_is_put_once_and_never_changed_by_the_ordinary_token(admin, ordinary):
    place, once = f"{OBJECTS}/media/once", {"if-none-match": "*"}
    admin.delete(place)
    assert good(ordinary.put(place, content=b"one", headers=once))["size"] == 3
    assert "taken" in error(ordinary.put(place, content=b"two", headers=once), 412)
    assert ordinary.get(place).content == b"one"
    assert [
        item["key"] for item in good(ordinary.get(OBJECTS, params={"prefix": "media/once"}))
    ] == ["media/once"]
    for refused in (
        ordinary.put(place, content=b"two"),
        ordinary.put(place, content=b"two", headers={"if-none-match": '"x"'}),
        ordinary.delete(place),
        ordinary.put(f"{OBJECTS}/runs/1", content=b"1", headers=once),
        ordinary.get(f"{OBJECTS}/runs/1"),
        ordinary.get(OBJECTS),
        ordinary.get(OBJECTS, params={"prefix": "med"}),
    ):
        assert "admin token" in error(refused, 403)
    assert ordinary.head(f"{OBJECTS}/runs/1").headers["x-error-code"] == "10403"
    assert ordinary.get(place).content == b"one"
    good(admin.put(place, content=b"three"))
    assert ordinary.get(place).content == b"three"


def test_of_many_who_put_at_once_one_wins(admin):
    place = f"{OBJECTS}/media/race"
    admin.delete(place)

    def put(number):
        return admin.put(place, content=f"{number}".encode(), headers={"if-none-match": "*"})

    with ThreadPoolExecutor(8) as pool:
        statuses = [answer.status_code for answer in pool.map(put, range(8))]
    assert sorted(statuses) == [200] + [412] * 7
    assert admin.get(place).content == f"{statuses.index(200)}".encode()


def test_who_finds_a_key_taken_is_told_by_whose_put(admin):
    place = f"{OBJECTS}/media/told"
    admin.delete(place)
    for number, status in ((1, 200), (1, 412), (2, 412)):
        headers = {"if-none-match": "*", "x-put-id": f"put-{number}"}
        answer = admin.put(place, content=b"1", headers=headers)
        assert answer.status_code == status
        if status == 412:
            assert answer.headers["x-put-id"] == "put-1"


def test_content_is_compared_with_its_digest(admin):
    wrong = {"x-content-sha256": "0" * 64}
    assert "checksum" in error(admin.put(f"{OBJECTS}/a", content=FILM, headers=wrong), 400)
    named = f"{OBJECTS}/media/{'0' * 64}.mp4"
    assert "checksum" in error(admin.put(named, content=FILM), 400)
    assert admin.head(named).status_code == 404
    good(admin.put(f"{OBJECTS}/a", content=FILM, headers={"x-content-sha256": SHA256}))
    good(admin.delete(f"{OBJECTS}/a"))


def test_a_body_of_unknown_length_is_refused(admin):
    assert "length" in error(admin.put(f"{OBJECTS}/a", content=iter([b"1", b"2"])), 411)


# ---- what anybody may read


@pytest.fixture(scope="module")
def film(admin):
    good(
        admin.put(
            f"{OBJECTS}/media/{SHA256}.mp4", content=FILM, headers={"content-type": "text/html"}
        )
    )
    return f"/media/{SHA256}.mp4"


def test_media_is_open_to_everybody_and_kept_for_ever(stranger, film):
    answer = stranger.get(film)
    assert (answer.status_code, answer.content) == (200, FILM)
    expected = {
        "content-type": "video/mp4",
        "cache-control": "public, max-age=31536000, immutable",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
        "accept-ranges": "bytes",
        "content-length": str(len(FILM)),
    }
    assert expected.items() <= dict(answer.headers).items()
    head = stranger.head(film)
    assert (head.status_code, head.content) == (200, b"")
    assert expected.items() <= dict(head.headers).items()
    assert head.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-", 0, 9999), ("0-0", 0, 0), ("100-199", 100, 199), ("9990-20000", 9990, 9999), ("-10", 9990, 9999), ("-20000", 0, 9999)],
)  # fmt: skip
def test_parts_of_media(stranger, film, asked, first, last):
    answer = stranger.get(film, headers={"range": f"bytes={asked}"})
    assert answer.status_code == 206
    assert answer.content == FILM[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(FILM)}"
    assert answer.headers["content-length"] == str(last - first + 1)


def test_ranges_that_hold_nothing_and_ranges_that_are_none(stranger, admin, film):
    answer = stranger.get(film, headers={"range": "bytes=10000-"})
    assert "behind the end" in error(answer, 416)
    assert answer.headers["content-range"] == "bytes */10000"
    for odd in ("bytes=5-2", "bytes=a-b", "frames=0-1", "bytes=0-1,5-6", "bytes=-", "bytes=-0"):
        answer = stranger.get(film, headers={"range": odd})
        assert (answer.status_code, len(answer.content)) == (200, len(FILM))
    good(admin.put(f"{OBJECTS}/media/empty", content=b""))
    empty = admin.get(f"{OBJECTS}/media/empty", headers={"range": "bytes=0-3"})
    assert "behind the end" in error(empty, 416)


def test_what_is_known_is_not_sent_again(stranger, film):
    etag = stranger.head(film).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        for method in ("GET", "HEAD"):
            answer = stranger.request(method, film, headers={"if-none-match": known})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == etag
    assert stranger.get(film, headers={"if-none-match": '"other"'}).content == FILM


def test_snapshots_are_open_to_everybody_for_a_while(stranger, ordinary):
    value = json.dumps({"version": 3, "name": "größe"}).encode()
    good(ordinary.put(f"{VALUES}/values/snapshots%2Fnewest", content=value))
    answer = stranger.get("/snapshots/newest.json")
    assert (answer.status_code, answer.content) == (200, value)
    etag = f'"{hashlib.sha256(value).hexdigest()}"'
    expected = {
        "content-type": "application/json",
        "cache-control": "public, max-age=15",
        "access-control-allow-origin": "*",
        "x-content-type-options": "nosniff",
        "etag": etag,
    }
    assert expected.items() <= dict(answer.headers).items()
    assert stranger.head("/snapshots/newest.json").headers["etag"] == etag
    for known in (etag, f"W/{etag}"):
        same = stranger.get("/snapshots/newest.json", headers={"if-none-match": known})
        assert (same.status_code, same.content) == (304, b"")
    good(ordinary.put(f"{VALUES}/values/snapshots%2Fnewest", content=b"{}"))
    newer = stranger.get("/snapshots/newest.json", headers={"if-none-match": etag})
    assert (newer.status_code, newer.content) == (200, b"{}")


def test_nothing_else_is_open(stranger, admin, film):
    good(admin.put(f"{OBJECTS}/media/{SHA256}.html", content=FILM))
    good(admin.put(f"{OBJECTS}/runs/1/video.mp4", content=FILM))
    good(admin.put(f"{VALUES}/values/secret", content=b"1"))
    for path in (
        *(
            "/",
            "/media/",
            "/media/once",
            f"/media/{SHA256}.html",
            f"/media/{SHA256}",
            "/snapshots/",
        ),
        *("/runs/1/video.mp4", "/media/../runs/1/video.mp4", f"/media/{'1' * 64}.mp4"),
        *("/media/%2e%2e/runs/1/video.mp4", "/snapshots/none.json", "/snapshots/../secret.json"),
        *("/snapshots/..%2fsecret.json", "/snapshots/a%2Fb.json", "/secret", "/statements.js"),
        *("/cdn-cgi/explorer/api/d1/database", "/cdn-cgi/mf/scheduled"),
    ):
        error(stranger.get(path), 404)
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = stranger.request(method, film)
        error(answer, 405)
        assert answer.headers["allow"] == "GET, HEAD"
    assert stranger.get(film).content == FILM
