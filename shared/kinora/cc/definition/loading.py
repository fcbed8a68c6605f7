"""A workflow's folder, read: every ``$ref`` is followed and put in its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from kinora.cc.definition.workflow import Workflow
from kinora.model.errors import InvalidWorkflow

_KINDS = ("json", "text", "jinja2")
_DEEPEST = 8
TEMPLATE, LITERAL = "$template", "$literal"
"""Keys under which a resolved text stands, with what stood beside its reference."""


def load(folder: Traversable) -> Workflow:
    """Read ``workflow.json`` and all that it refers to.

    A ``$ref`` of kind ``jinja2`` becomes ``{"$template": text, …}`` and one of kind ``text``
    ``{"$literal": text, …}``, each with the keys that stood beside it, such as ``cache_ttl``.

    Raises:
        InvalidWorkflow: a file is missing, malformed, or leaves the folder; names the place.
    """
    whole = _followed(folder, "workflow.json", _DEEPEST)
    for number, step in enumerate(whole.get("steps", ()) if isinstance(whole, dict) else (), 1):
        if isinstance(step, dict) and isinstance(step.get("name"), str):
            step["name"] = step["name"].replace("{step_number}", str(number))
    try:
        return Workflow.model_validate(whole)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "content"
        raise InvalidWorkflow(f"workflow.json: {place}", first["msg"]) from error


def _followed(folder: Traversable, path: str, depth: int) -> Any:
    """A JSON file of the folder with its references followed."""
    try:
        content = json.loads(_text(folder, path))
    except ValueError as error:
        raise InvalidWorkflow(path, f"it is no JSON: {error}") from error
    return _resolved(folder, path, content, depth)


def _resolved(folder: Traversable, path: str, value: Any, depth: int) -> Any:
    if isinstance(value, Mapping):
        if "$ref" in value:
            return _referred(folder, path, value, depth)
        return {key: _resolved(folder, path, item, depth) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(folder, path, item, depth) for item in value]
    return value


def _referred(folder: Traversable, path: str, reference: Mapping[str, Any], depth: int) -> Any:
    target, kind = reference["$ref"], reference.get("type")
    if kind not in _KINDS:
        raise InvalidWorkflow(f"{path}: $ref {target}", f"type {kind!r}", ", ".join(_KINDS))
    if depth == 0:
        raise InvalidWorkflow(f"{path}: $ref {target}", "references refer to each other")
    # A reference to a schema would read as JSON Schema's own $ref, which never has a type.
    place = _beside(path, target)
    if kind == "json":
        content = _followed(folder, place, depth - 1)
        # A schema goes by its file's name: providers know the task by it.
        named = "/schemas/" in f"/{place}" and isinstance(content, dict)
        return (
            {"$id": place.rpartition("/")[2].removesuffix(".json")} | content if named else content
        )
    beside = {key: item for key, item in reference.items() if key not in {"$ref", "type"}}
    return {(TEMPLATE if kind == "jinja2" else LITERAL): _text(folder, place), **beside}


def _beside(path: str, target: Any) -> str:
    """The place that ``target`` means as seen from the file ``path``."""
    if not isinstance(target, str):
        raise InvalidWorkflow(f"{path}: $ref", f"{target!r} is no path", "a relative path")
    parts = path.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                raise InvalidWorkflow(f"{path}: $ref {target}", "it leaves the workflow's folder")
            parts.pop()
        elif part in {"", "."} or "\\" in part or ":" in part:
            raise InvalidWorkflow(f"{path}: $ref {target}", "it is no plain relative path")
        else:
            parts.append(part)
    return "/".join(parts)


def _text(folder: Traversable, path: str) -> str:
    file = folder
    for part in path.split("/"):
        file = file.joinpath(part)
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidWorkflow(path, "the file is missing or is no UTF-8 text") from error
