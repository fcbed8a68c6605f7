"""The catalogue: every category with what it holds, in how many cells, and why so finely."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kinora.model.observation import Registry
from kinora.registry.blends import BLENDS, CATEGORY
from kinora.registry.codebooks import CODEBOOKS, NARRATIVE

_BLENDS_REASON = (
    "One entry a domain for each video, by cells so wide that videos that are alike share one."
)
_OPEN_REASON = "Open: a value is its own words, each traced to the category's origins."


class Shelf(NamedTuple):
    """One category. ``cells`` are those its axes span and ``reachable`` those a video can fill.

    Both are None for the open categories, which have words instead of cells.
    """

    registry: Registry
    category: str
    reason: str
    cells: int | None
    reachable: int | None

    def coverage(self, entries: int) -> float | None:
        """The share of the reachable cells that are filled, 0..1."""
        return entries / self.reachable if self.reachable else None


@cache
def catalogue() -> tuple[Shelf, ...]:
    """All categories, in a fixed order."""
    measured = (
        Shelf(book.registry, book.category, book.reason, book.cells, book.reachable_cells)
        for book in CODEBOOKS.values()
    )
    blends = Shelf(
        Registry.DYNAMIC,
        CATEGORY,
        _BLENDS_REASON,
        sum(book.cells for book in BLENDS.values()),
        sum(book.reachable_cells for book in BLENDS.values()),
    )
    told = (Shelf(Registry.NARRATIVE, name, _OPEN_REASON, None, None) for name in NARRATIVE)
    return (*measured, blends, *told)


def shelf(category: str) -> Shelf | None:
    """The category of that name, if there is one."""
    return next((shelf for shelf in catalogue() if shelf.category == category), None)


def category_names() -> str:
    """What may be asked for, for people."""
    return ", ".join(shelf.category for shelf in catalogue())
