"""A finished file as PyAV decodes it, and the note beside it that says what was asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Pictures = NDArray[np.uint8]
"""(frames, height, width, 3) blue, green, red."""
Samples = NDArray[np.float32]
"""(samples, channels), -1..1."""


@dataclass(frozen=True)
class Note:
    """What a clip was asked to be."""

    name: str
    prompt: str
    seed: int
    asked: dict[str, dict[str, Any]]
    spec: dict[str, Any]
    """The decided scene: colours, tempo and times that a prompt leaves open."""

    @classmethod
    def read(cls, path: Path) -> Self:
        fields = json.loads(path.read_text())
        return cls(
            fields["name"], fields["prompt"], fields["seed"], fields["asked"], fields["spec"]
        )


class Film:
    """Picture and sound of one MP4, decoded when they are first asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def pictures(self) -> Pictures:
        """Every frame."""
        with av.open(str(self.path)) as file:
            frames = [frame.to_ndarray(format="bgr24") for frame in file.decode(video=0)]
        return np.stack(frames)

    @cached_property
    def fps(self) -> float:
        """Frames a second."""
        with av.open(str(self.path)) as file:
            return float(file.streams.video[0].average_rate or 0)

    @cached_property
    def greys(self) -> NDArray[np.uint8]:
        """Every frame's luma: (frames, height, width)."""
        return np.stack([cv2.cvtColor(one, cv2.COLOR_BGR2GRAY) for one in self.pictures])

    @cached_property
    def sound(self) -> tuple[Samples, int]:
        """The samples and how many there are in a second."""
        with av.open(str(self.path)) as file:
            track = file.streams.audio[0]
            planes = [frame.to_ndarray() for frame in file.decode(track)]
            rate, channels = track.rate, track.channels
        whole = np.concatenate(planes, axis=1)
        if whole.shape[0] != channels:
            whole = whole.reshape(-1, channels).T
        full = np.iinfo(whole.dtype).max + 1 if whole.dtype.kind == "i" else 1
        return np.ascontiguousarray(whole.T / full, dtype=np.float32), int(rate)

    @cached_property
    def mono(self) -> tuple[NDArray[np.float32], int]:
        """The channels' mean and its rate."""
        samples, rate = self.sound
        return samples.mean(axis=1), rate

    @cached_property
    def lab(self) -> NDArray[np.float32]:
        """CIE L*a*b* (D65) of eight frames spread over the clip: (8, height, width, 3)."""
        at = np.linspace(0, len(self.pictures) - 1, 10).round().astype(int)[1:-1]
        light = self.pictures[at].astype(np.float32) / 255
        return np.stack([cv2.cvtColor(one, cv2.COLOR_BGR2LAB) for one in light])
