"""Objects in R2 through the gateway Worker: media for everybody, without keys for R2 itself."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from kinora.model.errors import ObjectMissing, ServiceRefused, StorageError
from kinora.stores.cloudflare import Cloudflare
from kinora.stores.http import Answer
from kinora.stores.objects import ObjectInfo, checked

MOST_BYTES = 100_000_000
"""What a Worker's request may hold on the free plan."""
_PAGE = 1000
_TYPES = {
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".json": "application/json",
}


class GatewayObjects:
    """An object store on one R2 bucket. R2 compares what arrives with its SHA-256.

    With the ordinary token only keys below ``media/`` can be read and put where nothing stands;
    replacing, deleting and everything elsewhere is refused (StorageError).
    """

    def __init__(
        self, cloudflare: Cloudflare, bucket: str, *, most_bytes: int = MOST_BYTES
    ) -> None:
        self._cloudflare = cloudflare
        self._path = f"/r2/buckets/{quote(bucket, safe='')}/objects"
        self._most_bytes = most_bytes

    def check_access(self) -> None:
        """Ask whether the token is good. Raises InvalidInput, StorageUnreachable, StorageError."""
        self._cloudflare.verify()

    def put(self, key: str, data: bytes) -> None:
        self._put(key, data)

    def put_file(self, key: str, path: Path) -> None:
        self._put(key, path)

    def put_if_absent(self, key: str, data: bytes) -> bool:
        return self._put_if_absent(key, data)

    def put_file_if_absent(self, key: str, path: Path) -> bool:
        """Store a file's content, streamed, where nothing stands; whether this call stored it."""
        return self._put_if_absent(key, path)

    def get(self, key: str) -> bytes:
        return self._fetch("GET", key).body

    def get_range(self, key: str, start: int, length: int) -> bytes:
        if length <= 0:
            self.head(key)
            return b""
        asked = {"range": f"bytes={start}-{start + length - 1}"}
        try:
            answer = self._fetch("GET", key, asked)
        except ServiceRefused as error:
            if error.status == 416:
                return b""
            raise
        return answer.body if answer.status == 206 else answer.body[start : start + length]

    def head(self, key: str) -> ObjectInfo:
        size = self._fetch("HEAD", key).headers.get("x-object-size", "")
        if not size.isdecimal():
            raise StorageError(f"{key}: the answer tells no size; it is not the gateway's")
        return ObjectInfo(key, int(size))

    def list(self, prefix: str, *, after: str = "", limit: int = 1000) -> list[ObjectInfo]:
        found: list[ObjectInfo] = []
        while len(found) < limit:
            size = min(_PAGE, limit - len(found))
            asked = {"prefix": prefix, "start_after": after, "per_page": size}
            page = self._cloudflare.call("GET", self._path, params=asked)
            found += [ObjectInfo(str(item["key"]), int(item["size"])) for item in page.result]
            if not page.result or not page.info.get("is_truncated"):
                break
            after = found[-1].key
        return found

    def delete(self, key: str) -> None:
        self._cloudflare.call("DELETE", self._place(key))

    @contextmanager
    def local(self, key: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(checked(key)).name
            with path.open("wb") as file:
                try:
                    self._cloudflare.fetch("GET", self._place(key), into=file)
                except ServiceRefused as error:
                    raise _translated(key, error) from error
            yield path

    def presigned_get(self, key: str, seconds: int) -> str | None:  # noqa: ARG002 - the port's form
        return None

    def presigned_put(self, key: str, seconds: int, content_type: str) -> str | None:  # noqa: ARG002
        return None

    def _place(self, key: str) -> str:
        return f"{self._path}/{checked(key)}"

    def _fetch(self, method: str, key: str, headers: dict[str, str] | None = None) -> Answer:
        try:
            return self._cloudflare.fetch(method, self._place(key), headers=headers)
        except ServiceRefused as error:
            raise _translated(key, error) from error

    def _put_if_absent(self, key: str, content: bytes | Path) -> bool:
        mine = uuid4().hex
        try:
            self._put(key, content, {"if-none-match": "*", "x-put-id": mine})
        except ServiceRefused as error:
            if error.status != 412:
                raise
            # Sent twice since the first answer was lost: then what stands there is this call's.
            return error.headers.get("x-put-id") == mine
        return True

    def _put(self, key: str, content: bytes | Path, more: dict[str, str] | None = None) -> None:
        place = self._place(key)
        try:
            size = content.stat().st_size if isinstance(content, Path) else len(content)
            sha256 = _sha256(content)
        except OSError as error:
            raise StorageError(f"{key} could not be stored: {error.strerror or error}") from error
        if size > self._most_bytes:
            raise StorageError(f"{key}: {size} bytes; the gateway takes {self._most_bytes}")
        headers = {
            "content-type": _TYPES.get(Path(key).suffix, "application/octet-stream"),
            "x-content-sha256": sha256,
            **(more or {}),
        }
        self._cloudflare.call("PUT", place, content=content, headers=headers)


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _translated(key: str, error: ServiceRefused) -> StorageError:
    return ObjectMissing(f"no object {key}") if error.status == 404 else error
