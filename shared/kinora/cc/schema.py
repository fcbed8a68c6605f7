"""Values checked against JSON Schema, with problems that a person can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kinora.model.errors import InvalidInput, InvalidWorkflow

_MOST = 12


def check(value: Any, schema: Mapping[str, Any], field: str) -> None:
    """Refuse a value that does not fit.

    Raises:
        InvalidInput: names the place inside ``field``.
    """
    for place, problem in problems(value, schema):
        raise InvalidInput(f"{field}{place}", problem)


def problems(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not fit, as (place, problem), at most a dozen: ``(".scenes[0].title", …)``."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import

    found = Draft202012Validator(schema).iter_errors(value)
    for _, error in zip(range(_MOST), found, strict=False):
        steps = (f"[{p}]" if isinstance(p, int) else f".{p}" for p in error.absolute_path)
        yield "".join(steps), error.message[:300]


def sound(schema: Any, place: str) -> None:
    """Refuse what is no JSON Schema of draft 2020-12.

    Raises:
        InvalidWorkflow: says what is wrong with it.
    """
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise InvalidWorkflow(place, f"it is no JSON Schema: {error.message[:200]}") from error
