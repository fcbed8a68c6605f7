"""What a pet lies on indoors."""

from __future__ import annotations

import math
from random import Random

from kinora.picture.pets.curves import closed, ellipse, through
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import StillPlan, Support
from kinora.picture.stills.seen import Seen


def draw_support(back: Pen, front: Pen, plan: StillPlan, layout: Layout, half: float) -> list[Seen]:
    """Draw it, into ``front`` what of it is before the pet; ``half`` is the pet's half width."""
    rng = Random(plan.layout)  # noqa: S311 - art, not secrets
    x, y = layout.pet
    match plan.support:
        case Support.RUG:
            return _rug(back, plan, x, y, half, rng)
        case Support.CUSHION:
            return _cushion(back, plan, x, y, half)
        case Support.BASKET | Support.STRAW:
            if plan.support is Support.STRAW:
                return _straw(back, front, x, y, half, rng)
            return _basket(back, front, plan, x, y, half)
        case Support.BLANKET:
            return _blanket(back, plan, x, y, half, rng)
    return _crate(back, plan, x, y, half) if plan.support is Support.CRATE else []


def _fringed(pen: Pen, x: float, y: float, wide: float, high: float, colour: str) -> None:
    for side in (-1, 1):
        for index in range(11):
            up = (index / 10 - 0.5) * 1.1
            start = x + side * wide * (1 - up * up) ** 0.5
            row = y + up * high
            pen.line(f"M{start:.1f} {row:.1f}l{side * wide * 0.05:.1f} {high * 0.05:.1f}",
                     lift(colour, 0.18), wide * 0.012)  # fmt: skip


def _rug(
    pen: Pen, plan: StillPlan, x: float, y: float, half: float, rng: Random
) -> list[Seen]:  # fmt: skip
    wide, high = half * 1.75, half * 0.42
    middle = y - high * 0.28
    pen.soft(x, middle + high * 0.2, wide * 1.12, high * 1.16, "#180b06", opacity=0.4, core=0.5)
    _fringed(pen, x, middle, wide, high, plan.fabric)
    inside = pen.part(ellipse(x, middle, wide, high), plan.fabric)
    tones = (lift(plan.fabric, 0.16), deepen(plan.fabric, 0.08), mix(plan.fabric, plan.accent, 0.7))
    for index, share in enumerate((0.9, 0.78, 0.56)):
        ring = ellipse(x, middle, wide * share, high * share)
        pen.line(ring, tones[index], wide * 0.026, inside=inside, opacity=0.85)
    if rng.random() < 0.6:
        for index in range(28):
            with pen.at(x, middle, 1.0):
                share = 0.67
                angle = index / 28
                dot = _on_ellipse(angle, wide * share, high * share)
                pen.fill(ellipse(*dot, wide * 0.016, high * 0.05), tones[0], opacity=0.9)
    return [Seen("rug", "fabric", (x - wide, middle - high, 2 * wide, 2 * high))]


def _on_ellipse(turn: float, wide: float, high: float) -> tuple[float, float]:
    return wide * math.cos(math.tau * turn), high * math.sin(math.tau * turn)


def _cushion(pen: Pen, plan: StillPlan, x: float, y: float, half: float) -> list[Seen]:
    wide, high = half * 1.38, half * 0.36
    top = y - high * 0.5
    pen.soft(x, y + high * 0.75, wide * 1.2, high * 0.5, "#180b06", opacity=0.55, core=0.5)
    body = [
        (x, top - high * 0.6),
        (x + wide * 0.72, top - high * 0.5),
        (x + wide, top + high * 0.2),
    ]
    body += [(x + wide * 0.86, top + high * 1.1), (x, top + high * 1.34)]
    body += [(x - wide * 0.86, top + high * 1.1), (x - wide, top + high * 0.2)]
    inside = pen.part(closed([*body, (x - wide * 0.72, top - high * 0.5)]), plan.fabric)
    pen.soft(x, top + high * 0.12, wide * 0.86, high * 0.6, deepen(plan.fabric, 0.14), opacity=0.7,
             inside=inside)  # fmt: skip
    seam = through([(x - wide, top + high * 0.28), (x - wide * 0.5, top + high * 0.78),
                    (x, top + high * 0.88), (x + wide * 0.5, top + high * 0.78),
                    (x + wide, top + high * 0.28)])  # fmt: skip
    pen.line(seam, mix(plan.accent, plan.fabric, 0.3), high * 0.07, inside=inside)
    for shift in (-0.66, -0.3, 0.34, 0.7):
        fold = through([(x + wide * shift, top + high * 0.86), (x + wide * shift * 1.06,
                        top + high * 1.2)])  # fmt: skip
        pen.line(fold, deepen(plan.fabric, 0.1), high * 0.05, inside=inside, opacity=0.6)
    for side in (-1, 1):
        with pen.at(x + side * wide * 0.97, top + high * 0.3, half / 100, side * 18):
            for lean in (-8, 0, 8):
                pen.line(f"M0 0Q{lean * 0.4} 10 {lean} 22", plan.accent, 3)
    return [Seen("cushion", "fabric", (x - wide, top - high * 0.5, 2 * wide, high * 2))]


