"""Prompts to interpret, and what they mean."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from pydantic import Field, ValidationError

from kinora.api.desk import AtDesk, Desk
from kinora.control.instants import exact
from kinora.language.reading import clean
from kinora.language.taught import is_junk
from kinora.loop import interpretations
from kinora.loop.interpret_prompt import meaning
from kinora.loop.interpretations import id_of
from kinora.loop.pick import newest_snapshot
from kinora.model.base import Frozen
from kinora.model.errors import Conflict, InvalidInput, InvalidPrompt, NotFound
from kinora.model.instruction import MAX_PROMPT, Instruction
from kinora.model.interpretation import INTERPRETATION_FORMAT, Asked, Source, Standing
from kinora.model.knowledge import Snapshot
from kinora.registry import interpretations as told_table

router = Router()
MOST_ITEMS = 50
"""Interpretations in one batch."""
MOST_INSTRUCTION_BYTES = 16_000
_QUEUE_CURSOR = r"^[01]\d{8}T\d{12}Z-[0-9a-f]{16}$"

Prompt = Annotated[str, Field(min_length=1, max_length=MAX_PROMPT)]
InterpretationPath = Annotated[str, Path(description="An interpretation's id.", max_length=64)]


class QueuedPrompt(Frozen):
    """A prompt that somebody wants understood."""

    prompt: Prompt
    source: Literal[Source.WEB, Source.WORKER, Source.LOOP] = Source.WEB


class InterpretationStatus(Frozen):
    """An interpretation's id, which the prompt gives, and how far it has come."""

    id: str
    status: Standing


class InterpretQueue(Frozen):
    prompts: tuple[Asked, ...]
    cursor: str | None


class GivenInstruction(Frozen):
    instruction: Instruction


class GivenInterpretation(Frozen):
    """A prompt and what it means; without an instruction it is interpreted here."""

    prompt: Prompt
    instruction: Instruction | None = None
    source: Source = Source.WORKER


class InterpretationBatch(Frozen):
    """Each item is a prompt with its source and, perhaps, its instruction."""

    items: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=MOST_ITEMS)]


class RefusedItem(Frozen):
    """Which item was not taken, counted from 0, and why."""

    index: int
    details: str


class BatchAnswer(Frozen):
    """How many interpretations are new; those that were known before are none."""

    inserted: int
    refused: tuple[RefusedItem, ...]


class BackfillPrompts(Frozen):
    prompts: tuple[str, ...]


@router.post("/interpret/queue", tags=["interpretation"], summary="Queue a prompt", status_code=201)
def queue_prompt(desk: AtDesk, queued: QueuedPrompt) -> InterpretationStatus:
    asked, standing = interpretations.queue(queued.prompt, queued.source, desk.now(), desk.stage)
    return InterpretationStatus(id=asked.id, status=standing)


@router.get("/interpret/queue", tags=["interpretation"], summary="Prompts that wait, web first")
def list_queue(
    desk: AtDesk,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
    cursor: Annotated[str | None, Query(max_length=60, pattern=_QUEUE_CURSOR)] = None,
) -> InterpretQueue:
    entries = list(islice(interpretations.waiting(desk.stage, cursor or ""), limit + 1))
    found = (interpretations.asked(entry.id, desk.stage) for entry in entries[:limit])
    more = len(entries) > limit
    last = entries[limit - 1].key.rpartition("/")[2].removesuffix(".json") if more else None
    return InterpretQueue(prompts=tuple(asked for asked in found if asked), cursor=last)


@router.get(
    "/interpret/backfill-prompts",
    tags=["interpretation"],
    summary="Prompts of runs that nobody has interpreted, the newest first",
)
def list_backfill(desk: AtDesk, limit: Annotated[int, Query(ge=1, le=100)] = 30) -> BackfillPrompts:
    rows = desk.tables().query(told_table.run_prompts())
    newest = {id_of(prompt): prompt for prompt in dict.fromkeys(row["prompt"] for row in rows)}
    lacking = desk.tables().query(told_table.missing(list(newest), INTERPRETATION_FORMAT))
    wanted = {row["id"] for row in lacking}
    fresh = (
        prompt
        for interpretation, prompt in newest.items()
        if interpretation in wanted
        and not is_junk(prompt)
        and interpretations.exists(interpretation, desk.stage) in {None, Standing.PENDING}
    )
    return BackfillPrompts(prompts=tuple(islice(fresh, limit)))


