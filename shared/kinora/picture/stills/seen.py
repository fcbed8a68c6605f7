"""What can be seen in a picture and could move."""

from __future__ import annotations

from typing import NamedTuple


class Seen(NamedTuple):
    """A thing, what it is made of (``kinora.model.region.Stuff``), and its box in pixels."""

    name: str
    stuff: str
    box: tuple[float, float, float, float]
    """Left, top, width, height; may reach beyond the picture."""

    def within(self, width: int, height: int) -> Seen | None:
        """Cut to the picture; None where too little of it is left to be worth moving."""
        left, top, wide, high = self.box
        x0, y0 = max(left, 0.0), max(top, 0.0)
        x1, y1 = min(left + wide, float(width)), min(top + high, float(height))
        if x1 - x0 < 0.02 * width or y1 - y0 < 0.015 * height:
            return None
        return Seen(self.name, self.stuff, (x0, y0, x1 - x0, y1 - y0))