def _basket(
    back: Pen, front: Pen, plan: StillPlan, x: float, y: float, half: float
) -> list[Seen]:  # fmt: skip
    straw = "#c79a5e"
    wide, high = half * 1.3, half * 0.56
    top = y - high * 0.55
    back.soft(x, y + high * 0.42, wide * 1.2, high * 0.4, "#180b06", opacity=0.55, core=0.5)
    back.fill(ellipse(x, top, wide, high * 0.5), deepen(straw, 0.25))
    back.fill(ellipse(x, top - high * 0.04, wide * 0.96, high * 0.46), back.volume(plan.fabric))
    shell = [(x - wide, top), (x - wide * 0.62, top + high * 0.4), (x, top + high * 0.52)]
    shell += [
        (x + wide * 0.62, top + high * 0.4),
        (x + wide, top),
        (x + wide * 0.9, y + high * 0.2),
    ]
    shell += [(x + wide * 0.56, y + high * 0.42), (x, y + high * 0.48)]
    shell += [(x - wide * 0.56, y + high * 0.42), (x - wide * 0.9, y + high * 0.2)]
    inside = front.part(closed(shell), straw)
    for row in range(7):
        level = top + high * (0.12 + row * 0.17)
        for column in range(-9, 10):
            at = x + (column + 0.5 * (row % 2)) * wide * 0.115
            sag = high * 0.42 * (1 - ((at - x) / wide) ** 2)
            weave = ellipse(at, level + sag, wide * 0.06, high * 0.075)
            front.fill(weave, front.volume(lift(straw, 0.03)), inside=inside)
    hem = through([(x - wide * 1.0, top + 2), (x - wide * 0.6, top + high * 0.42),
                   (x, top + high * 0.54), (x + wide * 0.6, top + high * 0.42),
                   (x + wide, top + 2)])  # fmt: skip
    front.line(hem, deepen(plan.fabric, 0.12), high * 0.24)
    front.line(hem, plan.fabric, high * 0.19)
    front.line(hem, lift(plan.fabric, 0.12), high * 0.03, opacity=0.7)
    return [Seen("blanket in the basket", "fabric", (x - wide, top - high * 0.2, 2 * wide, high))]


def _blanket(
    pen: Pen, plan: StillPlan, x: float, y: float, half: float, rng: Random
) -> list[Seen]:  # fmt: skip
    wide, high = half * 1.62, half * 0.4
    middle = y - high * 0.2
    pen.soft(x, middle + high * 0.3, wide * 1.14, high * 1.1, "#180b06", opacity=0.45, core=0.5)
    edge = []
    for index in range(14):
        dx, dy = _on_ellipse(index / 14, wide, high)
        grow = rng.uniform(0.92, 1.08)
        edge.append((x + dx * grow, middle + dy * grow))
    inside = pen.part(closed(edge), plan.fabric)
    check = mix(plan.fabric, plan.accent, 0.55)
    for index in range(-5, 6):
        a = x + index * wide * 0.24
        pen.line(
            f"M{a:.1f} {middle - high * 1.2:.1f}L{a + index * wide * 0.05:.1f} "
            f"{middle + high * 1.2:.1f}",
            check,
            wide * 0.06,
            inside=inside,
            opacity=0.5,
        )
    for index in range(-2, 3):
        b = middle + index * high * 0.42
        pen.line(
            f"M{x - wide * 1.1:.1f} {b:.1f}Q{x:.1f} {b + high * 0.12:.1f} "
            f"{x + wide * 1.1:.1f} {b:.1f}",
            check,
            high * 0.13,
            inside=inside,
            opacity=0.5,
        )
    for side in (-1, 1):
        for shift in (0.55, 0.8):
            fold = through([(x + side * wide * shift, middle - high * 0.5),
                            (x + side * wide * (shift + 0.1), middle),
                            (x + side * wide * (shift - 0.02), middle + high * 0.8)])  # fmt: skip
            pen.line(fold, deepen(plan.fabric, 0.14), wide * 0.022, inside=inside, opacity=0.55,
                     blur=wide * 0.008)  # fmt: skip
    return [Seen("blanket", "fabric", (x - wide, middle - high, 2 * wide, 2 * high))]


