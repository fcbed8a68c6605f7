"""Learning: what runs and other programs' jobs came out like, and what leads to what."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import Field, JsonValue

from kinora.api.desk import AtDesk
from kinora.api.keyset import Cursor, packed, unpacked
from kinora.api.postings import JobId
from kinora.api.sizes import bounded, written
from kinora.language.reading import clean
from kinora.loop.learned import LATEST, Means, statistics
from kinora.loop.postings import LEARNING, post, stamp
from kinora.model.base import Frozen
from kinora.model.instruction import MAX_PROMPT
from kinora.model.posting import Account
from kinora.registry import postings

router = Router()
_MOST_BYTES = 16_000
_JSON_FIELDS = ("spec", "analysis")


class NewAccount(Frozen):
    """Another program's account of a job.

    Of ``analysis`` the statistics read ``motion_level`` (or ``motion``), frame widths a second, and
    ``brightness`` (or ``mean_brightness``), 0..1; of ``spec`` they read ``palette_name`` (or
    ``palette``). Figures in other units stay in the account, and are left out of the means.
    """

    job_id: JobId
    prompt: Annotated[str, Field(min_length=1, max_length=MAX_PROMPT)]
    spec: dict[str, JsonValue]
    analysis: dict[str, JsonValue]


class Posted(Frozen):
    id: str
    at: str


class LearnedRun(Frozen):
    """One of our runs, or a posted account. What only the other has is None."""

    source: Literal["run", "posted"]
    id: str
    at: str
    job_id: str
    prompt: str
    workflow_type: str | None
    good: bool | None
    entries: int | None
    motion: float | None
    brightness: float | None
    palette: str | None
    spec: dict[str, JsonValue] | None
    analysis: dict[str, JsonValue] | None


class LearnedRuns(Frozen):
    runs: tuple[LearnedRun, ...]
    cursor: str | None


class MeansOf(Frozen):
    """A palette or a word; a mean is None where no video with it has that figure."""

    name: str
    count: int
    mean_motion: float | None
    mean_brightness: float | None


class Statistics(Frozen):
    """Over the last runs and accounts, ``count`` of them; the most frequent first."""

    count: int
    palettes: tuple[MeansOf, ...]
    words: tuple[MeansOf, ...]


_RUNS: Any = {
    200: {
        "description": "A page, shorter than asked where it would be too large",
        "content": {"application/json": {"model": LearnedRuns}},
    }
}


@router.post("/learning", tags=["learning"], summary="Tell of a job", status_code=201)
def post_learning(desk: AtDesk, told: Annotated[NewAccount, Body()]) -> Posted:
    bounded("spec", told.spec, _MOST_BYTES)
    bounded("analysis", told.analysis, _MOST_BYTES)
    mark = stamp(LEARNING, desk.now(), desk.chance())
    account = Account(
        id=mark.id,
        at=mark.at,
        job_id=told.job_id,
        prompt=clean(told.prompt),
        spec=told.spec,
        analysis=told.analysis,
    )
    post(LEARNING, account, desk.stage, desk.tables())
    return Posted(id=account.id, at=account.at)


@router.get(
    "/learning/runs",
    tags=["learning"],
    summary="Our runs and posted accounts, the newest first",
    responses=_RUNS,
)
def list_learning(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=500, description="The most runs.")] = 100,
    cursor: Cursor = None,
) -> Response[str]:
    before: Any = unpacked(cursor, str, str) if cursor else None
    rows = desk.tables().query(postings.learned(limit + 1, before))
    texts = written(_row(row) for row in rows[:limit])
    last = rows[len(texts) - 1] if texts else None
    following = packed(last["at"], last["id"]) if last and len(texts) < len(rows) else None
    body = f'{{"runs":[{",".join(texts)}],"cursor":{json.dumps(following)}}}'
    return Response(200, content_type="application/json", body=body)


@router.get("/learning/stats", tags=["learning"], summary="Means by palette and by prompt word")
def get_statistics(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=1000, description="The most of each list.")] = 200,
) -> Statistics:
    """Of the last 500 runs and accounts."""
    told = statistics(desk.tables().query(postings.learned(LATEST)))
    return Statistics(
        count=told.videos,
        palettes=tuple(map(_means, told.palettes[:limit])),
        words=tuple(map(_means, told.words[:limit])),
    )


def _means(item: Means) -> MeansOf:
    return MeansOf(
        name=item.name,
        count=item.videos,
        mean_motion=item.mean_motion,
        mean_brightness=item.mean_brightness,
    )


def _row(row: dict[str, Any]) -> dict[str, Any]:
    parsed = {f: None if row[f] is None else json.loads(row[f]) for f in _JSON_FIELDS}
    good = None if row["good"] is None else bool(row["good"])
    return {**row, **parsed, "good": good}
