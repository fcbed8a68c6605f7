"""The gallery: 24 clips from stated seeds on one sheet, and the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import imageio.v3 as iio
import numpy as np
from numpy.typing import NDArray

from kinora.model.format import VideoFormat
from kinora.model.spec import SceneSpec
from kinora.picture import Painter
from showcase.variety import GRID, Variety

Pixels = NDArray[np.uint8]

SEEDS = range(24)
FORM = VideoFormat(width=448, height=252, fps=24, duration_seconds=6.0)
_COLUMNS = 4
_STRIP = 4
"""Small frames under each large one, over the clip's length."""
_GAP = 8
_GROUND = 18
_QUALITY = 88

_PAGE = """\
# Gallery

{count} clips, one for each seed from {first} to {last}: the prompt is invented from the seed, and
the scene from both. Under each frame the clip runs from left to right. `make gallery` draws this
page again; `kinora render "PROMPT" --seed SEED` makes the clip, with its sound.

![{count} clips](images/gallery.jpg)

| seed | prompt | place | camera | sound |
|---|---|---|---|---|
{rows}

## Variety

Measured over {clips} such clips, seeds 0 to {last_clip}. Two clips are compared by thumbnails of
{grid} x {grid} fields at two moments: the root mean square of the differences in OKLab, times 100;
about 2 can just be told apart.

| figure | value |
|---|---|
| distance of the two most similar clips (seeds {one} and {other}) | {nearest:.1f} |
| median distance of a clip to the one most like it | {median:.1f} |
{shares}
"""


def draw(specs: Sequence[SceneSpec], out: Path) -> None:
    """Write the sheet as JPEG."""
    tiles = [_tile(spec) for spec in specs]
    height, width, _ = tiles[0].shape
    rows = -(-len(tiles) // _COLUMNS)
    shape = (rows * (height + _GAP) + _GAP, _COLUMNS * (width + _GAP) + _GAP, 3)
    sheet = np.full(shape, _GROUND, np.uint8)
    for index, tile in enumerate(tiles):
        top = _GAP + index // _COLUMNS * (height + _GAP)
        left = _GAP + index % _COLUMNS * (width + _GAP)
        sheet[top : top + height, left : left + width] = tile
    out.parent.mkdir(parents=True, exist_ok=True)
    iio.imwrite(out, sheet, quality=_QUALITY)


def page(specs: Sequence[SceneSpec], figures: Variety) -> str:
    """The page in Markdown."""
    rows = "\n".join(
        f"| {spec.seed} | {spec.prompt} | {_where(spec)} | {spec.shots[0].camera} "
        f"| {spec.sound.mood}, {spec.sound.tempo_bpm:g} bpm |"
        for spec in specs
    )
    shares = "\n".join(
        f"| most frequent {name}{f' ({value})' if name in {'place', 'camera'} else ''} "
        f"| {share:.1%} |"
        for name, (value, share) in figures.shares.items()
    )
    return _PAGE.format(
        count=len(specs),
        first=specs[0].seed,
        last=specs[-1].seed,
        rows=rows,
        clips=figures.clips,
        last_clip=figures.clips - 1,
        grid=GRID,
        one=figures.nearest_pair[1],
        other=figures.nearest_pair[0],
        nearest=figures.nearest,
        median=figures.median_nearest,
        shares=shares,
    )


def _where(spec: SceneSpec) -> str:
    return f"{spec.place} before {spec.beyond}" if spec.beyond else str(spec.place)


def _tile(spec: SceneSpec) -> Pixels:
    """One frame from the middle over a strip of small ones, red, green, blue."""
    painter = Painter(spec)
    last = spec.format.frames - 1
    strip = [painter.frame(round(last * (i + 0.5) / _STRIP)) for i in range(_STRIP)]
    height, width, _ = strip[0].shape
    size = (width // _STRIP, height // _STRIP)
    small = np.concatenate([cv2.resize(f, size, interpolation=cv2.INTER_AREA) for f in strip], 1)
    return np.concatenate([painter.frame(last // 2), small])[..., ::-1]
