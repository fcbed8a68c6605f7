"""Objects in an S3 bucket: the object store of the deployed system."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kinora.model.errors import ObjectMissing, StorageError
from kinora.stores.objects import ObjectInfo, checked

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}


class S3Objects:
    """An object store on one bucket. ``client`` is a boto3 S3 client."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def put(self, key: str, data: bytes) -> None:
        self._call("put_object", key, Body=data)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        try:
            self._call("put_object", key, Body=data, IfNoneMatch="*")
        except _TakenError:
            return False
        return True

    def put_file(self, key: str, path: Path) -> None:
        with path.open("rb") as file:
            self._client.upload_fileobj(file, self._bucket, checked(key))

    def get(self, key: str) -> bytes:
        return bytes(self._call("get_object", key)["Body"].read())

    def get_range(self, key: str, start: int, length: int) -> bytes:
        if length <= 0 or start >= self.head(key).size:
            return b""
        wanted = f"bytes={start}-{start + length - 1}"
        return bytes(self._call("get_object", key, Range=wanted)["Body"].read())

    def head(self, key: str) -> ObjectInfo:
        return ObjectInfo(key, int(self._call("head_object", key)["ContentLength"]))

    def list(self, prefix: str, *, after: str = "", limit: int = 1000) -> list[ObjectInfo]:
        answer = self._client.list_objects_v2(
            Bucket=self._bucket, Prefix=prefix, StartAfter=after, MaxKeys=min(limit, 1000)
        )
        return [ObjectInfo(item["Key"], int(item["Size"])) for item in answer.get("Contents", [])]

    def delete(self, key: str) -> None:
        self._call("delete_object", key)

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        self.head(key)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(key).name
            self._client.download_file(self._bucket, checked(key), str(path))
            yield path

    def presigned_get(self, key: str, seconds: int) -> str | None:
        place = {"Bucket": self._bucket, "Key": checked(key)}
        return str(self._client.generate_presigned_url("get_object", place, ExpiresIn=seconds))

    def presigned_put(self, key: str, seconds: int, content_type: str) -> str | None:
        place = {"Bucket": self._bucket, "Key": checked(key), "ContentType": content_type}
        return str(self._client.generate_presigned_url("put_object", place, ExpiresIn=seconds))

    def _call(self, operation: str, key: str, **arguments: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow import

        call = getattr(self._client, operation)
        try:
            return call(Bucket=self._bucket, Key=checked(key), **arguments)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _ABSENT:
                raise ObjectMissing(f"no object {key}") from error
            if code in _TAKEN:
                raise _TakenError(key) from error
            raise StorageError(f"{key}: the bucket answered {code}") from error
        except BotoCoreError as error:
            raise StorageError(f"{key}: {error}") from error


class _TakenError(StorageError):
    """The conditional put found another object under the key."""
