"""interpret, compose, render, contact-sheet: the stages one by one, without the engine."""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from kinora.bootstrap import stage
from kinora.cli.output import print_json, settings_for
from kinora.cli.swatches import swatch
from kinora.language.interpret import interpret
from kinora.loop.pick import newest_snapshot
from kinora.model.errors import InvalidFormat, InvalidInput, InvalidSpec
from kinora.model.format import DEFAULT_SECONDS, VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Quality
from kinora.scene.compose import compose


class SceneOptions(NamedTuple):
    """A scene as the command line names it."""

    text: str | None
    spec: Path | None
    seed: int | None
    duration: float | None
    size: str
    fps: int
    quality: Quality


def show_instruction(text: str, home: Path | None, *, as_json: bool) -> None:
    """Print what the prompt means."""
    instruction = interpret(text, _knowledge(home))
    if as_json:
        print_json(instruction.model_dump(mode="json"))
        return
    for field, value in instruction.model_dump(mode="json", exclude_defaults=True).items():
        if field not in {"prompt", "because"}:
            because = instruction.because.get(field)
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            sys.stdout.write(f"{field:18} {shown}" + (f"   ({because})\n" if because else "\n"))


def show_spec(options: SceneOptions, home: Path | None, *, as_json: bool) -> None:
    """Print the decided scene."""
    spec = scene(options, home)
    if as_json:
        print_json({**spec.model_dump(mode="json"), "sha256": spec.sha256})
        return
    colours = " ".join(swatch(colour) for colour in (*spec.palette, spec.accent))
    sys.stdout.write(
        f"{spec.place} at {spec.time_of_day}, {spec.weather}; {spec.lighting} light; "
        f"{spec.motion.kind} motion\n"
        f"palette  {colours}\n"
        f"sound    {spec.sound.mood}, {spec.sound.tempo_bpm:g} bpm, {spec.sound.presence}\n"
        f"shots    {', '.join(f'{s.size} {s.camera}' for s in spec.shots)}\n"
        f"seed     {spec.seed}   sha256 {spec.sha256[:16]}\n"
    )


def render_scene(
    options: SceneOptions, out: Path, still: float | None, home: Path | None, *, as_json: bool
) -> None:
    """Write a video or a still, with progress on standard error."""
    spec = scene(options, home)
    checked_target(out)
    if still is not None:
        _write_still(spec, still, out)
        facts = {"path": str(out), "spec_sha256": spec.sha256, "seed": spec.seed}
    else:
        facts = _write_video(spec, out, home)
    if as_json:
        print_json(facts)
    else:
        sys.stdout.write(f"{out}   seed {spec.seed}\n")


def write_contact_sheet(video: Path, out: Path, home: Path | None, *, as_json: bool) -> None:
    """Draw a video's contact sheet; the file appears only when it is complete."""
    from kinora.loop.contact_sheet import contact_sheet  # noqa: PLC0415 - heavy
    from kinora.loop.extract import extract_file  # noqa: PLC0415 - heavy

    checked_target(out)
    ffmpeg = stage(settings_for(home)).ffmpeg()
    features, envelope = extract_file(video, ffmpeg)
    with appearing(out) as sheet:
        contact_sheet(video, features, envelope, ffmpeg, sheet)
    if as_json:
        print_json({"path": str(out), "frames": features.video.frames})
    else:
        sys.stdout.write(f"{out}\n")


def scene(options: SceneOptions, home: Path | None) -> SceneSpec:
    """The spec from its file, or composed from the prompt.

    Raises:
        InvalidSpec: the file is not a spec.
        InvalidPrompt, InvalidFormat, InvalidInput: an option is out of range.
    """
    if (options.spec is None) == (options.text is None):
        raise InvalidInput("prompt", "one of the prompt and --spec is needed", "exactly one")
    if options.spec is not None:
        return _read_spec(options.spec)
    knowledge = _knowledge(home)
    instruction = interpret(str(options.text), knowledge)
    seed = checked_seed(options.seed)
    seed = secrets.randbelow(2**32) if seed is None else seed
    return compose(instruction, knowledge, seed, _format(options, instruction))


