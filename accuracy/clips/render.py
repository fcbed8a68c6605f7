"""A finished file, the way ``kinora render`` makes it, and beside it what was asked for."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from accuracy.clips.subject import Subject
from kinora.loop.assemble import finish
from kinora.loop.render import encode_clip
from kinora.media import ffmpeg


def render(subject: Subject, folder: Path) -> None:
    """Write ``NAME.mp4`` and ``NAME.json``; the JSON last, so that it stands for a whole pair."""
    spec = subject.spec()
    program = ffmpeg.locate()
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        parts = encode_clip(spec, Path(scratch), program)
        finish(spec, parts, folder / f"{subject.name}.mp4", program)
    note = {
        "name": subject.name,
        "prompt": subject.prompt,
        "seed": subject.seed,
        "view": subject.view,
        "asked": subject.asked,
        "spec": spec.model_dump(mode="json"),
    }
    (folder / f"{subject.name}.json").write_text(json.dumps(note, indent=1))
