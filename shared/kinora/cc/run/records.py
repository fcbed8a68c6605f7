"""The things that a run's events tell of, as they stand after the last of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RunStatus(StrEnum):
    """How a run stands."""

    WORKING = "working"
    WAITING = "waiting"
    """A question is open."""
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class InteractionStatus(StrEnum):
    """How a question stands."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    LEFT = "left"
    """The run went back, or was cancelled, before anybody answered."""


class JobStatus(StrEnum):
    """How a media job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_JOB = frozenset({JobStatus.QUEUED, JobStatus.RUNNING})


@dataclass
class Branch:
    """A line of events: its own, behind those of its parent up to ``cutoff``."""

    id: str
    parent: str | None
    cutoff: int
    reason: str
    """``start``, ``retry`` or ``jump``."""
    target: str | None
    """The module at which it began anew."""
    feedback: str | None
    at: str
    left_at: str | None = None


@dataclass
class Interaction:
    """A question to a person."""

    id: str
    branch: str
    module: str
    recovery: bool
    """Whether it asks what to do about a module that failed."""
    asked_at: str
    deadline: str
    inputs: Mapping[str, Any]
    """The module's inputs, resolved when the question was asked."""
    display: Mapping[str, Any]
    revision: int = 1
    """Counts how often it was opened."""
    reminders: int = 0
    status: InteractionStatus = InteractionStatus.OPEN
    answer: Mapping[str, Any] | None = None
    closed_by: str | None = None
    closed_at: str | None = None
    signal: Mapping[str, str] | None = None
    """What the waiting state machine is told."""


@dataclass
class Job:
    """A media job."""

    id: str
    interaction: str
    revision: int
    branch: str
    module: str
    at: str
    request: Mapping[str, Any]
    """What was asked for: ``action``, ``provider``, ``prompt_id``, ``params``, ``seed`` …"""
    estimate_usd: float
    status: JobStatus = JobStatus.QUEUED
    handed_in: bool = False
    provider_job: str | None = None
    contents: tuple[Mapping[str, Any], ...] = ()
    usd: float = 0.0
    error: Mapping[str, str] | None = None
    ended_at: str | None = None


@dataclass
class Cost:
    """One line of the ledger, in US dollars."""

    at: str
    what: str
    provider: str
    usd: float
    branch: str
    job: str | None = None
    failed: bool = False


@dataclass
class Line:
    """A branch as the modules see it."""

    state: dict[str, Any] = field(default_factory=dict)
    done: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """The outputs of each module that is done, in the order in which they ended."""
    first: dict[str, int] = field(default_factory=dict)
    """Number of the first event of each module."""
    completed: bool = False
    failed: Mapping[str, Any] | None = None
