"""Loop control: the configuration that people set, and the schedules that follow from it."""

from __future__ import annotations

from kinora.control.schedules import Schedule, Schedules
from kinora.loop import keys
from kinora.loop.pick import loop_config
from kinora.loop.stage import Stage
from kinora.model.loop_config import LoopChange, LoopConfig, Workflow


def set_loops(
    change: LoopChange,
    workflow: Workflow | None,
    stage: Stage,
    schedules: Schedules,
    *,
    as_overall: bool = False,
) -> LoopConfig:
    """Save a change, overall or of one workflow type, and have it hold at once.

    ``as_overall`` first drops what that workflow type, or each of them, has of its own.

    Raises:
        StorageError: the configuration or a schedule could not be changed; what was saved holds
            for the runs to come, and saving again mends the schedules.
    """
    config = loop_config(stage).changed(change, workflow, as_overall=as_overall)
    stage.objects.put(keys.LOOP_CONFIG, config.model_dump_json().encode())
    _follow(stage, schedules)
    return config


def _follow(stage: Stage, schedules: Schedules) -> None:
    """Make the schedules what the configuration says, also where others save at the same time.

    Whoever applied last has read again what was saved last.
    """
    applied = None
    while (config := loop_config(stage)) != applied:
        schedules.apply(schedules_of(config))
        applied = config


def schedules_of(config: LoopConfig) -> tuple[Schedule, ...]:
    """One schedule a workflow type."""
    return tuple(
        Schedule(
            name=workflow,
            enabled=config.of(workflow).enabled,
            every_seconds=config.of(workflow).every_seconds,
        )
        for workflow in Workflow
    )
