"""The linguistic registry: the words that people and programs taught, and those that were heard."""

from __future__ import annotations

import base64
import json
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field, TypeAdapter

from kinora.api.desk import AtDesk
from kinora.control.instants import exact
from kinora.loop import linguistic
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput
from kinora.model.linguistic import (
    MOST_MAPPINGS,
    Canonical,
    Domain,
    Mapping,
    Span,
    VariantType,
)
from kinora.registry import linguistic as table

router = Router()
_PLACE = TypeAdapter(tuple[str, str])


class TaughtMapping(Frozen):
    """A span of words and what it means in a domain. ``updated_at`` is ISO 8601, UTC."""

    span: str
    domain: str
    canonical: str
    variant_type: str
    count: int
    updated_at: str


class MappingList(Frozen):
    mappings: tuple[TaughtMapping, ...]
    cursor: str | None


class GivenMapping(Frozen):
    """A span of words that means ``canonical`` in the domain."""

    span: Span
    domain: Domain
    canonical: Canonical
    variant_type: VariantType = "synonym"


class MappingBatch(Frozen):
    items: Annotated[list[GivenMapping], Field(min_length=1, max_length=MOST_MAPPINGS)]


class MappingAnswer(Frozen):
    """How many spans are new in their domain, and how many were known."""

    inserted: int
    updated: int


@router.get("/linguistic-registry", tags=["linguistic registry"], summary="Which words mean what")
def list_mappings(
    desk: AtDesk,
    domain: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> MappingList:
    after = ("", "") if cursor is None else _place(cursor)
    rows = desk.tables().query(table.listed(domain, after, limit + 1))
    mappings = tuple(TaughtMapping(**row) for row in rows[:limit])
    more = _cursor(mappings[-1]) if len(rows) > limit else None
    return MappingList(mappings=mappings, cursor=more)


@router.post("/linguistic-registry/batch", tags=["linguistic registry"], summary="Teach words")
def teach(desk: AtDesk, given: MappingBatch) -> MappingAnswer:
    now = exact(desk.now())
    compact = "".join(sign for sign in now if sign.isalnum())
    items = [Mapping(**item.model_dump()) for item in given.items]
    batch = linguistic.post(f"{compact}-{desk.chance()}", now, items, desk.stage)
    (row,), *_ = desk.tables().batch([table.known(batch.items), *linguistic.learn(batch)])
    return MappingAnswer(inserted=len(batch.items) - row["known"], updated=row["known"])


def _cursor(last: TaughtMapping) -> str:
    place = json.dumps([last.domain, last.span], ensure_ascii=False)
    return base64.urlsafe_b64encode(place.encode()).decode()


def _place(cursor: str) -> tuple[str, str]:
    """Domain and span of the mapping that a page ended with."""
    try:
        return _PLACE.validate_json(base64.urlsafe_b64decode(cursor))
    except ValueError as error:
        problem = "it is none that a page gave"
        raise InvalidInput("cursor", problem, "the cursor of the page before") from error
