"""The value store port: small published values under keys, read far more often than written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from kinora.model.errors import KeyRefused, StorageError
from kinora.stores.objects import checked

MOST_KEY_BYTES = 512
MOST_VALUE_BYTES = 25 * 2**20


class ValueStore(Protocol):
    """Whole values. A reader may see one that is a minute old, so each says how new it is."""

    def get(self, key: str) -> bytes | None:
        """The value; None where there is none. Raises KeyRefused, StorageError."""

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Store or replace each; after an error some may be stored and others not.

        Raises KeyRefused, StorageError; where it refuses a key or a value, none is stored.
        """

    def list(self, prefix: str) -> list[str]:
        """All keys that start with ``prefix``, sorted."""


def checked_key(key: str) -> str:
    """The key itself. Raises KeyRefused where it is too long, or no key for an object either."""
    if len(key.encode()) > MOST_KEY_BYTES:
        raise KeyRefused(f"value key of {len(key)} characters; allowed: {MOST_KEY_BYTES} bytes")
    return checked(key)


def checked_values(values: Mapping[str, bytes]) -> dict[str, bytes]:
    """The values themselves, where any store of values takes all of them.

    Raises:
        KeyRefused: a key is refused.
        StorageError: a value is too long.
    """
    for key, value in values.items():
        checked_key(key)
        if len(value) > MOST_VALUE_BYTES:
            size = f"value of {len(value)} bytes; allowed: {MOST_VALUE_BYTES} (25 MiB)"
            raise StorageError(f"{key}: {size}")
    return dict(values)
