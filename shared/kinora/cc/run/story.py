"""A run as its events tell it: a fold, made anew whenever it is needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from kinora.cc.run.event import Event, EventType
from kinora.cc.run.records import (
    OPEN_JOB,
    Branch,
    Cost,
    Interaction,
    InteractionStatus,
    Job,
    JobStatus,
    Line,
    RunStatus,
)

FIRST_BRANCH = "b1"


class Story:
    """Everything about a run that follows from its events."""

    def __init__(self, events: Sequence[Event]) -> None:
        created = events[0]
        self.events = events
        self.run_id: str = created.data["run_id"]
        self.workflow_id: str = created.data["workflow_id"]
        self.seed: int = created.data["seed"]
        self.budget_usd: float = created.data["budget_usd"]
        self.title: str = created.data.get("title", "")
        self.created_at = created.at
        self.updated_at = events[-1].at
        self.execution: str = created.data["execution"]
        self.start: Mapping[str, str] = created.data["start"]
        self.branch = FIRST_BRANCH
        self.branches = {
            FIRST_BRANCH: Branch(FIRST_BRANCH, None, 0, "start", None, None, created.at)
        }
        self.interactions: dict[str, Interaction] = {}
        self.jobs: dict[str, Job] = {}
        self.costs: list[Cost] = []
        self.cancelled = False
        self._lines: dict[str, Line] = {}
        for event in events:
            taken = self._taken.get(event.type)
            if taken is not None:
                taken(self, event)

    @property
    def line(self) -> Line:
        """The current branch."""
        return self.line_of(self.branch)

    def line_of(self, branch: str) -> Line:
        """A branch with all that it has from its parents."""
        if branch not in self._lines:
            self._lines[branch] = _line(self.lineage(branch))
        return self._lines[branch]

    def lineage(self, branch: str) -> list[Event]:
        """The events that count on a branch, in order."""
        spans: list[tuple[str, int]] = []
        cutoff, at = len(self.events), self.branches[branch]
        while True:
            spans.append((at.id, cutoff))
            if at.parent is None:
                break
            cutoff, at = min(cutoff, at.cutoff), self.branches[at.parent]
        limits = dict(spans)
        return [e for e in self.events if e.seq <= limits.get(e.branch, 0)]

    @property
    def open_interaction(self) -> Interaction | None:
        """The question that waits on the current branch."""
        for interaction in reversed(self.interactions.values()):
            if interaction.status is InteractionStatus.OPEN:
                return interaction if interaction.branch == self.branch else None
        return None

    @property
    def status(self) -> RunStatus:
        """How the run stands."""
        if self.cancelled:
            return RunStatus.CANCELLED
        if self.line.failed is not None:
            return RunStatus.FAILED
        if self.line.completed:
            return RunStatus.COMPLETED
        return RunStatus.WAITING if self.open_interaction else RunStatus.WORKING

    @property
    def spent_usd(self) -> float:
        """What the run has cost, failures included."""
        return sum(cost.usd for cost in self.costs)

    @property
    def reserved_usd(self) -> float:
        """What its open jobs may still cost."""
        return sum(job.estimate_usd for job in self.jobs.values() if job.status in OPEN_JOB)

    @property
    def left_usd(self) -> float:
        """What may still be spent; below 0 where something cost more than it was to."""
        return self.budget_usd - self.spent_usd - self.reserved_usd

    # What each kind of event changes.

    def _forked(self, event: Event) -> None:
        fork = event.data.get("fork")
        if fork is not None:
            self._leave(event)
            self.branches[fork["branch"]] = Branch(
                fork["branch"],
                event.branch,
                fork["cutoff"],
                fork["reason"],
                fork["target"],
                fork.get("feedback"),
                event.at,
            )
            self.branch = fork["branch"]
        self._taken_up(event)

    def _restored(self, event: Event) -> None:
        self._leave(event)
        self.branch = event.data["restore"]
        self.branches[self.branch].left_at = None
        self._taken_up(event)

    def _taken_up(self, event: Event) -> None:
        if "execution" in event.data:
            self.execution, self.start = event.data["execution"], event.data["start"]

    def _leave(self, event: Event) -> None:
        self.branches[self.branch].left_at = event.at
        for interaction in self.interactions.values():
            if interaction.status is InteractionStatus.OPEN:
                self._close(interaction, event, InteractionStatus.LEFT)

    def _close(self, interaction: Interaction, event: Event, status: InteractionStatus) -> None:
        interaction.status = status
        interaction.closed_by, interaction.closed_at = event.by, event.at
        interaction.signal = event.data.get("signal")

    def _requested(self, event: Event) -> None:
        assert event.interaction is not None
        assert event.module is not None
        self.interactions[event.interaction] = Interaction(
            id=event.interaction,
            branch=event.branch,
            module=event.module,
            recovery=event.data.get("recovery", False),
            asked_at=event.at,
            deadline=event.data["deadline"],
            inputs=event.data["_resolved_inputs"],
            display=event.data["display"],
        )

    def _reopened(self, event: Event) -> None:
        interaction = self.interactions[event.interaction or ""]
        interaction.status = InteractionStatus.OPEN
        interaction.closed_by = interaction.closed_at = interaction.signal = None
        interaction.deadline = event.data["deadline"]
        interaction.revision += 1

    def _reminded(self, event: Event) -> None:
        self.interactions[event.interaction or ""].reminders += 1

    def _answered(self, event: Event) -> None:
        interaction = self.interactions[event.interaction or ""]
        self._close(interaction, event, InteractionStatus.ANSWERED)
        interaction.answer = event.data["answer"]
        self._forked(event)

    def _expired(self, event: Event) -> None:
        interaction = self.interactions[event.interaction or ""]
        self._close(interaction, event, InteractionStatus.EXPIRED)

    def _module_ended(self, event: Event) -> None:
        if event.data.get("usd") is not None and event.data.get("provider"):
            self.costs.append(
                Cost(
                    event.at,
                    event.module or "",
                    event.data["provider"],
                    event.data["usd"],
                    event.branch,
                    failed=event.type is EventType.MODULE_FAILED,
                )
            )

    def _cancelled_run(self, event: Event) -> None:
        self._leave(event)
        self.cancelled = True

    def _job_requested(self, event: Event) -> None:
        assert event.job is not None
        interaction = self.interactions[event.interaction or ""]
        self.jobs[event.job] = Job(
            id=event.job,
            interaction=interaction.id,
            revision=interaction.revision,
            branch=event.branch,
            module=interaction.module,
            at=event.at,
            request=event.data["request"],
            estimate_usd=event.data["estimate_usd"],
        )

    def _job_moved(self, event: Event) -> None:
        job = self.jobs[event.job or ""]
        job.status, job.handed_in = JobStatus.RUNNING, True
        job.provider_job = event.data.get("provider_job", job.provider_job)

    def _job_ended(self, event: Event) -> None:
        job = self.jobs[event.job or ""]
        job.status = _ENDED[event.type]
        job.usd, job.ended_at = event.data.get("usd", 0.0), event.at
        job.contents = tuple(event.data.get("contents", ()))
        job.error = event.data.get("error")
        self.costs.append(
            Cost(
                event.at,
                job.request["action"],
                job.request["provider"],
                job.usd,
                job.branch,
                job.id,
                failed=job.status is not JobStatus.COMPLETED,
            )
        )

    _taken: ClassVar[Mapping[EventType, Callable[[Story, Event], None]]] = {
        EventType.RUN_CANCELLED: _cancelled_run,
        EventType.MODULE_COMPLETED: _module_ended,
        EventType.MODULE_FAILED: _module_ended,
        EventType.INTERACTION_REQUESTED: _requested,
        EventType.INTERACTION_REOPENED: _reopened,
        EventType.INTERACTION_REMINDED: _reminded,
        EventType.INTERACTION_ANSWERED: _answered,
        EventType.INTERACTION_EXPIRED: _expired,
        EventType.BRANCH_FORKED: _forked,
        EventType.BRANCH_RESTORED: _restored,
        EventType.JOB_REQUESTED: _job_requested,
        EventType.JOB_HANDED_IN: _job_moved,
        EventType.JOB_SUBMITTED: _job_moved,
        EventType.JOB_COMPLETED: _job_ended,
        EventType.JOB_FAILED: _job_ended,
        EventType.JOB_CANCELLED: _job_ended,
    }


_ENDED = {
    EventType.JOB_COMPLETED: JobStatus.COMPLETED,
    EventType.JOB_FAILED: JobStatus.FAILED,
    EventType.JOB_CANCELLED: JobStatus.CANCELLED,
}
_GOES_ON = frozenset({EventType.INTERACTION_REQUESTED, EventType.INTERACTION_REOPENED})
"""Events that show that a branch which had failed was taken up again."""


def _line(lineage: Sequence[Event]) -> Line:
    """A branch by its events."""
    line = Line()
    for event in lineage:
        if event.module is not None and event.module not in line.first:
            line.first[event.module] = event.seq
        if event.module is not None and "state" in event.data:
            line.done.pop(event.module, None)
            state = event.data["state"]
            line.done[event.module] = event.data["outputs"]
            line.state |= state
        if event.type is EventType.RUN_COMPLETED:
            line.completed = True
        elif event.type is EventType.RUN_FAILED:
            line.failed = event.data
        elif event.type in _GOES_ON:
            line.failed = None
    return line
