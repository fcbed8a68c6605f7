"""The colours of a whole film, where they and their shares are known."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.measures.colours import difference
from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading

_ALIKE = 6.0
"""CIEDE2000 within which a colour is the one that was meant."""
_SHARES = Measure(
    "palette: shares", "the film's colours and their shares: share that is missing or wrong", "",
    "truth; CIEDE2000 of colour-science", 20, median=0.02, worst=0.1,
)  # fmt: skip
_COLOURS = Measure(
    "palette: colours", "each colour of the film", "dE00", "truth; CIEDE2000 of colour-science",
    20, median=1.5, worst=_ALIKE,
)  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    known = film.truth.get("palette")
    if not known or not film.features:
        return
    said = [(item["colour"], float(item["share"])) for item in film.whole["palette"]]
    wrong = 0.0
    for colour, share in known["all"]:
        nearest = min(said, key=lambda item: difference(item[0], colour), default=("", 0.0))
        away = difference(nearest[0], colour) if nearest[0] else float("inf")
        wrong += abs(share - nearest[1]) if away < _ALIKE else share
        yield Reading(_COLOURS.name, film.name, away, nearest[0] or "none", colour)
    yield Reading(_SHARES.name, film.name, wrong, str(said), str(known["all"]))


JUDGE = Judge((_COLOURS, _SHARES), _read)
