"""What every answer carries, and what it never does."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer, unless its route set them otherwise."""


def built(response: Response[str]) -> dict[str, Any]:
    """A response in the form that a gateway takes."""
    return {
        "statusCode": response.status_code,
        "headers": dict(response.headers),
        "body": response.body,
        "isBase64Encoded": False,
    }


def completed(answered: dict[str, Any], method: str) -> dict[str, Any]:
    """An answer with the headers of every answer, and without a body where HEAD asked."""
    own = answered.get("headers") or {}
    given = {name.lower() for name in own}
    missing = {name: value for name, value in HEADERS.items() if name.lower() not in given}
    body = answered.get("body") or ""
    whole = {**answered, "headers": {**own, **missing}, "body": body}
    return {**whole, "body": "", "isBase64Encoded": False} if method == "HEAD" else whole
