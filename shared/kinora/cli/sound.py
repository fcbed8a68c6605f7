"""sound: a scene's soundtrack alone."""

from __future__ import annotations

import sys
from pathlib import Path

from kinora.bootstrap import stage
from kinora.cli.output import print_json, settings_for
from kinora.cli.scene import SceneOptions, scene
from kinora.media.track import checked_track, write_track


def write_sound(options: SceneOptions, out: Path, home: Path | None, *, as_json: bool) -> None:
    """Compose the prompt's scene and write its sound; the suffix of ``out`` names the format."""
    from kinora.loudness import SAMPLE_RATE, integrated  # noqa: PLC0415 - heavy
    from kinora.sound import render  # noqa: PLC0415 - heavy

    checked_track(out)
    spec = scene(options, home)
    samples = render(spec)
    comment = f"spec_sha256={spec.sha256}; seed={spec.seed}"
    tags = {"title": spec.prompt[:200], "comment": comment}
    write_track(stage(settings_for(home)).ffmpeg(), samples, out, tags)
    facts = {
        "path": str(out),
        "spec_sha256": spec.sha256,
        "seed": spec.seed,
        "duration_seconds": len(samples) / SAMPLE_RATE,
        "bytes": out.stat().st_size,
        "loudness_lufs": integrated(samples),
        "mood": spec.sound.mood,
        "tempo_bpm": spec.sound.tempo_bpm,
        "presence": spec.sound.presence,
    }
    if as_json:
        print_json(facts)
    else:
        heard = f"{spec.sound.mood}, {spec.sound.tempo_bpm:g} bpm, {spec.sound.presence}"
        sys.stdout.write(f"{out}   {heard}   seed {spec.seed}\n")
