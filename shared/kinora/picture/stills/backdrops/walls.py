"""What makes a room the room it is: its wall, drawn round the window."""

from __future__ import annotations

from kinora.picture.pets.curves import ellipse
from kinora.picture.pets.pen import Pen
from kinora.picture.pets.tints import deepen, lift, mix
from kinora.picture.stills.backdrops.stand import Stand
from kinora.picture.stills.growth import foliage
from kinora.picture.stills.seen import Seen


def _clear(pen: Pen, stand: Stand) -> str:
    """A clip of the wall without its window."""
    left, top, wide, high = stand.layout.window
    hole = f"M{left:.1f} {top:.1f}v{high:.1f}h{wide:.1f}v{-high:.1f}Z"
    return pen.clip(f"M0 0H{stand.width}V{stand.top:.1f}H0Z{hole}")


def plain(_pen: Pen, _stand: Stand) -> list[Seen]:
    """A bare wall: nothing hangs on it."""
    return []


def panelling(pen: Pen, stand: Stand) -> list[Seen]:
    """White boards up to the height of the sill."""
    unit, inside = stand.unit, _clear(pen, stand)
    paint, head = mix("#f6f1e6", stand.plan.wall, 0.15), stand.top - 0.36 * unit
    pen.fill(
        f"M0 {head:.1f}H{stand.width}V{stand.top:.1f}H0Z",
        pen.fade(paint, deepen(paint, 0.05)),
        inside=inside,
    )
    lines = "".join(
        f"M{index * 0.1 * unit:.1f} {head:.1f}V{stand.top:.1f}"
        for index in range(int(stand.width / (0.1 * unit)) + 1)
    )
    pen.line(lines, deepen(paint, 0.12), unit * 0.005, inside=inside)
    pen.fill(f"M0 {head:.1f}H{stand.width}v{0.028 * unit:.1f}H0Z", lift(paint, 0.02), inside=inside)
    return []


def tiles(pen: Pen, stand: Stand) -> list[Seen]:
    """Kitchen tiles to the height of the window, and a rail with copper pans."""
    unit, inside = stand.unit, _clear(pen, stand)
    glaze, step = mix("#f4f6f2", stand.plan.wall, 0.2), 0.085 * unit
    head = stand.top - step * 6
    pen.fill(f"M0 {head:.1f}H{stand.width}V{stand.top:.1f}H0Z", glaze, inside=inside)
    joints = "".join(f"M0 {head + i * step:.1f}H{stand.width}" for i in range(7))
    joints += "".join(f"M{i * step:.1f} {head:.1f}V{stand.top:.1f}"
                      for i in range(int(stand.width / step) + 2))  # fmt: skip
    pen.line(joints, deepen(glaze, 0.1), unit * 0.004, inside=inside)
    left, top, wide, _ = stand.layout.window
    room = (left + wide, stand.width) if stand.layout.side < 0 else (0.0, left)
    rail = top + 0.04 * unit
    hooks = max(0, int((room[1] - room[0] - 0.2 * unit) / (0.15 * unit)))
    for index in range(min(hooks, 3)):
        x = (room[0] + room[1]) / 2 + (index - (min(hooks, 3) - 1) / 2) * 0.15 * unit
        size = (0.055, 0.045, 0.05)[index] * unit
        pen.line(f"M{x:.1f} {rail:.1f}v{0.1 * unit:.1f}", "#6f4a36", unit * 0.012)
        pen.part(ellipse(x, rail + 0.1 * unit + size, size, size), "#c47a4e")
    return []


