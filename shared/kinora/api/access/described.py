"""What the OpenAPI document says about access: schemes, headers, and refusals of the gate."""

from __future__ import annotations

from typing import Any

from kinora.api.access.callers import SESSION_PATH
from kinora.api.access.sessions import COOKIE
from kinora.api.refusals import Refusal

_SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "description": "`kinora tokens create`"},
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE},
}
_FREE = {("/api/health", "get"), (SESSION_PATH, "post")}
_ALWAYS = {
    "401": "No token, or one that is not known",
    "403": "Not allowed, or asked for by a foreign page or under a foreign name",
    "413": "The body is too large",
    "422": "Something in the request is not acceptable; `details` names the field",
    "429": "Too many requests; `Retry-After` says when to come again",
}
_CHANGES = {
    "409": "Another request with this key still runs, or the thing's state does not allow it",
    "415": "The body is of a kind that is not taken",
}
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
_SCHEMA = "#/components/schemas/Refusal"


def described(document: dict[str, Any]) -> dict[str, Any]:
    """The document with what the gate in front of all routes does; changed in place."""
    components = document.setdefault("components", {})
    components["securitySchemes"] = _SCHEMES
    components.setdefault("schemas", {})["Refusal"] = Refusal.model_json_schema()
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
    responses = operation["responses"]
    for status, description in {**_ALWAYS, **(_CHANGES if changes else {})}.items():
        if status == "422" or status not in responses:
            content = {"application/json": {"schema": {"$ref": _SCHEMA}}}
            responses[status] = {"description": description, "content": content}
