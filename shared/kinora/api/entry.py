"""What a host does with a request: one event in, one answer out. Both hosts share it."""

from __future__ import annotations

from typing import Any

from kinora.api.access import origin, shape
from kinora.api.access.answers import built, completed
from kinora.api.access.gate import gate
from kinora.api.access.repetition import once
from kinora.api.app import application
from kinora.api.desk import Desk
from kinora.api.refusals import JSON, internal, refusal
from kinora.api.request import Request
from kinora.model.errors import KinoraError


def answer(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The answer to an API Gateway event (payload format 2.0), in the form that it wants."""
    method = str(event["requestContext"]["http"]["method"]).upper()
    try:
        answered = _admitted(event, context, desk)
    except KinoraError as error:
        answered = built(refusal(error))
    except Exception as error:  # noqa: BLE001 - whatever happens, a client gets JSON
        answered = built(internal(error))
    return completed(answered, method)


def _admitted(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The answer to a request that fits, from where it may come, not too often, by who may.

    In this order: what costs more is only done for those who passed what costs less.
    """
    request = Request.of(event)
    shape.check(event, request)
    origin.check(request, desk.settings)
    door = gate(desk.settings, desk.stage)
    if desk.settings.rate_limited_by == "function":
        door.admit(request, desk.now())
    caller = door.caller(request, desk.now())

    def run(at: Desk) -> dict[str, Any]:
        app = application()
        app.append_context(desk=at, request=request, caller=caller)
        resolved: dict[str, Any] = app.resolve(_routed(event, request), context)
        return resolved

    return once(request, caller.name, desk, run)


def _routed(event: dict[str, Any], request: Request) -> dict[str, Any]:
    """The event as the router understands it.

    HEAD asks what GET asks, and gets the headers alone. The router knows JSON in lower case only.
    """
    headers = dict(request.headers)
    if request.media_type == JSON:
        headers["content-type"] = JSON
    context = event["requestContext"]
    method = "GET" if request.method == "HEAD" else request.method
    http = {**context["http"], "method": method}
    return {**event, "headers": headers, "requestContext": {**context, "http": http}}
