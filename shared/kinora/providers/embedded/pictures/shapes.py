"""Shapes of pictures in pixels, and the seed of each picture of a job."""

from __future__ import annotations

from kinora.seeding import derive

SIZES = {"9:16": (720, 1280), "1:1": (960, 960), "16:9": (1280, 720)}
"""Width and height by aspect ratio."""


def picture_seed(job: int, index: int) -> int:
    """The seed of a picture of a job, exact in JSON."""
    return derive(job, "picture", index) % 2**53
