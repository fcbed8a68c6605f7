"""What the routes about registries answer."""

from __future__ import annotations

from kinora.model.base import Frozen
from kinora.model.observation import Registry, Value
from kinora.model.run import Outcome


class CategoryTotals(Frozen):
    """One category: ``coverage`` is the share of the cells within reach, ``cells``, 0..1."""

    registry: str
    category: str
    entries: int
    seen: int
    good: int
    cells: int | None
    coverage: float | None


class Origin(Frozen):
    """A primitive: what entries are traced to."""

    registry: Registry
    category: str
    name: str
    value: Value


class Totals(Frozen):
    """All categories together."""

    runs: int
    good_runs: int
    ratings: int
    entries: int
    observations: int
    primitives: int


class Registries(Frozen):
    registries: tuple[CategoryTotals, ...]
    primitives: tuple[Origin, ...]
    totals: Totals


class Covered(Frozen):
    """A category's cells: those its axes span, and those within reach; None for open ones."""

    registry: Registry
    category: str
    entries: int
    cells: int | None
    reachable: int | None
    coverage: float | None
    reason: str


class Coverage(Frozen):
    """Each category, and those with cells together."""

    categories: tuple[Covered, ...]
    entries: int
    reachable: int
    coverage: float


class Facts(Frozen):
    """What every view of an entry tells."""

    registry: Registry
    category: str
    key: str
    name: str
    value: Value
    depth: dict[str, float]
    """Shares of the primitives that make it up; empty where nothing is known of them."""
    count: int
    runs: int
    good: int


class Whole(Facts):
    """An entry as it stands in the tables."""

    first_run: str
    """The run, or the contribution, that saw it first."""
    last_run: str


class Export(Frozen):
    entries: tuple[Whole, ...]
    cursor: str | None


class EntryItem(Whole):
    """An entry in a list, with what it weighs when creation draws on it."""

    weight: float


class EntryPage(Frozen):
    registry: Registry
    category: str
    entries: tuple[EntryItem, ...]
    cursor: str | None


class Sighting(Frozen):
    """A run that saw an entry, or a contribution that did; the other's fields are absent."""

    run_id: str | None = None
    started_at: str | None = None
    prompt: str | None = None
    video: str | None = None
    poster: str | None = None
    outcome: Outcome | None = None
    contribution: str | None = None
    job_id: str | None = None
    at: str | None = None


class Use(Frozen):
    """A spec that an entry shaped."""

    run_id: str
    used_for: str
    prompt: str
    video: str
    poster: str
    good: bool


class EntryDetails(Facts):
    """One entry with what saw it first and last, and the newest of the ``specs`` that used it."""

    weight: float
    found_by: Sighting
    last_seen_by: Sighting
    specs: int
    used_by: tuple[Use, ...]
