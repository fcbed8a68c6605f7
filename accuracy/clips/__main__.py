"""``python -m accuracy.clips FOLDER [CHECK ...]``: render the clips of all or some checks."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from accuracy.clips.render import render
from accuracy.clips.suite import suite
from accuracy.making import make_all
from kinora.cli.progress import console


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
    make_all("rendering", render, subjects, wanted.folder)
    console.print(f"{len(subjects)} clips rendered in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
