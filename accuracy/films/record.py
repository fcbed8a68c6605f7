"""Make one film, let Kinora measure it, and write both down."""

from __future__ import annotations

import json
from pathlib import Path

from accuracy.films.take import Take
from kinora.loop.extract import extract_file
from kinora.media import ffmpeg
from kinora.model.errors import KinoraError, MediaError

_ONE_THREAD = ("-filter_threads", "1", "-filter_complex_threads", "1")


def record(take: Take, folder: Path) -> None:
    """Write the film and ``NAME.json``: its truth and the features measured in it.

    Raises:
        MediaError: ffmpeg cannot make the film.
    """
    program, film = ffmpeg.locate(), folder / f"{take.name}{take.suffix}"
    _film(take, folder / "stills", program, film)
    note = {
        "name": take.name,
        "family": take.family,
        "file": film.name,
        "fps": take.fps,
        "frames": take.frames,
        "seconds": take.seconds,
        "size": take.size,
        "has_audio": bool(take.sound),
        "truth": take.truth,
        **_measured(film, program),
    }
    (folder / f"{take.name}.json").write_text(json.dumps(note))


def _film(take: Take, stills: Path, program: str, out: Path) -> None:
    inputs = [part for still in take.stills for part in ("-i", str(stills / f"{still}.png"))]
    graph = ";".join(part for part in (take.picture, take.sound) if part)
    sound = ["-map", "[a]", *take.sound_codec] if take.sound else []
    length = ["-frames:v", str(take.frames), "-threads", "1", "-bitexact", "-y", str(out)]
    target = ["-map", "[v]", *take.codec, *sound, *length]
    ffmpeg.run(program, [*_ONE_THREAD, *inputs, "-filter_complex", graph, *target], MediaError)


def _measured(film: Path, program: str) -> dict[str, object]:
    """The features, or why there are none."""
    try:
        features, *_ = extract_file(film, program)
    except KinoraError as error:
        return {"features": None, "error": str(error)}
    return {"features": features.model_dump(mode="json"), "error": ""}
