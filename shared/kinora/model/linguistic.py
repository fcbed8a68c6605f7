"""The linguistic registry: which words mean what, as people and programs tell or use them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen

MOST_MAPPINGS = 100
"""Mappings in one batch."""
HEARD = "heard"
"""The variant type of words that were understood already, as against those that somebody posts."""

Span = Annotated[str, Field(min_length=1, max_length=80)]
Domain = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[a-z][a-z_]*$")]
Canonical = Annotated[str, Field(min_length=1, max_length=80)]
VariantType = Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z][a-z_]*$")]


class Mapping(Frozen):
    """A span of words that means ``canonical`` in a domain, such as ``comfy``: mood, warm."""

    span: Span
    domain: Domain
    canonical: Canonical
    variant_type: VariantType = "synonym"
    count: Annotated[int, Field(ge=1)] = 1
    """How often the batch holds it."""


class Batch(Frozen):
    """Mappings that came together. ``at`` is ISO 8601, UTC, to the microsecond."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,80}$")]
    at: str
    items: Annotated[tuple[Mapping, ...], Field(max_length=MOST_MAPPINGS)]
