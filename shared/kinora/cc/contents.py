"""Media of runs: files under the digest of their content, each with a record under its id.

Clients name content ids and nothing else; paths and addresses never come from outside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from kinora.cc import keys
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput, NotFound, ObjectMissing
from kinora.providers.ports import Made, Picture
from kinora.stores.objects import ObjectStore

_CONTENT_ID = re.compile(r"gc_[0-9a-f]{20}")
ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "video/mp4": "mp4",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "application/zip": "zip",
}


class Content(Frozen):
    """One medium of a run."""

    content_id: str
    run_id: str
    mime: str
    key: str
    sha256: str
    bytes: int
    job: str | None = None
    prompt_id: str | None = None
    seed: int | None = None
    params: Mapping[str, Any] = {}
    note: Mapping[str, Any] = {}
    companions: Mapping[str, str] = {}
    """Object keys of files beside it, by name."""

    @property
    def shown(self) -> dict[str, Any]:
        """What events, states and people see of it; keys stay on the server."""
        shown = self.model_dump(mode="json", exclude={"key", "companions", "run_id"})
        return {**shown, "url": f"/api/cc/media/{self.content_id}"}


def content_id(run_id: str, origin: str, number: int) -> str:
    """The id of the ``number``-th medium of a job or an upload; the same again for the same."""
    digest = hashlib.sha256(f"{run_id}/{origin}/{number}".encode()).hexdigest()
    return f"gc_{digest[:20]}"


def keep(
    store: ObjectStore,
    run_id: str,
    origin: str,
    number: int,
    made: Made,
    *,
    job: str | None = None,
    prompt_id: str | None = None,
    params: Mapping[str, Any] | None = None,
) -> Content:
    """Store what was made, with its companions; doing it again changes nothing."""
    sha256, key = _stored(store, made.path, made.mime)
    companions = {
        name: _stored(store, path, "image/png")[1] for name, path in made.companions.items()
    }
    content = Content(
        content_id=content_id(run_id, origin, number),
        run_id=run_id,
        mime=made.mime,
        key=key,
        sha256=sha256,
        bytes=made.path.stat().st_size,
        job=job,
        prompt_id=prompt_id,
        seed=made.seed,
        params=params or {},
        note=made.note,
        companions=companions,
    )
    store.put(keys.content(content.content_id), content.model_dump_json().encode())
    return content


def find(store: ObjectStore, wanted: Any, run_id: str | None = None) -> Content:
    """A medium by its id; of a run, where one is given.

    Raises:
        InvalidInput: it is no content id.
        NotFound: there is none of that id, or it belongs to another run.
    """
    if not isinstance(wanted, str) or not _CONTENT_ID.fullmatch(wanted):
        raise InvalidInput("content_id", f"{str(wanted)[:60]!r} is no content id", "gc_ and 20 hex")
    try:
        content = Content.model_validate_json(store.get(keys.content(wanted)))
    except ObjectMissing as error:
        raise NotFound(f"no content {wanted}") from error
    if run_id not in {None, content.run_id}:
        raise NotFound(f"run {run_id} has no content {wanted}")
    return content


@contextmanager
def picture(store: ObjectStore, wanted: Any, run_id: str) -> Iterator[Picture]:
    """A picture of a run as a file, with its companions, while the context lasts.

    Raises:
        InvalidInput, NotFound: as :func:`find`; or it is no picture.
    """
    content = find(store, wanted, run_id)
    if not content.mime.startswith("image/"):
        raise InvalidInput("content_id", f"{wanted} is {content.mime}", "a picture")
    with ExitStack() as held:
        path = held.enter_context(store.local(content.key))
        companions = {
            name: held.enter_context(store.local(key)) for name, key in content.companions.items()
        }
        yield Picture(path, content.mime, companions)


def _stored(store: ObjectStore, path: Path, mime: str) -> tuple[str, str]:
    """A file under the digest of its content: the digest, and the key."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    key = keys.medium(sha256, ENDINGS[mime])
    try:
        store.head(key)
    except ObjectMissing:
        store.put_file(key, path)
    return sha256, key
