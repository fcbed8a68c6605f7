"""The few OpenCV primitives that the engine is built on, with the types that it relies on.

OpenCV's own annotations accept any element type and promise none back; here a function returns the
type it is given. All of them release no state and give the same bits on any number of threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from kinora.picture.paint.arrays import Bytes, Floats, Radiance

A = TypeVar("A", bound=NDArray[Any])

_cv: Any = cv2

LINEAR: int = cv2.INTER_LINEAR
CUBIC: int = cv2.INTER_CUBIC
AREA: int = cv2.INTER_AREA
REPEAT_EDGE: int = cv2.BORDER_REPLICATE
REFLECT: int = cv2.BORDER_REFLECT
CLEAR: int = cv2.BORDER_CONSTANT
WRAP: int = cv2.BORDER_WRAP


def single_thread() -> None:
    """Keep OpenCV on the calling thread, for the whole process."""
    _cv.setNumThreads(1)


def resize(source: A, size: tuple[int, int], *, how: int = LINEAR, out: A | None = None) -> A:
    """Resample to ``size``, (width, height)."""
    result: A = _cv.resize(source, size, dst=out, interpolation=how)
    return result


def wrapped(tile: A, edge: int) -> A:
    """A repeating tile with ``edge`` more pixels on each side, quicker than NumPy does it."""
    result: A = _cv.copyMakeBorder(tile, edge, edge, edge, edge, cv2.BORDER_WRAP)
    return result


def warp(
    source: A,
    matrix: Floats,
    size: tuple[int, int],
    *,
    border: int = REPEAT_EDGE,
    out: A | None = None,
) -> A:
    """Resample through ``matrix``, (2, 3), result to source pixels; ``size`` is (width, height)."""
    flags = LINEAR | cv2.WARP_INVERSE_MAP
    result: A = _cv.warpAffine(source, matrix, size, dst=out, flags=flags, borderMode=border)
    return result


def remap(
    source: A, across: Floats, down: Floats, *, border: int = REPEAT_EDGE, out: A | None = None
) -> A:
    """Bilinear samples of ``source`` at (rows, columns) places."""
    result: A = _cv.remap(source, across, down, LINEAR, dst=out, borderMode=border)
    return result


def blurred(source: A, sigma: float) -> A:
    """Gaussian blur, ``sigma`` in pixels."""
    result: A = _cv.GaussianBlur(source, (0, 0), sigma)
    return result


def box_blurred(source: A, size: int) -> A:
    """The mean over squares of ``size`` pixels."""
    result: A = _cv.blur(source, (size, size))
    return result


def merge(planes: Sequence[A]) -> A:
    """(height, width) planes to (height, width, planes)."""
    result: A = _cv.merge(planes)
    return result


def spread(plane: A, count: int) -> A:
    """The same plane ``count`` times, as channels."""
    return merge((plane,) * count)


def spread_gap(gap: Radiance) -> Radiance:
    """(height, width) to (height, width, 4): three times the plane, and 65535."""
    result: Radiance = _cv.cvtColor(gap, cv2.COLOR_GRAY2BGRA)
    return result


def split(image: A) -> tuple[A, ...]:
    """The channels of an image, contiguous."""
    result: tuple[A, ...] = _cv.split(image)
    return result


def channel(image: A, index: int) -> A:
    """One channel of an image, contiguous."""
    result: A = _cv.extractChannel(image, index)
    return result


def inverted(image: A) -> A:
    """Every bit flipped: for unsigned integers the largest value minus this one."""
    result: A = _cv.bitwise_not(image)
    return result


def add_light(image: A, light: A | tuple[float, ...]) -> None:
    """Add an image of the same kind, or a value per channel, in place; integers saturate."""
    _cv.add(image, light, dst=image)


def take_light(image: A, light: tuple[float, ...]) -> A:
    """A new image less a value per channel; unsigned integers stop at 0."""
    result: A = _cv.subtract(image, light)
    return result


def scale_light(image: A, by: A | tuple[float, ...], unit: float = 1.0) -> None:
    """Multiply in place by an image of the same kind or a value per channel, over ``unit``."""
    _cv.multiply(image, by, dst=image, scale=1 / unit)


def product(a: A, b: A) -> A:
    """A new image: ``a * b``."""
    result: A = _cv.multiply(a, b)
    return result


def difference(a: Bytes, b: Bytes) -> Floats:
    """``a - b``, signed."""
    result: Floats = _cv.subtract(a, b, dtype=cv2.CV_32F)
    return result


def shaded(image: Bytes, keep: Floats) -> Bytes:
    """8-bit pixels times shares of the same shape, rounded."""
    result: Bytes = _cv.multiply(image, keep, dtype=cv2.CV_8U)
    return result


def weighted(
    a: A, share_a: float, b: A, share_b: float, plus: float = 0.0, *, out: A | None = None
) -> A:
    """``a * share_a + b * share_b + plus``; integers round and saturate."""
    result: A = _cv.addWeighted(a, share_a, b, share_b, plus, dst=out)
    return result


def fixed(values: Floats, unit: float = 1.0) -> Radiance:
    """``values * unit`` rounded to 16 bits; what is out of range saturates."""
    return fixed_sum(values, unit, values, 0.0)


def fixed_sum(a: Floats, share_a: float, b: Floats, share_b: float, plus: float = 0.0) -> Radiance:
    """:func:`weighted`, rounded to 16 bits; what is out of range saturates."""
    result: Radiance = _cv.addWeighted(a, share_a, b, share_b, plus, dtype=cv2.CV_16U)
    return result


def fixed_product(a: Floats, b: Floats, unit: float = 1.0) -> Radiance:
    """``a * b * unit``, rounded to 16 bits; what is out of range saturates."""
    result: Radiance = _cv.multiply(a, b, scale=unit, dtype=cv2.CV_16U)
    return result


def to_bytes(values: NDArray[Any], scale: float = 1.0, plus: float = 0.0) -> Bytes:
    """``|values * scale + plus|`` rounded to 8 bits."""
    result: Bytes = _cv.convertScaleAbs(values, alpha=scale, beta=plus)
    return result


def shares(mask: Bytes) -> Floats:
    """8-bit values as shares, 0..1."""
    return mask.astype(np.float32) * np.float32(1 / 255)


def looked_up(image: Radiance, table: Radiance, *, out: Radiance | None = None) -> Radiance:
    """Each 16-bit value replaced by ``table[value]``."""
    result: Radiance = _cv.LUT(image, table, dst=out)
    return result


def without_coverage(image: Radiance, *, out: Radiance | None = None) -> Radiance:
    """(height, width, 4) to (height, width, 3)."""
    result: Radiance = _cv.cvtColor(image, cv2.COLOR_BGRA2BGR, dst=out)
    return result


def with_coverage(image: Radiance) -> Radiance:
    """(height, width, 3) to (height, width, 4), opaque."""
    result: Radiance = _cv.cvtColor(image, cv2.COLOR_BGR2BGRA)
    return result


def i420(image: Bytes) -> Bytes:
    """(height, width, 3) BGR to (height * 3 / 2, width) planar yuv420p, BT.601, limited range."""
    result: Bytes = _cv.cvtColor(image, cv2.COLOR_BGR2YUV_I420)
    return result


def root(values: Floats) -> Floats:
    result: Floats = _cv.sqrt(values)
    return result


def fill_polygon(mask: Bytes, points: NDArray[np.int32], value: int, fraction_bits: int) -> None:
    """Anti-aliased, in place; ``points`` (n, 2) in pixels times two to the ``fraction_bits``."""
    _cv.fillPoly(mask, [points], value, cv2.LINE_AA, fraction_bits)


def draw_line(
    mask: Bytes, points: NDArray[np.int32], value: int, thickness: int, fraction_bits: int
) -> None:
    """An anti-aliased open polyline, in place; ``thickness`` in whole pixels."""
    _cv.polylines(mask, [points], False, value, thickness, cv2.LINE_AA, fraction_bits)


def fill_circle(
    mask: Bytes, centre: tuple[int, int], radius: int, value: int, fraction_bits: int
) -> None:
    """Anti-aliased, in place; centre and radius in pixels times two to the ``fraction_bits``."""
    _cv.circle(mask, centre, radius, value, -1, cv2.LINE_AA, fraction_bits)
