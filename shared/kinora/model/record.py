"""The run record: the immutable account of one run, and the only thing that tables are made of."""

from __future__ import annotations

import hashlib
from typing import Annotated, Self

from pydantic import Field, model_validator

from kinora.model.base import Frozen
from kinora.model.observation import Observation
from kinora.model.run import Outcome, Video
from kinora.model.seal import Sealed
from kinora.model.spec import Learned
from kinora.model.taxonomy import PromptSource, WorkflowType

RECORD_FORMAT = 2
"""Rises with the shape of records and with the codebooks, since a cell's key, name and value mean
nothing under others. Records of another format are set aside; their videos stay."""


class RunFigures(Frozen):
    """What a video shows, in figures that prompts and palettes are compared by."""

    motion: Annotated[float, Field(ge=0.0)]
    """Mean speed of what moves, frame widths a second."""
    brightness: Annotated[float, Field(ge=0.0, le=1.0)]
    palette: str
    """The registry name of the whole video's colour."""


class RunRecord(Sealed):
    """Everything that a run adds to the registries, with its provenance."""

    format: int = RECORD_FORMAT
    run_id: str
    started_at: str
    workflow_type: WorkflowType
    prompt: str
    prompt_source: PromptSource
    seed: int
    spec_sha256: str | None
    """None for a video that was made elsewhere."""
    snapshot: str | None
    video: Video
    outcome: Outcome
    learned: tuple[Learned, ...]
    """Entries that shaped the spec."""
    observations: tuple[Observation, ...]
    figures: RunFigures | None = None
    """None in records of before these were kept."""

    @model_validator(mode="after")
    def _each_cell_once(self) -> Self:
        cells = [(entry.registry, entry.category, entry.key) for entry in self.observations]
        if len(set(cells)) < len(cells):
            raise ValueError("a cell is observed twice")
        return self


def digest(data: bytes) -> str:
    """The sha256 that identifies a stored record, in hex."""
    return hashlib.sha256(data).hexdigest()
