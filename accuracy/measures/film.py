"""A film as the judges see it, and what Kinora says of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.oracles.film import Film

_WIDTH = 160
_MOMENTS = 6


@dataclass(frozen=True)
class Measured:
    """One film's truth and features, with its own decoding of the file."""

    path: Path
    note: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Self:
        """From the path of its JSON."""
        return cls(path, json.loads(path.read_text()))

    @property
    def name(self) -> str:
        return str(self.note["name"])

    @property
    def family(self) -> str:
        return str(self.note["family"])

    @property
    def truth(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.note["truth"]
        return facts

    @property
    def features(self) -> dict[str, Any] | None:
        """None where Kinora refused the film."""
        found: dict[str, Any] | None = self.note["features"]
        return found

    @property
    def frames(self) -> list[dict[str, Any]]:
        return list(self.features["frames"]) if self.features else []

    @property
    def windows(self) -> list[dict[str, Any]]:
        return list(self.features["windows"]) if self.features else []

    @property
    def whole(self) -> dict[str, Any]:
        whole: dict[str, Any] = self.features["whole"] if self.features else {}
        return whole

    @property
    def fps(self) -> float:
        return float(Fraction(self.note["fps"]))

    @cached_property
    def film(self) -> Film:
        return Film(self.path.parent / self.note["file"])

    @cached_property
    def has_picture(self) -> bool:
        """Whether its picture is worth looking at: those under sounds are plain and small."""
        return self.family not in {"sound", "glass"} and self.features is not None

    @cached_property
    def moments(self) -> list[int]:
        """Numbers of a few frames spread over the film, which Kinora and PyAV both have."""
        count = min(len(self.film.pictures), len(self.frames))
        at = np.linspace(0, count - 1, _MOMENTS + 2).round().astype(int)[1:-1]
        return sorted({int(number) for number in at})

    def small(self, number: int) -> NDArray[np.uint8]:
        """One frame at the measures' width, by area: (h, w, 3) BGR."""
        return self._smalls[number]

    @cached_property
    def _smalls(self) -> list[NDArray[np.uint8]]:
        return [self._reduced(number) for number in range(len(self.film.pictures))]

    def _reduced(self, number: int) -> NDArray[np.uint8]:
        height, width = self.film.pictures.shape[1:3]
        scale = min(_WIDTH / width, 2 * _WIDTH / height)
        size = (_even(width * scale), _even(height * scale))
        picture = self.film.pictures[number]
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)

    def within(self, window: dict[str, Any]) -> list[int]:
        """Numbers of a window's frames."""
        first = round(window["start"] * self.fps)
        count = round(window["duration"] * self.fps)
        return list(range(first, min(first + max(1, count), len(self.film.pictures))))


def _even(side: float) -> int:
    return max(16, round(side / 2) * 2)
