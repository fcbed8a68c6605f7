"""MoviePy writing the frames of a spec; run in an environment of its own by ``benchmarks.peers``.

MoviePy asks for an older Pillow than the studio has, hence the other environment. It gets the same
frame function and the same encoder settings.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from moviepy import VideoClip
from numpy.typing import NDArray

from kinora.model.spec import SceneSpec
from kinora.picture import Painter


def main(source: Path, out: Path, settings: list[str]) -> None:
    """Write the clip of the spec in the file ``source``.

    The encoder's settings come after MoviePy's own on the command line, so they prevail.
    """
    spec = SceneSpec.model_validate_json(source.read_bytes())
    painter, last = Painter(spec), spec.format.frames - 1

    def frame(seconds: float) -> NDArray[np.uint8]:
        return painter.frame(min(round(seconds * spec.format.fps), last))[..., ::-1]

    clip = VideoClip(frame, duration=spec.format.frames / spec.format.fps)
    clip.write_videofile(
        str(out),
        fps=spec.format.fps,
        codec="libx264",
        audio=False,
        ffmpeg_params=settings,
        logger=None,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
