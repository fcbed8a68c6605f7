"""The edge's ports, handed in by bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kinora.stores.objects import ObjectStore
from kinora.stores.sql import SqlStore
from kinora.stores.values import ValueStore


@dataclass(frozen=True)
class Edge:
    """Tables, published values and published media. ``media`` is None where none are published."""

    name: str
    """What people call it: ``cloudflare``."""
    tables: SqlStore
    values: ValueStore
    media: ObjectStore | None
    close: Callable[[], None] = lambda: None
    """Lets go of the connections."""
