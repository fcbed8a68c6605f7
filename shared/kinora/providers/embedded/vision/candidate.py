"""A part of the picture that could move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.model.region import Stuff
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.spots import Spot
from kinora.providers.embedded.vision.view import View


@dataclass(frozen=True)
class Candidate:
    """What it is made of, where it is, and how sure that is, 0..1.

    ``kind`` is the finer word that chooses its name; ``shade`` its mean OKLab colour. ``word`` is
    what the scene calls it, if the name leans on the scene.
    """

    stuff: Stuff
    kind: str
    box: Box
    confidence: float
    shade: tuple[float, float, float]
    word: str = ""


def candidate(
    view: View, stuff: Stuff, kind: str, spot: Spot, confidence: float, word: str = ""
) -> Candidate:
    """The candidate of a spot, with its colour."""
    planes = (view.light, view.a, view.b)
    mean = tuple(float(np.mean(plane[spot.mask])) for plane in planes)
    return Candidate(
        stuff, kind, spot.box, float(np.clip(confidence, 0, 1)), (mean[0], mean[1], mean[2]), word
    )
