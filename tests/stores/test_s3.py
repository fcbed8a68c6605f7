"""What S3 and R2 need beyond the contract: headers, parts, broken lines, refusals, addresses."""

import base64
import hashlib
import os
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber

from kinora.model.errors import (
    InvalidInput,
    ObjectMissing,
    StorageError,
    StorageUnreachable,
)
from kinora.stores import s3_multipart
from kinora.stores.s3 import S3Objects

LEAST = 5 << 20
"""Bytes of a part that is not the last one, at least."""


@pytest.fixture(params=["moto", "rclone"])
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def small_parts(monkeypatch):
    for module in ("s3", "s3_multipart"):
        monkeypatch.setattr(f"kinora.stores.{module}.PART", LEAST)


@pytest.fixture
def hooked():
    """Registers a hook with a client, for one test."""
    undo = []

    def register(client, event, hook):
        client.meta.events.register(event, hook)
        undo.append((client, event, hook))

    yield register
    for client, event, hook in undo:
        client.meta.events.unregister(event, hook)


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest())


def uploads(client, bucket):
    try:
        return client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])
    except client.exceptions.NoSuchUpload:  # rclone says so where there never was one
        return []


def test_every_write_carries_a_plain_sha256_and_no_trailer(server, tmp_path, hooked, small_parts):
    client, sent = server.client(), []
    store = S3Objects(client, server.bucket())
    hooked(client, "before-send.s3", lambda request, **_: sent.append(request))
    source = tmp_path / "source"
    source.write_bytes(data := os.urandom(LEAST * 2 + 3))
    store.put("k", b"put")
    store.put_if_absent("new", b"new")
    store.put_file("file", source)
    parts = [data[at : at + LEAST] for at in (0, LEAST, 2 * LEAST)]
    puts = [request.headers for request in sent if request.method == "PUT"]
    assert [h["x-amz-checksum-sha256"] for h in puts] == [
        sha256(body) for body in (b"put", b"new", *parts)
    ]
    assert [int(h["Content-Length"]) for h in puts] == [3, 3, LEAST, LEAST, 3]
    for request in sent:
        headers = {name.lower(): str(value) for name, value in request.headers.items()}
        assert "x-amz-trailer" not in headers
        assert "aws-chunked" not in headers.get("content-encoding", "")
        assert "STREAMING" not in headers["x-amz-content-sha256"]
    assert store.get("file") == data
    assert uploads(client, store._bucket) == []


def test_parts_are_as_large_and_as_many_as_servers_take():
    assert s3_multipart.part_size(1) == s3_multipart.PART >= LEAST
    huge = 5 << 40
    assert huge / s3_multipart.part_size(huge) <= s3_multipart.MOST_PARTS
    assert s3_multipart.part_size(huge) < 5 << 30


def test_an_upload_that_fails_half_way_leaves_nothing(server, tmp_path, hooked, small_parts):
    client, store_at = server.client(), server.bucket()
    store = S3Objects(client, store_at)
    source = tmp_path / "source"
    source.write_bytes(bytes(LEAST * 2))
    store.put("kept", b"before")

    def shrink(**_):
        os.truncate(source, LEAST + 5)

    hooked(client, "before-call.s3.UploadPart", shrink)
    for key in ("kept", "new"):
        source.write_bytes(bytes(LEAST * 2))
        with pytest.raises(StorageError, match="changed while"):
            store.put_file(key, source)
    assert store.get("kept") == b"before"
    assert [info.key for info in store.list("")] == ["kept"]
    assert uploads(client, store_at) == []


@pytest.mark.parametrize("size", [LEAST, LEAST * 2 + 1], ids=["one put", "parts"])
def test_a_line_that_breaks_in_an_upload_leaves_nothing(server, relay, tmp_path, size, small_parts):
    bucket = server.bucket()
    source = tmp_path / "source"
    source.write_bytes(os.urandom(size))
    with relay(server) as (line, beyond):
        store = S3Objects(beyond.client(), bucket)
        store.put("kept", b"before")
        for key in ("kept", "new"):
            line.cut_after = 2_000_000
            with pytest.raises(StorageUnreachable, match=bucket):
                store.put_file(key, source)
            assert line.cut_after is None
    direct = S3Objects(server.client(), bucket)
    assert direct.get("kept") == b"before"
    assert [info.key for info in direct.list("")] == ["kept"]
    assert uploads(server.client(), bucket) == []


