"""Which objects of a log the tables lack, by asking the tables about listed ids.

Machines finish out of order, so there is no cursor that all before is applied: a late object would
be passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

from kinora.loop.folding.log import Log
from kinora.stores.objects import ObjectStore, walk
from kinora.stores.sql import SqlStore

PAGE = 500
LATEST = timedelta(days=2)
"""How far back the latest days of a log reach: runs lie under the day on which they started."""


def missing(
    log: Log, objects: ObjectStore, tables: SqlStore, today: date | None = None
) -> Iterator[list[str]]:
    """The keys in order, a page at a time; with ``today`` only those of the latest days."""
    infos = walk(objects, log.prefix, after=beginning(log, today))
    while page := [info.key for info in islice(infos, PAGE)]:
        if lacked := lacking(log, page, tables):
            yield lacked


def lacking(log: Log, page: Iterable[str], tables: SqlStore) -> list[str]:
    """Those of the keys whose objects the tables lack."""
    by_id = {log.id_of(key): key for key in page}
    rows = tables.query(log.missing(list(by_id), log.format))
    return sorted(by_id[row["id"]] for row in rows)


def beginning(log: Log, today: date | None) -> str:
    """Behind which key the latest days of a log begin; before all keys without ``today``."""
    return "" if today is None or not log.dated else f"{log.prefix}{today - LATEST:%Y/%m/%d}"
