"""The same hundred requests through the Lambda host and through the one-machine gateway."""

from __future__ import annotations

import json

import httpx
import pytest

from kinora.api.app import openapi
from tests.api.hosts import LambdaHost, gateway_host, home

OWN = {"date", "server", "content-length", "transfer-encoding", "connection"}
"""Headers that a server adds by itself."""
JSON = ("content-type", "application/json")
RUN = "20260101T000000Z-web-abcdef"


def requests():
    """(method, path, query, headers, body): every path that is read, and everything that is wrong."""
    found = [("GET", path, "", (), b"") for path in readable()]
    found += [("HEAD", path, "", (), b"") for path in readable()[:8]]
    found += [
        (method, path, "", (), b"") for path in readable()[:6] for method in ("PUT", "DELETE")
    ]
    lists = (
        "/api/jobs",
        "/api/executions",
        "/api/events",
        "/api/learning/runs",
        "/api/knowledge/prompts",
        "/api/cc/runs",
        "/api/cc/interactions",
    )
    for path in lists:
        found += [("GET", path, query, (), b"") for query in QUERIES]
    for path, body in BODIES:
        found.append(("POST", path, "", (JSON,), body))
    found += [
        ("POST", "/api/jobs", "", (("content-type", "text/plain"),), b"{}"),
        ("POST", "/api/cc/runs", "", (("content-type", "text/plain"),), b"{}"),
        (
            "POST",
            f"/api/cc/runs/{RUN}/interactions/in_0/upload",
            "",
            (("content-type", "image/png"),),
            b"x",
        ),
        ("PUT", f"/api/cc/runs/{RUN}/interactions/in_0/draft", "", (JSON,), b'{"draft": {}}'),
        ("GET", "/api/cc/runs/..%2F..%2Fetc/events", "", (), b""),
        ("GET", "/api/cc/media/..%2F..%2F..%2Fetc%2Fpasswd", "", (), b""),
        ("GET", "/api/cc/media/gc_00000000000000000000", "", (("range", "bytes=0-9"),), b""),
        ("POST", "/api/jobs", "", (JSON, ("origin", "https://elsewhere.example")), b"{}"),
        ("POST", "/api/jobs", "", (JSON, ("idempotency-key", "a b\tc")), b"{}"),
        ("GET", "/api/health", "", (("host", "elsewhere.example"),), b""),
        ("GET", "/api/health", "", (("authorization", "Bearer nobody"),), b""),
        ("GET", "/api/jobs", "", (("authorization", "Bearer kin_0_0"),), b""),
        ("GET", f"/api/jobs/{RUN}/download", "", (("range", "bytes=0-9"),), b""),
        ("GET", "/api/jobs/..%2F..%2Fetc/download", "", (), b""),
        ("GET", "/api/jobs/%C3%A9t%C3%A9", "", (), b""),
        ("GET", "/api//jobs", "", (), b""),
        ("GET", "/api/", "", (), b""),
        ("GET", "/api", "", (), b""),
        ("OPTIONS", "/api/jobs", "", (), b""),
        ("PATCH", "/api/jobs", "", (JSON,), b"{}"),
    ]
    return found


def readable():
    """Every path that can be read, its places filled."""
    values = {"job_id": RUN, "name": RUN, "category": "static_colors", "key": "1-2-3"}
    document = openapi()["paths"]
    paths = [path.format_map(Filled(values)) for path, each in document.items() if "get" in each]
    return [path for path in paths if path != "/api/openapi.json"]


class Filled(dict):
    def __missing__(self, name):
        return "nothing"


