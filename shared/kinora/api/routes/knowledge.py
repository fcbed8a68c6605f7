"""Knowledge: what creation draws on, what other programs found, colours, past prompts."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from pydantic import Field

from kinora.api import creation
from kinora.api.desk import AtDesk
from kinora.api.postings import JobId
from kinora.loop.contribute import Seen, contribute, observations_of
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput
from kinora.model.narrative import Narrative
from kinora.registry import lookups
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.offered import cell_of

router = Router()
_MOST = 2_000
"""Values and texts in one contribution."""
_COLOURS = "learned_colors"

Number = Annotated[float, Field(strict=True, ge=-1e9, le=1e9)]
Word = Annotated[str, Field(max_length=60)]
FieldName = Annotated[str, Field(max_length=40)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Discovery(Frozen):
    """A value by its category's fields, and how often it was seen."""

    value: Annotated[dict[FieldName, Number | Word], Field(max_length=20)]
    count: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1


class Discoveries(Frozen):
    """What another program saw, by category: measures, and texts of what is told."""

    job_id: JobId | None = None
    discoveries: Annotated[
        dict[Annotated[str, Field(max_length=60)], tuple[Discovery, ...]], Field(max_length=40)
    ] = Field(default_factory=dict)
    narrative: dict[Narrative, tuple[Text, ...]] = Field(default_factory=dict)


class Growth(Frozen):
    """How often values of a category were recorded; how many entries are new, or known before."""

    recorded: int
    new: int
    known: int


class Contributed(Frozen):
    contribution: str
    categories: dict[str, Growth]


class ColourEntry(Frozen):
    registry: str
    category: str
    name: str
    count: int


class ColourKnown(Frozen):
    """Whether the cell of a colour was seen, and in which registries."""

    key: str
    exists: bool
    entries: tuple[ColourEntry, ...]


class PastPrompts(Frozen):
    prompts: tuple[str, ...]


_CREATION: Any = {
    200: {
        "description": "What creation draws on",
        "content": {"application/json": {"model": creation.ForCreation}},
    }
}


@router.get(
    "/knowledge/for-creation",
    tags=["knowledge"],
    summary="What creation draws on",
    responses=_CREATION,
)
def get_for_creation(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=2000, description="The most entries of a list.")] = 500,
    interpretation_limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Response[str]:
    """As of the newest snapshot, which the next runs read too."""
    body = creation.for_creation(desk.stage, desk.tables, limit, interpretation_limit)
    return Response(200, content_type="application/json", body=body)


@router.post(
    "/knowledge/discoveries",
    tags=["knowledge"],
    summary="Let the registries grow by what another program saw",
    status_code=201,
)
def post_discoveries(desk: AtDesk, posted: Annotated[Discoveries, Body()]) -> Contributed:
    """All of it is stored and counted, or nothing."""
    parts = (*posted.discoveries.values(), *posted.narrative.values())
    number = sum(map(len, parts))
    if not 0 < number <= _MOST:
        raise InvalidInput("discoveries", f"{number:,} values and texts", f"1 to {_MOST:,}")
    observations = observations_of(
        {
            category: [Seen(item.value, item.count) for item in values]
            for category, values in posted.discoveries.items()
        },
        posted.narrative,
    )
    done = contribute(
        observations, posted.job_id, desk.now(), desk.chance(), desk.stage, desk.tables()
    )
    return Contributed(
        contribution=done.id,
        categories={name: Growth(**taken._asdict()) for name, taken in done.categories.items()},
    )


@router.get("/knowledge/colors", tags=["knowledge"], summary="Whether a colour was seen")
def get_color(
    desk: AtDesk,
    key: Annotated[str, Query(min_length=1, max_length=40, description="A key, or #rrggbb.")],
) -> ColourKnown:
    if key.startswith("#"):
        _, cell = cell_of(_COLOURS, {"colour": key}, "key")
        key = CODEBOOKS[_COLOURS].key(cell)
    rows = desk.tables().query(lookups.colours(key))
    return ColourKnown(
        key=key, exists=bool(rows), entries=tuple(ColourEntry(**row) for row in rows)
    )


@router.get("/knowledge/prompts", tags=["knowledge"], summary="Past prompts, the newest first")
def list_prompts(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=1000, description="The most prompts.")] = 500,
) -> PastPrompts:
    """Each once, of the last 5,000 runs."""
    rows = desk.tables().query(lookups.prompts(limit))
    return PastPrompts(prompts=tuple(row["prompt"] for row in rows))
