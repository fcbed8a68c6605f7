"""What can happen to a run."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from kinora.model.base import Frozen


class EventType(StrEnum):
    """The kinds of events."""

    RUN_CREATED = "run_created"
    RUN_COMPLETED = "run_completed"
    RUN_FAILED = "run_failed"
    RUN_CANCELLED = "run_cancelled"
    MODULE_COMPLETED = "module_completed"
    MODULE_FAILED = "module_failed"
    INTERACTION_REQUESTED = "interaction_requested"
    INTERACTION_REOPENED = "interaction_reopened"
    INTERACTION_REMINDED = "interaction_reminded"
    INTERACTION_ANSWERED = "interaction_answered"
    INTERACTION_EXPIRED = "interaction_expired"
    BRANCH_FORKED = "branch_forked"
    BRANCH_RESTORED = "branch_restored"
    JOB_REQUESTED = "job_requested"
    JOB_HANDED_IN = "job_handed_in"
    """Written before the provider is called."""
    JOB_SUBMITTED = "job_submitted"
    """The provider has it; its own id is known."""
    JOB_COMPLETED = "job_completed"
    JOB_FAILED = "job_failed"
    JOB_CANCELLED = "job_cancelled"


class Draft(Frozen):
    """An event before it has its number and its time."""

    type: EventType
    branch: str
    module: str | None = None
    interaction: str | None = None
    job: str | None = None
    by: str | None = None
    """Who did it, where a person did."""
    data: Mapping[str, Any] = {}


class Event(Draft):
    """One event of a run. Nothing about it ever changes."""

    seq: Annotated[int, Field(ge=1)]
    at: str
    """ISO 8601, UTC."""
