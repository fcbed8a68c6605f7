"""Values as objects below a prefix: the embedded value store."""

from __future__ import annotations

from collections.abc import Mapping

from kinora.model.errors import ObjectMissing
from kinora.stores.objects import ObjectStore, walk
from kinora.stores.values import checked_key, checked_values


class ObjectValues:
    """A value store on an object store. ``prefix`` ends with a slash, or is empty."""

    def __init__(self, objects: ObjectStore, prefix: str) -> None:
        self._objects = objects
        self._prefix = prefix

    def get(self, key: str) -> bytes | None:
        try:
            return self._objects.get(self._prefix + checked_key(key))
        except ObjectMissing:
            return None

    def put_many(self, values: Mapping[str, bytes]) -> None:
        for key, value in checked_values(values).items():
            self._objects.put(self._prefix + key, value)

    def list(self, prefix: str) -> list[str]:
        found = walk(self._objects, self._prefix + prefix)
        return [info.key.removeprefix(self._prefix) for info in found]
