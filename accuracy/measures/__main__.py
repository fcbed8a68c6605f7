"""``python -m accuracy.measures FOLDER --report FILE``: judge all measures of a folder's films."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from accuracy.measures.reading import Reading
from accuracy.measures.report import Report
from accuracy.measures.suite import JUDGES, read
from accuracy.oracles.tempo import warm_up

_PROCESSES = 2
_SAY_EVERY = 50


def main() -> None:
    """Compare, write the report; leave with 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="accuracy.measures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    wanted = parser.parse_args()
    began = time.monotonic()
    warm_up()
    paths = sorted(wanted.folder.glob("*.json"))
    report = Report(JUDGES, len(paths), _readings(paths))
    wanted.report.write_text(report.text(), encoding="utf-8")
    sys.stdout.write(report.summary())
    sys.stdout.write(f"compared in {time.monotonic() - began:.0f} s: {wanted.report}\n")
    sys.exit(1 if report.broken() else 0)


def _readings(paths: list[Path]) -> list[Reading]:
    workers = min(_PROCESSES, cpu_count() or 1)
    readings: list[Reading] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for number, found in enumerate(pool.map(read, paths, chunksize=4), 1):
            readings += found
            if number % _SAY_EVERY == 0 or number == len(paths):
                sys.stderr.write(f"compared {number} of {len(paths)} films\n")
    return readings


if __name__ == "__main__":
    main()