def _straw(
    back: Pen, front: Pen, x: float, y: float, half: float, rng: Random
) -> list[Seen]:  # fmt: skip
    """A loose heap of straw."""
    wide, high = half * 1.7, half * 0.42
    back.soft(x, y + high * 0.3, wide * 1.1, high * 0.8, "#180b06", opacity=0.45, core=0.5)
    for pen, low, count in ((back, -0.5, 260), (front, 0.14, 90)):
        if pen is back:
            pen.part(ellipse(x, y - high * 0.1, wide * 0.96, high * 0.8), "#c79f52")
        parts: dict[str, str] = {"#e2c274": "", "#d2ab57": "", "#b98f43": "", "#efd795": ""}
        tones = tuple(parts)
        for _ in range(count):
            turn = rng.uniform(0, math.tau)
            far = rng.random() ** 0.6
            sx = x + math.cos(turn) * wide * far
            spread = high * (0.75 if pen is back else 0.3)
            sy = (
                y + low * high * 0.2 + math.sin(turn) * spread * far + (high * 0.3 * (pen is front))
            )
            lean, long = rng.uniform(-1.0, 1.0), half * rng.uniform(0.14, 0.3)
            parts[rng.choice(tones)] += (
                f"M{sx:.1f} {sy:.1f}l{long * math.cos(lean):.1f} {long * math.sin(lean) * 0.6:.1f}"
            )
        for tone, stalks in parts.items():
            pen.line(stalks, tone, half * 0.016)
    return [Seen("straw", "plant", (x - wide, y - high * 0.5, 2 * wide, high * 1.2))]


def _crate(pen: Pen, plan: StillPlan, x: float, y: float, half: float) -> list[Seen]:
    """An upturned crate with a cloth on it."""
    wide, high = half * 1.28, half * 0.62
    wood = "#b58a5a"
    pen.soft(x, y + high, wide * 1.1, high * 0.2, "#180b06", opacity=0.5, core=0.5)
    top = y - high * 0.3
    pen.fill(
        f"M{x - wide:.1f} {y + high * 0.05:.1f}L{x - wide * 0.86:.1f} {top:.1f}"
        f"H{x + wide * 0.86:.1f}L{x + wide:.1f} {y + high * 0.05:.1f}Z",
        lift(wood, 0.06),
    )
    for row in range(3):
        level = y + high * (0.05 + row * 0.33)
        slat = f"M{x - wide:.1f} {level:.1f}h{2 * wide:.1f}v{high * 0.26:.1f}h{-2 * wide:.1f}z"
        pen.fill(slat, pen.fade(lift(wood, 0.02), deepen(wood, 0.07)))
    for side in (-0.94, 0.94):
        pen.fill(f"M{x + side * wide - wide * 0.06:.1f} {y + high * 0.05:.1f}h{wide * 0.12:.1f}"
                 f"v{high * 0.95:.1f}h{-wide * 0.12:.1f}z", deepen(wood, 0.06))  # fmt: skip
    cloth = closed(
        [
            (x - wide * 0.8, top + high * 0.04),
            (x + wide * 0.8, top + high * 0.04),
            (x + wide * 0.84, y + high * 0.3),
            (x + wide * 0.3, y + high * 0.36),
            (x - wide * 0.3, y + high * 0.32),
            (x - wide * 0.84, y + high * 0.36),
        ]
    )
    inside = pen.part(cloth, plan.fabric)
    for shift in (-0.55, -0.15, 0.25, 0.6):
        pen.line(
            f"M{x + shift * wide:.1f} {y + high * 0.06:.1f}q{wide * 0.03:.1f} {high * 0.14:.1f} 0 "
            f"{high * 0.3:.1f}",
            deepen(plan.fabric, 0.1),
            wide * 0.02,
            inside=inside,
            opacity=0.6,
        )
    return [Seen("cloth", "fabric", (x - wide * 0.84, top, 1.68 * wide, high * 0.7))]
