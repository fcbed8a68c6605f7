"""Which family a colour belongs to, so that its name fits what is seen."""

from __future__ import annotations

from kinora.model.observation import Value

_HUES: tuple[tuple[float, float, float, str, str, str], ...] = (
    # Upper bound of the hue in degrees; lightness below which it is called dark and above which
    # light; the names when dark, in the middle, and light.
    (12.0, 0.45, 0.76, "wine", "rose", "pink"),
    (38.0, 0.45, 0.76, "maroon", "red", "pink"),
    (78.0, 0.56, 0.82, "brown", "orange", "peach"),
    (104.0, 0.60, 0.88, "olive", "gold", "cream"),
    (124.0, 0.55, 0.82, "olive", "green", "mint"),
    (160.0, 0.45, 0.80, "pine", "green", "mint"),
    (200.0, 0.45, 0.78, "petrol", "teal", "aqua"),
    (228.0, 0.45, 0.76, "petrol", "blue", "sky"),
    (278.0, 0.42, 0.72, "navy", "blue", "sky"),
    (310.0, 0.42, 0.72, "plum", "violet", "lilac"),
    (345.0, 0.42, 0.76, "wine", "magenta", "pink"),
    (361.0, 0.45, 0.76, "wine", "rose", "pink"),
)
_GREYS = ((0.22, "black"), (0.42, "charcoal"), (0.66, "grey"), (0.86, "silver"), (9.9, "white"))
_BLACK, _NEARLY_GREY, _DULL, _MUTED = 0.14, 0.022, 0.05, 0.088
_MIDDLE = (0.50, 0.80)
"""Lightness between which a colour of little chroma has a name of its own."""
_MUTED_HUES = ((38.0, "clay"), (115.0, "tan"), (200.0, "sage"), (330.0, "denim"), (361.0, "clay"))


def colour_family(value: Value) -> str:
    """The family of a stored colour, by OKLab lightness, chroma and hue in degrees."""
    lightness, chroma, hue = (float(value[field]) for field in ("lightness", "chroma", "hue"))
    if chroma < _NEARLY_GREY or lightness < _BLACK:
        return next(name for bound, name in _GREYS if lightness < bound)
    if chroma < _MUTED and _MIDDLE[0] < lightness < _MIDDLE[1]:
        muted = next(name for bound, name in _MUTED_HUES if hue < bound)
        if chroma > _DULL:
            return muted
        return "taupe" if muted in {"clay", "tan"} else "steel"
    low, high, *names = next(row[1:] for row in _HUES if hue < row[0])
    dark, middle, light = map(str, names)
    if lightness < low:
        return dark
    return middle if lightness < high else light
