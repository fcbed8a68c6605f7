"""Make tables hold what the log holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import chain

from kinora.loop.folding.applying import Applier, CaughtUp, contents
from kinora.loop.folding.archives import catch_up_archives
from kinora.loop.folding.log import Log
from kinora.loop.folding.missing import missing
from kinora.loop.interpretations import TOLD
from kinora.loop.linguistic import BATCHES
from kinora.loop.postings import POSTINGS
from kinora.loop.ratings import apply_ratings
from kinora.loop.records import RECORDS
from kinora.loop.stage import Stage
from kinora.registry import origins, walks
from kinora.registry.primitives import primitives
from kinora.stores.sql import SqlStore

LOGS: tuple[Log, ...] = (RECORDS, TOLD, BATCHES, *POSTINGS)
"""All that tables are folds of, beside ratings, whose keys say all that is in them."""
RATINGS = "ratings"

Told = Callable[[str, int], None]
"""Is told of which log how many objects were dealt with since."""


def catch_up(
    stage: Stage,
    tables: SqlStore,
    today: date | None = None,
    told: Told = lambda *_: None,
) -> dict[str, CaughtUp]:
    """Fold all that the tables lack; by log, how many objects were new to them.

    With ``today`` dated logs are listed whole once a day only, else their latest days: a record
    that comes days late waits for the next day, or for somebody who asks without.

    Raises:
        StorageError, StorageFull: the tables or the object store refused.
    """
    if tables.query(origins.lacking(primitives()))[0]["lacking"]:
        tables.batch([origins.seed(primitives())])
    walked = set() if today is None else _walked(tables, today)
    done = {}
    for log in LOGS:
        latest = today if log.name in walked else None
        done[log.name] = _fold(log, stage, tables, latest, lambda n, log=log: told(log.name, n))  # type: ignore[misc]
        if today is not None and log.dated and latest is None:
            tables.batch([walks.walk(log.name, today)])
        if log is RECORDS:
            done[RATINGS] = CaughtUp(apply_ratings(stage, tables, lambda n: told(RATINGS, n)))
    return done


def _walked(tables: SqlStore, today: date) -> set[str]:
    return {row["log"] for row in tables.query(walks.walked(today))}


def _fold(
    log: Log, stage: Stage, tables: SqlStore, latest: date | None, told: Callable[[int], None]
) -> CaughtUp:
    applier = Applier(log, stage.objects, tables, told)
    pages = missing(log, stage.objects, tables, latest)
    done = applier.apply(chain.from_iterable(contents(stage.objects, page) for page in pages))
    if log is RECORDS and latest is None:
        done += catch_up_archives(log, stage.objects, tables, told)
    return done
