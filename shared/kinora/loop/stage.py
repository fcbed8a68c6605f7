"""What the states of the loop work with: the ports, handed in by bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from kinora.model.base import Frozen
from kinora.model.errors import ObjectConflict, RecordRefused
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.stores.objects import ObjectStore
from kinora.stores.sql import SqlStore

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True)
class Stage:
    """The ports of one process. ``tables`` and ``ffmpeg`` are made when first asked for."""

    objects: ObjectStore
    tables: Callable[[], SqlStore]
    ffmpeg: Callable[[], str]
    scratch: Callable[[], AbstractContextManager[Path]]
    """A new empty folder on the local disk, gone with all it holds when the context ends."""

    def read(self, key: str, kind: type[Model]) -> Model:
        """An object as data.

        Raises:
            ObjectMissing: nothing stands under the key.
            RecordRefused: it is not valid data of that kind.
        """
        return parsed(key, self.objects.get(key), kind)

    def put_once(self, key: str, data: bytes, conflict: str) -> None:
        """Store for good. Doing it again with the same content is no error.

        Raises:
            ObjectConflict: other content stands there; ``conflict`` says what that means.
        """
        if not self.objects.put_if_absent(key, data) and self.objects.get(key) != data:
            raise ObjectConflict(conflict)

    def snapshot(self, key: str | None) -> Snapshot:
        """The knowledge that a run reads; empty before the first snapshot."""
        return Snapshot() if key is None else self.read(key, Snapshot)

    def spec(self, key: str) -> SceneSpec:
        """The decided spec."""
        return self.read(key, SceneSpec)


def parsed(key: str, content: bytes, kind: type[Model]) -> Model:
    """The content of an object as data.

    Raises:
        RecordRefused: it is not valid data of that kind.
    """
    try:
        return kind.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "content"
        raise RecordRefused(f"{key}: {place}: {first['msg']}") from error
