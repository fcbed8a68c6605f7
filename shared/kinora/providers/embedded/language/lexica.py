"""The word lists beside this file, read once per process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexica(name: str) -> dict[str, Any]:
    """The tables of ``lexica/<name>.toml``."""
    path = files(__package__).joinpath("lexica", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
