"""From measures to observations: quantise, count, name, break down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, Protocol

from kinora.model.features import Features
from kinora.model.narrative import Told
from kinora.model.observation import Observation, Registry, Value
from kinora.registry.blends import BLENDS
from kinora.registry.codebook import Cell, Codebook
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.depth import depth, normalised
from kinora.registry.measures import cells


class CellNamer(Protocol):
    """Names a cell; see :func:`kinora.language.names.cell_name`."""

    def __call__(self, registry: str, category: str, family: str, index: int) -> str: ...


class NarrativeNamer(Protocol):
    """Names a narrative value; see :func:`kinora.language.names.narrative_name`."""

    def __call__(self, category: str, value: str) -> str: ...


class Described(NamedTuple):
    """What follows from a cell alone. The dictionaries are shared: they are never changed."""

    value: Value
    family: str
    number: int
    depth: dict[str, float]


def observe(
    features: Features,
    told: Iterable[Told],
    name_cell: CellNamer,
    name_narrative: NarrativeNamer,
) -> tuple[Observation, ...]:
    """All observations of one video, each cell once with its count, in a fixed order."""
    told = tuple(told)
    counted = Counter((book.category, book.domain, cell) for book, cell in cells(features, told))
    return observed(counted, told, name_cell, name_narrative)


def observed(
    counted: Mapping[tuple[str, str, Cell], int],
    told: Iterable[Told],
    name_cell: CellNamer,
    name_narrative: NarrativeNamer,
) -> tuple[Observation, ...]:
    """Observations of cells, by category, domain and cell, and of what is told, in a fixed order.

    What is told several times counts as often.
    """
    told = tuple(told)
    measured = [
        _observation(category, domain, cell, count, name_cell)
        for (category, domain, cell), count in sorted(counted.items())
    ]
    said = Counter((item.category, item.value) for item in told)
    origins = {(item.category, item.value): item.origins for item in told}
    return (
        *measured,
        *(
            _told(category, value, origins[category, value], count, name_narrative)
            for (category, value), count in sorted(said.items())
        ),
    )


def codebook(category: str, domain: str = "") -> Codebook:
    """The codebook of a category, or of one domain of the blends."""
    return BLENDS[domain] if domain else CODEBOOKS[category]


@lru_cache(maxsize=32_768)
def describe(category: str, domain: str, cell: Cell) -> Described:
    """The value that stands for a cell, its family of names, its number and its breakdown."""
    book = codebook(category, domain)
    value = book.centre(cell)
    return Described(value, book.family(value), book.index(cell), depth(category, value, domain))


def _observation(
    category: str, domain: str, cell: Cell, count: int, name_cell: CellNamer
) -> Observation:
    book, found = codebook(category, domain), describe(category, domain, cell)
    return Observation(
        registry=book.registry,
        category=category,
        key=book.key(cell),
        name=name_cell(book.registry, category, found.family, found.number),
        value=found.value,
        depth=found.depth,
        count=count,
    )


def _told(
    category: str, value: str, origins: dict[str, float], count: int, name: NarrativeNamer
) -> Observation:
    return Observation(
        registry=Registry.NARRATIVE,
        category=category,
        key=value,
        name=name(category, value),
        value={"text": value},
        depth=normalised(origins) if origins else {},
        count=count,
    )
