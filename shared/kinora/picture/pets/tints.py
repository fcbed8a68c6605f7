"""Lighter, deeper and mixed colours of fur and things, mixed in OKLab."""

from __future__ import annotations

from functools import lru_cache

from kinora.colour.scalar import (
    Oklab,
    linear_from_oklab,
    linear_from_srgb,
    oklab_from_linear,
    rgb_from_hex,
    srgb_from_linear,
)


def _read(colour: str) -> Oklab:
    red, green, blue = (linear_from_srgb(value / 255) for value in rgb_from_hex(colour))
    return oklab_from_linear(red, green, blue)


def _write(colour: Oklab) -> str:
    values = (round(255 * srgb_from_linear(value)) for value in linear_from_oklab(colour))
    return "#" + "".join(f"{value:02x}" for value in values)


@lru_cache(maxsize=4096)
def mix(one: str, other: str, share: float) -> str:
    """The colour ``share`` (0..1) of the way from one ``#rrggbb`` to another."""
    return _write(_read(one).mix(_read(other), share))


@lru_cache(maxsize=4096)
def lift(colour: str, amount: float) -> str:
    """Lighter by ``amount`` of OKLab lightness, and a little warmer."""
    light, a, b = _read(colour)
    return _write(Oklab(min(light + amount, 0.985), a * 0.92, b * 0.92 + amount * 0.06))


@lru_cache(maxsize=4096)
def deepen(colour: str, amount: float) -> str:
    """Darker by ``amount`` of OKLab lightness, and a little richer."""
    light, a, b = _read(colour)
    return _write(Oklab(max(light - amount, 0.03), a * 1.08 + amount * 0.05, b * 1.02))


def lightness(colour: str) -> float:
    """OKLab lightness, 0..1."""
    return _read(colour).lightness
