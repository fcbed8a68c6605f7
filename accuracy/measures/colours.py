"""Colour of frames: colour-science's OKLab, scikit-learn's mean shift, and known colours."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MeanShift

from accuracy.measures.film import Measured
from accuracy.measures.reading import Judge, Measure, Reading, apart

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # colour-science tells at length that it cannot plot
    from colour import XYZ_to_Lab, XYZ_to_Oklab, delta_E, sRGB_to_XYZ

_RADIUS = 0.1
"""What Kinora takes for one colour, in OKLab."""
_FEW = 700
_HUED = 0.03
_OKLAB = "colour-science OKLab"
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])

_DOMINANT = Measure(
    "colour: dominant", "the dominant colour, where it is known", "dE00",
    "truth; CIEDE2000 of colour-science", 18, median=1.0, worst=3.0,
)  # fmt: skip
_SHARE = Measure(
    "colour: share", "the dominant colour's share, where it is known", "", "truth", 18,
    median=0.01, worst=0.03,
)  # fmt: skip
_LOST = Measure(
    "colour: largest",
    "no other colour fills more of the frame: what the best one would have more", "",
    "scikit-learn mean shift in OKLab", 100, median=0.02, worst=0.5,
)  # fmt: skip
_COUNTED = Measure(
    "colour: counted", "the share is what lies within 0.1 of the dominant colour in OKLab", "",
    _OKLAB, 100, median=0.01, worst=0.12,
)  # fmt: skip
_FIGURES = {
    "brightness": Measure(
        "colour: brightness", "mean lightness", "", _OKLAB, 100, median=0.005, worst=0.02
    ),
    "luminance": Measure(
        "colour: luminance", "mean linear light", "", "colour-science, BT.709 weights", 100,
        median=0.005, worst=0.05,
    ),
    "contrast": Measure(
        "colour: contrast", "twice the deviation of lightness", "", _OKLAB, 100, median=0.01,
        worst=0.05,
    ),
    "saturation": Measure(
        "colour: saturation", "mean range over mean maximum of the channels", "", "NumPy", 100,
        median=0.01, worst=0.09,
    ),
    "chroma": Measure(
        "colour: chroma", "mean distance from grey", "OKLab", _OKLAB, 100, median=0.003, worst=0.02
    ),
    "variance": Measure(
        "colour: variance", "mean squared distance from the mean colour", "OKLab²", _OKLAB, 100,
        median=0.002, worst=0.02,
    ),
}  # fmt: skip
_HUE = Measure(
    "colour: hue", "direction of the mean colour, where it has one", "degrees", _OKLAB, 60,
    median=2.0, worst=10.0,
)  # fmt: skip
_OPACITY = Measure(
    "colour: opacity", "mean alpha of films that can be seen through", "", "truth", 3,
    median=0.01, worst=0.02,
)  # fmt: skip


def _read(film: Measured) -> Iterator[Reading]:
    if film.truth.get("opacity") and film.features:
        for frame in film.frames[::8]:
            expected = film.truth["opacity"]["mean"]
            yield apart(_OPACITY, film, frame["colour"]["opacity"], expected)
    if not film.has_picture:
        return
    for number in film.moments:
        yield from _against_oklab(film, number)
    for number in film.moments[::2]:
        yield from _against_clusters(film, number)
    known = film.truth.get("colour")
    if known:
        for colour in (film.whole["colour"], film.frames[0]["colour"]):
            error = difference(colour["dominant"], known["dominant"])
            yield Reading(_DOMINANT.name, film.name, error, colour["dominant"], known["dominant"])
            yield apart(_SHARE, film, colour["share"], known["share"])


def _against_oklab(film: Measured, number: int) -> Iterator[Reading]:
    said = film.frames[number]["colour"]
    for name, expected in figures(film.small(number)).items():
        if name == "hue":
            if expected is not None:
                error = abs((said["hue"] - expected + 180) % 360 - 180)
                yield Reading(_HUE.name, film.name, error, said["hue"], expected)
        elif expected is not None:
            yield apart(_FIGURES[name], film, said[name], expected)


def figures(picture: NDArray[np.uint8]) -> dict[str, float | None]:
    """The statistics of one frame (h, w, 3) BGR by their definitions; no hue for grey."""
    light = picture[..., ::-1].reshape(-1, 3) / 255
    lab, linear = oklab(picture), _linear(light)
    a, b = lab[:, 1].mean(), lab[:, 2].mean()
    largest, smallest = light.max(axis=1), light.min(axis=1)
    hued = float(np.hypot(a, b)) > _HUED
    return {
        "brightness": float(lab[:, 0].mean()),
        "luminance": float((linear @ _LUMINANCE).mean()),
        "contrast": min(1.0, 2 * float(lab[:, 0].std())),
        "saturation": float((largest - smallest).mean() / max(largest.mean(), 1 / 255)),
        "chroma": float(np.hypot(lab[:, 1], lab[:, 2]).mean()),
        "variance": float(((lab - lab.mean(axis=0)) ** 2).sum(axis=1).mean()),
        "hue": float(np.degrees(np.arctan2(b, a)) % 360) if hued else None,
    }


def _linear(light: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = light / 12.92, ((light + 0.055) / 1.055) ** 2.4
    return np.asarray(np.where(light <= 0.04045, low, high))


def _against_clusters(film: Measured, number: int) -> Iterator[Reading]:
    said = film.frames[number]["colour"]
    lab = oklab(film.small(number))
    own = _near(lab, oklab(_pixel(said["dominant"]))[0])
    few = lab[:: max(1, len(lab) // _FEW)]
    centres = MeanShift(bandwidth=_RADIUS, bin_seeding=True, min_bin_freq=8).fit(few)
    best = max(_near(lab, centre) for centre in centres.cluster_centers_)
    yield Reading(
        _LOST.name, film.name, max(0.0, best - own), f"{said['dominant']} with {own:.2f}",
        f"{best:.2f}",
    )  # fmt: skip
    yield apart(_COUNTED, film, said["share"], own)


def _near(lab: NDArray[np.float64], centre: NDArray[np.float64]) -> float:
    return float((np.linalg.norm(lab - centre, axis=1) < _RADIUS).mean())


def oklab(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(pixels, 3) of a picture (..., 3) BGR."""
    xyz = sRGB_to_XYZ(picture[..., ::-1].reshape(-1, 3) / 255)
    return np.asarray(XYZ_to_Oklab(xyz), np.float64)


@cache
def _lab(colour: str) -> Any:
    return XYZ_to_Lab(sRGB_to_XYZ(_pixel(colour)[0, 0, ::-1] / 255))


def difference(one: str, other: str) -> float:
    """CIEDE2000 of two colours in hexadecimal."""
    return float(delta_E(_lab(one), _lab(other), method="CIE 2000"))


def _pixel(colour: str) -> NDArray[np.uint8]:
    """One pixel (1, 1, 3) BGR."""
    return np.array([[[int(colour[at : at + 2], 16) for at in (5, 3, 1)]]], np.uint8)


JUDGE = Judge((_DOMINANT, _SHARE, _LOST, _COUNTED, *_FIGURES.values(), _HUE, _OPACITY), _read)
