"""The API on Lambda: answers leave with the bytes that they send, or point to where these lie."""

from __future__ import annotations

import base64
from typing import Any

from kinora.api.app import application
from kinora.api.desk import Desk, process_desk
from kinora.api.entry import answer
from kinora.api.sending import SEND, SENDS, Stretch
from kinora.loop.uploads import DIRECT_BYTES

_URL_SECONDS = 900


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The Lambda handler of the API function; the one-machine gateway calls it too."""
    return fulfilled(answer(event, context, process_desk()), event, process_desk())


def fulfilled(answered: dict[str, Any], event: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """The answer with the bytes that it names, up to what Lambda can carry; else a redirect."""
    headers = answered["headers"]
    sends = (event.get("stageVariables") or {}).get(SENDS)
    if SEND not in headers or sends:
        return answered
    stretch = Stretch.parse(headers.pop(SEND))
    if event["requestContext"]["http"]["method"].upper() == "HEAD":
        headers["Content-Length"] = str(stretch.length)
        return answered
    if stretch.length > DIRECT_BYTES:
        address = desk.stage.objects.presigned_get(stretch.key, _URL_SECONDS)
        if address is not None:
            named = {"Location": address, "Cache-Control": "no-store"}
            return {**answered, "statusCode": 307, "headers": named, "body": ""}
    content = desk.stage.objects.get_range(stretch.key, stretch.first, stretch.length)
    return {**answered, "body": base64.b64encode(content).decode(), "isBase64Encoded": True}


application()
"""Built when the function is loaded: no request waits for it, and forks of a worker share it."""
