"""Rehearsal: what a sync would do to tables, which it only reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kinora.loop.folding.applying import contents
from kinora.loop.folding.catch_up import LOGS, RATINGS
from kinora.loop.folding.log import Log
from kinora.loop.folding.missing import missing
from kinora.loop.ratings import waiting
from kinora.loop.records import RECORDS, read_record
from kinora.loop.stage import Stage
from kinora.model.errors import RecordRefused
from kinora.model.record import RunRecord
from kinora.registry import fold
from kinora.stores.sql import SqlStore

_PAGE = 500


class Rehearsed(NamedTuple):
    """What is pending by log, what would be set aside, and what records would do to entries."""

    pending: dict[str, int]
    set_aside: int
    new: int
    """Entries that the tables lack."""
    bumped: int
    """Entries whose counts would rise."""


class _Cells:
    """The cells that pending records see, each counted once."""

    def __init__(self, tables: SqlStore) -> None:
        self._tables = tables
        self._seen: set[int] = set()
        self.new = 0
        self.bumped = 0

    def add(self, record: RunRecord) -> None:
        fresh = []
        for entry in record.observations:
            mark = hash((entry.registry, entry.category, entry.key))
            if mark not in self._seen:
                self._seen.add(mark)
                fresh.append((str(entry.registry), entry.category, entry.key))
        for begin in range(0, len(fresh), _PAGE):
            part = fresh[begin : begin + _PAGE]
            known = int(self._tables.query(fold.known(part))[0]["known"])
            self.bumped += known
            self.new += len(part) - known


def rehearse(
    stage: Stage, tables: SqlStore, told: Callable[[str, int], None] = lambda *_: None
) -> Rehearsed:
    """What a sync would do; nothing is changed.

    Raises:
        StorageError: the tables or the object store could not be reached.
    """
    cells, pending, refused = _Cells(tables), {}, 0
    for log in LOGS:
        pending[log.name], unfit = _rehearsed(log, stage, tables, cells, told)
        refused += unfit
    pending[RATINGS] = sum(1 for _ in waiting(stage, tables))
    return Rehearsed(pending, refused, cells.new, cells.bumped)


def _rehearsed(
    log: Log, stage: Stage, tables: SqlStore, cells: _Cells, told: Callable[[str, int], None]
) -> tuple[int, int]:
    """How many objects of a log would be applied, and how many set aside."""
    fit = unfit = 0
    for page in missing(log, stage.objects, tables):
        for key, data in contents(stage.objects, page):
            try:
                if log is RECORDS:
                    cells.add(read_record(key, data))
                else:
                    log.fold(key, data)
                fit += 1
            except RecordRefused:
                unfit += 1
            told(log.name, 1)
    return fit, unfit
