"""Drawing, encoding and sounding a clip against encoding the same frames from a file."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.cpu import cpu_seconds
from kinora.language.interpret import interpret
from kinora.loop.assemble import finish
from kinora.loop.render import encode_frames
from kinora.media import ffmpeg
from kinora.media.encode import VideoEncoder
from kinora.model.errors import EncoderFailed
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.picture import Painter
from kinora.scene.compose import compose
from kinora.sound import render as render_sound

PROMPTS = (
    "the sea at sunset",
    "a pine forest at dawn in fog",
    "a city at night in the rain",
    "mountains by day under clouds",
    "desert dunes at dusk",
    "a meadow in the morning",
)


def run() -> list[tuple[str, float, str]]:
    """Six scenes of 6 s, 512x512 at 24 fps: frames, encoding and sound over encoding alone."""
    program = ffmpeg.locate()
    figures, ratios, rates = [], [], []
    for seed, prompt in enumerate(PROMPTS):
        spec = compose(interpret(prompt, Snapshot()), Snapshot(), seed, VideoFormat())
        with tempfile.TemporaryDirectory() as folder:
            ratio, rate = _measure(spec, Path(folder), program)
        ratios.append(ratio)
        rates.append(rate)
        figures.append((f"{prompt}, over encoding alone", ratio, "x CPU"))
    return [
        *figures,
        ("median of the above (limit 3)", median(ratios), "x CPU"),
        ("whole file with mux and check", median(rates), "frames/s"),
    ]


def _measure(spec: SceneSpec, folder: Path, program: str) -> tuple[float, float]:
    """The ratio of CPU seconds (each the best of three), and frames a second for the whole file."""
    part, out, raw = folder / "part.mp4", folder / "out.mp4", folder / "raw.yuv"

    def draw() -> None:
        encode_frames(spec, 0, spec.format.frames, part, program)

    whole = _best(draw) + _best(lambda: render_sound(spec))
    began = time.perf_counter()
    draw()
    finish(spec, [part], out, program)
    rate = spec.format.frames / (time.perf_counter() - began)
    painter = Painter(spec)
    with raw.open("wb") as file:
        for index in range(spec.format.frames):
            file.write(painter.i420(index).tobytes())
    alone = _best(lambda: _encode_file(raw, spec.format, folder / "alone.mp4", program))
    return whole / alone, rate


def _best(work: Callable[[], object]) -> float:
    """What else the machine does can only add to the CPU time of a fixed piece of work."""
    return min(cpu_seconds(work) for _ in range(3))


def _encode_file(raw: Path, form: VideoFormat, out: Path, program: str) -> None:
    line = VideoEncoder.command(program, form, str(raw), str(out))
    ffmpeg.run(line[0], line[1:], EncoderFailed)
