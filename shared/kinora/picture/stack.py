"""The layers of a scene in their order, each drawn only where nearer ones let it be seen."""

from __future__ import annotations

from collections.abc import Sequence

from kinora.picture.film.tempo import Moment
from kinora.picture.plate import Canvas, Covering, Layer


class Stack:
    """Layers from far to near."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = [(layer, layer if isinstance(layer, Covering) else None) for layer in layers]

    def draw(self, canvas: Canvas, moment: Moment) -> None:
        """Lay all layers over the canvas as they stand at the moment."""
        for (layer, _), floor in zip(self._layers, self._floors(canvas, moment), strict=True):
            canvas.floor = floor
            layer.draw(canvas, moment)

    def _floors(self, canvas: Canvas, moment: Moment) -> list[int]:
        """For every layer the row from which those before it hide it."""
        floor, floors = canvas.height, []
        for _, covering in reversed(self._layers):
            floors.append(floor)
            if covering is not None:
                first, last = covering.covered(moment, canvas.height)
                if first < floor <= last:
                    floor = first
        return floors[::-1]
