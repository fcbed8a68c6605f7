"""Tables for people: as wide as the terminal, and wide enough to keep rows whole in a pipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

_PIPE_WIDTH = 160


def console() -> Console:
    """Standard output for people."""
    plain = Console(highlight=False)
    return plain if plain.is_terminal else Console(highlight=False, width=_PIPE_WIDTH)


def table(*headings: str) -> Table:
    """A table without lines; the headings are its columns."""
    return Table(*headings, box=None, padding=(0, 2, 0, 0))


def coloured(name: str, value: Mapping[str, Any]) -> str:
    """The name behind a block of its colour, where the value is one."""
    colour = value.get("colour")
    return f"[on {colour}]    [/] {name}" if colour else name


def shares(depth: Mapping[str, float]) -> str:
    """A depth breakdown in words."""
    return ", ".join(f"{share:.0%} {part}" for part, share in depth.items())
