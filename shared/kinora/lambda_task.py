"""The edge of a task function: parse the event, call one state's function, return plain JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from aws_lambda_powertools import Logger
from pydantic import ValidationError

from kinora.bootstrap import process_runs, process_stage
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput

if TYPE_CHECKING:
    from kinora.cc.run.runs import Runs

Event = TypeVar("Event", bound=Frozen)
Ports = TypeVar("Ports")
Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

logger = Logger(service="kinora")


def task(event_type: type[Event], run: Callable[[Event, Stage], Frozen]) -> Handler:
    """A Lambda handler for one state.

    Errors leave it as they are: their class names are what the state machine retries and catches.
    """
    return _handler(event_type, run, process_stage)


def cc_task(event_type: type[Event], run: Callable[[Event, Runs], Frozen]) -> Handler:
    """A Lambda handler for one state of a workflow's or of a media job's machine."""
    return _handler(event_type, run, process_runs)


def _handler(
    event_type: type[Event], run: Callable[[Event, Ports], Frozen], ports: Callable[[], Ports]
) -> Handler:
    @logger.inject_lambda_context(clear_state=True)
    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:  # noqa: ARG001 - Lambda's form
        result = run(parsed(event_type, event), ports())
        return result.model_dump(mode="json")

    return handler


def parsed(event_type: type[Event], event: dict[str, Any]) -> Event:
    """The event as the state's input.

    Raises:
        InvalidInput: it has another shape; names the field.
    """
    try:
        return event_type.model_validate(event)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "event"
        raise InvalidInput(field, first["msg"], f"a {event_type.__name__} event") from error
