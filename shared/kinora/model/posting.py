"""Postings: what other programs send for good. Each is one object, stored before it is applied."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import JsonValue, model_validator

from kinora.model.observation import Observation
from kinora.model.record import RECORD_FORMAT
from kinora.model.seal import Sealed

POSTING_FORMAT = 1
"""Rises with the shape of accounts and events."""


class Posting(Sealed):
    """What all have. Ids sort by time and say what they are of."""

    format: int = POSTING_FORMAT
    id: str
    at: str
    """When it came, ISO 8601, UTC, to the microsecond."""


class Contribution(Posting):
    """What another program saw, as observations. It is no run: it has no prompt and no verdict."""

    format: int = RECORD_FORMAT
    """As a record's, since a cell means nothing under other codebooks."""
    job_id: str | None
    observations: tuple[Observation, ...]

    @model_validator(mode="after")
    def _each_cell_once(self) -> Self:
        cells = [(entry.registry, entry.category, entry.key) for entry in self.observations]
        if len(set(cells)) < len(cells):
            raise ValueError("a cell is observed twice")
        return self


class Account(Posting):
    """Another program's account of one of its jobs: prompt, spec, and what it measured."""

    job_id: str
    prompt: str
    spec: dict[str, JsonValue]
    analysis: dict[str, JsonValue]


class Happening(StrEnum):
    """The types of events that the studio's pages and other programs tell of."""

    PROMPT_SUBMITTED = "prompt_submitted"
    JOB_COMPLETED = "job_completed"
    VIDEO_PLAYED = "video_played"
    VIDEO_ABANDONED = "video_abandoned"
    DOWNLOAD_CLICKED = "download_clicked"
    ERROR = "error"
    FEEDBACK = "feedback"


class StudioEvent(Posting):
    """Something that happened to somebody who uses the studio."""

    type: Happening
    job_id: str | None
    payload: dict[str, JsonValue]
