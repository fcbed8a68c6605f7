"""Light, composition, gradient and graphics of windows: SciPy, scikit-image, and known patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from skimage import filters, measure

from accuracy.measures.colours import figures
from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart

_CELLS = 20
_EDGE = 160
_CENTRES = "SciPy centre of mass"
_LIGHT = {
    name: Measure(
        f"light: {name}", f"mean {name} of a window", "", "colour-science, NumPy", 100,
        median=0.01, worst=0.08,
    )
    for name in ("brightness", "contrast", "saturation")
}  # fmt: skip
_CENTRE = Measure(
    "composition: centre", "centre of mass of luma, of width or height", "", _CENTRES, 100,
    median=0.003, worst=0.02,
)  # fmt: skip
_CENTRE_KNOWN = Measure(
    "composition: known centre", "centre of spots and halves of light", "", "truth", 9,
    median=0.01, worst=0.02,
)  # fmt: skip
_BALANCE = Measure(
    "composition: balance", "right half's light against the left's", "", "NumPy", 100,
    median=0.005, worst=0.03,
)  # fmt: skip
_BALANCE_KNOWN = Measure(
    "composition: known balance", "balance of halves of light", "", "truth", 5, median=0.01,
    worst=0.02,
)  # fmt: skip
_EDGES = Measure(
    "graphics: edge density", "share of pixels on an edge", "", "scikit-image Sobel", 100,
    median=0.005, worst=0.06,
)  # fmt: skip
_SPREAD = Measure(
    "graphics: spatial variance", "spread of light between blocks", "",
    "scikit-image block_reduce", 100, median=0.01, worst=0.05,
)  # fmt: skip
_BUSY = Measure(
    "graphics: busyness", "deviation within blocks", "", "scikit-image block_reduce", 100,
    median=0.015, worst=0.08,
)  # fmt: skip
_KNOWN = {
    name: Measure(
        f"graphics: known {name.replace('_', ' ')}", says, "", "truth", films, median=0.03,
        worst=0.1,
    )
    for name, says, films in (
        ("edge_density", "no edges on a plain colour", 12),
        ("spatial_variance", "of plain colours, halves and checkerboards", 20),
        ("busyness", "of plain colours, halves and checkerboards", 20),
    )
}  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    if not film.has_picture:
        return
    for window in film.windows:
        pictures = [film.small(number) for number in film.within(window)]
        yield from _light(film, window, pictures)
        greys = [np.asarray(cv2.cvtColor(one, cv2.COLOR_BGR2GRAY), np.uint8) for one in pictures]
        yield from _composition(film, window, greys)
        yield from _graphics(film, window, greys)


def _light(
    film: Measured, window: dict[str, Any], pictures: list[NDArray[np.uint8]]
) -> Iterator[Reading]:
    every = [figures(picture) for picture in pictures[1::3] or pictures]
    for name, one in _LIGHT.items():
        expected = float(np.mean([float(found[name] or 0) for found in every]))
        yield apart(one, film, window["light"][name], expected)


def _composition(
    film: Measured, window: dict[str, Any], greys: list[NDArray[np.uint8]]
) -> Iterator[Reading]:
    said, known = window["composition"], film.truth.get("composition", {})
    mean = np.mean(greys, axis=0)
    height, width = mean.shape
    if mean.sum() > 0:
        y, x = ndimage.center_of_mass(mean)
        yield apart(_CENTRE, film, said["centre_x"], (float(x) + 0.5) / width)
        yield apart(_CENTRE, film, said["centre_y"], (float(y) + 0.5) / height)
        left, right = mean[:, : width // 2].sum(), mean[:, width - width // 2 :].sum()
        yield apart(_BALANCE, film, said["balance"], float((right - left) / (right + left)))
    for name in ("centre_x", "centre_y"):
        if name in known:
            yield apart(_CENTRE_KNOWN, film, said[name], known[name])
    if "balance" in known:
        yield apart(_BALANCE_KNOWN, film, said["balance"], known["balance"])


def _graphics(
    film: Measured, window: dict[str, Any], greys: list[NDArray[np.uint8]]
) -> Iterator[Reading]:
    said, known = window["graphics"], film.truth.get("graphics", {})
    yield apart(_EDGES, film, said["edge_density"], float(np.mean([_edges(one) for one in greys])))
    means, deviations = zip(*[_blocks(one) for one in greys], strict=True)
    yield apart(
        _SPREAD, film, said["spatial_variance"], 2 * float(np.mean(means, axis=0).std())
    )  # fmt: skip
    yield apart(_BUSY, film, said["busyness"], 2 * float(np.mean(deviations)))
    for name, one in _KNOWN.items():
        if name in known:
            yield apart(one, film, said[name], known[name])


def _edges(grey: NDArray[np.uint8]) -> float:
    """Share of pixels whose Sobel gradients sum to more than ``_EDGE`` on 0..255."""
    light = grey.astype(np.float64)
    strength = 4 * (np.abs(filters.sobel_h(light)) + np.abs(filters.sobel_v(light)))
    return float((strength > _EDGE).mean())


def _blocks(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and deviation of 20 by 20 blocks, of a picture whose sides are brought to multiples."""
    height, width = (side * _CELLS for side in (max(1, s // _CELLS) for s in grey.shape))
    even = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA) / 255
    block = (height // _CELLS, width // _CELLS)
    return measure.block_reduce(even, block, np.mean), measure.block_reduce(even, block, np.std)


JUDGE = Judge(
    (*_LIGHT.values(), _CENTRE, _CENTRE_KNOWN, _BALANCE, _BALANCE_KNOWN, _EDGES, _SPREAD, _BUSY,
     *_KNOWN.values()),
    _read,
)  # fmt: skip
