"""Drawing, encoding and sounding a clip against encoding its frames alone."""

from __future__ import annotations

import tempfile
import time
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

PROMPTS = (
    "the sea at sunset",
    "a pine forest at dawn in fog",
    "a city at night in the rain",
    "mountains by day under clouds",
    "desert dunes at dusk",
    "a meadow in the morning",
)


def run() -> list[tuple[str, float, str]]:
    """Six scenes of 6 s, 512x512 at 24 fps."""
    program = ffmpeg.locate()
    figures, ratios, rates = [], [], []
    for seed, prompt in enumerate(PROMPTS):
        spec = compose(interpret(prompt, Snapshot()), Snapshot(), seed, VideoFormat())
        with tempfile.TemporaryDirectory() as folder:
            whole, alone, rate = _measure(spec, Path(folder), program)
        ratios.append(whole / alone)
        rates.append(rate)
        figures.append((f"{prompt}: whole / encoding alone", whole / alone, "x CPU"))
    return [
        *figures,
        ("median of the above (limit 3)", median(ratios), "x CPU"),
        ("worst of the above", max(ratios), "x CPU"),
        ("frames drawn, encoded and sounded", median(rates), "frames/s"),
    ]


def _measure(spec: SceneSpec, folder: Path, program: str) -> tuple[float, float, float]:
    """CPU seconds of the whole, of encoding the same frames from a file, and frames a second."""
    part, out, raw = folder / "part.mp4", folder / "out.mp4", folder / "raw.yuv"

    def make() -> None:
        encode_frames(spec, 0, spec.format.frames, part, program)
        finish(spec, [part], out, program)

    began = time.perf_counter()
    whole = cpu_seconds(make)
    rate = spec.format.frames / (time.perf_counter() - began)
    painter = Painter(spec)
    with raw.open("wb") as file:
        for index in range(spec.format.frames):
            file.write(painter.i420(index).tobytes())
    alone = cpu_seconds(lambda: _encode_file(raw, spec.format, folder / "alone.mp4", program))
    return whole, alone, rate


def _encode_file(raw: Path, form: VideoFormat, out: Path, program: str) -> None:
    line = VideoEncoder.command(program, form, str(raw), str(out))
    ffmpeg.run(line[0], line[1:], EncoderFailed)
