"""What the OpenAPI document says about access: the schemes, and the headers that changes take."""

from __future__ import annotations

from typing import Any

from kinora.api.access.callers import SESSION_PATH
from kinora.api.access.sessions import COOKIE

_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "`kinora tokens create`"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}
_FREE = {("/api/health", "get"), (SESSION_PATH, "post")}
_HEADERS = (
    {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "The same key and request again get the first answer, for a day.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 128},
    },
    {
        "name": "X-CSRF-Token",
        "in": "header",
        "description": "Needed where a session's cookie is sent.",
        "schema": {"type": "string", "maxLength": 64},
    },
)


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what the gate in front of all routes does; changed in place."""
    document.setdefault("components", {})["securitySchemes"] = _SCHEMES
    document["security"] = [{"token": []}, {"session": []}]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe(path, method, operation)
    return document


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    changes = method not in {"get", "head"}
    if (path, method) in _FREE:
        operation["security"] = []
    if changes and path != SESSION_PATH:
        operation["parameters"] = [*operation.get("parameters", ()), *_HEADERS]
