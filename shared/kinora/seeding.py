"""One seed, many independent streams of chance: the same on every machine and Python version."""

from __future__ import annotations

import hashlib
from random import Random


def derive(seed: int | str, *labels: object) -> int:
    """A 63-bit seed for the purpose that the labels name."""
    text = "\x1f".join(str(part) for part in (seed, *labels))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def stream(seed: int | str, *labels: object) -> Random:
    """A generator of its own for the purpose that the labels name."""
    return Random(derive(seed, *labels))  # noqa: S311 - art, not secrets