def test_who_stored_it_knows_so_also_where_the_answer_got_lost(moto, relay):
    with relay(moto) as (line, beyond):
        store = S3Objects(beyond.client(attempts=2), moto.bucket())
        line.answers = [0]
        assert store.put_if_absent("k", b"mine")
        line.answers = [0]
        assert not store.put_if_absent("k", b"mine")
        assert line.answers == []
    assert S3Objects(moto.client(), store._bucket).get("k") == b"mine"


def test_a_download_that_breaks_off_is_asked_for_again(moto, relay):
    data = os.urandom(300_000)
    with relay(moto) as (line, beyond):
        store = S3Objects(beyond.client(), moto.bucket(), pause=lambda seconds: None)
        store.put("k", data)
        line.answers = [1000, 1000]
        assert store.get("k") == data
        line.answers = [1000]
        with store.local("k") as path:
            assert path.read_bytes() == data
        assert line.answers == []
        line.answers = [1000] * 4
        with pytest.raises(StorageUnreachable):
            store.get("k")


def test_a_write_under_way_is_waited_for(moto):
    waited, client = [], moto.client(attempts=3)
    store = S3Objects(client, "bucket", pause=waited.append)
    with Stubber(client) as stub:
        for _ in range(2):
            stub.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        stub.add_response("put_object", {})
        assert store.put_if_absent("k", b"1")
        assert waited == [0.2, 0.4]
        for _ in range(4):
            stub.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        with pytest.raises(StorageUnreachable, match="k is being written"):
            store.put_if_absent("k", b"1")
        stub.assert_no_pending_responses()


def test_pages_that_are_shorter_than_asked_for_are_joined(moto, hooked):
    client = moto.client()
    store = S3Objects(client, moto.bucket())
    keys = [f"k/{number}" for number in range(7)]
    for key in keys:
        store.put(key, b"")
    asked = []

    def fewer(params, **_):
        asked.append(params["MaxKeys"])
        params["MaxKeys"] = min(2, params["MaxKeys"])

    hooked(client, "provide-client-params.s3.ListObjectsV2", fewer)
    assert [info.key for info in store.list("k/")] == keys
    assert len(asked) == 4
    assert [info.key for info in store.list("k/", limit=3)] == keys[:3]
    assert asked[4:] == [3, 1]


def test_a_prefix_keeps_installations_apart(server):
    client, bucket = server.client(), server.bucket()
    whole, one, other = (S3Objects(client, bucket, at) for at in ("", "a/one", "a/one-more"))
    one.put("k/1", b"1")
    other.put("k/1", b"other")
    assert one.list("") == one.list("k/") == [("k/1", 1)]
    assert one.get("k/1") == b"1"
    assert [info.key for info in whole.list("a/")] == ["a/one-more/k/1", "a/one/k/1"]
    with pytest.raises(ObjectMissing, match="no object k/2"):
        one.get("k/2")
    one.delete("k/1")
    assert [info.key for info in whole.list("")] == ["a/one-more/k/1"]


ANSWERS = [
    *[(c, 403, InvalidInput) for c in ("AccessDenied", "InvalidAccessKeyId", "ExpiredToken")],
    ("SignatureDoesNotMatch", 403, InvalidInput),
    ("Unauthorized", 401, InvalidInput),
    ("403", 403, InvalidInput),
    ("RequestTimeTooSkewed", 403, InvalidInput),
    ("PermanentRedirect", 301, InvalidInput),
    ("NoSuchBucket", 404, InvalidInput),
    ("NoSuchKey", 404, ObjectMissing),
    ("SlowDown", 503, StorageUnreachable),
    ("TooManyRequests", 429, StorageUnreachable),
    ("InternalError", 500, StorageUnreachable),
    ("RequestTimeout", 400, StorageUnreachable),
    ("NotImplemented", 501, StorageError),
    ("BadDigest", 400, StorageError),
    ("InvalidRequest", 400, StorageError),
]


