"""Which family a value belongs to, so that its name fits what is seen or heard."""

from __future__ import annotations

from collections.abc import Callable

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


def banded(field: str, *bands: tuple[float, str]) -> Callable[[Value], str]:
    """A family by thresholds: the first band whose upper bound is above the field's value."""

    def family(value: Value) -> str:
        number = float(value[field])
        return next(name for bound, name in bands if number < bound)

    return family


def field_family(name: str) -> Callable[[Value], str]:
    """A field's own word is the family."""
    return lambda value: str(value[name])


def constant(name: str) -> Callable[[Value], str]:
    """One family for all."""
    return lambda _: name


def camera_family(value: Value) -> str:
    """Kinds that look alike share words; in and out, up and down do not."""
    kind = str(value["kind"])
    return _CAMERAS.get(kind, kind)


def sound_family(value: Value) -> str:
    """The kind of sound, and whether it is soft or loud."""
    kind = str(value["kind"])
    if kind == "silence":
        return kind
    return f"{'soft' if float(value['level_db']) < _LOUD_DB else 'loud'}_{kind}"


_CAMERAS = {
    "pan_left": "pan", "pan_right": "pan", "truck_left": "pan", "truck_right": "pan",
    "dolly_in": "zoom_in", "dolly_out": "zoom_out", "crane_up": "tilt_up",
    "crane_down": "tilt_down", "orbit": "roll",
}  # fmt: skip
_LOUD_DB = -30.0
INFINITE = float("inf")
