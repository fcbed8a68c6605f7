"""What a host does with a request: one event in, one answer out. Both hosts share it."""

from __future__ import annotations

from typing import Any

from kinora.api.app import application
from kinora.api.desk import Desk, process_desk
from kinora.api.refusals import internal, refusal
from kinora.api.request import Request
from kinora.model.errors import KinoraError


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The Lambda handler of the API function; the one-machine gateway calls it too."""
    return answer(event, context, process_desk())


def answer(event: dict[str, Any], context: Any, desk: Desk) -> dict[str, Any]:
    """The answer to an API Gateway event (payload format 2.0), in the form that it wants."""
    app = application()
    try:
        request = Request.of(event)
        app.append_context(desk=desk, request=request)
        answered: dict[str, Any] = app.resolve(_as_get(event, request), context)
    except KinoraError as error:
        return _built(refusal(error))
    except Exception as error:  # noqa: BLE001 - whatever happens, a client gets JSON
        return _built(internal(error))
    if request.method == "HEAD":
        answered["body"] = ""
    return answered


def _as_get(event: dict[str, Any], request: Request) -> dict[str, Any]:
    """HEAD asks what GET asks, and gets the headers alone."""
    if request.method != "HEAD":
        return event
    context = event["requestContext"]
    http = {**context["http"], "method": "GET"}
    return {**event, "requestContext": {**context, "http": http}}


def _built(response: Any) -> dict[str, Any]:
    return {
        "statusCode": response.status_code,
        "headers": dict(response.headers),
        "body": response.body,
        "isBase64Encoded": False,
    }