@pytest.mark.parametrize(("code", "status", "kind"), ANSWERS)
def test_answers_become_errors_of_ours(moto, code, status, kind):
    client = moto.client()
    store = S3Objects(client, "the-bucket", setting="KINORA_X", keys="a vault")
    with Stubber(client) as stub:
        stub.add_client_error("get_object", code, http_status_code=status)
        with pytest.raises(kind) as caught:
            store.get("some/key")
    assert type(caught.value) is kind
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith("KINORA_X: ") == (kind is InvalidInput)
    assert "some/key" in told or "KINORA_X" in told
    if code == "AccessDenied":
        assert "the-bucket" in told
        assert "a vault" in told


def test_nobody_there(moto):
    store = S3Objects(moto._replace(url="http://127.0.0.1:1").client(), "bucket")
    for ask in (
        *(store.check_access, lambda: store.list("")),
        *(lambda: store.get("k"), lambda: store.put("k", b""), lambda: store.head("k")),
    ):
        with pytest.raises(StorageUnreachable, match=r"bucket cannot be reached at http://127"):
            ask()


def test_no_credentials_at_all(moto, monkeypatch, tmp_path):
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    store = S3Objects(boto3.session.Session().client("s3", endpoint_url=moto.url), "bucket")
    for ask in (store.check_access, lambda: store.presigned_get("k", 5)):
        with pytest.raises(InvalidInput, match="KINORA_OBJECTS: no usable credentials"):
            ask()


def test_wrong_keys_and_wrong_buckets_are_told_by_name(rclone):
    bucket = rclone.bucket()
    for other in ({"secret": "wrong"}, {"key": "nobody-we-know"}):
        store = S3Objects(rclone.client(**other), bucket)
        asks = (store.check_access, ()), (store.get, ("k",)), (store.head, ("k",))
        for ask, told in (*asks, (store.put, ("k", b"1")), (store.list, ("",))):
            with pytest.raises(InvalidInput, match=f"OBJECTS: the bucket {bucket} refuses"):
                ask(*told)
    with pytest.raises(InvalidInput, match="there is no bucket nowhere"):
        S3Objects(rclone.client(), "nowhere").check_access()
    assert S3Objects(rclone.client(), bucket).list("") == []


def ask(url, **request):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **request), timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_addresses_read_and_write_one_object_for_a_while(rclone, monkeypatch):
    store = S3Objects(rclone.client(), rclone.bucket(), "one/home")
    store.put("v/a.mp4", b"0123456789")
    read = store.presigned_get("v/a.mp4", 60)
    assert ask(read) == (200, b"0123456789")
    assert ask(read, headers={"Range": "bytes=2-4"})[1] == b"234"
    write = store.presigned_put("v/n.mp4", 60, "video/mp4")
    video = {"method": "PUT", "data": b"new", "headers": {"Content-Type": "video/mp4"}}
    assert ask(write, **video)[0] == 200
    assert store.get("v/n.mp4") == b"new"

    refused = (400, 403)
    assert ask(read[:-4] + ("0000" if read[-4:] != "0000" else "1111"))[0] in refused
    assert ask(read.replace("a.mp4", "n.mp4"))[0] in refused
    assert ask(read, method="PUT", data=b"forged")[0] in refused
    assert ask(write, **{**video, "headers": {"Content-Type": "text/html"}})[0] in refused
    assert ask(write.replace("n.mp4", "a.mp4"), **video)[0] in refused
    early = datetime.now(UTC) - timedelta(seconds=90)
    monkeypatch.setattr("botocore.auth.get_current_datetime", lambda *_, **__: early)
    for address, how in (
        (store.presigned_get("v/a.mp4", 60), {}),
        (store.presigned_put("v/n.mp4", 60, "video/mp4"), {**video, "data": b"late"}),
    ):
        assert ask(address, **how)[0] in refused
    monkeypatch.undo()
    assert (store.get("v/a.mp4"), store.get("v/n.mp4")) == (b"0123456789", b"new")
