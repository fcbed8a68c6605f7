"""Lag: how far tables are behind the log."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.folding.archives import unread
from kinora.loop.folding.catch_up import LOGS, RATINGS
from kinora.loop.folding.missing import missing
from kinora.loop.ratings import waiting
from kinora.loop.records import RECORDS
from kinora.loop.stage import Stage
from kinora.stores.sql import SqlStore

ARCHIVES = "archives"
_STAMP = re.compile(r"(\d{8}T\d{6})\d*Z")


class Behind(NamedTuple):
    """How many objects of a log the tables lack, and the age of the oldest.

    ``oldest_seconds`` is None where nothing is lacking or ids tell no time.
    """

    pending: int
    oldest_seconds: float | None


def lag(
    stage: Stage,
    tables: SqlStore,
    now: datetime,
    told: Callable[[str, int], None] = lambda *_: None,
) -> dict[str, Behind]:
    """How far the tables are behind, by log. Ratings of runs that are not applied do not count."""
    found = {}
    for log in LOGS:
        pages = missing(log, stage.objects, tables)
        found[log.name] = _behind((key for page in pages for key in page), now, log.name, told)
    found[ARCHIVES] = _behind(unread(RECORDS, stage.objects, tables), now, ARCHIVES, told)
    rated = (f"{each.rated_at}" for each in waiting(stage, tables))
    found[RATINGS] = _behind(rated, now, RATINGS, told)
    return found


def _behind(
    pending: Iterable[str], now: datetime, name: str, told: Callable[[str, int], None]
) -> Behind:
    count, oldest = 0, None
    for key in pending:
        count += 1
        told(name, 1)
        at = _time(keys.id_of(key))
        oldest = at if oldest is None or (at is not None and at < oldest) else oldest
    return Behind(count, None if oldest is None else max(0.0, (now - oldest).total_seconds()))


def _time(name: str) -> datetime | None:
    """The time that an id begins with."""
    found = _STAMP.match(name)
    try:
        return None if found is None else _parsed(found[1])
    except ValueError:
        return None


def _parsed(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
