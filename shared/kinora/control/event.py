"""One event of a history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a history.

    A function has Task events however it is named; Step Functions calls them LambdaFunction
    events where the resource is the function's own ARN.

    Attributes:
        execution: the ARN.
        id: 1, 2, 3… within the execution.
        timestamp: seconds since the epoch.
        type: the event type's name in the Step Functions API.
        state: the state that it is about, if any.
        place: the branch: empty at the top level, ``Render[2]`` in an item of a Map.
        details: as named by the type, such as ``input``, ``output``, ``error``, ``cause``.
    """

    execution: str
    id: int
    timestamp: float
    type: str
    state: str | None
    place: str
    details: Mapping[str, Any]