QUERIES = ("limit=1", "limit=0", "limit=many", "cursor=%00", "unknown=1", "limit=1&limit=2")
BODIES = [
    ("/api/jobs", b""),
    ("/api/jobs", b"{"),
    ("/api/jobs", b"[]"),
    ("/api/jobs", b'{"prompt": ""}'),
    ("/api/jobs", b'{"prompt": "12"}'),
    ("/api/jobs", b'{"prompt": "a lake", "prompt": "a sea"}'),
    ("/api/jobs", b'{"prompt": NaN}'),
    ("/api/jobs", b'{"prompt": "\\ud800"}'),
    ("/api/jobs", b"\xff\xfe"),
    ("/api/jobs", b"[" * 2000),
    ("/api/loop/config", b'{"exploit_ratio": 2}'),
    ("/api/loop/config", b'{"workflow_type": "web"}'),
    (f"/api/jobs/{RUN}/feedback", b'{"rating": 2}'),
    (f"/api/jobs/{RUN}/feedback", b'{"rating": 0}'),
    (f"/api/jobs/{RUN}/upload", b'{"bytes": 5}'),
    (f"/api/jobs/{RUN}/cancel", b""),
    (f"/api/executions/{RUN}/stop", b""),
    ("/api/session", b'{"token": "kin_no_no"}'),
    ("/api/knowledge/discoveries", b'{"discoveries": {"nowhere": []}}'),
    ("/api/events", b'{"type": "odd"}'),
    ("/api/cc/runs", b""),
    ("/api/cc/runs", b'{"workflow_id": "none"}'),
    ("/api/cc/runs", b'{"budget_usd": -1}'),
    (f"/api/cc/runs/{RUN}/cancel", b""),
    (f"/api/cc/runs/{RUN}/branches/jump", b'{"module": "select_scene"}'),
    (f"/api/cc/runs/{RUN}/branches/restore", b'{"branch": "b1"}'),
    (f"/api/cc/runs/{RUN}/branches/plan", b'{"step": 3}'),
    (f"/api/cc/runs/{RUN}/interactions/in_0/respond", b'{"answer": {}}'),
    (f"/api/cc/runs/{RUN}/interactions/in_0/sub-action", b'{"count": 99}'),
    (f"/api/cc/runs/{RUN}/jobs/m1/cancel", b""),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """Both hosts on one home; the gateway's answers come over HTTP."""
    settings = home(tmp_path_factory.mktemp("both") / "home")
    with gateway_host(settings) as address, httpx.Client(base_url=address) as client:
        yield LambdaHost(settings), client


def test_both_hosts_answer_alike(both):
    in_lambda, client = both
    asked = requests()
    assert len(asked) >= 100
    statuses = set()
    for method, path, query, headers, body in asked:
        mine = {"host": "localhost", **dict(headers)}
        theirs = client.build_request(method, f"{path}?{query}", headers=mine, content=body)
        answer = client.send(theirs)
        status, lines, content = in_lambda.ask(method, path, query, list(mine.items()), body)
        what = f"{method} {path}?{query} {body[:40]}"
        assert (status, steady(content)) == (answer.status_code, steady(answer.content)), what
        assert given(lines) == given(answer.headers), what
        assert not content.lstrip().startswith(b"<"), what
        if status >= 400 and method != "HEAD":
            assert set(json.loads(content)) == {"error", "details"}, what
        statuses.add(status)
    assert statuses >= {200, 401, 403, 404, 405, 409, 415, 422} - {409}
    assert not [status for status in statuses if status >= 500]


def test_a_job_is_made_alike(both):
    in_lambda, client = both
    body = json.dumps({"prompt": "a lake", "duration_seconds": 2}).encode()
    headers = [("host", "localhost"), JSON]
    status, _, content = in_lambda.ask("POST", "/api/jobs", "", headers, body)
    answer = client.post("/api/jobs", content=body, headers=dict(headers))
    assert (status, answer.status_code) == (201, 201)
    mine, theirs = json.loads(content), answer.json()
    apart = {"id", "created_at", "updated_at", "execution"}
    assert {k: v for k, v in mine.items() if k not in apart} == {
        k: v for k, v in theirs.items() if k not in apart
    }


def test_a_run_of_a_workflow_is_made_and_told_alike(both):
    in_lambda, client = both
    body, headers = b'{"seed": 7, "title": "Miso"}', [("host", "localhost"), JSON]
    status, _, content = in_lambda.ask("POST", "/api/cc/runs", "", headers, body)
    answer = client.post("/api/cc/runs", content=body, headers=dict(headers))
    assert (status, answer.status_code) == (201, 201)
    mine, theirs = json.loads(content), answer.json()
    apart = {"run_id", "created_at", "updated_at", "branches"}
    assert {k: v for k, v in mine.items() if k not in apart} == {
        k: v for k, v in theirs.items() if k not in apart
    }
    for run in (mine["run_id"], theirs["run_id"]):
        for end in ("", "/events", "/costs", "/branches", "/interactions", "/jobs", "/export"):
            path = f"/api/cc/runs/{run}{end}"
            got = client.get(path)
            status, lines, content = in_lambda.ask("GET", path, "", headers[:1])
            assert (status, got.status_code) == (200, 200), path
            assert content == got.content, path
            assert given(lines) == given(got.headers), path


def steady(content):
    """The content without what tells the time."""
    try:
        told = json.loads(content)
    except ValueError:
        return content
    return (
        {k: v for k, v in told.items() if k not in {"now", "growth"}}
        if isinstance(told, dict)
        else told
    )


def given(headers):
    return {name.lower(): value for name, value in headers.items() if name.lower() not in OWN}
