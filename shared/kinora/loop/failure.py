"""RecordFailure: a run that did not end well leaves a note of what happened."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.run import Failure


class Caught(Frozen):
    """What a Catch hands on, under the names that Step Functions gives."""

    model_config = ConfigDict(populate_by_name=True)

    error: Annotated[str, Field(alias="Error")]
    cause: Annotated[str, Field(alias="Cause")] = ""


class RecordFailure(Frozen):
    """Input of the state."""

    run_id: str
    error: Caught


def record_failure(event: RecordFailure, stage: Stage) -> Failure:
    """Store the failure beside the run's other objects."""
    failure = Failure.of(event.run_id, event.error.error, event.error.cause)
    stage.objects.put(keys.failure(event.run_id), failure.model_dump_json().encode())
    return failure