def checked_seed(seed: int | None) -> int | None:
    """The seed itself.

    Raises:
        InvalidInput: it is out of range.
    """
    if seed is not None and not 0 <= seed < 2**53:
        raise InvalidInput("seed", f"{seed} is out of range", "0 to 2^53 - 1")
    return seed


def _format(options: SceneOptions, instruction: Instruction) -> VideoFormat:
    width, height = VideoFormat.parse_size(options.size)
    seconds = options.duration
    if seconds is None:
        seconds = instruction.duration_seconds or DEFAULT_SECONDS
    return VideoFormat.of(width, height, options.fps, seconds, options.quality)


def _read_spec(path: Path) -> SceneSpec:
    try:
        text = path.read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSpec("spec", f"{path} cannot be read", "a JSON file") from error
    try:
        # What `compose --json` prints carries its digest, which is no part of the spec.
        import json  # noqa: PLC0415

        fields = json.loads(text)
        if isinstance(fields, dict):
            fields.pop("sha256", None)
        spec = SceneSpec.model_validate_json(json.dumps(fields))
    except ValueError as error:
        if not isinstance(error, ValidationError):
            raise InvalidSpec(
                "spec", f"{path.name} is not JSON", "a spec as compose prints"
            ) from error
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "spec"
        raise InvalidSpec(f"spec.{place}", first["msg"], "a spec as compose prints") from error
    spec.format.checked()
    return spec


def checked_target(out: Path) -> None:
    """Refuse what no file can be written to.

    Raises:
        InvalidInput: the folder does not exist, or the path is one.
    """
    if not out.parent.is_dir():
        raise InvalidInput("out", f"no folder {out.parent}", "a file in an existing folder")
    if out.is_dir():
        raise InvalidInput("out", f"{out} is a folder", "a file name")


@contextmanager
def appearing(out: Path) -> Iterator[Path]:
    """A path to write to, in a folder of its own; it becomes ``out`` when it is complete."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".kinora-") as folder:
        unfinished = Path(folder) / "unfinished"
        yield unfinished
        unfinished.replace(out)


def _write_still(spec: SceneSpec, at: float, out: Path) -> None:
    import imageio.v3 as iio  # noqa: PLC0415 - heavy

    from kinora.picture import Painter  # noqa: PLC0415 - heavy

    last = (spec.format.frames - 1) / spec.format.fps
    if not 0 <= at <= last:
        raise InvalidFormat("still", f"{at:g} seconds is outside the clip", f"0 to {last:.2f}")
    frame = Painter(spec).frame(round(at * spec.format.fps))
    with appearing(out) as picture:
        iio.imwrite(picture, frame[..., ::-1], extension=".png")


def _write_video(spec: SceneSpec, out: Path, home: Path | None) -> dict[str, object]:
    from kinora.cli.progress import counting  # noqa: PLC0415 - heavy
    from kinora.loop.assemble import finish  # noqa: PLC0415
    from kinora.loop.render import encode_clip  # noqa: PLC0415

    ffmpeg = stage(settings_for(home)).ffmpeg()
    frames = spec.format.frames
    with appearing(out) as whole:
        with counting("rendering", frames) as count:
            parts = encode_clip(spec, whole.parent, ffmpeg, count)
        loudness = finish(spec, parts, whole, ffmpeg)
    return {
        "path": str(out),
        "spec_sha256": spec.sha256,
        "seed": spec.seed,
        "width": spec.format.width,
        "height": spec.format.height,
        "fps": spec.format.fps,
        "frames": frames,
        "duration_seconds": frames / spec.format.fps,
        "bytes": out.stat().st_size,
        "loudness_lufs": loudness,
    }


def _knowledge(home: Path | None) -> Snapshot:
    """What this home has learned; a home that does not exist yet knows nothing."""
    settings = settings_for(home)
    if (folder := settings.object_folder) is not None and not folder.is_dir():
        return Snapshot()
    ports = stage(settings)
    return ports.snapshot(newest_snapshot(ports))
