"""Values from outside as cells: each field checked against the axes of its category's codebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from kinora.colour.scalar import oklab_from_hex
from kinora.model.errors import InvalidInput
from kinora.registry.axes import Axis, Choice
from kinora.registry.blends import BLENDS, CATEGORY
from kinora.registry.codebook import Cell, Codebook
from kinora.registry.codebooks import CODEBOOKS

Offered = Mapping[str, float | str]
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def measured_categories() -> tuple[str, ...]:
    """The categories whose values are measures."""
    return (*CODEBOOKS, CATEGORY)


def cell_of(category: str, value: Offered, where: str) -> tuple[str, Cell]:
    """The domain (empty but for blends) and the cell that a value falls into.

    A number beyond an axis falls into the cell at its edge. A colour may be given as ``colour``
    (``#rrggbb``) instead of ``l``, ``a`` and ``b``, and a size as ``width`` and ``height`` instead
    of ``side`` and ``aspect``; a blend says its ``domain`` beside the fields.

    Args:
        category: one of :func:`measured_categories`.
        value: the fields of the measure.
        where: what the value is called in errors.

    Raises:
        InvalidInput: a field is missing, unknown or of another kind, or no video shows this.
    """
    book, given = _book(category, value, where)
    for wanted, read in _OTHER_WAYS.items():
        if wanted <= given.keys() and _fields(book) >= _INSTEAD[wanted]:
            others = {field: item for field, item in given.items() if field not in wanted}
            given = {**others, **read(given, where)}
    for field in given:
        if field not in _fields(book):
            raise InvalidInput(f"{where}.{field}", f"no field of {category}", _wanted(book))
    for axis in book.axes:
        _check(axis, given, where, book)
    cell = book.quantise(given)
    if not book.reachable(cell):
        problem = "no video can show these together"
        raise InvalidInput(where, problem, f"what can be measured: {_wanted(book)}")
    return book.domain, cell


def _book(category: str, value: Offered, where: str) -> tuple[Codebook, dict[str, float | str]]:
    given = dict(value)
    if category != CATEGORY:
        return CODEBOOKS[category], given
    domain = given.pop("domain", None)
    if domain not in BLENDS:
        problem = "it is missing" if domain is None else f"{domain!r} is no domain"
        raise InvalidInput(f"{where}.domain", problem, ", ".join(BLENDS))
    return BLENDS[str(domain)], given


def _check(axis: Axis, given: Offered, where: str, book: Codebook) -> None:
    field = f"{where}.{axis.field}"
    if axis.field not in given:
        raise InvalidInput(field, "it is missing", _wanted(book))
    item = given[axis.field]
    if isinstance(axis, Choice):
        if item not in axis.values:
            raise InvalidInput(field, f"{item!r}", ", ".join(axis.values))
    elif isinstance(item, str):
        raise InvalidInput(field, f"{item!r}", "a number")


def _fields(book: Codebook) -> set[str]:
    return {axis.field for axis in book.axes}


def _wanted(book: Codebook) -> str:
    """The fields of a measure, for people."""
    told = [
        f"{axis.field} ({' | '.join(axis.values) if isinstance(axis, Choice) else 'number'})"
        for axis in book.axes
    ]
    instead = [" and ".join(sorted(way)) for way, of in _INSTEAD.items() if of <= _fields(book)]
    return ", ".join(told) + "".join(f"; or {way}" for way in instead)


def _of_colour(given: Offered, where: str) -> dict[str, float | str]:
    colour = given["colour"]
    if not (isinstance(colour, str) and _COLOUR.fullmatch(colour.lower())):
        raise InvalidInput(f"{where}.colour", f"{colour!r}", "#rrggbb")
    lab = oklab_from_hex(colour.lower())
    return {"l": lab.lightness, "a": lab.a, "b": lab.b}


def _of_size(given: Offered, where: str) -> dict[str, float | str]:
    sides: list[float] = []
    for field in ("width", "height"):
        item = given[field]
        if isinstance(item, str) or item < 1:
            raise InvalidInput(f"{where}.{field}", f"{item!r}", "pixels, 1 or more")
        sides.append(item)
    width, height = sides
    return {"side": min(width, height), "aspect": width / height}


_COLOURED, _SIZED = frozenset({"colour"}), frozenset({"width", "height"})
_INSTEAD = {_COLOURED: {"l", "a", "b"}, _SIZED: {"side", "aspect"}}
_OTHER_WAYS: dict[frozenset[str], Callable[[Offered, str], dict[str, float | str]]] = {
    _COLOURED: _of_colour,
    _SIZED: _of_size,
}
"""Fields that may stand for those of :data:`_INSTEAD`, and how they are read."""
