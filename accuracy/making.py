"""Making many files at once, on the product's side: a process a core, progress shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import TypeVar

from kinora.cli.progress import counting

Item = TypeVar("Item")
_PROCESSES = 2


def make_all(
    label: str, make: Callable[[Item, Path], object], items: Sequence[Item], folder: Path
) -> None:
    """Call ``make`` for every item and the folder; what it raises ends it all."""
    workers = min(_PROCESSES, cpu_count() or 1)
    with (
        ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool,
        counting(label, len(items)) as count,
    ):
        for done in as_completed([pool.submit(make, item, folder) for item in items]):
            done.result()
            count()
