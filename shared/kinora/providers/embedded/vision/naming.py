"""Names of places, colours and elements, in words that are pleasant to read."""

from __future__ import annotations

import math
from functools import cache

from kinora.colour.named import NAMED
from kinora.colour.scalar import Oklab, oklab_from_hex
from kinora.providers.embedded.vision.box import Box
from kinora.providers.embedded.vision.candidate import Candidate

_WIDE, _TALL = 0.72, 0.8
_DYED, _FOLDS = 0.03, 0.35
"""Chroma from which a cloth has a colour, and how much its lightness counts then."""
_RIM = 0.06
"""A wide box that reaches so near to one rim is named after it."""
_PHRASES = (
    ("at the upper left", "at the top", "at the upper right"),
    ("on the left", "in the middle", "on the right"),
    ("at the lower left", "at the bottom", "at the lower right"),
)
_LOCATIONS = (
    ("upper left third", "upper middle third", "upper right third"),
    ("middle left third", "centre", "middle right third"),
    ("lower left third", "lower middle third", "lower right third"),
)
_ROWS = ("upper", "middle", "lower")
_NAMES: dict[str, tuple[str, str]] = {
    "beam": ("slanting beam of {heat}light {place}", "slow breathing of the beam"),
    "light": ("{heat}light {place}", "gentle shimmer"),
    "glow": ("{heat}glow {place}", "soft, slow flicker"),
    "disc": ("round {heat}light {place}", "soft pulsing of its glow"),
    "fire": ("flames {place}", "small uneven flicker"),
    "night sky": ("night sky {place}", "very slow drift"),
    "sky": ("{blue} sky {place}", "slow drift"),
    "pale sky": ("pale sky {place}", "slow drift"),
    "glowing sky": ("{heat}glowing sky {place}", "slow drift"),
    "leaves": ("green leaves {place}", "gentle sway, more at the tips"),
    "green": ("green, leaf-like parts {place}", "gentle sway, more at the tips"),
    "grass": ("grass {place}", "light waving"),
    "water": ("water {place}", "small ripples and glints"),
    "folds": ("{colour} cloth in upright folds {place}", "gentle sway"),
    "cloth": ("soft {colour} cloth {place}", "barely visible breathing"),
    "specks": ("bright specks in the air {place}", "slow drifting"),
    "points": ("small points of light {place}", "faint twinkling"),
}
_WORDED: dict[str, tuple[str, str]] = {
    "lamp": ("light of the lamp {place}", "soft, slow flicker"),
    "lantern": ("light of the lantern {place}", "soft, slow flicker"),
    "candle": ("flame of the candle {place}", "small uneven flicker"),
    "fire": ("fire {place}", "small uneven flicker"),
    "sun": ("round sun {place}", "soft pulsing of its glow"),
    "moon": ("round moon {place}", "soft pulsing of its glow"),
    "sunlight": ("warm sunlight {place}", "gentle shimmer"),
    "moonlight": ("moonlight {place}", "gentle shimmer"),
    "window light": ("{heat}light from the window {place}", "gentle shimmer"),
    "snow behind the glass": ("snow behind the glass", "slow falling"),
    "rain on the window": ("rain on the window", "drops running slowly down"),
    "sky window": ("{blue} sky behind the window", "slow drift"),
    "night window": ("night sky behind the window", "very slow drift"),
    "snow": ("falling snow {place}", "slow falling"),
    "rain": ("falling rain {place}", "steady falling"),
    "plant": ("leaves of the plant {place}", "gentle sway, more at the tips"),
    "trees": ("trees {place}", "gentle sway, more at the tips"),
    "grass": ("grass {place}", "light waving"),
    "flowers": ("flowers and leaves {place}", "gentle sway, more at the tips"),
    "curtain": ("{colour} curtain {side}", "gentle sway"),
    "canopy": ("{colour} canopy {place}", "gentle sway"),
    "blanket": ("{colour} blanket {place}", "barely visible breathing"),
    "cushion": ("{colour} cushion {place}", "barely visible breathing"),
    "bedding": ("{colour} bedding {place}", "barely visible breathing"),
    "rug": ("{colour} rug {place}", "barely visible breathing"),
    "sofa": ("{colour} cover of the sofa {place}", "barely visible breathing"),
    "lake": ("water of the lake {place}", "small ripples and glints"),
    "sea": ("water of the sea {place}", "rolling ripples and glints"),
    "river": ("water of the river {place}", "flowing ripples and glints"),
    "pond": ("water of the pond {place}", "small ripples and glints"),
}


def colour_name(lab: Oklab) -> str:
    """The nearest colour that everybody knows."""
    return min(_known(), key=lambda item: item[1].distance(lab))[0]


def dyed_name(lab: Oklab) -> str:
    """The same of a cloth, whose folds are darker and lighter but of one hue."""
    if math.hypot(lab.a, lab.b) < _DYED:
        return colour_name(lab)
    return min(
        _known(),
        key=lambda item: math.hypot(
            _FOLDS * (item[1].lightness - lab.lightness), item[1].a - lab.a, item[1].b - lab.b
        ),
    )[0]


def _blue(lightness: float, a: float) -> str:
    if a > 0.025:
        return "violet"
    return "deep blue" if lightness < 0.5 else "blue" if lightness < 0.7 else "pale blue"


def nearest_names(lab: Oklab) -> list[str]:
    """All names, the nearest first."""
    return [name for name, _ in sorted(_known(), key=lambda item: item[1].distance(lab))]


@cache
def _known() -> tuple[tuple[str, Oklab], ...]:
    return tuple((name, oklab_from_hex(code)) for name, code in NAMED.items())


def _cell(box: Box) -> tuple[int, int]:
    across, down = box.left + box.width / 2, box.top + box.height / 2
    if box.width >= _WIDE and box.height < _TALL and (box.top < _RIM) != (box.bottom > 1 - _RIM):
        return (0 if box.top < _RIM else 2), min(2, math.floor(across * 3))
    return min(2, math.floor(down * 3)), min(2, math.floor(across * 3))


def place(box: Box) -> str:
    """Where a box lies, as the end of a name: ``on the left``."""
    row, column = _cell(box)
    if box.width >= _WIDE:
        return "over the whole picture" if box.height >= _TALL else f"across the {_ROWS[row]} part"
    return _PHRASES[row][column]


def side(box: Box) -> str:
    """On which side a tall thing hangs."""
    across = box.left + box.width / 2
    return "on the left" if across < 0.45 else "on the right" if across > 0.55 else "in the middle"


def location(box: Box) -> str:
    """Where a box lies, on its own: ``upper left third``."""
    row, column = _cell(box)
    if box.width >= _WIDE:
        return "whole picture" if box.height >= _TALL else f"{_ROWS[row]} third, full width"
    return _LOCATIONS[row][column]


def element(found: Candidate) -> tuple[str, str]:
    """Name and kind of motion of a candidate."""
    name, motion = _WORDED.get(found.word) or _NAMES[found.kind]
    lightness, a, b = found.shade
    heat = b + a / 2
    words = {
        "place": place(found.box),
        "side": side(found.box),
        "blue": _blue(lightness, a),
        "colour": dyed_name(Oklab(*found.shade)),
        "heat": "warm "
        if heat > 0.025
        else "cool "
        if heat < -0.025 and lightness < 0.9
        else "soft ",
    }
    return name.format(**words), motion
