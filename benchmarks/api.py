"""Requests to the API in process, on registries of a hundred thousand entries."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import quantiles
from typing import Any
from urllib.parse import urlencode

from benchmarks.growth import earlier_runs, load
from kinora.api.desk import Desk, desk_of
from kinora.api.entry import answer
from kinora.loop.publish import publish
from kinora.settings import Settings
from kinora.stores.sqlite import SqliteTables

Figure = tuple[str, float, str]
ENTRIES, RUNS, REQUESTS = 100_000, 20, 300
_CATEGORY = "static_colors"


def run() -> list[Figure]:
    """One request after another; the host's HTTP layer is not in it.

    Lists are pages of a hundred entries, in each order in turn, from the first page on. The first
    request of each kind, which imports and caches, is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        desk = filled(Path(folder))
        cursors = dict.fromkeys(("count", "name", "newest", "weight"), "")
        pages = (_page(desk, sort, cursors) for _ in range(REQUESTS // 4) for sort in cursors)
        path = f"/api/registries/{_CATEGORY}"
        whole = (_get("/api/knowledge/for-creation") for _ in range(REQUESTS))
        searches = (_get(path, search=f"{number:04x}zz") for number in range(REQUESTS // 6))
        figures = [
            *_timed("list a category", desk, pages),
            *_timed("search a category, nothing found", desk, searches),
            *_timed("for-creation", desk, whole),
        ]
        desk.stage.tables().close()
    return figures


def filled(home: Path) -> Desk:
    """A desk on a home of :data:`ENTRIES` entries and more, with a snapshot."""
    desk = desk_of(Settings(home=home, access="open"))
    tables = desk.stage.tables()
    assert isinstance(tables, SqliteTables)
    load(tables, ENTRIES, earlier_runs(RUNS))
    publish(desk.stage, tables)
    return desk


def _page(desk: Desk, sort: str, cursors: dict[str, str]) -> dict[str, Any]:
    """A request for the next page in that order; where it ends, the cursor of the one after."""
    cursor = cursors[sort]
    query = {"cursor": cursor} if cursor else {}
    event = _get(f"/api/registries/{_CATEGORY}", sort=sort, **query)
    told = answer(event, None, desk)["body"]
    cursors[sort] = told.rpartition('"cursor":')[2].strip('"}')
    return event


def _timed(what: str, desk: Desk, events: Iterable[dict[str, Any]]) -> list[Figure]:
    seconds: list[float] = []
    for event in events:
        began = time.perf_counter()
        told = answer(event, None, desk)
        seconds.append(time.perf_counter() - began)
        assert told["statusCode"] == 200, told
    counted = seconds[1:]
    cuts = quantiles(counted, n=100)
    return [
        (what, len(counted) / sum(counted), "requests/s"),
        ("  p50", cuts[49] * 1000, "ms"),
        ("  p99", cuts[98] * 1000, "ms"),
    ]


def _get(path: str, **query: str) -> dict[str, Any]:
    """A request as both hosts hand it in."""
    http = {"method": "GET", "path": path, "sourceIp": "127.0.0.1"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "queryStringParameters": query,
        "headers": {"host": "localhost"},
        "requestContext": {"http": http, "stage": "$default"},
        "isBase64Encoded": False,
    }
