"""The HTTP client under servers that misbehave."""

import io
import logging
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from kinora.model.errors import InvalidInput, StorageUnreachable
from kinora.stores.http import LONGEST_WAIT, HttpClient, Waiting
from kinora.stores.pace import Pace
from tests.stores.odd_server import answer, half, hang_up, serving, then_hang_up

SECRET = "very-secret-token"
GOOD = answer(200, b'{"good": 1}')


class Clock:
    """Time that passes by sleeping alone. Chance is always a half."""

    def __init__(self):
        self.now, self.slept = 0.0, []
        self.waiting = Waiting(lambda: self.now, self.sleep, lambda: 0.5)

    def sleep(self, seconds):
        if seconds:
            self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def odd():
    with serving() as server:
        yield server


@pytest.fixture
def server(odd):
    odd.heard.clear()
    return odd


@pytest.fixture
def client(server, clock):
    made = []

    def make(url=server.url, **options):
        options = {"headers": {"authorization": f"Bearer {SECRET}"}, **options}
        client = HttpClient(
            url,
            service="the edge",
            address_setting="KINORA_EDGE_URL",
            credential_setting="KINORA_EDGE_TOKEN",
            waiting=clock.waiting,
            **options,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.mark.parametrize(
    "trouble",
    [answer(500), answer(503), answer(429), answer(408), half(), hang_up, answer(200, b'{"a": tr'),
     answer(200, b"<html>"), answer(200, b"{}", content_encoding="gzip")],
    ids=["500", "503", "429", "408", "half", "closed", "cut JSON", "no JSON", "bad gzip"],
)  # fmt: skip
def test_trouble_that_passes_is_not_noticed(server, client, clock, trouble):
    server.script = [trouble, trouble, GOOD]
    found = client().send("POST", "/a", json={"b": 1}, expects_json=True)
    assert (found.status, found.json) == (200, {"good": 1})
    assert [(method, body) for method, _, _, body in server.heard] == [("POST", b'{"b":1}')] * 3
    assert clock.slept == [0.125, 0.25]


def test_pauses_grow_with_chance_and_end(server, client, clock):
    server.script = [answer(500)]
    with pytest.raises(StorageUnreachable, match=r"the edge \(127.*\) answers 500; tried 9 times"):
        client(attempts=9).send("GET", "/")
    assert len(server.heard) == 9
    assert clock.slept == [0.125, 0.25, 0.5, 1, 2, 4, 5, 5]


def test_all_attempts_together_have_a_deadline(server, client, clock):
    server.script = [answer(500)]
    with pytest.raises(StorageUnreachable, match="too long"):
        client(attempts=9, seconds=3).send("GET", "/")
    assert sum(clock.slept) <= 3
    assert len(server.heard) == 5


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "1.5"}, 1.5),
        ({"date": "Thu, 26 Nov 2026 10:00:00 GMT", "retry_after": "Thu, 26 Nov 2026 10:00:40 GMT"}, 40.0),
        ({"date": "Thu, 26 Nov 2026 10:00:00 GMT", "retry_after": "Thu, 26 Nov 2026 09:00:00 GMT"}, 0.0),
        ({"retry_after": "soon"}, 0.125),
        ({"retry_after": "nan"}, 0.125),
    ],
)  # fmt: skip
def test_what_a_server_asks_to_wait_is_waited(server, client, clock, headers, seconds):
    server.script = [_plain(429, headers), GOOD]
    assert client().send("GET", "/").status == 200
    assert clock.now == seconds


