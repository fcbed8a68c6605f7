"""``python -m accuracy.films FOLDER [WORD ...]``: make and measure all films, or some.

The folder's ``stills/photographs`` must hold what the judges' packages ship.
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from accuracy.films.record import record
from accuracy.films.stills import draw, photographs
from accuracy.films.suite import suite
from kinora.cli.progress import console, counting
from kinora.media import ffmpeg

_PROCESSES = 2


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
    workers = min(_PROCESSES, cpu_count() or 1)
    with (
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
        counting("filming", len(takes)) as count,
    ):
        for done in as_completed([pool.submit(record, take, wanted.folder) for take in takes]):
            done.result()
            count()
    console.print(f"{len(takes)} films made and measured in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
