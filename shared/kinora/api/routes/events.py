"""Events: what people do with the studio's videos, told by pages and other programs."""

from __future__ import annotations

import json
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import Field, JsonValue

from kinora.api.desk import AtDesk
from kinora.api.keyset import Cursor, packed, unpacked
from kinora.api.postings import JobId
from kinora.api.sizes import bounded
from kinora.loop.postings import EVENTS, post, stamp
from kinora.model.base import Frozen
from kinora.model.posting import Happening, StudioEvent
from kinora.registry import postings

router = Router()
_MOST_BYTES = 4_096


class NewEvent(Frozen):
    """Something that happened; ``payload`` is at most 4 kB as JSON."""

    type: Happening
    job_id: JobId | None = None
    payload: dict[str, JsonValue] = Field(default_factory=dict)


class EventItem(Frozen):
    id: str
    at: str
    type: Happening
    job_id: str | None
    payload: dict[str, JsonValue]


class EventList(Frozen):
    events: tuple[EventItem, ...]
    cursor: str | None


@router.post("/events", tags=["events"], summary="Tell of an event", status_code=201)
def post_event(desk: AtDesk, told: Annotated[NewEvent, Body()]) -> EventItem:
    bounded("payload", told.payload, _MOST_BYTES)
    mark = stamp(EVENTS, desk.now(), desk.chance())
    event = StudioEvent(
        id=mark.id,
        at=mark.at,
        type=told.type,
        job_id=told.job_id,
        payload=told.payload,
    )
    post(EVENTS, event, desk.stage, desk.tables())
    return EventItem(**event.model_dump(exclude={"format"}))


@router.get("/events", tags=["events"], summary="Events, the newest first")
def list_events(
    desk: AtDesk,
    kind: Annotated[Happening | None, Query(alias="type")] = None,
    job_id: Annotated[str | None, Query(max_length=120)] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="The most events.")] = 100,
    cursor: Cursor = None,
) -> EventList:
    before = unpacked(cursor, str)[0] if cursor else None
    rows = desk.tables().query(postings.events(kind, job_id, limit + 1, before))
    shown, more = rows[:limit], len(rows) > limit
    return EventList(
        events=tuple(map(_item, shown)), cursor=packed(shown[-1]["id"]) if more else None
    )


def _item(row: dict[str, Any]) -> EventItem:
    return EventItem(**{**row, "payload": json.loads(row["payload"])})
