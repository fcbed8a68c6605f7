"""The light of a whole picture: how much, how hard, how warm, and from where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.providers.embedded.vision.view import View, blurred

_DARK, _BRIGHT = 0.32, 0.9
"""OKLab lightness below which a pixel counts as dark, and above which as a highlight."""


@dataclass(frozen=True)
class Light:
    """``mean`` and shares are 0..1; ``contrast`` is the spread between the 5th and 95th percentile.

    ``warmth`` is the mean of OKLab's b plus half its a: above 0 towards orange. ``sideways`` and
    ``downwards`` compare halves: above 0 when the right half or the lower half is the brighter.
    ``backlit``: the border around the middle is much brighter than the middle.
    """

    mean: float
    dark: float
    highlights: float
    contrast: float
    warmth: float
    sideways: float
    downwards: float
    backlit: bool
    busy: float

    @property
    def tone(self) -> str:
        """In a word, from dark to bright."""
        names = ("dark", 0.22), ("dim", 0.42), ("soft", 0.66), ("bright", 0.85)
        return next((name for name, below in names if self.mean < below), "very bright")

    @property
    def temperature(self) -> str:
        """cool, neutral or warm."""
        if abs(self.warmth) < 0.018:
            return "neutral"
        return "warm" if self.warmth > 0 else "cool"


def light(view: View) -> Light:
    """Measure it."""
    values = view.light
    height, width = view.size
    low, high = np.quantile(values, (0.05, 0.95))
    broad = blurred(values, max(2.0, max(height, width) / 40))
    middle = broad[height // 3 : height * 2 // 3, width // 3 : width * 2 // 3].mean()
    upper = np.r_[
        broad[: height // 3].ravel(),
        broad[: height * 2 // 3, : width // 4].ravel(),
        broad[: height * 2 // 3, -(width // 4 or 1) :].ravel(),
    ].mean()
    return Light(
        mean=float(values.mean()),
        dark=float((values < _DARK).mean()),
        highlights=float((values > _BRIGHT).mean()),
        contrast=float(high - low),
        warmth=float((view.b + view.a / 2).mean()),
        sideways=float(broad[:, width // 2 :].mean() - broad[:, : width // 2].mean()),
        downwards=float(broad[height // 2 :].mean() - broad[: height // 2].mean()),
        backlit=bool(upper - middle > 0.2),
        busy=float((np.hypot(view.across, view.down) > 0.03).mean()),
    )


def described(found: Light) -> str:
    """The lighting in one sentence of measured words."""
    shade = {"neutral": "neutral in colour"}.get(
        found.temperature, f"{found.temperature} in colour"
    )
    hard = (
        "strong" if found.contrast > 0.62 else "gentle" if found.contrast > 0.25 else "very little"
    )
    parts = [f"{found.tone} light, {shade}, with {hard} contrast"]
    if found.backlit:
        parts.append("the middle stands against a brighter surrounding")
    elif max(abs(found.sideways), abs(found.downwards)) > 0.05:
        if abs(found.sideways) >= abs(found.downwards):
            parts.append(f"brighter towards the {'right' if found.sideways > 0 else 'left'}")
        else:
            parts.append(f"brighter towards the {'bottom' if found.downwards > 0 else 'top'}")
    if found.highlights > 0.01:
        parts.append("some highlights are close to white")
    return "; ".join(parts)
