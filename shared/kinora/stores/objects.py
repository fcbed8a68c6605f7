"""The object store port, and what every adapter agrees on about keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from kinora.model.errors import KeyRefused

_SEGMENT = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9._=-]*")
LARGEST_PAGE = 16_000
"""Objects that a walk holds at most at a time, some 3 MB."""
MAX_KEY_BYTES = 900
"""Below S3's and R2's 1,024, which leaves room for an installation's own prefix."""


class ObjectInfo(NamedTuple):
    """An object's key and its size in bytes."""

    key: str
    size: int


class ObjectStore(Protocol):
    """Immutable bytes under keys. Writers never leave a partial object behind."""

    def put(self, key: str, data: bytes) -> None:
        """Store or replace. Raises KeyRefused, StorageFull, StorageError."""

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """Store only where nothing stands; whether this call stored it. One winner in a race."""

    def put_file(self, key: str, path: Path) -> None:
        """Store or replace with a file's content, streamed."""

    def get(self, key: str) -> bytes:
        """The whole object. Raises ObjectMissing."""

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """At most ``length`` bytes from ``start``; shorter at the end. Raises ObjectMissing."""

    def head(self, key: str) -> ObjectInfo:
        """Raises ObjectMissing."""

    def list(self, prefix: str, *, after: str = "", limit: int = 1000) -> list[ObjectInfo]:
        """Objects whose key starts with ``prefix`` and sorts behind ``after``, in key order."""

    def delete(self, key: str) -> None:
        """Remove; removing what is not there is no error."""

    def local(self, key: str) -> AbstractContextManager[Path]:
        """A file with the object's content, to read while the context lasts."""

    def presigned_get(self, key: str, seconds: int) -> str | None:
        """An address from which anybody may read the object so long; None where there is none."""

    def presigned_put(self, key: str, seconds: int, content_type: str) -> str | None:
        """An address to which anybody may write it so long, with PUT; None where there is none."""


@runtime_checkable
class Remote(Protocol):
    """An object store that other machines keep."""

    def check_access(self) -> None:
        """Ask something small of it. Raises InvalidInput, StorageUnreachable, StorageError."""


def checked(key: str) -> str:
    """The key itself.

    Raises:
        KeyRefused: it is empty, too long, absolute, or holds ``..`` or a doubtful sign.
    """
    if len(key.encode()) > MAX_KEY_BYTES:
        raise KeyRefused(f"object key of {len(key)} characters; allowed: {MAX_KEY_BYTES} bytes")
    if not all(_SEGMENT.fullmatch(segment) for segment in key.split("/")):
        allowed = "names of letters, digits, . _ = - joined by /"
        raise KeyRefused(f"object key {key!r}; allowed: {allowed}")
    return key


def walk(
    store: ObjectStore, prefix: str, page: int = 1000, *, after: str = ""
) -> Iterator[ObjectInfo]:
    """All objects under a prefix that sort behind ``after``, in key order, a page at a time.

    Pages grow: a folder is read whole for each, so that many small ones would take for ever.
    """
    while found := store.list(prefix, after=after, limit=page):
        yield from found
        after, page = found[-1].key, min(2 * page, max(page, LARGEST_PAGE))
