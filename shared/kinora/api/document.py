"""The OpenAPI document: what the resolver knows of its routes, and what it cannot know.

It adds the errors that any route may answer with, the answers that send objects and the bodies that
are no JSON, and puts everything in a fixed order, so that the committed file shows real changes.
"""

from __future__ import annotations

from typing import Any

from kinora.api.refusals import JSON, Refusal

Operation = dict[str, Any]

_ERRORS = {
    401: "A token is needed, or the one that was given is not known",
    403: "Known, but not allowed; or the request comes from a foreign page",
    404: "There is no such thing",
    409: "It is in a state that does not allow this",
    413: "The body is too large",
    415: "The body is of a kind that is not taken",
    422: "A field is not acceptable; the details name it",
    429: "Too often, or too much is waiting; Retry-After says when to come back",
    500: "A fault of ours",
    503: "Something behind the API does not answer",
}
_ALWAYS = (401, 403, 422, 429, 500, 503)
_WRITES = (409, 413, 415)
_BINARY = {"type": "string", "format": "binary"}
_SENT = {
    "/api/jobs/{job_id}/download": "video/mp4",
    "/api/jobs/{job_id}/poster": "image/jpeg",
    "/api/cc/media/{content_id}": "application/octet-stream",
    "/api/cc/runs/{run_id}/export": "application/zip",
}
_UPLOAD = "/api/jobs/{job_id}/upload"
_PICTURE_UPLOAD = "/api/cc/runs/{run_id}/interactions/{interaction_id}/upload"

_PICTURES = ("image/gif", "image/jpeg", "image/png", "image/webp")


def completed(document: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """The resolver's document with what it lacks.

    Args:
        document: as the resolver gives it.
        schemas: JSON schemas, by name, of models that no route declares.
    """
    components = document.setdefault("components", {}).setdefault("schemas", {})
    components.pop("HTTPValidationError", None)
    components.pop("ValidationError", None)
    components.pop("ResponseValidationError", None)
    components["Refusal"] = Refusal.model_json_schema()
    components.update(schemas)
    document["components"]["schemas"] = dict(sorted(components.items()))
    document["paths"] = dict(sorted(document["paths"].items()))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _errors(path, method, operation)
        if path in _SENT:
            _sends(operations["get"], _SENT[path])
            operations["head"] = _head(operations["get"])
    plan = {JSON: {"schema": {"$ref": "#/components/schemas/UploadPlan"}}}
    _takes_files(document["paths"][_UPLOAD]["post"], ("video/mp4",), plan)
    _takes_files(document["paths"][_PICTURE_UPLOAD]["post"], _PICTURES, {})
    return document


def _errors(path: str, method: str, operation: Operation) -> None:
    statuses = [*_ALWAYS]
    if "{" in path:
        statuses.append(404)
    if method != "get":
        statuses += _WRITES
    answers = operation["responses"]
    for empty in {"204", 204} & set(answers):
        answers[empty].pop("content", None)
    answers.pop("422", None)
    answers.pop(422, None)
    schema = {"$ref": "#/components/schemas/Refusal"}
    for status in statuses:
        content = {JSON: {"schema": schema}}
        answers[str(status)] = {"description": _ERRORS[status], "content": content}
    operation["responses"] = _sorted(answers)


def _sends(operation: Operation, kind: str) -> None:
    """An object, whole or in a range, or the word that the client has it already."""
    content = {kind: {"schema": _BINARY}}
    refused = {JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    answers = {
        "200": {"description": "The file", "content": content},
        "206": {"description": "The range that was asked for", "content": content},
        "304": {"description": "The client has it: its entity tag is still the same"},
        "307": {"description": "It is too large to travel in an answer: Location says where it is"},
        "416": {"description": "The range begins behind the end", "content": refused},
    }
    operation["responses"] = _sorted(operation["responses"] | answers)
    for name, says in (
        ("Range", "bytes=FIRST-LAST"),
        ("If-None-Match", "entity tags that the client has"),
        ("If-Range", "the entity tag for which the range is meant"),
    ):
        given = {"name": name, "in": "header", "required": False, "description": says}
        operation.setdefault("parameters", []).append({**given, "schema": {"type": "string"}})


def _sorted(answers: dict[Any, Any]) -> dict[str, Any]:
    return {str(status): answers[status] for status in sorted(answers, key=str)}


def _head(operation: Operation) -> Operation:
    """HEAD answers as GET does, without a body."""
    answers = {
        status: {"description": answer["description"]}
        for status, answer in operation["responses"].items()
    }
    name = f"{operation['operationId']}_head"
    return {**operation, "operationId": name, "responses": answers}


def _takes_files(operation: Operation, kinds: tuple[str, ...], others: dict[str, Any]) -> None:
    form = {"type": "object", "required": ["file"], "properties": {"file": _BINARY}}
    files = {kind: {"schema": _BINARY} for kind in kinds}
    content = {**others, "multipart/form-data": {"schema": form}, **files}
    operation["requestBody"] = {"required": True, "content": content}
