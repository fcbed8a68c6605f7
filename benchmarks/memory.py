"""The memory of a long render: it must not grow with the length."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_SECONDS = (60, 600)


def run() -> list[tuple[str, float, str]]:
    """``kinora render`` at 1920x1080 with sound: the largest process, in MB.

    One frame a second: frames go straight to the encoder, so their number does not matter, and the
    sound is as long as it would be.
    """
    with tempfile.TemporaryDirectory() as folder:
        sizes = [_peak(seconds, Path(folder) / "out.mp4") for seconds in _SECONDS]
    return [
        (f"{seconds} s of 1920x1080 (limit 500)", size, "MB")
        for seconds, size in zip(_SECONDS, sizes, strict=True)
    ]


def _peak(seconds: int, out: Path) -> float:
    command = [
        *(sys.executable, "-m", "kinora", "render", "the sea at sunset", "--seed", "1"),
        *("--size", "1920x1080", "--fps", "1", "--duration", str(seconds), "--out", str(out)),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"kinora render ended with {process.returncode}")
    scale = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * scale / 1e6
