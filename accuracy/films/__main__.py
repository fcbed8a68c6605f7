"""``python -m accuracy.films FOLDER [WORD ...]``: make and measure all films, or some.

The folder's ``stills/photographs`` must hold what the judges' packages ship.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from accuracy.films.record import record
from accuracy.films.stills import draw, photographs
from accuracy.films.suite import suite
from accuracy.making import make_all
from kinora.cli.progress import console
from kinora.media import ffmpeg


def main() -> None:
    """Fill the folder with fresh films; earlier ones go."""
    parser = argparse.ArgumentParser(prog="accuracy.films", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("words", nargs="*", help="only films whose names begin with one of these")
    wanted = parser.parse_args()
    takes = [take for take in suite() if take.name.startswith(tuple(wanted.words or [""]))]
    began = time.monotonic()
    stills = wanted.folder / "stills"
    if not photographs(stills):
        parser.error(f"no photographs in {stills / 'photographs'}")
    for old in wanted.folder.glob("*.*"):
        old.unlink()
    draw(stills, ffmpeg.locate())
    make_all("filming", record, takes, wanted.folder)
    console.print(f"{len(takes)} films made and measured in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
