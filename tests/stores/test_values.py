"""The value store's contract: every adapter passes the same tests."""

import time

import pytest

from kinora.model.errors import KeyRefused, StorageError
from kinora.stores.cloudflare_kv import CloudflareValues
from kinora.stores.folder import FolderObjects
from kinora.stores.object_values import ObjectValues
from tests.edge.host import NAMESPACE, TOKEN


@pytest.fixture
def embedded(tmp_path):
    return ObjectValues(FolderObjects(tmp_path), "kv/")


@pytest.fixture
def on_kv(edge):
    with edge.cloudflare() as cloudflare:
        path = f"/storage/kv/namespaces/{NAMESPACE}"
        for entry in cloudflare.call("GET", f"{path}/keys").result:
            cloudflare.call("DELETE", f"{path}/values/{entry['name'].replace('/', '%2F')}")
        yield CloudflareValues(cloudflare, NAMESPACE, clock=time.monotonic, sleep=time.sleep)


@pytest.fixture(params=["embedded", "on_kv"])
def values(request):
    return request.getfixturevalue(request.param)


class Recorded:
    """Notes what is asked of Cloudflare, on a clock that only sleeping moves."""

    def __init__(self):
        self.now, self.slept, self.requests = 0.0, [], []

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def call(self, method, path, **request):
        self.requests.append((method, path.rpartition("/")[2], request))

    def store(self, **limits):
        return CloudflareValues(self, NAMESPACE, clock=lambda: self.now, sleep=self.sleep, **limits)


def test_what_is_put_is_read(values):
    kept = {
        "snapshots/newest": b'{"version": 1}',
        "snapshots/bytes": bytes(range(256)),
        "snapshots/empty": b"",
        "other": "größe \0 ∑".encode(),
    }
    values.put_many(kept)
    assert {key: values.get(key) for key in kept} == kept
    assert values.get("snapshots/none") is None
    values.put_many({})


def test_keys_are_listed_by_prefix_and_sorted(values):
    keys = ["a/2", "a/1", "a/3/deep", "b", "a-1"]
    values.put_many(dict.fromkeys(keys, b"-"))
    assert values.list("a/") == ["a/1", "a/2", "a/3/deep"]
    assert values.list("") == sorted(keys)
    assert values.list("none") == []


def test_a_long_value_passes(values):
    long = bytes(range(256)) * 50_000
    values.put_many({"snapshots/long": long, "snapshots/short": b"1"})
    assert values.get("snapshots/long") == long
    assert values.get("snapshots/short") == b"1"


def test_what_no_store_takes_is_refused_and_nothing_is_stored(values):
    with pytest.raises(KeyRefused, match="allowed: 512 bytes"):
        values.put_many({"first": b"1", "k" * 513: b"2"})
    with pytest.raises(KeyRefused, match="allowed"):
        values.put_many({"first": b"1", "../up": b"2"})
    with pytest.raises(StorageError, match="long: .*25 MiB"):
        values.put_many({"first": b"1", "long": bytes(25 * 2**20 + 1)})
    with pytest.raises(KeyRefused):
        values.get("k" * 513)
    assert values.list("") == []
    longest = "/".join(["k" * 127] * 3 + ["k" * 128])
    values.put_many({longest: b"1"})
    assert values.get(longest) == b"1"


def test_a_list_of_several_pages_is_whole(on_kv, monkeypatch):
    monkeypatch.setattr("kinora.stores.cloudflare_kv._PAGE", 3)
    keys = [f"snapshots/{number}" for number in range(8)]
    on_kv.put_many(dict.fromkeys(keys, b"-"))
    assert on_kv.list("snapshots/") == keys


def test_the_ordinary_token_may_write_snapshots_alone(on_kv, edge):
    with edge.cloudflare(TOKEN) as cloudflare:
        ordinary = CloudflareValues(cloudflare, NAMESPACE, clock=time.monotonic, sleep=time.sleep)
        ordinary.put_many({"snapshots/a": b"1"})
        assert ordinary.list("snapshots/") == ["snapshots/a"]
        assert ordinary.get("snapshots/a") == b"1"
        for refused in (
            lambda: ordinary.put_many({"snapshots/b": b"2", "other": b"1"}),
            lambda: ordinary.get("other"),
            lambda: ordinary.list("snap"),
        ):
            with pytest.raises(StorageError, match="admin token"):
                refused()
    assert on_kv.list("") == ["snapshots/a"]


def test_many_pairs_are_split_by_number_and_by_size():
    recorded = Recorded()
    recorded.store(most_pairs=3).put_many({f"k{number}": b"-" for number in range(7)})
    assert [len(request["json"]) for _, _, request in recorded.requests] == [3, 3, 1]
    recorded = Recorded()
    recorded.store(most_bytes=100).put_many(
        {"a": b"x" * 33, "b": b"y" * 33, "c": b"z" * 31, "d": b"\xff" * 30, "e": b"l" * 34}
    )
    assert [path for _, path, _ in recorded.requests] == ["e", "bulk", "bulk"]
    bulk = [[pair["key"] for pair in request["json"]] for _, _, request in recorded.requests[1:]]
    assert bulk == [["a", "b", "c"], ["d"]]


def test_a_key_is_written_once_a_second():
    recorded = Recorded()
    store = recorded.store()
    store.put_many({"a": b"1", "b": b"1"})
    store.put_many({"c": b"1"})
    assert recorded.slept == []
    recorded.now += 0.25
    store.put_many({"b": b"2", "d": b"1"})
    assert recorded.slept == [0.75]
    store.put_many({"d": b"2"})
    assert recorded.slept == [0.75, 1.0]
    recorded.now += 5
    store.put_many({"a": b"3", "b": b"3", "d": b"3"})
    assert recorded.slept == [0.75, 1.0]
