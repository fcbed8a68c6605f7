"""Measuring a video against only decoding it, and the memory of a long one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.cpu import least_cpu_seconds
from kinora.loop.extract import extract_file
from kinora.media import ffmpeg
from kinora.model.errors import DecoderFailed, EncoderFailed

_PICTURE = "testsrc2=s={0}x{1}:r=24:d={2}"
_SOUND = "aevalsrc='0.3*sin(440*2*PI*t)|0.2*sin(660*2*PI*t)':s=48000:d={0}"
_SMALL, _LARGE = (512, 512, 20), (1920, 1080, 10)
_LONG = 600
_MEASURE = (
    "import sys; from pathlib import Path; from kinora.loop.extract import extract_file; "
    "from kinora.media import ffmpeg; extract_file(Path(sys.argv[1]), ffmpeg.locate())"
)


def run() -> list[tuple[str, float, str]]:
    """Everything that is measured, at two sizes, with sound; and ten minutes of the larger one."""
    program = ffmpeg.locate()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = _film(program, folder / "small.mp4", *_SMALL)
        large = _film(program, folder / "large.mp4", *_LARGE)
        figures = [*_speed(program, small, _SMALL, "512x512"), *_share(program, large)]
        long = _film(program, folder / "long.mp4", *_LARGE[:2], _LONG, still=True)
        return [
            *figures,
            (f"{_LONG} s of 1920x1080, largest process (limit 400)", _peak(long), "MB"),
        ]


def _speed(
    program: str, path: Path, form: tuple[int, int, int], size: str
) -> list[tuple[str, float, str]]:
    frames = 24 * form[2]
    seconds = _least_seconds(lambda: extract_file(path, program))
    spent = least_cpu_seconds(lambda: extract_file(path, program))
    alone = least_cpu_seconds(lambda: _decode(program, path))
    return [
        (f"{size}, everything measured (limit 400)", frames / seconds, "frames/s"),
        (f"{size}, measuring and decoding over decoding alone", spent / alone, "x CPU"),
    ]


def _share(program: str, path: Path) -> list[tuple[str, float, str]]:
    seconds = _least_seconds(lambda: extract_file(path, program))
    alone = _least_seconds(lambda: _decode(program, path))
    spent = least_cpu_seconds(lambda: extract_file(path, program))
    decoding = least_cpu_seconds(lambda: _decode(program, path))
    return [
        ("1920x1080, rate over that of decoding alone (limit 0.6)", alone / seconds, "x"),
        ("1920x1080, measuring and decoding over decoding alone", spent / decoding, "x CPU"),
    ]


def _film(
    program: str, path: Path, width: int, height: int, seconds: int, *, still: bool = False
) -> Path:
    """A test picture with two tones; a long one repeats its first second, to be made fast."""
    picture = _PICTURE.format(width, height, 1 if still else seconds)
    repeated = ["-vf", f"loop=loop={seconds - 1}:size=24"] if still else []
    arguments = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", _SOUND.format(seconds)]
    coded = ["-c:v", "libx264", "-preset", "ultrafast" if still else "veryfast", "-crf", "23"]
    rest = ["-pix_fmt", "yuv420p", "-c:a", "aac", "-t", str(seconds), str(path)]
    ffmpeg.run(program, [*arguments, *repeated, *coded, *rest], EncoderFailed)
    return path


def _decode(program: str, path: Path) -> None:
    """Picture and sound, and nothing else."""
    ffmpeg.run(program, ["-i", str(path), "-f", "null", "-"], DecoderFailed)


def _least_seconds(work: Callable[[], object]) -> float:
    """The least wall time of three."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def _peak(path: Path) -> float:
    """Resident memory of the largest process while a file is measured: Python or its ffmpeg, MB."""
    command = [sys.executable, "-c", _MEASURE, str(path)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"measuring ended with {process.returncode}")
    scale = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * scale / 1e6
