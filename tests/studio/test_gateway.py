"""The gateway under bad clients, dying workers, and at an address that others reach."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.api.hosts import gateway_host, home
from tests.api.studio import running
from tests.cli.calling import called


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return home(tmp_path_factory.mktemp("gateway") / "home")


@pytest.fixture(scope="module")
def address(place):
    with gateway_host(place) as found:
        yield found


@pytest.fixture
def client(address):
    with httpx.Client(base_url=address, timeout=20) as made:
        yield made


def raw(address, *pieces, leaving=False):
    """Send bytes as they are, and read until the other side closes; ``leaving`` says no more."""
    host, _, port = address.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
        if leaving:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer


def head(path, *lines, method="GET"):
    text = "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *lines, "", ""])
    return text.encode()


def test_pages_lead_to_the_documentation(client):
    front = client.get("/")
    assert front.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in front.headers["content-security-policy"]
    for link in re.findall(r'href="([^"]+)"', front.text):
        assert client.get(link).status_code == 200, link
    documentation = client.get("/docs").text
    for path in client.get("/api/openapi.json").json()["paths"]:
        assert path in documentation
    assert "<script" not in documentation
    assert client.post("/").json()["error"] == "NotFound"
    assert client.get("/nowhere").json()["error"] == "NotFound"


def test_a_body_in_chunks_is_read_whole(address):
    body = json.dumps({"prompt": "a lake"}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (1, body[n : n + 1]) for n in range(len(body)))
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close")
    answer = raw(address, head("/api/jobs", *lines, method="POST") + chunks + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 201"), answer[:200]


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        head("/api/health", "Content-Length: many", "Connection: close"),
        head("/api/jobs", "Content-Type: application/json", "Content-Length: 99", method="POST")
        + b"{",
    ],
    ids=["tls", "version", "words", "length", "broken-off"],
)
def test_what_is_no_request_harms_nobody(address, client, sent):
    answer = raw(address, sent, leaving=True)
    assert b"Traceback" not in answer
    assert client.get("/api/health").status_code == 200


def test_a_large_body_is_refused_before_it_is_read(address):
    lines = ("Content-Type: application/json", "Content-Length: 9000000000", "Connection: close")
    answer = raw(address, head("/api/jobs", *lines, method="POST"))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b'"PayloadTooLarge"' in answer
    assert b"nosniff" in answer
    assert b"default-src 'none'" in answer
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close")
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    try:
        answer = raw(address, head("/api/jobs", *lines, method="POST"), *[chunk] * 6)
    except OSError:
        return  # it was closed while we still wrote
    assert answer.startswith(b"HTTP/1.1 413")


def workers_of(place):
    """The API's worker processes of a home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if str(place.home).encode() in environment and b"worker_process" in command:
            found.append(int(folder.name))
    return found


def test_workers_that_die_are_replaced(place, address, client):
    before = workers_of(place)
    assert before
    parents = {
        int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1]) for pid in before
    }
    forked = [pid for pid in before if pid not in parents]
    for pid in forked:
        os.kill(pid, signal.SIGKILL)
    statuses = [client.get("/api/health").status_code for _ in range(12)]
    assert statuses[-4:] == [200] * 4
    assert set(statuses) <= {200, 500}


def test_a_gateway_that_dies_is_replaced(tmp_path):
    with running(tmp_path, "--no-schedules") as studio:
        job = studio.create("a lake")
        listing = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(studio.process.pid)],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        (gateway,) = [line.split()[0] for line in listing.splitlines() if "gateway_process" in line]
        os.kill(int(gateway), signal.SIGKILL)

        def answers():
            try:
                return studio.client.get("/health").status_code == 200
            except httpx.TransportError:
                return False

        studio.until(answers)
        assert studio.ended(job)["status"] == "completed"


def test_at_an_address_that_others_reach_everybody_needs_a_token(tmp_path):
    command = ("tokens", "create", "--home", tmp_path, "--json")
    token = json.loads(called(*command).stdout)["token"]
    reader = json.loads(called(*command, "--read-only").stdout)["token"]
    with running(tmp_path, "--no-schedules", "--host", "0.0.0.0") as studio:
        port = studio.address.rpartition(":")[2]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api", timeout=20) as client:
            assert client.get("/health").status_code == 200
            assert client.get("/jobs").status_code == 401
            assert client.post("/jobs", json={"prompt": "a lake"}).status_code == 401
            bearer = {"Authorization": f"Bearer {token}"}
            assert client.get("/jobs", headers=bearer).status_code == 200
            reads = {"Authorization": f"Bearer {reader}"}
            assert client.get("/jobs", headers=reads).status_code == 200
            assert client.post("/jobs", json={"prompt": "a lake"}, headers=reads).status_code == 403
            signed = client.post("/session", json={"token": token})
            cookie = signed.headers["set-cookie"].lower()
            assert "httponly" in cookie
            assert "samesite=strict" in cookie
            assert client.get("/jobs").status_code == 200
            assert client.post("/jobs", json={"prompt": "a lake"}).status_code == 403
            csrf = {"X-CSRF-Token": signed.json()["csrf"]}
            job = client.post("/jobs", json={"prompt": "a lake", "upload": True}, headers=csrf)
            assert job.status_code == 201
            place = f"/jobs/{job.json()['id']}/upload"
            film = b"\0\0\0\x20ftypisom" + bytes(100)
            kind = {"content-type": "video/mp4"}
            client.cookies.clear()
            assert client.put(place, content=film, headers=kind).status_code == 401
            assert client.put(place, content=film, headers=kind | bearer).status_code == 200
        secret = token.rpartition("_")[2].encode()
        for path in Path(tmp_path).rglob("*"):
            assert not path.is_file() or secret not in path.read_bytes(), path
