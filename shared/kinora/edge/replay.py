"""Replay: tables made anew from the log."""

from __future__ import annotations

from collections.abc import Callable

from kinora.loop.folding.applying import CaughtUp
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.stage import Stage
from kinora.registry.digests import emptying
from kinora.stores.sql import SqlStore


def replay(
    stage: Stage, tables: SqlStore, told: Callable[[str, int], None] = lambda *_: None
) -> dict[str, CaughtUp]:
    """Empty all folds and fill them from the whole log; by log, how many objects.

    Interrupted, it is begun again or finished by the next sync: what is applied is marked.

    Raises:
        StorageError: the tables or the object store refused.
    """
    tables.batch(emptying())
    return catch_up(stage, tables, told=told)