def _plain(status, headers):
    """An answer with its own date, and no other."""

    def give(handler):
        handler.send_response_only(status)
        for name, value in {"content-length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    return give


def test_a_wait_behind_the_deadline_is_not_begun(server, client, clock):
    server.script = [answer(429, retry_after="86400")]
    made = client()
    with pytest.raises(StorageUnreachable, match="answers 429: 300 s are too long"):
        made.send("GET", "/")
    with pytest.raises(StorageUnreachable, match="asks to wait: 300 s are too long"):
        made.send("GET", "/")
    assert clock.slept == []
    assert len(server.heard) == 1
    clock.now += LONGEST_WAIT
    server.script = [GOOD]
    assert made.send("GET", "/").status == 200


def test_a_connection_that_was_closed_while_idle_is_opened_again(server, client, clock):
    server.script = [then_hang_up(GOOD), GOOD]
    made = client()
    assert made.send("GET", "/").status == 200
    assert made.send("GET", "/").status == 200
    assert len(server.heard) == 2


def test_silence_has_an_end(server, client):
    server.script = [server.silence]
    with pytest.raises(StorageUnreachable, match="gave no answer for 0.1 s; tried 2 times"):
        client(timeout=0.1, attempts=2).send("GET", "/")


def test_nobody_there(client):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(StorageUnreachable, match="refused; tried 2 times"):
            client(url, attempts=2).send("GET", "/")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_token_names_its_setting_and_is_not_tried_again(server, client, caplog, status):
    caplog.set_level(logging.DEBUG)
    server.script = [answer(status)]
    made = client()
    with pytest.raises(InvalidInput, match="KINORA_EDGE_TOKEN: was refused by the edge") as refusal:
        made.send("GET", "/")
    assert server.heard[0][2]["authorization"] == f"Bearer {SECRET}"
    assert len(server.heard) == 1
    assert SECRET not in str(refusal.value) + repr(made) + caplog.text


def test_other_answers_are_the_callers_business(server, client, clock):
    for status in (304, 400, 404, 412, 301):
        server.script = [_plain(status, {})]
        assert client().send("GET", "/").status == status
    assert clock.slept == []


def test_files_are_sent_and_fetched_whole_however_often_they_break(server, client, tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(bytes(range(256)) * 2000)
    server.script = [answer(500), hang_up, GOOD]
    client().send("PUT", "/clip", content=path)
    assert [body for *_, body in server.heard] == [path.read_bytes()] * 3
    assert "transfer-encoding" not in {name.lower() for name in server.heard[0][2]}
    fetched = io.BytesIO(b"what stood there before, longer than what comes")
    server.script = [half(b"x" * 5000, 9000), answer(500, b"sorry"), answer(200, b"whole")]
    client().send("GET", "/clip", into=fetched)
    assert fetched.getvalue() == b"whole"


def test_addresses_and_tokens_that_cannot_be_used_are_refused(client):
    for url in (
        "edge.example",
        "ftp://edge.example",
        "http://edge.example",
        "https://",
        "https://a:b",
    ):
        with pytest.raises(InvalidInput, match="KINORA_EDGE_URL"):
            client(url)
    with pytest.raises(InvalidInput, match="KINORA_EDGE_URL") as refusal:
        client(f"https://me:{SECRET}@edge.example")
    assert SECRET not in str(refusal.value)
    for odd in (f"Bearer {SECRET}\n", f"Bearer {SECRET} ", f"Bearer {SECRET}é", "Bearer "):
        with pytest.raises(InvalidInput, match="KINORA_EDGE_TOKEN") as refusal:
            client(headers={"authorization": odd})
        assert SECRET not in str(refusal.value)
    client("https://edge.example")


def test_requests_keep_to_their_rate(server, client, clock):
    server.script = [GOOD]
    made, times = client(rate=3.0), []
    for _ in range(9):
        made.send("GET", "/")
        times.append(round(clock.now, 3))
    assert times == [0, 0, 0, 0.333, 0.667, 1, 1.333, 1.667, 2]
    clock.now += 60
    made.send("GET", "/")
    assert round(clock.now, 3) == 62


def test_threads_share_one_client(server, client):
    server.script = [*[answer(500), GOOD, hang_up, GOOD] * 10, GOOD]
    made = client()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: made.send("GET", "/", expects_json=True).json, range(40)))
    assert found == [{"good": 1}] * 40


def test_threads_share_one_rate():
    pace = Pace(10.0, lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        turns = sorted(pool.map(lambda _: pace.reserve(), range(50)))
    assert turns == pytest.approx([0.0] * 10 + [number / 10 for number in range(1, 41)])
    assert Pace(None, lambda: 0.0).reserve() == 0.0
