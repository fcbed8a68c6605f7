"""The registries: what they hold, one category, one entry with its lineage, export."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from kinora.api.desk import AtDesk
from kinora.api.keyset import Cursor, packed, unpacked
from kinora.api.routes import registry_views as views
from kinora.api.sizes import written
from kinora.model.errors import InvalidInput, NotFound
from kinora.registry import export, figures, lineage
from kinora.registry.catalogue import Shelf, catalogue, category_names, shelf
from kinora.registry.entry import with_lineage
from kinora.registry.knowledge import weight
from kinora.registry.listing import After, Match, Order, Search, page
from kinora.registry.overview import categories, counts
from kinora.registry.primitives import primitives

router = Router()
_USES = 50
"""Specs that used an entry which are told with it: the newest."""
_RANKS: dict[Order, type] = {
    Order.COUNT: int,
    Order.NAME: str,
    Order.NEWEST: str,
    Order.WEIGHT: float,
}
Category = Annotated[str, Path(description="A category's name.", max_length=60)]


class Format(StrEnum):
    """What an export is written as."""

    JSON = "json"
    CSV = "csv"


_EXPORT: Any = {
    200: {
        "description": "Entries in the order of their keys; CSV has the cursor in X-Next-Cursor.",
        "content": {
            "application/json": {"model": views.Export},
            "text/csv": {"schema": {"type": "string"}},
        },
    }
}


_PAGE: Any = {
    200: {
        "description": "A page of entries",
        "content": {"application/json": {"model": views.EntryPage}},
    }
}


@router.get("/registries", tags=["registries"], summary="Every category, primitives and totals")
def list_registries(desk: AtDesk) -> views.Registries:
    totals = desk.tables().query(figures.totals())
    return views.Registries(
        registries=tuple(views.CategoryTotals(**row) for row in categories(totals)),
        primitives=tuple(views.Origin(**item._asdict()) for item in primitives()),
        totals=views.Totals(**counts(totals), primitives=len(primitives())),
    )


@router.get("/registries/coverage", tags=["registries"], summary="How full each category is")
def get_coverage(desk: AtDesk) -> views.Coverage:
    held = {
        (row["registry"], row["category"]): row["entries"]
        for row in desk.tables().query(figures.totals())
    }
    rows = tuple(
        _covered(item, held.get((item.registry, item.category), 0)) for item in catalogue()
    )
    closed = [row for row in rows if row.reachable is not None]
    entries, cells = (
        sum(row.entries for row in closed),
        sum(row.reachable or 0 for row in closed),
    )
    return views.Coverage(
        categories=rows, entries=entries, reachable=cells, coverage=round(entries / cells, 6)
    )


@router.get(
    "/registries/export", tags=["registries"], summary="Whole entries, by key", responses=_EXPORT
)
def export_registries(
    desk: AtDesk,
    form: Annotated[Format, Query(alias="format")] = Format.JSON,
    category: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=5000, description="The most entries.")] = 2000,
    cursor: Cursor = None,
) -> Response[str]:
    found = None if category is None else _shelf_asked("category", category)
    place = None if found is None else (str(found.registry), found.category)
    after = export.Place(*unpacked(cursor, str, str, str)) if cursor else export.Place()
    rows = desk.tables().query(export.page(place, after, limit + 1))
    entries = [export.decoded(row) for row in rows[:limit]]
    texts = written(entries)
    last = entries[len(texts) - 1] if texts else None
    more = last is not None and len(texts) < len(rows)
    following = packed(*(last[field] for field in export.Place._fields)) if last and more else None
    if form is Format.CSV:
        headers = {"X-Next-Cursor": following} if following else {}
        body = _csv(entries[: len(texts)])
        return Response(200, content_type="text/csv; charset=utf-8", body=body, headers=headers)
    body = f'{{"entries":[{",".join(texts)}],"cursor":{json.dumps(following)}}}'
    return Response(200, content_type="application/json", body=body)


@router.get(
    "/registries/<category>",
    tags=["registries"],
    summary="The entries of one category",
    responses=_PAGE,
)
def list_entries(
    desk: AtDesk,
    category: Category,
    search: Annotated[
        str | None,
        Query(min_length=1, max_length=60, description="Words in a name or a value, in any case."),
    ] = None,
    match: Annotated[Match, Query(description="Where the words stand.")] = Match.SUBSTRING,
    sort: Annotated[Order, Query(description="What comes first.")] = Order.COUNT,
    limit: Annotated[int, Query(ge=1, le=500, description="The most entries.")] = 100,
    cursor: Cursor = None,
) -> Response[str]:
    """A page of a search may hold few entries, or none, and lead on: follow the cursor to its end.

    Entries that are seen meanwhile may rise past a page; none is listed twice.
    """
    found = _shelf(category)
    after = _after(cursor, sort)
    wanted = Search(search, match) if search else None
    place = (str(found.registry), found.category)
    listed = page(desk.tables().query, place, sort, limit, after, wanted)
    told = {
        "registry": found.registry,
        "category": found.category,
        "entries": [_entry(row) for row in listed.rows],
        "cursor": None if listed.after is None else packed(sort, *listed.after),
    }
    # Written here: checking every entry again against its model would cost more than all else.
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(200, content_type="application/json", body=body)


@router.get("/registries/<category>/<key>", tags=["registries"], summary="An entry, its lineage")
def get_entry(
    desk: AtDesk,
    category: Category,
    key: Annotated[str, Path(description="The entry's key.", max_length=300)],
) -> views.EntryDetails:
    found, query = _shelf(category), desk.tables().query
    rows = query(lineage.by_key(found.category, unquote(key)))
    if not rows:
        raise NotFound(f"{category} has no entry {unquote(key)!r}")
    whole = with_lineage(rows[0], query, _USES, _links)
    ends = {
        name: views.Sighting.model_validate(whole.pop(name)) for name in ("first_run", "last_run")
    }
    uses = tuple(views.Use(**use) for use in whole.pop("used_by"))
    return views.EntryDetails(
        **whole, found_by=ends["first_run"], last_seen_by=ends["last_run"], used_by=uses
    )


def _links(row: dict[str, Any]) -> dict[str, str]:
    job = f"/api/jobs/{row['run_id']}"
    return {"video": f"{job}/download", "poster": f"{job}/poster"}


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    return {**export.decoded(row), "weight": weight(row["count"], row["good"])}


def _after(cursor: str | None, sort: Order) -> After | None:
    if cursor is None:
        return None
    order, rank, key = unpacked(cursor, str, _RANKS[sort], str)
    if order != sort:
        raise InvalidInput("cursor", f"it is of a list sorted by {order!r}", f"sort={order}")
    return After(rank, key)


def _shelf(category: str) -> Shelf:
    found = shelf(category)
    if found is None:
        raise NotFound(f"no category {category!r}; there are {category_names()}")
    return found


def _shelf_asked(field: str, category: str) -> Shelf:
    found = shelf(category)
    if found is None:
        raise InvalidInput(field, f"no category {category!r}", category_names())
    return found


def _covered(item: Shelf, entries: int) -> views.Covered:
    share = item.coverage(entries)
    return views.Covered(
        registry=item.registry,
        category=item.category,
        entries=entries,
        cells=item.cells,
        reachable=item.reachable,
        coverage=None if share is None else round(share, 6),
        reason=item.reason,
    )


def _csv(entries: list[dict[str, Any]]) -> str:
    """RFC 4180 with a heading; value and depth as JSON, text never a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(export.FIELDS)
    writer.writerows([export.cell(row[field]) for field in export.FIELDS] for row in entries)
    return file.getvalue()
