"""The pictures that are filmed: drawn by ffmpeg's sources, and photographs."""

from __future__ import annotations

from pathlib import Path

from kinora.media import ffmpeg
from kinora.model.errors import MediaError

WIDTH, HEIGHT = 4096, 3072
_LARGE = f"scale={WIDTH}:{HEIGHT}:flags=bicubic"
_RANDOM = "geq=r='random(1)*255':g='random(2)*255':b='random(3)*255'"
_CLOUDS = (
    f"nullsrc=s=64x48,{_RANDOM},{_LARGE}[a];nullsrc=s=512x384,{_RANDOM},{_LARGE}[b];"
    "[a][b]blend=all_mode=average"
)
_HILL = "lt(Y,H*(0.5+0.09*sin(X/61)+0.05*sin(X/17)+0.02*sin(X/5)))"
_DRAWN = {
    "clouds": _CLOUDS,
    "fractal": (
        "mandelbrot=s=1024x768:maxiter=400:start_x=-0.7436:start_y=0.1318:start_scale=0.03"
        f",gblur=0.6,{_LARGE}"
    ),
    "cells": f"cellauto=s=256x192:rule=110:full=1,format=gbrp,gblur=0.7,{_LARGE}",
    "hills": (
        "nullsrc=s=512x384,geq="
        f"r='if({_HILL},90+Y/4+random(1)*16,60+random(1)*90)':"
        f"g='if({_HILL},140+Y/5+random(2)*16,90+random(2)*90)':"
        f"b='if({_HILL},220+random(3)*12,40+random(3)*50)',{_LARGE}"
    ),
    "chart": f"testsrc2=s=1024x768:d=0.1,{_LARGE}",
}
PLANE_WIDTH, PLANE_HEIGHT = 2560, 960
_PLANE = (
    f"nullsrc=s=80x30,{_RANDOM},scale={PLANE_WIDTH}:{PLANE_HEIGHT}:flags=bicubic[a];"
    f"nullsrc=s=320x120,{_RANDOM},scale={PLANE_WIDTH}:{PLANE_HEIGHT}:flags=bicubic[b];"
    "[a][b]blend=all_mode=average{tint},format=gbrap[c];"
    "nullsrc=s={grid},geq=lum='random(7)*255':cb=128:cr=128,format=gray,"
    f"scale={PLANE_WIDTH}:{PLANE_HEIGHT}:flags=bicubic,"
    "geq=lum='if(gt(lum(X,Y),{threshold}),255,0)'[m];[c][m]alphamerge"
)
_PLANES = {
    "far": _PLANE.format(tint="", grid="4x2", threshold=-1),
    "middle": _PLANE.format(tint=",colorbalance=rm=0.3:bm=-0.3", grid="24x9", threshold=140),
    "near": _PLANE.format(tint=",colorbalance=rm=-0.3:bm=0.3", grid="16x6", threshold=160),
}
"""Planes with holes in them, the nearer the larger their blobs."""


def draw(folder: Path, program: str) -> None:
    """Write all stills, and every photograph that lies in the folder, at their full size.

    Raises:
        MediaError: ffmpeg fails, or a photograph is none.
    """
    for name, graph in (_DRAWN | _PLANES).items():
        pixels = "rgba" if name in _PLANES else "rgb24"
        whole = ["-filter_complex", f"{graph},format={pixels}[v]", "-map", "[v]"]
        _write(program, whole, folder / f"{name}.png")
    crop = f"crop='min(iw,ih*4/3)':'min(ih,iw*3/4)',{_LARGE},format=rgb24"
    for photograph in photographs(folder):
        _write(program, ["-i", str(photograph), "-vf", crop], folder / f"{photograph.stem}.png")


def photographs(folder: Path) -> list[Path]:
    """What the judges' packages ship."""
    return sorted(path for path in (folder / "photographs").glob("*") if path.is_file())


def _write(program: str, source: list[str], out: Path) -> None:
    once = ["-filter_threads", "1", "-filter_complex_threads", "1"]
    target = ["-frames:v", "1", "-compression_level", "1", "-update", "1", "-y", str(out)]
    ffmpeg.run(program, [*once, *source, *target], MediaError)
