"""``python -m accuracy.oracles FOLDER --report FILE``: judge every clip of a folder."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

from accuracy.oracles.examine import CHECKS, Examined, cross_check, examine, judge
from accuracy.oracles.report import Report
from accuracy.oracles.tempo import warm_up

_PROCESSES = 2
_SAY_EVERY = 20


def main() -> None:
    """Measure, judge, write the report; leave with 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="accuracy.oracles", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--report", type=Path, required=True)
    wanted = parser.parse_args()
    began = time.monotonic()
    warm_up()
    examined = _examined(sorted(wanted.folder.glob("*.json")))
    notes = [note for note, _ in examined]
    report = Report(CHECKS, notes, list(judge(examined)), list(cross_check(examined)))
    wanted.report.write_text(report.text(), encoding="utf-8")
    sys.stdout.write(report.summary())
    sys.stdout.write(f"judged in {time.monotonic() - began:.0f} s: {wanted.report}\n")
    sys.exit(1 if report.broken() else 0)


def _examined(paths: list[Path]) -> list[Examined]:
    workers = min(_PROCESSES, cpu_count() or 1)
    examined = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for result in pool.map(examine, paths, chunksize=4):
            examined.append(result)
            if len(examined) % _SAY_EVERY == 0 or len(examined) == len(paths):
                sys.stderr.write(f"measured {len(examined)} of {len(paths)} clips\n")
    return examined


if __name__ == "__main__":
    main()
