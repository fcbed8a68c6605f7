"""All judges, and what they read off one film."""

from __future__ import annotations

from pathlib import Path

from accuracy.measures import (
    cameras,
    changes,
    colours,
    containers,
    depths,
    gradients,
    instants,
    lights,
    listening,
    motions,
    pacings,
    palettes,
    tempi,
)
from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Reading

JUDGES: tuple[Judge, ...] = (
    colours.JUDGE, palettes.JUDGE, lights.JUDGE, gradients.JUDGE, motions.JUDGE, cameras.JUDGE,
    depths.JUDGE, changes.JUDGE, pacings.JUDGE, instants.JUDGE, listening.JUDGE, tempi.JUDGE,
    containers.JUDGE,
)  # fmt: skip


def read(path: Path) -> list[Reading]:
    """Every comparison for one film, from the path of its JSON: the film is decoded once."""
    film = Measured.read(path)
    return [reading for judge in JUDGES for reading in judge.read(film)]
