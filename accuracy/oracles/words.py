"""Words on the picture: what differs between a clip and its twin without text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from accuracy.oracles.film import Film, Note
from accuracy.oracles.promise import Check, Figure, Measures, Promise, Seen, grouped

_ORACLE = "OpenCV, difference from the twin without text"
_AT = 0.85
"""When the words are looked at, as a share of the clip: all have appeared."""
_MARGIN = Promise(
    "margin", "all words lie inside the safe area: distance to the nearest edge", _ORACLE,
    "% of the side", 3, least=4.0,
)  # fmt: skip
_LETTERS = Promise(
    "letters", "every letter is there by itself: figures found over letters asked for",
    "OpenCV connected components", "", 3, least=0.8, most=1.4,
)  # fmt: skip
_HEIGHT = Promise(
    "size", "the title's capitals are large: height of the tallest letter", _ORACLE,
    "% of the side", 3, least=5.0,
)  # fmt: skip
_CONTRAST = Promise(
    "contrast", "letters stand out of what is around them: WCAG 2 contrast ratio, lowest tenth",
    "OpenCV, WCAG 2.2 relative luminance", ": 1", 3, least=4.5,
)  # fmt: skip


def _measure(film: Film, note: Note) -> Measures:
    """The one frame, kept small: only the pair of clips can say what is text."""
    return {"path": str(film.path), "role": note.asked["words"]["role"]}


def _judge(seen: Sequence[Seen]) -> Iterator[Figure]:
    for roles in grouped(seen, "words", "role").values():
        if len(roles) != 2:
            continue
        worded, bare = (_look(roles[role]) for role in ("worded", "wordless"))
        name = (roles["worded"].note.name,)
        text = roles["worded"].note.spec["text"]
        mask = _letters(worded, bare)
        if text is None or not mask.any():
            for promise in CHECK.promises:
                yield Figure(promise, name, float("nan"), "there are no words")
            continue
        side = min(mask.shape)
        rows, columns = np.nonzero(mask)
        edge = min(
            rows.min(), columns.min(),
            mask.shape[0] - 1 - rows.max(), mask.shape[1] - 1 - columns.max(),
        )  # fmt: skip
        boxes = _boxes(mask)
        wanted = _count(text)
        yield Figure(_MARGIN, name, float(edge) / side * 100)
        saw = f"{len(boxes)} figures for {wanted} letters and dots"
        yield Figure(_LETTERS, name, len(boxes) / wanted, saw)
        yield Figure(_HEIGHT, name, max(height for _, _, _, height in boxes) / side * 100)
        yield Figure(_CONTRAST, name, _contrast(worded, mask, boxes))


def _look(one: Seen) -> NDArray[np.uint8]:
    pictures = Film(one.measures["path"]).pictures
    frame: NDArray[np.uint8] = pictures[round(_AT * (len(pictures) - 1))]
    return frame


def _letters(worded: NDArray[np.uint8], bare: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where the words made the picture much brighter: their strokes, without their shadow."""
    brighter = cv2.subtract(
        cv2.cvtColor(worded, cv2.COLOR_BGR2GRAY), cv2.cvtColor(bare, cv2.COLOR_BGR2GRAY)
    )
    level, _ = cv2.threshold(brighter, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    mask: NDArray[np.bool_] = brighter > max(level, 24)
    return mask


def _boxes(mask: NDArray[np.bool_]) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height of every connected figure of at least three pixels."""
    count, _, facts, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return [
        (int(x), int(y), int(width), int(height))
        for x, y, width, height, area in facts[1:count]
        if area >= 3
    ]


def _count(text: dict[str, Any]) -> int:
    """Separate figures of the text: letters, the dots on i and j, a bullet for each point."""
    lines: list[str] = [text["title"], *text["points"]]
    signs = sum(not sign.isspace() for line in lines for sign in line)
    return signs + sum(line.count(sign) for line in lines for sign in "ij") + len(text["points"])


def _contrast(
    picture: NDArray[np.uint8], mask: NDArray[np.bool_], boxes: list[tuple[int, int, int, int]]
) -> float:
    """Brightest of each figure against the ring around its box, lowest tenth of the figures."""
    light = _luminance(picture)
    ratios = []
    for x, y, width, height in boxes:
        if height < 5:
            continue
        area = np.s_[max(0, y - 2) : y + height + 2, max(0, x - 2) : x + width + 2]
        near = cv2.dilate(mask[area].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        around = light[area][~near]
        if around.size:
            inked = np.percentile(light[area][mask[area]], 75)
            ratios.append((inked + 0.05) / (float(np.median(around)) + 0.05))
    return float(np.percentile(ratios, 10)) if ratios else 0.0


def _luminance(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    srgb = picture[..., ::-1].astype(np.float64) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    relative: NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return relative


CHECK = Check("words", (_MARGIN, _LETTERS, _HEIGHT, _CONTRAST), _measure, _judge, turns=1)
