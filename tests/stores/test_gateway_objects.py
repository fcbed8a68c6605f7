"""Objects through the gateway: what the contract of object stores does not ask."""

import hashlib

import pytest

from kinora.model.errors import ObjectMissing, StorageError
from kinora.stores.cloudflare import Cloudflare
from kinora.stores.gateway_objects import GatewayObjects
from tests.edge.host import BUCKET, NO_WAITING, TOKEN, client_of
from tests.stores.odd_server import answer, half, hang_up, refused, serving, told

KEY = "media/" + "5" * 64 + ".mp4"


@pytest.fixture
def server():
    with serving() as server:
        yield server


@pytest.fixture
def far(server):
    http = client_of(server.url, waiting=NO_WAITING)
    yield GatewayObjects(Cloudflare(http, "account"), BUCKET, most_bytes=1000)
    http.close()


def taken(whose):
    def give(handler):
        put = whose or handler.headers["x-put-id"]
        answer(412, b'{"success": false}', x_put_id=put)(handler)

    return give


@pytest.mark.parametrize(("whose", "stored"), [(None, True), ("somebody's", False)])
def test_a_put_that_was_sent_twice_knows_its_own(server, far, whose, stored):
    server.script = [hang_up, taken(whose)]
    assert far.put_if_absent(KEY, b"film") is stored
    first, second = [headers for _, _, headers, _ in server.heard]
    assert first["x-put-id"] == second["x-put-id"]
    assert first["if-none-match"] == "*"


def test_what_is_sent_says_what_it_is(server, far, tmp_path):
    server.script = [told({})]
    path = tmp_path / "film"
    path.write_bytes(b"film")
    far.put_file(KEY, path)
    far.put_if_absent("media/poster.jpg", b"poster")
    (_, place, film, body), (_, _, poster, _) = server.heard
    assert place == f"/client/v4/accounts/account/r2/buckets/kinora/objects/{KEY}"
    assert film["x-content-sha256"] == hashlib.sha256(body).hexdigest()
    assert (film["content-type"], poster["content-type"]) == ("video/mp4", "image/jpeg")


def test_more_than_a_worker_takes_is_not_sent(server, far, tmp_path):
    path = tmp_path / "long"
    path.write_bytes(bytes(1001))
    for put in (lambda: far.put_file(KEY, path), lambda: far.put(KEY, bytes(1001))):
        with pytest.raises(StorageError, match="1001 bytes; the gateway takes 1000"):
            put()
    assert server.heard == []


def test_a_server_without_ranges_and_a_download_that_breaks(server, far):
    server.script = [answer(200, b"0123456789")]
    assert far.get_range(KEY, 3, 4) == b"3456"
    server.script = [half(b"012", 10), answer(200, b"0123456789")]
    with far.local(KEY) as path:
        assert path.read_bytes() == b"0123456789"
    server.script = [refused(404, 10007, "The specified key does not exist.")]
    with pytest.raises(ObjectMissing), far.local(KEY):
        pass


def test_the_ordinary_token_adds_media_and_changes_none(edge, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(bytes(range(256)) * 3000)
    key = f"media/{hashlib.sha256(path.read_bytes()).hexdigest()}.mp4"
    with edge.cloudflare(TOKEN) as cloudflare:
        store = GatewayObjects(cloudflare, BUCKET)
        assert store.put_file_if_absent(key, path)
        assert not store.put_file_if_absent(key, path)
        assert store.head(key).size == 768_000
        for refuse in (
            lambda: store.put(key, b"other"),
            lambda: store.delete(key),
            lambda: store.get("runs/1"),
            lambda: store.head("runs/1"),
            lambda: store.list(""),
        ):
            with pytest.raises(StorageError, match="403|admin token"):
                refuse()
        assert store.get(key) == path.read_bytes()
        (tmp_path / "empty").touch()
        store.put_file_if_absent("media/nothing", tmp_path / "empty")
        assert store.get("media/nothing") == b""
