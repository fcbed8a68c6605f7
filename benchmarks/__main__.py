"""``make bench``: every benchmark. Ratios hold from machine to machine, seconds do not."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from os import cpu_count

from rich.console import Console
from rich.table import Table

from benchmarks import api, cc, edge, engine, extraction, growth, load, loop, memory, peers, render

Figure = tuple[str, float, str]
PARTS: dict[str, Callable[[], list[Figure]]] = {
    "render": render.run,
    "large": render.run_large,
    "memory": memory.run,
    "extraction": extraction.run,
    "peers": peers.run,
    "loop": loop.run,
    "growth": growth.run,
    "engine": engine.run,
    "api": api.run,
    "load": load.run,
    "cc": cc.run,
    "edge": edge.run,
}


def main(names: list[str]) -> None:
    """Run the named parts, or all."""
    console = Console(highlight=False)
    console.print(f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}")
    for name in names or PARTS:
        table = Table(name, "figure", "unit", box=None, padding=(0, 2, 0, 0))
        with console.status(name):
            figures = PARTS[name]()
        for label, value, unit in figures:
            table.add_row(label, f"{value:.3g}", unit)
        console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
