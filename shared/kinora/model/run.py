"""A run as the state machine passes it on: references and small facts, never bulk."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.format import VideoFormat
from kinora.model.taxonomy import PromptSource, Quality, WorkflowType

Seed = Annotated[int, Field(ge=0, lt=2**53)]


class RunRequest(Frozen):
    """The input of loop.asl.json. What is None is decided by the run."""

    workflow_type: WorkflowType = WorkflowType.EXPLORER
    prompt: str | None = None
    seed: Seed | None = None
    width: int = 512
    height: int = 512
    fps: int = 24
    quality: Quality = Quality.STANDARD
    duration_seconds: float | None = None
    scheduled_at: str | None = None
    """ISO 8601, UTC: the tick that started the run; None for one that somebody asked for."""
    upload: bool = False
    """The video comes from outside: the run waits for it, and draws none itself."""


class Decision(StrEnum):
    """Whether a run that has begun goes on."""

    RUN = "run"
    SKIP = "skip"


class Picked(Frozen):
    """Output of PickPrompt: what this run is about."""

    run_id: str
    started_at: str
    """ISO 8601, UTC: when the execution started."""
    workflow_type: WorkflowType
    prompt: str
    prompt_source: PromptSource
    reason: str
    """Why this prompt, in a sentence."""
    seed: Seed
    width: int
    height: int
    fps: int
    quality: Quality = Quality.STANDARD
    duration_seconds: float | None
    """Length that the request asks for; None leaves it to the prompt."""
    usual_seconds: float
    """Length where neither request nor prompt says one."""
    snapshot: str | None
    """Key of the snapshot that the whole run reads; None before the first one."""
    decision: Decision = Decision.RUN
    """A skipped run ends here; its ``reason`` says why, and its prompt is empty."""


class Interpreted(Frozen):
    """Output of Interpret: where the instruction lies."""

    instruction: str


class Segment(Frozen):
    """A part of the clip that one Render task draws; frames of the clip."""

    index: int
    first_frame: int
    frames: int
    key: str


class Built(Frozen):
    """Output of BuildSpec: the decided spec and how it is cut for rendering."""

    spec: str
    spec_sha256: str
    segments: tuple[Segment, ...]


class Rendered(Frozen):
    """Output of one Render task."""

    index: int
    key: str
    frames: int
    bytes: int


class Video(Frozen):
    """Output of Assemble: the finished video. ``loudness_lufs`` is None for silence."""

    key: str
    poster: str
    format: VideoFormat
    frames: int
    bytes: int
    sha256: str
    loudness_lufs: float | None


class Extracted(Frozen):
    """Output of Extract: where the measures lie."""

    features: str


class Outcome(Frozen):
    """Whether the video came out well, and why (or why not)."""

    good: bool
    reasons: tuple[str, ...]


class Grown(Frozen):
    """Output of Grow: the run record and its identity."""

    record: str
    record_sha256: str
    outcome: Outcome


class Discoveries(Frozen):
    """Entries that the run observed, by registry, and how many of them were new."""

    static: int = 0
    dynamic: int = 0
    narrative: int = 0
    new: int = 0
    known: int = 0


class Synced(Frozen):
    """Output of Sync: what the fold learned and the snapshot that tells the next run."""

    snapshot: str
    applied: int
    set_aside: int
    discoveries: Discoveries


class Failure(Frozen):
    """What RecordFailure keeps of a run that did not end well."""

    run_id: str
    error: str
    cause: str

    @classmethod
    def of(cls, run_id: str, error: str, cause: str) -> Self:
        """Bounded: a cause may hold a whole stack trace."""
        return cls(run_id=run_id, error=error[:200], cause=cause[:4000])
