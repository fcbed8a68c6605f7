"""How the loops are set: overall, and apart for each workflow type where people want it so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen
from kinora.model.format import DEFAULT_SECONDS, MAX_SECONDS, MIN_SECONDS
from kinora.model.taxonomy import WorkflowType

MOST_DELAY_SECONDS = 86_400
LEAST_INTERVAL_SECONDS = 1

Delay = Annotated[int, Field(ge=0, le=MOST_DELAY_SECONDS)]
Ratio = Annotated[float, Field(ge=0.0, le=1.0)]
Seconds = Annotated[float, Field(ge=MIN_SECONDS, le=MAX_SECONDS)]


class Workflow(StrEnum):
    """The workflows that run by themselves; each has one schedule of that name."""

    EXPLORER = "explorer"
    EXPLOITER = "exploiter"
    MAIN = "main"
    INTERPRETATION = "interpretation"

    @property
    def makes_videos(self) -> bool:
        return self is not Workflow.INTERPRETATION

    @property
    def run_type(self) -> WorkflowType:
        """The type of the runs that this loop makes."""
        return WorkflowType(self.value)


class LoopSettings(Frozen):
    """What holds for one loop."""

    enabled: bool = True
    delay_seconds: Delay = 30
    """From the start of one run to the start of the next; a run that takes longer is waited for."""
    exploit_ratio: Ratio = 0.7
    """How often ``main`` takes a prompt that came out well, 0..1."""
    duration_seconds: Seconds = DEFAULT_SECONDS
    """Length of a video where its prompt says none."""

    @property
    def every_seconds(self) -> int:
        return max(LEAST_INTERVAL_SECONDS, self.delay_seconds)


class LoopChange(Frozen):
    """Some of the settings: those that are None stay, or are as overall."""

    enabled: bool | None = None
    delay_seconds: Delay | None = None
    exploit_ratio: Ratio | None = None
    duration_seconds: Seconds | None = None

    def given(self) -> dict[str, bool | int | float]:
        """What is set, by name."""
        return self.model_dump(exclude_none=True)


class LoopConfig(LoopSettings):
    """The settings overall, and what differs for a workflow type."""

    workflows: dict[Workflow, LoopChange] = Field(default_factory=dict)

    def of(self, workflow: Workflow | WorkflowType) -> LoopSettings:
        """What holds for one workflow type; it is enabled only where all are."""
        overall = LoopSettings.model_validate(self.model_dump(exclude={"workflows"}))
        if workflow not in set(Workflow):
            return overall
        own = self.workflows.get(Workflow(workflow), LoopChange())
        settings = overall.model_copy(update=own.given())
        return settings.model_copy(update={"enabled": self.enabled and settings.enabled})

    def changed(
        self, change: LoopChange, workflow: Workflow | None = None, *, as_overall: bool = False
    ) -> LoopConfig:
        """The configuration with a change, overall or of one workflow type.

        ``as_overall`` first drops what is set for that workflow type alone, or for each of them.
        """
        kept = {} if as_overall and workflow is None else dict(self.workflows)
        if workflow is None:
            return self.model_copy(update={**change.given(), "workflows": kept})
        own = LoopChange() if as_overall else kept.get(workflow, LoopChange())
        kept[workflow] = own.model_copy(update=change.given())
        return self.model_copy(update={"workflows": kept})
