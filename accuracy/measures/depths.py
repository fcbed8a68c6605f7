"""Depth: planes at known distances, and pictures that are one plane."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart, named

_FLAT = Measure(
    "depth: flat", "parallax of a plane, whatever the camera does", "", "truth", 60, median=0.05,
    worst=0.4,
)  # fmt: skip
_PARALLAX = Measure(
    "depth: parallax", "difference of the fastest and slowest planes' speeds over their mean", "",
    "truth", 15, median=0.5, worst=1.0,
)  # fmt: skip
_ONE = Measure(
    "depth: one layer", "a plane has one layer, over the film", "", "truth", 60, right=0.9,
    named=True,
)  # fmt: skip
_SEVERAL = Measure(
    "depth: several layers", "planes at two or three distances have more than one", "", "truth", 15,
    right=0.75, named=True,
)  # fmt: skip
_LAYERS = Measure("depth: layers", "how many there are", "", "truth", 0, named=True)


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("depth")
    if not known or not film.features:
        return
    said = film.whole["depth"]
    if known.get("parallax") is not None:
        one = _PARALLAX if known["parallax"] else _FLAT
        yield apart(one, film, said["parallax"], known["parallax"])
    flat = known["layers"] == 1
    counted = "one" if said["layers"] == 1 else "several"
    yield named(_ONE if flat else _SEVERAL, film, counted, "one" if flat else "several")
    yield named(_LAYERS, film, str(said["layers"]), str(known["layers"]))


JUDGE = Judge((_FLAT, _PARALLAX, _ONE, _SEVERAL, _LAYERS), _read)
