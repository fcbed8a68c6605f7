"""Between HTTP as a server speaks it (ASGI) and as API Gateway hands it to a function."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from kinora.api.sending import SENDS

Scope = Mapping[str, Any]
Headers = list[tuple[bytes, bytes]]


class Answer(NamedTuple):
    """What goes out: status, headers and body; ``send`` names an object to send instead."""

    status: int
    headers: Headers
    body: bytes
    send: str | None


def event_of(scope: Scope, body: bytes, request_id: str) -> dict[str, Any]:
    """The event (payload format 2.0) that API Gateway would make of a request."""
    headers, cookies = _headers(scope)
    query = scope.get("query_string", b"").decode("latin-1")
    values = parse_qs(query, keep_blank_values=True)
    path = unquote(scope.get("raw_path", b"").decode("latin-1") or scope["path"])
    text, encoded = _body(body)
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "cookies": cookies,
        "headers": headers,
        "queryStringParameters": {name: ",".join(given) for name, given in values.items()},
        "requestContext": {
            "stage": "$default",
            "requestId": request_id,
            "http": {
                "method": scope["method"],
                "path": path,
                "protocol": f"HTTP/{scope.get('http_version', '1.1')}",
                "sourceIp": (scope.get("client") or ("", 0))[0],
                "userAgent": headers.get("user-agent", ""),
            },
        },
        "stageVariables": {SENDS: "objects"},
        "body": text,
        "isBase64Encoded": encoded,
    }


def answer_of(response: Mapping[str, Any], send_header: str) -> Answer:
    """The answer that API Gateway would send for what a function returned."""
    headers = dict(response.get("headers") or {})
    send = headers.pop(send_header, None)
    lines = [(name.lower().encode(), _line(value)) for name, value in headers.items()]
    lines += [(b"set-cookie", cookie.encode()) for cookie in response.get("cookies") or ()]
    body = response.get("body") or ""
    content = base64.b64decode(body) if response.get("isBase64Encoded") else body.encode()
    status = int(response.get("statusCode", HTTPStatus.INTERNAL_SERVER_ERROR))
    return Answer(status, lines, content, send)


def _headers(scope: Scope) -> tuple[dict[str, str], list[str]]:
    """Headers by lower-case name, repeated ones joined by commas; cookies apart."""
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in scope.get("headers", ()):
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name == "cookie":
            cookies += [each.strip() for each in value.split(";")]
        else:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers, cookies


def _body(body: bytes) -> tuple[str | None, bool]:
    """Text as it is, anything else in base64; None where there is none."""
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _line(value: str | list[str]) -> bytes:
    text = value if isinstance(value, str) else ", ".join(value)
    return text.encode("latin-1", "replace")
