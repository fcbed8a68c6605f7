"""Objects in a bucket of S3 or R2: the object store of the deployed system."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import uuid4

from kinora.model.errors import DISK_FULL, StorageError, StorageFull, StorageUnreachable
from kinora.model.object_place import SETTING
from kinora.stores.objects import ObjectInfo, checked
from kinora.stores.s3_errors import (
    BeyondEndError,
    ContestedError,
    Place,
    TakenError,
    translating,
)
from kinora.stores.s3_multipart import PART, checksum, upload

_PAGE: Final = 1000
"""Keys in one answer, at most."""
_TRIES: Final = 4
"""Of a conditional put that meets another write under way, and of a download that breaks off."""
_WAIT_SECONDS: Final = 0.1
_WRITE: Final = "write"
"""The metadata that says which call wrote an object."""
_CHUNK: Final = 1 << 20
_T = TypeVar("_T")


class S3Objects:
    """An object store on a bucket, or below a prefix of one.

    Args:
        client: a boto3 S3 client.
        bucket: its name.
        prefix: names joined by ``/``, without one at an end; keys seen from outside never show it.
        setting: what errors name where bucket or credentials are refused.
        keys: where the credentials come from, for the same errors.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        client: Any,
        bucket: str,
        prefix: str = "",
        *,
        setting: str = SETTING,
        keys: str = "the AWS environment, a profile or a role",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._place = Place(bucket, setting, keys)
        self._pause = pause

    def check_access(self) -> None:
        """Ask for one key, as a program that will need the bucket for long does when it starts.

        Raises:
            InvalidInput: the bucket does not exist or refuses the credentials.
            StorageUnreachable: not reached, or asked to wait, after all retries.
        """
        with translating(self._place, ""):
            self._client.list_objects_v2(Bucket=self._bucket, Prefix=self._prefix, MaxKeys=1)

    def put(self, key: str, data: bytes) -> None:
        self._call("put_object", key, Body=data, ChecksumSHA256=checksum(data))

    def put_if_absent(self, key: str, data: bytes) -> bool:
        write = uuid4().hex
        for attempt in range(_TRIES):
            if attempt:
                self._pause(_WAIT_SECONDS * 2**attempt)
            try:
                self._put_new(key, data, write)
            except ContestedError:
                continue
            except TakenError as taken:
                # Where an answer got lost, the request was sent twice and met its own object.
                return (taken.repeated or attempt > 0) and self._written_by(key, write)
            else:
                return True
        raise StorageUnreachable(f"{key} is being written by others, again and again")

    def put_file(self, key: str, path: Path) -> None:
        place = self._at(key)
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size <= PART:
                    self.put(key, file.read())
                    return
                with translating(self._place, key):
                    upload(self._client, place, file, size)
        except OSError as error:
            raise StorageError(f"{key} could not be stored: {error.strerror or error}") from error

    def get(self, key: str) -> bytes:
        return self._read(key, _whole)

    def get_range(self, key: str, start: int, length: int) -> bytes:
        if length <= 0:
            self.head(key)
            return b""
        try:
            return self._read(key, _whole, Range=f"bytes={start}-{start + length - 1}")
        except BeyondEndError:
            return b""

    def head(self, key: str) -> ObjectInfo:
        return ObjectInfo(key, int(self._call("head_object", key)["ContentLength"]))

    def list(self, prefix: str, *, after: str = "", limit: int = _PAGE) -> list[ObjectInfo]:
        found: list[ObjectInfo] = []
        start = after
        while len(found) < limit:
            with translating(self._place, ""):
                answer = self._client.list_objects_v2(
                    Bucket=self._bucket,
                    Prefix=self._prefix + prefix,
                    StartAfter=self._prefix + start if start else "",
                    MaxKeys=min(limit - len(found), _PAGE),
                )
            page = [
                ObjectInfo(item["Key"].removeprefix(self._prefix), int(item["Size"]))
                for item in answer.get("Contents", [])
            ]
            found += page
            # R2 may give fewer than were asked for although there are more.
            if not answer.get("IsTruncated") or not page:
                break
            start = page[-1].key
        return found

    def delete(self, key: str) -> None:
        self._call("delete_object", key)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(key).name
            self._read(key, lambda body: _save(body, path))
            yield path

    def presigned_get(self, key: str, seconds: int) -> str | None:
        return self._presigned("get_object", seconds, **self._at(key))

    def presigned_put(self, key: str, seconds: int, content_type: str) -> str | None:
        return self._presigned("put_object", seconds, **self._at(key), ContentType=content_type)

    def _at(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + checked(key)}

    def _call(self, operation: str, key: str, **arguments: Any) -> Any:
        place = self._at(key)
        with translating(self._place, key):
            return getattr(self._client, operation)(**place, **arguments)

    def _put_new(self, key: str, data: bytes, write: str) -> None:
        self._call(
            "put_object",
            key,
            Body=data,
            ChecksumSHA256=checksum(data),
            IfNoneMatch="*",
            Metadata={_WRITE: write},
        )

    def _written_by(self, key: str, write: str) -> bool:
        return bool(self._call("head_object", key).get("Metadata", {}).get(_WRITE) == write)

    def _read(self, key: str, receive: Callable[[Any], _T], **arguments: Any) -> _T:
        """What ``receive`` makes of the body; boto3 does not ask again where that breaks off."""
        attempt = 1
        while True:
            body = self._call("get_object", key, **arguments)["Body"]
            try:
                with translating(self._place, key), closing(body):
                    return receive(body)
            except StorageUnreachable:
                if attempt == _TRIES:
                    raise
            attempt += 1
            self._pause(_WAIT_SECONDS * attempt)

    def _presigned(self, operation: str, seconds: int, **arguments: str) -> str:
        with translating(self._place, arguments["Key"].removeprefix(self._prefix)):
            return str(self._client.generate_presigned_url(operation, arguments, ExpiresIn=seconds))


def _whole(body: Any) -> bytes:
    return bytes(body.read())


def _save(body: Any, path: Path) -> None:
    try:
        with path.open("wb") as file:
            for chunk in body.iter_chunks(_CHUNK):
                file.write(chunk)
    except OSError as error:
        if error.errno in DISK_FULL:
            raise StorageFull(f"the disk is full: {path.name} could not be fetched") from error
        raise
