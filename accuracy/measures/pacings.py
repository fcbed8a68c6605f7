"""Pacing: how fast pictures follow one another, where the cuts are known."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart

_SHOTS = Measure(
    "pacing: cuts", "how many shots begin, by whatever transition", "", "truth", 25, median=0.0,
    worst=1.0,
)  # fmt: skip
_LENGTH = Measure(
    "pacing: shot length", "mean length of the shots", "s", "truth", 25, median=0.1, worst=0.7
)
_PACE = Measure(
    "pacing: cut films", "wholly new pictures a second of films of standing shots", "1/s", "truth",
    2, median=0.3, worst=0.6,
)  # fmt: skip
_STILL = Measure(
    "pacing: still films", "of pictures that stand still", "1/s", "truth", 40, median=0.005,
    worst=0.05,
)  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    if not film.features:
        return
    said = film.whole["temporal"]
    known = film.truth.get("temporal")
    if known:
        yield apart(_PACE, film, said["pacing"], known["pacing"])
    if film.truth.get("motion", {}).get("level") == 0.0 and film.family not in {"light", "grain"}:
        yield apart(_STILL, film, said["pacing"], 0.0)
    changes = film.truth.get("transitions", {}).get("all")
    if changes and not film.name.startswith(("fade-in", "fade-out")):
        yield apart(_SHOTS, film, said["cuts"], len(changes))
        middles = [change["at"] + change["duration"] / 2 for change in changes]
        edges = [0.0, *middles, float(film.note["seconds"])]
        lengths = [after - before for before, after in itertools.pairwise(edges)]
        yield apart(_LENGTH, film, said["shot_seconds"], sum(lengths) / len(lengths))


JUDGE = Judge((_SHOTS, _LENGTH, _PACE, _STILL), _read)
