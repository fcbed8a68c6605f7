"""``python -m accuracy.clips FOLDER [CHECK ...]``: render the clips of all or some checks."""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from accuracy.clips.render import render
from accuracy.clips.suite import suite
from kinora.cli.progress import console, counting

_PROCESSES = 2


def main() -> None:
    """Fill the folder with fresh clips; earlier ones go."""
    parser = argparse.ArgumentParser(prog="accuracy.clips", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("checks", nargs="*", help="only clips that serve these checks")
    wanted = parser.parse_args()
    subjects = [
        subject for subject in suite() if not wanted.checks or subject.asked.keys() & wanted.checks
    ]
    wanted.folder.mkdir(parents=True, exist_ok=True)
    for old in (*wanted.folder.glob("*.json"), *wanted.folder.glob("*.mp4")):
        old.unlink()
    began = time.monotonic()
    workers = min(_PROCESSES, cpu_count() or 1)
    with (
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
        counting("rendering", len(subjects)) as count,
    ):
        for done in as_completed([pool.submit(render, one, wanted.folder) for one in subjects]):
            done.result()
            count()
    console.print(f"{len(subjects)} clips rendered in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