@router.patch(
    "/interpret/<interpretation_id>", tags=["interpretation"], summary="Say what a prompt means"
)
def answer_prompt(
    desk: AtDesk, interpretation_id: InterpretationPath, given: GivenInstruction
) -> InterpretationStatus:
    known = interpretations.exists(interpretation_id, desk.stage)
    asked = interpretations.asked(interpretation_id, desk.stage) if known else None
    if known is Standing.DONE:  # as a run's prompt is, which nobody asked for
        asked = interpretations.told(interpretation_id, desk.stage)
    if asked is None:
        raise NotFound(f"nobody asked for an interpretation {interpretation_id!r}")
    _tell(desk, asked, given.instruction)
    return InterpretationStatus(id=asked.id, status=Standing.DONE)


@router.post(
    "/interpretations", tags=["interpretation"], summary="Store an interpretation", status_code=201
)
def store_interpretation(desk: AtDesk, given: GivenInterpretation) -> InterpretationStatus:
    interpretation, _ = _store(desk, given, desk.now(), _knowledge(desk))
    return InterpretationStatus(id=interpretation, status=Standing.DONE)


@router.post(
    "/interpretations/batch", tags=["interpretation"], summary="Store several interpretations"
)
def store_interpretations(desk: AtDesk, batch: InterpretationBatch) -> BatchAnswer:
    now, knowledge = desk.now(), _knowledge(desk)
    inserted, refused = 0, []
    for index, item in enumerate(batch.items):
        try:
            _, new = _store(desk, GivenInterpretation.model_validate(item), now, knowledge)
            inserted += new
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "item"
            refused.append(RefusedItem(index=index, details=f"{field}: {first['msg']}"))
        except (InvalidInput, Conflict) as error:
            refused.append(RefusedItem(index=index, details=str(error)))
    return BatchAnswer(inserted=inserted, refused=tuple(refused))


def _store(
    desk: Desk, given: GivenInterpretation, now: datetime, knowledge: Snapshot
) -> tuple[str, bool]:
    """Store an interpretation; its id, and whether it is new."""
    text = clean(given.prompt)
    if is_junk(text):
        raise InvalidPrompt("prompt", "most of its words are none", "words that say something")
    interpretation = id_of(text)
    known = interpretations.exists(interpretation, desk.stage) is Standing.DONE
    if known and given.instruction is None:
        return interpretation, False
    asked = Asked(id=interpretation, prompt=text, source=given.source, asked_at=exact(now))
    _tell(desk, asked, given.instruction or meaning(text, knowledge))
    return interpretation, not known


def _tell(desk: Desk, asked: Asked, instruction: Instruction) -> None:
    """Store and fold what a prompt means.

    Raises:
        InvalidInput: the instruction is another prompt's, or too large.
        Conflict: another one was stored for it before.
    """
    if instruction.prompt != asked.prompt:
        problem = "it is another prompt's"
        raise InvalidInput("instruction.prompt", problem, "the prompt, trimmed, spaces folded")
    if len(instruction.model_dump_json().encode()) > MOST_INSTRUCTION_BYTES:
        problem = "the instruction is too large"
        raise InvalidInput("instruction", problem, f"{MOST_INSTRUCTION_BYTES:,} bytes of JSON")
    told = interpretations.tell(asked, instruction, desk.now(), desk.stage)
    if told.instruction != instruction:
        raise Conflict(f"interpretation {asked.id} is done already, with another instruction")
    desk.tables().batch(told_table.tell(told))


def _knowledge(desk: Desk) -> Snapshot:
    return desk.stage.snapshot(newest_snapshot(desk.stage))
