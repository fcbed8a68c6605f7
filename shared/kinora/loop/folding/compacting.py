"""Compacting: older records packed into archives, byte for byte, and then only there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby, islice, takewhile
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.folding import archives
from kinora.loop.folding.applying import contents
from kinora.loop.stage import Stage
from kinora.model.errors import StorageError
from kinora.model.record import digest
from kinora.registry import archives as table
from kinora.registry import fold
from kinora.stores.objects import walk
from kinora.stores.sql import SqlStore

MOST_RECORDS = 500
"""In one archive: some 10 MB before it is packed, and a tenth of that after."""


class Compacted(NamedTuple):
    """What was packed: records and archives, and their bytes before and after."""

    records: int = 0
    archives: int = 0
    bytes_before: int = 0
    bytes_after: int = 0


def compact(
    stage: Stage,
    tables: SqlStore,
    before: date,
    told: Callable[[int], None] = lambda _: None,
    *,
    dry_run: bool = False,
) -> Compacted:
    """Pack the records of runs that started before a day, as far as the tables have applied them.

    What they have set aside, or applied with other content, stays as it is. A record goes only when
    its archive is stored and read back: whatever interrupts this, each record lies in one of both
    places, and folding one twice changes nothing.

    Raises:
        StorageError: a store refused, or an archive is not read back as it was written.
    """
    done = Compacted()
    listed = (info.key for info in walk(stage.objects, keys.RECORDS))
    older = takewhile(lambda key: _day(key) < f"{before:%Y/%m/%d}", listed)
    for day, group in groupby(older, key=_day):
        while page := list(islice(group, MOST_RECORDS)):
            if records := _applied(page, stage, tables):
                packed = archives.pack(records)
                if not dry_run:
                    name = archives.name_of(day, packed)
                    _move(name, packed, records, stage)
                    tables.batch([table.read(name)])
                done = Compacted(
                    done.records + len(records),
                    done.archives + 1,
                    done.bytes_before + sum(len(data) for _, data in records),
                    done.bytes_after + len(packed),
                )
            told(len(page))
    return done


def _day(key: str) -> str:
    return keys.place_of_record(key).rpartition("/")[0]


def _applied(page: Sequence[str], stage: Stage, tables: SqlStore) -> list[tuple[str, bytes]]:
    """The records that the tables have applied with just this content."""
    places = [keys.place_of_record(key) for key in page]
    held = {row["id"]: row["sha256"] for row in tables.query(fold.applied(places))}
    return [
        (key, data)
        for key, data in contents(stage.objects, page)
        if digest(data) == held.get(keys.place_of_record(key))
    ]


def _move(name: str, packed: bytes, records: Sequence[tuple[str, bytes]], stage: Stage) -> None:
    stage.objects.put_if_absent(name, packed)
    if archives.unpack(name, stage.objects.get(name)) != list(records):
        raise StorageError(f"{name}: not read back as it was written; no record was removed")
    for key, _ in records:
        stage.objects.delete(key)
