"""Schedules on EventBridge Scheduler: made by the template, turned on and off and about here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from kinora.control.schedules import Schedule, ScheduleState
from kinora.model.errors import StorageError
from kinora.model.loop_config import Workflow

_MINUTE = 60
_KEPT = (
    "ActionAfterCompletion",
    "Description",
    "FlexibleTimeWindow",
    "KmsKeyArn",
    "ScheduleExpressionTimezone",
    "Target",
)
"""What an update has to say again, since it replaces the whole schedule."""
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_UNITS = {"minute": _MINUTE, "hour": 3_600, "day": 86_400}


class EventBridgeSchedules:
    """The schedules of one group.

    Args:
        client: a boto3 client of EventBridge Scheduler.
        group: the group that the template made.
    """

    def __init__(self, client: Any, group: str) -> None:
        self._client = client
        self._group = group

    def apply(self, schedules: tuple[Schedule, ...]) -> None:
        """The rate is whole minutes, rounded up: EventBridge knows nothing shorter."""
        with _translated():
            for schedule in schedules:
                found = self._client.get_schedule(GroupName=self._group, Name=schedule.name)
                minutes = max(1, ceil(schedule.every_seconds / _MINUTE))
                wanted = {
                    "State": "ENABLED" if schedule.enabled else "DISABLED",
                    "ScheduleExpression": f"rate({minutes} minute{'s' if minutes > 1 else ''})",
                }
                if all(found.get(field) == value for field, value in wanted.items()):
                    continue
                kept = {field: found[field] for field in _KEPT if field in found}
                self._client.update_schedule(
                    GroupName=self._group, Name=schedule.name, **kept, **wanted
                )

    def states(self) -> tuple[ScheduleState, ...]:
        """Each workflow's schedule is asked for by its name.

        A list could not be had for this group alone: Scheduler grants it for all groups or none.
        """
        with _translated():
            found = [
                self._client.get_schedule(GroupName=self._group, Name=name)
                for name in sorted(Workflow)
            ]
        return tuple(
            ScheduleState(
                name=each["Name"],
                enabled=each["State"] == "ENABLED",
                every_seconds=_seconds(each),
            )
            for each in found
        )


def _seconds(found: dict[str, Any]) -> int:
    """``rate(5 minutes)`` in seconds.

    Raises:
        StorageError: somebody made the schedule something else than a rate.
    """
    rate = _RATE.fullmatch(found["ScheduleExpression"])
    if rate is None:
        told = f"the schedule {found['Name']} is {found['ScheduleExpression']}, which is no rate"
        raise StorageError(f"{told}: setting the loops mends it")
    return int(rate[1]) * _UNITS[rate[2]]


@contextmanager
def _translated() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow import

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "an error")
        raise StorageError(f"EventBridge Scheduler answered {code}") from error
    except BotoCoreError as error:
        raise StorageError(f"EventBridge Scheduler cannot be reached: {error}") from error
