"""media.assemble: clip, words and music become one video, with a cover."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kinora.cc import contents
from kinora.cc.contents import Content
from kinora.cc.modules.port import Call, Done, Inputs, ModuleKind, Where
from kinora.model.errors import InvalidInput
from kinora.providers.ports import Made, Picture

FPS = 24
_SCALES = {"small": 0.8, "large": 1.25}
"""Sizes of the words against the usual one."""


class Assemble(ModuleKind):
    """Nothing is optional but the words: a video has a picture that moves, and sound."""

    module_id = "media.assemble"
    needed = frozenset({"clip", "image", "music", "duration"})
    accepted = frozenset({"overlay", "title", "description", "finish"})
    outputs = frozenset({"video", "cover"})

    def where(self, inputs: Inputs) -> Where:  # noqa: ARG002
        return Where.HEAVY

    def run(self, call: Call) -> Done:
        """Make and store video and cover.

        Raises:
            InvalidInput: an input is no content of this run.
            SilentVideo: the result has no audible audio track.
            EncoderFailed, DecoderFailed, UnreadableMedia: as ffmpeg says.
        """
        store = call.workroom.objects
        found = {name: _content(call, name) for name in ("clip", "image", "music")}
        with ExitStack() as held:
            folder = held.enter_context(call.workroom.scratch())
            files = {
                name: held.enter_context(store.local(content.key))
                for name, content in found.items()
            }
            video, note = _video(call, files, folder)
            image = contents.picture(store, found["image"].content_id, call.run_id)
            cover = _cover(call, held.enter_context(image), folder)
            origin = "-".join(content.content_id for content in found.values())
            origin += f"-{call.seed}-{_digest(call.inputs)}"
            kept = [
                contents.keep(store, call.run_id, origin, number, made).shown
                for number, made in enumerate((video, cover))
            ]
        return Done({"video": {**kept[0], "note": note}, "cover": kept[1]})


def _digest(inputs: Inputs) -> str:
    from kinora.cc.run.inputs import fingerprint  # noqa: PLC0415 - they know the modules

    return fingerprint(inputs)


def _content(call: Call, name: str) -> Content:
    given = call.inputs[name]
    if not isinstance(given, Mapping):
        raise InvalidInput(name, "nothing was selected", "what an earlier step selected")
    return contents.find(call.workroom.objects, given.get("content_id"), call.run_id)


def _video(call: Call, files: Mapping[str, Path], folder: Path) -> tuple[Made, dict[str, Any]]:
    """The finished video, with what is to be known of it."""
    from kinora.cc.assembly import film, music, timing  # noqa: PLC0415 - heavy
    from kinora.media.audible import audible  # noqa: PLC0415
    from kinora.media.decode import probe  # noqa: PLC0415
    from kinora.media.join import join  # noqa: PLC0415
    from kinora.model.format import VideoFormat  # noqa: PLC0415
    from kinora.picture.words.lines import Band  # noqa: PLC0415

    ffmpeg, finish = call.workroom.ffmpeg(), call.inputs.get("finish") or {}
    seconds = float(call.inputs["duration"]["video_duration"])
    shape = probe(ffmpeg, files["clip"])
    form = VideoFormat.of(shape.width // 2 * 2, shape.height // 2 * 2, FPS, seconds)
    title = _title(call)
    card = bool(finish.get("title_card", True)) and bool(title)
    said = timing.sentences(call.inputs.get("overlay")) if finish.get("show_overlay", True) else []
    plan = timing.timed(seconds, said, card=card)
    picture, out = folder / "picture.mp4", folder / "video.mp4"
    look = film.Look(
        title=title,
        band=Band(finish.get("overlay_position", Band.BOTTOM)),
        scale=_SCALES.get(finish.get("overlay_size", ""), 1.0),
        fade_out=bool(finish.get("fade_out", True)),
    )
    film.draw(ffmpeg, files["clip"], form, plan, look, picture)
    level = float(finish.get("music_level", 1.0))
    sound = music.fitted(ffmpeg, files["music"], form.frames / form.fps, level)
    labels = {"title": title[:200], "comment": f"kinora run {call.run_id}"}
    join(ffmpeg, [picture], sound, out, labels)
    loudness = audible(ffmpeg, out)
    note = {
        "seconds": form.frames / form.fps,
        "width": form.width,
        "height": form.height,
        "fps": form.fps,
        "frames": form.frames,
        "loudness_lufs": None if loudness is None else round(loudness, 2),
        "title_card": card,
        "overlay": [[word.text, word.begins, word.ends] for word in plan.words],
    }
    return Made(out, "video/mp4", call.seed, note), note


def _cover(call: Call, picture: Picture, folder: Path) -> Made:
    from kinora.cc.assembly import cover  # noqa: PLC0415

    out = folder / "cover.jpg"
    width, height = cover.draw(picture, _title(call), out)
    return Made(out, "image/jpeg", call.seed, {"width": width, "height": height})


def _title(call: Call) -> str:
    given = call.inputs.get("title")
    words = given.get("title", "") if isinstance(given, Mapping) else given
    return str(words or "")
