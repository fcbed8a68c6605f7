"""Rain and snow that fall before everything, and small lights of the night."""

from __future__ import annotations

from random import Random

from kinora.model.taxonomy import NIGHTS, WET, Particles, Weather
from kinora.picture.pets.curves import ellipse
from kinora.picture.pets.pen import Pen
from kinora.picture.stills.layout import Layout
from kinora.picture.stills.plan import StillPlan
from kinora.picture.stills.seen import Seen


def draw_weather(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> list[Seen]:
    """What falls or floats out of doors, nearest to the eye."""
    everywhere = (0.0, 0.0, float(plan.width), float(plan.height))
    seen = []
    if plan.view.weather in WET:
        _rain(pen, plan, layout.unit, rng)
        seen.append(Seen("rain", "precipitation", everywhere))
    elif plan.view.weather is Weather.SNOW:
        _snow(pen, plan, layout.unit, rng)
        seen.append(Seen("falling snow", "precipitation", everywhere))
    elif plan.view.weather is Weather.FOG:
        seen.append(_mist(pen, plan, layout, rng))
    if Particles.FIREFLIES in plan.view.particles:
        _fireflies(pen, plan, layout.unit, rng)
        box = (0.0, plan.height * 0.4, float(plan.width), plan.height * 0.55)
        seen.append(Seen("fireflies", "glow", box))
    if Particles.PETALS in plan.view.particles:
        for _ in range(14):
            x, y = rng.random() * plan.width, rng.random() * plan.height
            size = layout.unit * rng.uniform(0.007, 0.013)
            petal = ellipse(x, y, size, size * 0.55, rng.uniform(0, 180))
            pen.fill(petal, rng.choice(("#ffd3dc", "#ffbccb", "#fff0f0")), opacity=0.9)
        seen.append(Seen("drifting petals", "air", everywhere))
    return seen


def _rain(pen: Pen, plan: StillPlan, unit: float, rng: Random) -> None:
    for width, opacity, count in ((0.0022, 0.4, 70), (0.0035, 0.3, 26)):
        streaks = ""
        for _ in range(count):
            x, y = rng.uniform(-0.1, 1.0) * plan.width, rng.uniform(-0.1, 1.0) * plan.height
            long = unit * rng.uniform(0.05, 0.1)
            streaks += f"M{x:.1f} {y:.1f}l{long * 0.13:.1f} {long:.1f}"
        pen.line(streaks, "#e3edf5", unit * width, opacity=opacity)


def _snow(pen: Pen, plan: StillPlan, unit: float, rng: Random) -> None:
    for _ in range(70):
        x, y = rng.random() * plan.width, rng.random() * plan.height
        size = unit * rng.choice((0.005, 0.007, 0.009, 0.016))
        pen.soft(x, y, size, size, "#ffffff", opacity=0.9 if size < 0.012 * unit else 0.6, core=0.4)


def _mist(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    """Banks of mist that lie low, some before the pet."""
    unit, width = layout.unit, float(plan.width)
    top = layout.pet[1] - 0.3 * unit
    dark = plan.view.time_of_day in NIGHTS
    for index in range(7):
        x, y = rng.uniform(0, width), top + index * 0.055 * unit
        tone = "#8a96b4" if dark else "#f4f2f4"
        pen.soft(x, y, unit * rng.uniform(0.35, 0.6), unit * 0.06, tone, opacity=0.2)
    return Seen("mist", "air", (0.0, top - 0.06 * unit, width, 0.45 * unit))


def _fireflies(pen: Pen, plan: StillPlan, unit: float, rng: Random) -> None:
    for _ in range(22):
        x, y = rng.random() * plan.width, plan.height * rng.uniform(0.42, 0.95)
        pen.soft(x, y, unit * 0.025, unit * 0.025, "#e9f28a", opacity=0.55)
        pen.fill(ellipse(x, y, unit * 0.0035, unit * 0.0035), "#fdffd8")


def twigs(pen: Pen, plan: StillPlan, layout: Layout, rng: Random) -> Seen:
    """A leafy branch that hangs into the upper corner on the light's side."""
    unit = layout.unit
    corner = 0.0 if layout.side < 0 else float(plan.width)
    way = 1 if corner == 0 else -1
    with pen.at(corner, 0.0, 1.0, 0.0, flip=way < 0):
        for index in range(3):
            long = unit * (0.5 - index * 0.1)
            with pen.at(-0.02 * unit, unit * (0.02 + index * 0.055), 1.0, 12 + index * 16):
                pen.line(f"M0 0Q{long * 0.5:.1f} {-long * 0.12:.1f} {long:.1f} {long * 0.05:.1f}",
                         "#5a4632", unit * 0.008)  # fmt: skip
                for step in range(10):
                    x = long * (0.2 + step * 0.085)
                    size = unit * rng.uniform(0.022, 0.034)
                    turn = (40 if step % 2 else -40) + rng.uniform(-14, 14)
                    with pen.at(x, -long * 0.05, 1.0, turn):
                        tone = rng.choice(("#5c8f49", "#6fa356", "#4d7d44"))
                        pen.part(ellipse(size, 0, size, size * 0.45), tone)
    left = 0.0 if way > 0 else plan.width - 0.5 * unit
    return Seen("leaves", "plant", (left, 0.0, 0.5 * unit, 0.3 * unit))