def boards(pen: Pen, stand: Stand) -> list[Seen]:
    """A barn's upright boards, with light between them."""
    unit, inside, rng = stand.unit, _clear(pen, stand), stand.rng
    wood, step = "#8f6b4a", 0.11 * unit
    for index in range(int(stand.width / step) + 1):
        tone = rng.choice((wood, lift(wood, 0.04), deepen(wood, 0.04)))
        wide = step - 0.006 * unit
        board = f"M{index * step:.1f} 0h{wide:.1f}V{stand.top:.1f}h{-wide:.1f}Z"
        pen.fill(board, tone, inside=inside)
    gaps = "".join(
        f"M{(index + 1) * step - 0.003 * unit:.1f} 0V{stand.top:.1f}"
        for index in range(int(stand.width / step) + 1)
    )
    pen.line(gaps, "#f4d9a0", unit * 0.004, inside=inside, opacity=0.75)
    for y in (0.1, 0.62):
        row = stand.top * y
        pen.fill(f"M0 {row:.1f}H{stand.width}v{0.07 * unit:.1f}H0Z",
                 pen.fade("#7d5c3e", "#5f4530"), inside=inside)  # fmt: skip
    return []


def bookshelf(pen: Pen, stand: Stand) -> list[Seen]:
    """Shelves of books from wall to wall, about the window."""
    unit, inside, rng = stand.unit, _clear(pen, stand), stand.rng
    wood, tall = "#7c5638", 0.2 * unit
    pen.fill(f"M0 0H{stand.width}V{stand.top:.1f}H0Z", deepen(wood, 0.14), inside=inside)
    tones = ("#8b4a44", "#3f5d6b", "#a98a4a", "#5c6b4a", "#6b4a63", "#b8a184", "#7a3f35", "#46597f")
    parts: dict[str, list[str]] = {}
    row = stand.top
    while row > -tall:
        x = 0.0
        while x < stand.width:
            wide, high = unit * rng.uniform(0.02, 0.045), tall * rng.uniform(0.6, 0.84)
            book = f"M{x:.1f} {row - 0.02 * unit:.1f}v{-high:.1f}h{wide - 2:.1f}v{high:.1f}Z"
            parts.setdefault(rng.choice(tones), []).append(book)
            x += wide + (0.08 * unit if rng.random() < 0.05 else 0.0)
        row -= tall
    for tone, books in parts.items():
        pen.fill("".join(books), pen.fade(lift(tone, 0.03), deepen(tone, 0.06)), inside=inside)
    row = stand.top
    while row > -tall:
        pen.fill(
            f"M0 {row - 0.022 * unit:.1f}H{stand.width}v{0.022 * unit:.1f}H0Z",
            lift(wood, 0.03),
            inside=inside,
        )
        row -= tall
    return []


def rafters(pen: Pen, stand: Stand) -> list[Seen]:
    """A sloping roof on the dark side, with its beams."""
    unit, side = stand.unit, stand.layout.side
    edge = 0.0 if side > 0 else stand.width
    way = 1.0 if side > 0 else -1.0
    inside = _clear(pen, stand)
    wood = "#7f6048"
    reach, low = 0.75 * unit, stand.top - 0.3 * unit
    slope = f"M{edge} 0H{edge + way * reach:.1f}L{edge:.1f} {low:.1f}Z"
    pen.fill(slope, pen.fade(mix(stand.plan.wall, wood, 0.5), mix(stand.plan.wall, wood, 0.35)),
             inside=inside)  # fmt: skip
    for share in (0.3, 0.65, 1.0):
        pen.line(f"M{edge + way * reach * share:.1f} 0L{edge:.1f} {low * share:.1f}", wood,
                 unit * 0.045, inside=inside)  # fmt: skip
    pen.fill(f"M0 0H{stand.width}v{0.07 * unit:.1f}H0Z", pen.fade(wood, deepen(wood, 0.08)),
             inside=inside)  # fmt: skip
    return []


