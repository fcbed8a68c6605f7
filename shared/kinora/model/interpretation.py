"""Interpretations: prompts that somebody wants understood, and what became of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.instruction import Instruction
from kinora.model.loop_config import Workflow
from kinora.model.run import Decision

INTERPRETATION_FORMAT = 1
"""Rises when told interpretations or mappings are written in another shape."""

InterpretationId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


class Source(StrEnum):
    """Who wants a prompt understood. ``web`` goes first; ``backfill`` is a run's own prompt."""

    WEB = "web"
    WORKER = "worker"
    LOOP = "loop"
    BACKFILL = "backfill"


class Standing(StrEnum):
    """What became of a prompt that was queued."""

    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"


class Asked(Frozen):
    """A prompt in the queue. Times are ISO 8601, UTC, to the microsecond."""

    id: InterpretationId
    """The first 16 hexadecimal digits of the prompt's sha256: a prompt is interpreted once."""
    prompt: str
    source: Source
    asked_at: str


class Told(Asked):
    """A prompt and what it means."""

    told_at: str
    instruction: Instruction


class Refused(Frozen):
    """Why a prompt was not interpreted; ``prompt`` is None where it could not be read."""

    id: InterpretationId
    prompt: str | None
    reason: str
    refused_at: str


class InterpretationRequest(Frozen):
    """The input of interpretation.asl.json."""

    workflow_type: Workflow = Workflow.INTERPRETATION
    scheduled_at: str | None = None
    """ISO 8601, UTC: the tick that started it; None for one that somebody asked for."""


class Item(Frozen):
    """One prompt to interpret: in the queue under ``pending``, or a run's own ``prompt``."""

    id: InterpretationId
    pending: str | None = None
    prompt: str | None = None


class Collected(Frozen):
    """Output of CollectPrompts: what this pass interprets, and by which knowledge."""

    decision: Decision
    reason: str
    snapshot: str | None
    prompts: tuple[Item, ...]


class Answered(Frozen):
    """Output of InterpretPrompt and RefusePrompt: what became of one prompt."""

    id: InterpretationId
    status: Standing
