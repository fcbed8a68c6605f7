"""The same clip made by others: MoviePy with our frame function, and ffmpeg's own gradients."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from benchmarks.cpu import least_cpu_seconds
from kinora.language.interpret import interpret
from kinora.loop.render import encode_frames
from kinora.media import ffmpeg
from kinora.media.encode import COLOURS, x264
from kinora.model.errors import EncoderFailed
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.scene.compose import compose

_ROOT = Path(__file__).parent.parent
_PYTHON = _ROOT / ".venv-bench" / "bin" / "python"


def run() -> list[tuple[str, float, str]]:
    """A sea of 6 s at 512x512 without sound: CPU seconds of each way, and against ours."""
    program = ffmpeg.locate()
    spec = compose(interpret("the sea at sunset", Snapshot()), Snapshot(), 0, VideoFormat())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours = least_cpu_seconds(
            lambda: encode_frames(spec, 0, spec.format.frames, folder / "a.mp4", program)
        )
        gradients = least_cpu_seconds(lambda: _gradients(program, spec.format, folder / "b.mp4"))
        figures = [
            ("painter into the encoder", ours, "CPU s"),
            ("ffmpeg's gradients into the same encoder", gradients / ours, "x of that"),
        ]
        if _PYTHON.exists():
            moviepy = least_cpu_seconds(lambda: _moviepy(spec, folder))
            figures.append(("MoviePy with the same frames", moviepy / ours, "x of that"))
    return figures


def _gradients(program: str, form: VideoFormat, out: Path) -> None:
    source = f"gradients=s={form.width}x{form.height}:r={form.fps}:d={form.duration_seconds}:n=4"
    shape = ("-pix_fmt", "yuv420p", *x264(form), *COLOURS, "-y", str(out))
    ffmpeg.run(program, ["-f", "lavfi", "-i", source, *shape], EncoderFailed)


def _moviepy(spec: SceneSpec, folder: Path) -> None:
    """Includes the start of another Python, about half a second."""
    source = folder / "spec.json"
    source.write_bytes(spec.canonical())
    command = [str(_PYTHON), "-m", "benchmarks.moviepy_peer", str(source), str(folder / "c.mp4")]
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT / 'shared'}{os.pathsep}{_ROOT}"}
    subprocess.run([*command, *x264(spec.format)], check=True, env=environment, cwd=_ROOT)