def door(pen: Pen, stand: Stand) -> list[Seen]:
    """A front door on the free part of the wall, and a row of hooks with scarves."""
    unit = stand.unit
    left, top, wide, _ = stand.layout.window
    room = (left + wide, stand.width) if stand.layout.side < 0 else (0.0, left)
    x = (room[0] + room[1]) / 2
    half = min(0.2 * unit, max(0.13 * unit, (room[1] - room[0]) * 0.42))
    paint = mix(stand.plan.fabric, "#3f5d5a", 0.4)
    head = top - 0.03 * unit
    frame, deep = mix("#f6ede0", stand.plan.wall, 0.2), stand.top - head
    pen.fill(f"M{x - half * 1.14:.1f} {head - half * 0.14:.1f}h{half * 2.28:.1f}V{stand.top:.1f}"
             f"h{-half * 2.28:.1f}z", frame)  # fmt: skip
    pen.fill(f"M{x - half:.1f} {head:.1f}h{2 * half:.1f}v{deep:.1f}h{-2 * half:.1f}z",
             pen.fade(lift(paint, 0.03), deepen(paint, 0.05)))  # fmt: skip
    for row, high in ((0.06, 0.36), (0.55, 0.36)):
        for dx in (-0.82, 0.1):
            pen.fill(
                f"M{x + dx * half:.1f} {head + deep * row:.1f}h{0.72 * half:.1f}"
                f"v{deep * high:.1f}h{-0.72 * half:.1f}z",
                pen.fade(deepen(paint, 0.08), paint),
            )
    pen.fill(f"M{x - 0.3 * half:.1f} {head + deep * 0.455:.1f}h{0.6 * half:.1f}v{0.03 * unit:.1f}"
             f"h{-0.6 * half:.1f}z", "#d9b35e")  # fmt: skip
    knob = x + stand.layout.side * 0.84 * half
    pen.fill(ellipse(knob, head + deep * 0.53, 0.018 * unit, 0.018 * unit), pen.volume("#e0bb66"))
    return []


def masonry(pen: Pen, stand: Stand) -> list[Seen]:
    """Blocks of pale stone."""
    unit, inside, rng = stand.unit, _clear(pen, stand), stand.rng
    stone, tall = "#b9b1a4", 0.13 * unit
    pen.fill(f"M0 0H{stand.width}V{stand.top:.1f}H0Z", deepen(stone, 0.1), inside=inside)
    parts: dict[str, list[str]] = {}
    for row in range(int(stand.top / tall) + 2):
        y, x = stand.top - (row + 1) * tall, -rng.random() * 0.2 * unit
        while x < stand.width:
            wide = unit * rng.uniform(0.2, 0.32)
            tone = rng.choice((stone, lift(stone, 0.03), deepen(stone, 0.03)))
            block = f"M{x + 2:.1f} {y + 2:.1f}h{wide - 5:.1f}v{tall - 5:.1f}h{5 - wide:.1f}z"
            parts.setdefault(tone, []).append(block)
            x += wide
    for tone, blocks in parts.items():
        pen.fill("".join(blocks), tone, inside=inside)
    return []


def glasshouse(pen: Pen, stand: Stand) -> list[Seen]:
    """Tomato plants along the glass on both sides."""
    unit, rng = stand.unit, stand.rng
    seen = []
    for side in (-1, 1):
        x = 0.1 * stand.width if side < 0 else 0.9 * stand.width
        wide, high = 0.42 * unit, 0.95 * unit
        box = (x - wide / 2, stand.top - high, wide, high)
        pen.line(f"M{x:.1f} {stand.top:.1f}V{stand.top - high:.1f}", "#9a7a4e", unit * 0.01)
        foliage(pen, box, 0.032 * unit, ("#4a7a3e", "#5c9149", "#6fa556", "#3f6d39"), 120, rng)
        for _ in range(9):
            at = (x + rng.uniform(-0.12, 0.12) * unit, stand.top - rng.uniform(0.2, 0.8) * unit)
            pen.part(ellipse(*at, 0.024 * unit, 0.023 * unit), rng.choice(("#d9452f", "#e2683a")))
        rim, low = f"M{x - 0.1 * unit:.1f} {stand.top - 0.12 * unit:.1f}", 0.16 * unit
        pot = f"{rim}h{0.2 * unit:.1f}l{-0.03 * unit:.1f} {low:.1f}h{-0.14 * unit:.1f}z"
        pen.fill(pot, pen.volume("#b8694a"))
        name = f"{'left' if side < 0 else 'right'} tomato plant"
        left, right = max(0.0, box[0]), min(stand.width, box[0] + wide)
        seen.append(Seen(name, "plant", (left, box[1] + 0.12 * high, right - left, high * 0.76)))
    return seen
