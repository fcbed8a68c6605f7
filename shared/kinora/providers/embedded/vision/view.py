"""A picture made small enough to be measured quickly, with what every measure needs of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.colour.arrays import linear_from_srgb, oklab_from_linear
from kinora.model.errors import UnreadableMedia
from kinora.providers.ports import Picture

Bytes: TypeAlias = NDArray[np.uint8]
Floats: TypeAlias = NDArray[np.float32]
Bits: TypeAlias = NDArray[np.bool_]

LONG_SIDE = 360
"""Pixels of the longer side of what is measured."""
FINE_SIDE = 900
"""Where single specks are sought."""
_cv: Any = cv2


@dataclass(frozen=True)
class View:
    """A picture in OKLab, (height, width), at most 360 pixels a side.

    ``across`` and ``down`` are the slopes of lightness per pixel, ``texture`` its standard
    deviation over nine pixels. ``free`` is where no pet is. ``fine`` is the lightness at up to 900
    pixels a side, 0..1.
    """

    light: Floats
    a: Floats
    b: Floats
    across: Floats
    down: Floats
    texture: Floats
    free: Bits
    small: Bytes
    fine: Floats

    @property
    def chroma(self) -> Floats:
        """Distance from grey."""
        return np.hypot(self.a, self.b)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.light.shape[0], self.light.shape[1]


def pixels(picture: Picture) -> Bytes:
    """(height, width, 3) BGR.

    Raises:
        UnreadableMedia: the file is no picture that can be decoded.
    """
    try:
        data = np.frombuffer(picture.path.read_bytes(), np.uint8)
        image = _cv.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except (OSError, cv2.error):
        image = None
    if image is None:
        problem = f"{picture.path.name} cannot be decoded"
        raise UnreadableMedia("image", problem, "a complete PNG or JPEG picture")
    result: Bytes = image
    return result


def fitted(image: Bytes, longest: int) -> Bytes:
    """The picture reduced so that no side is longer; never enlarged."""
    height, width = image.shape[:2]
    scale = min(1.0, longest / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    result: Bytes = _cv.resize(image, size, interpolation=cv2.INTER_AREA)
    return result


def see(image: Bytes, pet: Bits | None) -> View:
    """The view of a BGR picture; ``pet`` is a mask of its size or of any other."""
    small = fitted(image, LONG_SIDE)
    height, width = small.shape[:2]
    lab = oklab_from_linear(linear_from_srgb(small[..., ::-1].astype(np.float32) / np.float32(255)))
    light = np.ascontiguousarray(lab[..., 0])
    smooth = blurred(light, 1.0)
    mean = _cv.blur(light, (9, 9))
    spread = np.sqrt(np.maximum(_cv.blur(light * light, (9, 9)) - mean * mean, 0))
    nobody = np.zeros((height, width), bool)
    grey = _cv.cvtColor(fitted(image, FINE_SIDE), cv2.COLOR_BGR2GRAY)
    return View(
        light=light,
        a=np.ascontiguousarray(lab[..., 1]),
        b=np.ascontiguousarray(lab[..., 2]),
        across=np.asarray(_cv.Scharr(smooth, cv2.CV_32F, 1, 0) / 32, np.float32),
        down=np.asarray(_cv.Scharr(smooth, cv2.CV_32F, 0, 1) / 32, np.float32),
        texture=np.asarray(spread, np.float32),
        free=~(nobody if pet is None else resized_bits(pet, (width, height))),
        small=small,
        fine=grey.astype(np.float32) / np.float32(255),
    )  # fmt: skip


def resized_bits(mask: Bits, size: tuple[int, int]) -> Bits:
    """A mask at another size, (width, height): set wherever it was set at all."""
    grown = _cv.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(grown > 0.02, bool)


def blurred(values: Floats, sigma: float) -> Floats:
    """Gaussian blur, ``sigma`` in pixels."""
    result: Floats = _cv.GaussianBlur(values, (0, 0), sigma)
    return result


def ramp(values: Floats, low: float, high: float) -> Floats:
    """0 at ``low``, 1 at ``high``, straight between; ``high`` may be the smaller."""
    result = np.clip((values - np.float32(low)) / np.float32(high - low), 0, 1)
    return np.asarray(result, np.float32)
