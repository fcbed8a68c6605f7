"""Schedules on EventBridge Scheduler: made by the template, turned on and off and about here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from kinora.control.schedules import Schedule, ScheduleState
from kinora.model.errors import StorageError

_MINUTE = 60
_KEPT = ("ScheduleExpressionTimezone", "Target", "FlexibleTimeWindow", "Description")
"""What an update has to say again, since it replaces the whole schedule."""


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
        with _translated():
            listed = self._client.list_schedules(GroupName=self._group)["Schedules"]
            found = [
                self._client.get_schedule(GroupName=self._group, Name=each["Name"])
                for each in listed
            ]
        return tuple(
            ScheduleState(
                name=each["Name"],
                enabled=each["State"] == "ENABLED",
                every_seconds=_seconds(each["ScheduleExpression"]),
            )
            for each in sorted(found, key=lambda each: str(each["Name"]))
        )


def _seconds(expression: str) -> int:
    """``rate(5 minutes)`` in seconds."""
    number, unit = expression.removeprefix("rate(").removesuffix(")").split()
    return int(number) * {"minute": 60, "hour": 3600, "day": 86400}[unit.removesuffix("s")]


@contextmanager
def _translated() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow import

    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise StorageError(f"the schedules cannot be reached: {error}") from error
