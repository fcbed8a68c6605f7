"""One animal on nothing: from a look to pixels with coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kinora.picture.paint import cv
from kinora.picture.paint.arrays import Floats
from kinora.picture.pets.bodies import GROUND
from kinora.picture.pets.fur import Whorl, frayed
from kinora.picture.pets.look import Look
from kinora.picture.pets.pen import Layer, Pen
from kinora.picture.pets.raster import rasterised
from kinora.picture.pets.species import SPECIES
from kinora.seeding import derive, stream

BOX = (-20.0, -20.0, 1060.0, 1020.0)
"""What a portrait shows: left, top, width and height in drawing units."""
_COMBED = 720


@dataclass(frozen=True)
class Portrait:
    """Premultiplied red, green, blue and coverage, 0..1, (rows, columns, 4) each."""

    body: Floats
    glints: Floats
    """Light in the eyes: to be laid over the body when the light has been put on it."""
    scale: float
    """Pixels per drawing unit."""

    @property
    def feet(self) -> tuple[float, float]:
        """Column and row of the ground under its middle, in pixels."""
        return (500.0 - BOX[0]) * self.scale, (GROUND - BOX[1]) * self.scale


def portrait(look: Look, width: int, side: float = -1.0) -> Portrait:
    """Draw the animal ``width`` pixels wide, margins included, lit from ``side`` (-1 left)."""
    species = SPECIES[look.kind]
    pen = Pen(side)
    rng = stream(look.seed, "pet", look.kind)
    if look.flipped:
        with pen.at(1000, 0, flip=True):
            seat = species.draw(pen, look, rng)
    else:
        seat = species.draw(pen, look, rng)
    scale = width / BOX[2]
    # Fur is soft: beyond some size more pixels of it show nothing more.
    combed = min(width, _COMBED)
    fine = combed / BOX[2]
    head_x, body_x = seat.x, 500.0
    if look.flipped:
        head_x = 1000 - head_x
    whorls = (
        Whorl((head_x - BOX[0]) * fine, (seat.y + 40 - BOX[1]) * fine, 200 * seat.scale * fine),
        Whorl((body_x - BOX[0]) * fine, (520 - BOX[1]) * fine, 400 * fine),
    )
    long, seed = species.fur * fine, derive(look.seed, "fur") % 2**31
    if not pen.drawn(Layer.WORN):
        pen.merge(Layer.HEAD, into=Layer.COAT)
    size = (width, max(1, round(width * BOX[3] / BOX[2])))
    body = np.zeros((size[1], size[0], 4), np.float32)
    for layer in (Layer.COAT, Layer.WORN, Layer.HEAD, Layer.TRIM):
        if not pen.drawn(layer):
            continue
        if layer in {Layer.COAT, Layer.HEAD}:
            drawn = frayed(rasterised(pen.svg(layer, BOX, combed)), whorls, long, seed)
            drawn = drawn if combed == width else cv.resize(drawn, size)
        else:
            drawn = rasterised(pen.svg(layer, BOX, width))
        body = drawn + body * (1 - drawn[..., 3:4])
    return Portrait(body, rasterised(pen.svg(Layer.GLINT, BOX, width)), scale)


def flat(drawn: Portrait) -> Floats:
    """The animal with its glints, without any light put on it."""
    result: Floats = drawn.glints + drawn.body * (1 - drawn.glints[..., 3:4])
    return np.ascontiguousarray(result)
