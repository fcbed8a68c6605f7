"""The object store's contract: every adapter passes the same tests, over real servers.

No server that can be started here is S3 in all respects. What one cannot do is declared, and
skipped for that one alone, with the reason.
"""

import errno
import os
import threading

import pytest

from kinora.model.errors import KeyRefused, ObjectMissing, StorageError, StorageFull
from kinora.stores.folder import FolderObjects
from kinora.stores.gateway_objects import GatewayObjects
from kinora.stores.objects import Remote, walk
from kinora.stores.s3 import S3Objects
from tests.edge.host import BUCKET

CANNOT = {
    "folder": {"addresses": "a folder has no addresses"},
    "moto": {},
    "moto-prefix": {},
    "gateway": {"addresses": "the gateway signs none"},
    "rclone": {"put-if-absent": "rclone knows no If-None-Match: it overwrites"},
}
"""What each store under test cannot do, and why."""


@pytest.fixture
def gateway(edge):
    with edge.cloudflare() as cloudflare:
        store = GatewayObjects(cloudflare, BUCKET)
        for info in walk(store, ""):
            store.delete(info.key)
        yield store


@pytest.fixture(params=CANNOT)
def store(request, tmp_path):
    if request.param == "gateway":
        return request.getfixturevalue("gateway")
    if request.param == "folder":
        return FolderObjects(tmp_path / "objects")
    name, _, prefix = request.param.partition("-")
    server = request.getfixturevalue(name)
    return S3Objects(server.client(), server.bucket(), prefix and "one/installation")


@pytest.fixture
def needs(request, store):
    """Skips the test for a store that cannot do what it names."""

    def skip(ability):
        if reason := CANNOT[request.node.callspec.params["store"]].get(ability):
            pytest.skip(reason)

    return skip


def test_put_get_replace(store):
    store.put("a/b.json", b"one")
    store.put("a/b.json", b"two")
    assert store.get("a/b.json") == b"two"
    assert store.head("a/b.json") == ("a/b.json", 3)
    store.delete("a/b.json")
    with pytest.raises(ObjectMissing):
        store.get("a/b.json")


def test_put_if_absent_has_one_winner(store, needs):
    needs("put-if-absent")
    assert store.put_if_absent("k", b"first")
    assert not store.put_if_absent("k", b"second")
    assert not store.put_if_absent("k", b"first")
    assert store.get("k") == b"first"
    store.delete("k")
    assert store.put_if_absent("k", b"third")


def test_a_race_for_one_key_has_one_winner(store, needs):
    needs("put-if-absent")
    won = []
    barrier = threading.Barrier(8)

    def attempt(number):
        barrier.wait()
        if store.put_if_absent("k", str(number).encode()):
            won.append(number)

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert store.get("k") == str(won[0]).encode()


def test_missing(store):
    asks = (store.get, store.head, lambda k: store.get_range(k, 0, 1))
    for ask in (*asks, lambda k: store.get_range(k, 0, 0)):
        with pytest.raises(ObjectMissing, match="nowhere"):
            ask("nowhere")
    with pytest.raises(ObjectMissing), store.local("nowhere"):
        pass
    store.delete("nowhere")


def test_ranges(store):
    store.put("k", b"0123456789")
    assert store.get_range("k", 2, 3) == b"234"
    assert store.get_range("k", 8, 100) == b"89"
    assert store.get_range("k", 10, 5) == store.get_range("k", 99, 5) == b""
    assert store.get_range("k", 3, 0) == b""
    store.put("empty", b"")
    assert store.get_range("empty", 0, 5) == store.get("empty") == b""


def test_files(store, tmp_path):
    source = tmp_path / "clip.mp4"
    source.write_bytes(os.urandom(3_000_000))
    store.put_file("runs/1/clip.mp4", source)
    with store.local("runs/1/clip.mp4") as path:
        assert path.suffix == ".mp4"
        assert path.read_bytes() == source.read_bytes()
    source.write_bytes(b"")
    store.put_file("runs/1/clip.mp4", source)
    assert store.get("runs/1/clip.mp4") == b""


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(store, tmp_path):
    store.put("kept", b"before")
    with pytest.raises(StorageError, match="kept could not be stored"):
        store.put_file("kept", tmp_path / "nowhere")
    assert store.get("kept") == b"before"


def test_listing_is_sorted_paged_and_bounded_by_prefix(store):
    keys = ["r/1/a", "r/1/b", "r/1-x", "r/10/a", "r/2", "s/1", "r/1.json"]
    for key in keys:
        store.put(key, b"-")
    expected = sorted(key for key in keys if key.startswith("r/"))
    assert [info.key for info in store.list("r/")] == expected
    assert [info.key for info in store.list("r/", after="r/1/a", limit=2)] == expected[3:5]
    assert [info.key for info in walk(store, "r/1", page=2)] == [
        key for key in expected if key.startswith("r/1")
    ]
    assert store.list("nothing/") == []
    assert [info.key for info in store.list("")] == sorted(keys)


def test_every_page_boundary_is_the_same_as_the_whole_list(store):
    keys = [f"{a}/{b}" for a in ("x", "x-", "x.y", "xx") for b in ("1", "1-1", "2/deep", "2")]
    for key in keys:
        if key.endswith("/2"):
            continue  # a folder cannot hold both "x/2" and "x/2/deep"
        store.put(key, b"-")
    whole = [info.key for info in store.list("x")]
    assert whole == sorted(whole)
    for index, key in enumerate(whole):
        assert [info.key for info in store.list("x", after=key)] == whole[index + 1 :]


@pytest.mark.parametrize(
    "key",
    [
        "",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/../b",
        "a/.",
        ".hidden",
        "a b",
        "é",
        "a\\b",
        "a\x00",
        "x" * 901,
    ],
)
def test_keys_that_try_to_leave_or_confuse_are_refused(store, key, tmp_path):
    source = tmp_path / "source"
    source.write_bytes(b"")
    for ask in (
        *(store.get, store.head, store.delete),
        lambda k: store.put(k, b""),
        lambda k: store.put_if_absent(k, b""),
        lambda k: store.put_file(k, source),
        lambda k: store.get_range(k, 0, 1),
        lambda k: store.local(k).__enter__(),
    ):
        with pytest.raises(KeyRefused, match="allowed"):
            ask(key)


def test_addresses_are_for_one_object_and_one_use(store, needs):
    needs("addresses")
    read, write = (
        store.presigned_get("v/a.mp4", 60),
        store.presigned_put("v/a.mp4", 60, "video/mp4"),
    )
    assert read != write
    for address in (read, write):
        assert "/v/a.mp4?" in address
        assert "X-Amz-Expires=60" in address


def test_a_store_of_other_machines_can_be_asked_whether_it_is_there(store):
    assert isinstance(store, Remote) == (not isinstance(store, FolderObjects))
    if isinstance(store, Remote):
        store.check_access()


def test_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    store = FolderObjects(tmp_path)
    store.put("kept", b"before")

    def full(handle):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("kinora.stores.folder.os.fsync", full)
    with pytest.raises(StorageFull, match="nothing was half-written"):
        store.put("kept", b"after")
    monkeypatch.undo()
    assert store.get("kept") == b"before"
    assert list((tmp_path / ".staging").iterdir()) == []
