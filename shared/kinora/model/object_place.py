"""Where objects rest, as ``KINORA_OBJECTS`` says it: a folder of this machine, or a bucket."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal, NamedTuple, cast
from urllib.parse import SplitResult, unquote, urlsplit

from kinora.model.errors import InvalidInput

SETTING: Final = "KINORA_OBJECTS"
ALLOWED: Final = "folder, file:///absolute/folder, s3://bucket[/prefix] or r2://bucket[/prefix]"
R2_ENDPOINT: Final = "https://ACCOUNT.r2.cloudflarestorage.com"
LONGEST_PREFIX: Final = 100
"""In signs: with the longest key behind it, it stays below the 1,024 bytes of S3 and R2."""
_LOOPBACK: Final = {"127.0.0.1", "localhost", "::1"}
_BUCKET: Final = re.compile(r"[A-Za-z0-9._-]{3,255}")
_PREFIX: Final = re.compile(r"[A-Za-z0-9_=-][A-Za-z0-9._=-]*(/[A-Za-z0-9_=-][A-Za-z0-9._=-]*)*")


class BucketPlace(NamedTuple):
    """A bucket, and the prefix inside it: names joined by ``/``, without one at an end, or none."""

    kind: Literal["s3", "r2"]
    bucket: str
    prefix: str


def shared_folder(objects: str) -> Path | None:
    """The folder that ``file:///...`` names; None where ``objects`` is something else.

    Raises:
        InvalidInput: it names another machine, the root, or no absolute folder.
    """
    if not objects.startswith("file:"):
        return None
    place = _split(objects)
    folder = Path(unquote(place.path))
    if place.netloc or len(folder.parts) < 2 or not folder.is_absolute() or ".." in folder.parts:
        raise InvalidInput(SETTING, f"{objects!r}", "file:///absolute/folder")
    return folder


def bucket_place(objects: str) -> BucketPlace:
    """The bucket and prefix that ``s3://...`` or ``r2://...`` names.

    Raises:
        InvalidInput: it is none of the places that there are, or its bucket or prefix is refused.
    """
    place = _split(objects)
    if place.scheme not in {"s3", "r2"}:
        raise InvalidInput(SETTING, f"{objects!r}", ALLOWED)
    if not _BUCKET.fullmatch(place.netloc):
        allowed = "3 or more letters, digits, . _ -"
        raise InvalidInput(SETTING, f"{objects!r} names no bucket", allowed)
    prefix = place.path.removeprefix("/").removesuffix("/")
    if len(prefix) > LONGEST_PREFIX or (prefix and not _PREFIX.fullmatch(prefix)):
        allowed = f"at most {LONGEST_PREFIX} letters, digits, . _ = - joined by /"
        raise InvalidInput(SETTING, f"the prefix {prefix[:128]!r} is refused", allowed)
    return BucketPlace(cast("Literal['s3', 'r2']", place.scheme), place.netloc, prefix)


def r2_endpoint(address: str) -> str:
    """The address itself, without a slash at its end.

    Raises:
        InvalidInput: it is none, holds a path (the dashboard shows it with the bucket), or would
            send objects in the open to another machine.
    """
    place = urlsplit(address.strip())
    bare = place.netloc and not (place.path.strip("/") or place.query or "@" in place.netloc)
    safe = place.scheme == "https" or (place.scheme == "http" and place.hostname in _LOOPBACK)
    if not (bare and safe):
        problem = "not the address of an S3 API, or with more behind it"
        raise InvalidInput("KINORA_R2_ENDPOINT", problem, f"{R2_ENDPOINT}, without the bucket")
    return f"{place.scheme}://{place.netloc}"


def _split(objects: str) -> SplitResult:
    try:
        place = urlsplit(objects)
    except ValueError as error:
        raise InvalidInput(SETTING, "it is no address", ALLOWED) from error
    if "@" in place.netloc:  # what stands before it may be a secret: it is not repeated
        raise InvalidInput(
            SETTING, "it holds credentials; they have settings of their own", ALLOWED
        )
    if place.query or place.fragment:
        raise InvalidInput(SETTING, f"{objects!r} has more than a place", ALLOWED)
    return place
