"""The object store's contract: every adapter passes the same tests."""

import errno
import os
import threading

import boto3
import pytest
from moto import mock_aws

from kinora.model.errors import KeyRefused, ObjectMissing, StorageFull
from kinora.stores.folder import FolderObjects
from kinora.stores.gateway_objects import GatewayObjects
from kinora.stores.objects import walk
from kinora.stores.s3 import S3Objects
from tests.edge.host import BUCKET


@pytest.fixture
def gateway(edge):
    with edge.cloudflare() as cloudflare:
        store = GatewayObjects(cloudflare, BUCKET)
        for info in walk(store, ""):
            store.delete(info.key)
        yield store


@pytest.fixture(params=["folder", "s3", "gateway"])
def store(request, tmp_path):
    if request.param == "gateway":
        yield request.getfixturevalue("gateway")
        return
    if request.param == "folder":
        yield FolderObjects(tmp_path / "objects")
        return
    with mock_aws():
        client = boto3.client("s3")
        place = {"LocationConstraint": "eu-central-1"}
        client.create_bucket(Bucket="videos", CreateBucketConfiguration=place)
        yield S3Objects(client, "videos")


def test_put_get_replace(store):
    store.put("a/b.json", b"one")
    store.put("a/b.json", b"two")
    assert store.get("a/b.json") == b"two"
    assert store.head("a/b.json") == ("a/b.json", 3)


def test_put_if_absent_has_one_winner(store):
    assert store.put_if_absent("k", b"first")
    assert not store.put_if_absent("k", b"second")
    assert store.get("k") == b"first"


def test_missing(store):
    for ask in (store.get, store.head, lambda key: store.get_range(key, 0, 1)):
        with pytest.raises(ObjectMissing, match="nowhere"):
            ask("nowhere")
    with pytest.raises(ObjectMissing), store.local("nowhere"):
        pass
    store.delete("nowhere")


def test_ranges(store):
    store.put("k", b"0123456789")
    assert store.get_range("k", 2, 3) == b"234"
    assert store.get_range("k", 8, 100) == b"89"
    assert store.get_range("k", 10, 5) == b""


def test_files(store, tmp_path):
    source = tmp_path / "clip.mp4"
    source.write_bytes(b"x" * 3_000_000)
    store.put_file("runs/1/clip.mp4", source)
    with store.local("runs/1/clip.mp4") as path:
        assert path.read_bytes() == source.read_bytes()


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
def test_keys_that_try_to_leave_or_confuse_are_refused(store, key):
    for ask in (store.get, store.head, store.delete, lambda k: store.put(k, b"")):
        with pytest.raises(KeyRefused, match="allowed"):
            ask(key)


def test_race_for_one_key(tmp_path):
    store, won = FolderObjects(tmp_path), []
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


def test_r2_would_not_see_a_checksum_trailer():
    from kinora.bootstrap import _s3_client

    config = _s3_client().meta.config
    assert config.request_checksum_calculation == "when_required"
