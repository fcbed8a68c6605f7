"""Drawing, encoding and sounding a clip against encoding the same frames from a file."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.cpu import least_cpu_seconds
from kinora.language.interpret import interpret
from kinora.loop.assemble import finish
from kinora.loop.render import encode_clip, encode_frames
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
    "a still lake by moonlight",
    "a narrow street at night in the rain",
    "a coral reef",
    "aurora over the far north at night",
    "a nebula",
    "ink in water",
)
_HD_PROMPTS = PROMPTS[:3]


def run() -> list[tuple[str, float, str]]:
    """Twelve scenes of 6 s, 512x512 at 24 fps: frames, encoding and sound over encoding alone."""
    program = ffmpeg.locate()
    figures, ratios, rates, bits = [], [], [], []
    for seed, prompt in enumerate(PROMPTS):
        spec = _spec(prompt, seed, VideoFormat())
        with tempfile.TemporaryDirectory() as folder:
            ratio, rate, size = _measure(spec, Path(folder), program)
        ratios.append(ratio)
        rates.append(rate)
        bits.append(size * 8 / spec.format.duration_seconds / 1e6)
        figures.append((f"{prompt}, over encoding alone", ratio, "x CPU"))
    return [
        *figures,
        ("median of the above (limit 2)", median(ratios), "x CPU"),
        ("whole file with sound and check (limit 120)", median(rates), "frames/s"),
        ("largest bitrate (limit 4)", max(bits), "Mbit/s"),
    ]


def run_large() -> list[tuple[str, float, str]]:
    """Three scenes of 20 s, 1920x1080 at 30 fps, as ``kinora render`` makes them."""
    program = ffmpeg.locate()
    form = VideoFormat(width=1920, height=1080, fps=30, duration_seconds=20.0)
    figures = []
    for seed, prompt in enumerate(_HD_PROMPTS):
        spec = _spec(prompt, seed, form)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            began = time.perf_counter()
            finish(spec, encode_clip(spec, folder, program), folder / "out.mp4", program)
            speed = form.duration_seconds / (time.perf_counter() - began)
        figures.append((f"{prompt} (limit 1)", speed, "x real time"))
    return figures


def _spec(prompt: str, seed: int, form: VideoFormat) -> SceneSpec:
    return compose(interpret(prompt, Snapshot()), Snapshot(), seed, form)


def _measure(spec: SceneSpec, folder: Path, program: str) -> tuple[float, float, int]:
    """The ratio of CPU seconds (each the best of three), frames a second, and the file's bytes."""
    part, out, raw = folder / "part.mp4", folder / "out.mp4", folder / "raw.yuv"

    def draw() -> None:
        encode_frames(spec, 0, spec.format.frames, part, program)

    whole = least_cpu_seconds(draw) + least_cpu_seconds(lambda: render_sound(spec))
    rate = 0.0
    for _ in range(2):
        began = time.perf_counter()
        draw()
        finish(spec, [part], out, program)
        rate = max(rate, spec.format.frames / (time.perf_counter() - began))
    painter = Painter(spec)
    with raw.open("wb") as file:
        for index in range(spec.format.frames):
            file.write(painter.i420(index).tobytes())
    alone = least_cpu_seconds(lambda: _encode_file(raw, spec.format, folder / "alone.mp4", program))
    return whole / alone, rate, out.stat().st_size


def _encode_file(raw: Path, form: VideoFormat, out: Path, program: str) -> None:
    line = VideoEncoder.command(program, form, str(raw), str(out))
    ffmpeg.run(line[0], line[1:], EncoderFailed)
