"""Reading media back: the header, the frames, the sound, single frames."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kinora.loudness import SAMPLE_RATE
from kinora.media import ffmpeg
from kinora.model.errors import DecoderFailed, UnreadableMedia

_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_VIDEO = re.compile(r"Stream #\S+.*?: Video: .*?, (\d{2,5})x(\d{2,5})")
_RATE = re.compile(r"([\d.]+) fps")
_BASE_RATE = re.compile(r"([\d.]+) tbr")
_SAME_RATE = 0.02
_TELEVISION = (12, 15, 24, 30, 48, 60, 120)
"""Frames a second that television slows down by 1000/1001."""
_ROUNDED = 0.0051
_SHAPE = re.compile(r"SAR (\d+):(\d+)")
_CODEC = re.compile(r"Video: (\w+)[^,]*, (\w+)")
_SEE_THROUGH = re.compile(r"yuva|rgba|bgra|argb|abgr|gbrap|^ya|^ay|vuya")
_HIDDEN_ALPHA = re.compile(r"alpha_mode\s*: 1")
_ALPHA_DECODERS = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Codecs whose alpha is a second stream within, which only these decoders read."""
_EXACT_SCALE = "area+accurate_rnd+full_chroma_int"
"""Without the last two a grey comes out tinted by one or two steps; they cost nothing."""
_PIPE_BYTES = 2**20
"""The decoder may run ahead by so much."""
_TURNED = re.compile(r"rotation of (-?[\d.]+) degrees")
_SOUND_BYTES = 2**19
"""Bytes of decoded sound that are read at a time: 1.4 s."""
_SAMPLE_BYTES = 8
_FILE_START = re.compile(r"Duration: [^,]*, start: (-?[\d.]+)")
_PICTURE_START = re.compile(r"Stream #\S+.*?: Video: [^\n]*, start (-?[\d.]+)")
_TRUE_TIME = "aresample=async=1:first_pts=0"
"""Silence where a track begins late or pauses, and nothing of what lies before its time 0."""
_WORTH_SEEKING = 2.5
"""Seconds from one still to the next, from which on each is sought in the file. Where they lie
closer, one pass over all frames is quicker: seeking decodes from the last key frame on, and ours
are up to ten seconds apart."""
_COMMENT = re.compile(r"^\s*comment\s*: (.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Probe:
    """What the container says. ``width`` and ``height`` as displayed, in square pixels, rotated.

    ``constant_rate``: whether every frame lasts equally long; else ``fps`` is the mean.
    ``begins`` and ``picture_begins``: the timestamps in seconds of whatever comes first and of the
    first frame; sound may come before that.
    ``has_alpha``: whether the frames are transparent in places; ``decoder`` names the decoder that
    is needed to see it, where the usual one does not.
    """

    width: int
    height: int
    fps: float
    constant_rate: bool
    duration_seconds: float
    begins: float
    picture_begins: float
    has_audio: bool
    comment: str
    has_alpha: bool = False
    decoder: str | None = None


def probe(program: str, path: Path) -> Probe:
    """Read the header of a media file.

    Raises:
        UnreadableMedia: no such file, not media, or without a video stream.
    """
    if not path.is_file():
        raise UnreadableMedia("video", f"no file at {path}", "the path of a video file")
    arguments = [program, "-hide_banner", "-nostdin", "-i", f"file:{path}"]
    text = subprocess.run(arguments, capture_output=True, check=False).stderr.decode(
        errors="replace"
    )
    duration, video = _DURATION.search(text), _VIDEO.search(text)
    if video is None or duration is None:
        allowed = "a complete file with a video stream"
        raise UnreadableMedia("video", f"{path.name} is not a readable video", allowed)
    line = text[video.start() : text.index("\n", video.start())]
    width, height = int(video[1]), int(video[2])
    if (shape := _SHAPE.search(line)) and int(shape[2]):
        width = max(1, round(width * int(shape[1]) / int(shape[2])))
    turned = _TURNED.search(text, video.start())
    if turned and round(float(turned[1])) % 180:
        width, height = height, width
    rate, base = _RATE.search(text, video.start()), _BASE_RATE.search(text, video.start())
    # Some streams state their frames only as the base of their timestamps.
    stated = rate or base
    fps = _exact(float(stated[1])) if stated else 0.0
    comment = _COMMENT.search(text)
    codec = _CODEC.search(line)
    hidden = codec is not None and _HIDDEN_ALPHA.search(text, video.start()) is not None
    decoder = _ALPHA_DECODERS.get(codec[1]) if codec and hidden else None
    hours, minutes, seconds = duration.groups()
    return Probe(
        width=width,
        height=height,
        fps=fps,
        constant_rate=base is None or abs(float(base[1]) - fps) < _SAME_RATE,
        duration_seconds=int(hours) * 3600 + int(minutes) * 60 + float(seconds),
        begins=_seconds(_FILE_START, text),
        picture_begins=_seconds(_PICTURE_START, text),
        has_audio=": Audio: " in text,
        comment=comment[1].strip() if comment else "",
        has_alpha=decoder is not None or bool(codec and _SEE_THROUGH.search(codec[2])),
        decoder=decoder,
    )


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.search(text)
    return float(found[1]) if found else 0.0


def _exact(rate: float) -> float:
    """The rate behind ffmpeg's two decimals: times would go wrong by 0.1 s in ten minutes."""
    for whole in _TELEVISION:
        if abs(rate - whole * 1000 / 1001) < _ROUNDED:
            return whole * 1000 / 1001
    return rate


def frames(
    program: str,
    path: Path,
    width: int,
    height: int,
    evenly: float | None = None,
    *,
    alpha: bool = False,
    decoder: str | None = None,
) -> Iterator[NDArray[np.uint8]]:
    """All frames in order, area-scaled; constant memory.

    Each is (height, width, 3) BGR, or with ``alpha`` (height, width, 4), the colours multiplied by
    the alpha: as on black. ``evenly`` brings a file of variable rate to that many frames a second;
    ``decoder`` is that of :class:`Probe`.

    Raises:
        UnreadableMedia: the file cannot be decoded to its end.
    """
    steps = [f"scale={width}:{height}:flags={_EXACT_SCALE}"]
    if alpha:
        # Before the scaling, which would mix in the colours of what is not seen.
        steps = ["format=gbrap", "premultiply=inplace=1", *steps]
    if evenly is not None:
        steps = [f"fps={evenly}", *steps]
    layout, channels = ("bgra", 4) if alpha else ("bgr24", 3)
    raw = ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", layout, "pipe:1"]
    target = ["-map", "0:v:0", "-vf", ",".join(steps), *raw]
    source = [*(["-c:v", decoder] if decoder else []), "-i", f"file:{path}"]
    arguments = ffmpeg.command(program, [*source, *target])
    size = width * height * channels
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=errors, pipesize=_PIPE_BYTES
        ) as process,
    ):
        assert process.stdout is not None
        try:
            while len(block := process.stdout.read(size)) == size:
                yield np.frombuffer(block, dtype=np.uint8).reshape(height, width, channels)
            if process.wait() != 0:
                errors.seek(0)
                raise ffmpeg.explain(errors.read(), UnreadableMedia)
        finally:
            process.kill()


def sound(program: str, path: Path) -> NDArray[np.float32]:
    """The whole sound of a file, (n, 2) at 48 kHz.

    Raises:
        DecoderFailed: there is no audio track, or it cannot be decoded.
    """
    whole = bytearray()
    for piece in sound_pieces(program, path):
        whole += piece.data
    return np.frombuffer(whole, dtype="<f4").reshape(-1, 2)


def sound_pieces(
    program: str, path: Path, begin: float | None = None
) -> Iterator[NDArray[np.float32]]:
    """The sound of a file in order, (n, 2) at 48 kHz each; constant memory.

    A single channel is heard on both sides with half its power each. Sound is in true time from
    ``begin`` on: a track that begins later is preceded by silence, what comes before is left out,
    and a gap is silent.

    Args:
        program: an ffmpeg.
        path: the file.
        begin: the timestamp in seconds that the first sample belongs to; None for the track's own
            beginning, or the file's where its format has such a thing.

    Raises:
        DecoderFailed: there is no audio track, or it cannot be decoded to its end.
    """
    true = [] if begin is None else ["-copyts"]
    timed = _TRUE_TIME if begin is None else f"asetpts=PTS-({begin:.6f})/TB,{_TRUE_TIME}"
    form = ["-f", "f32le", "-ac", "2", "-ar", str(SAMPLE_RATE), "pipe:1"]
    target = [*true, "-map", "0:a:0", "-af", timed, *form]
    arguments = ffmpeg.command(program, ["-i", f"file:{path}", *target])
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors) as process,
    ):
        assert process.stdout is not None
        try:
            while block := process.stdout.read(_SOUND_BYTES):
                whole = len(block) // _SAMPLE_BYTES * _SAMPLE_BYTES
                yield np.frombuffer(block[:whole], dtype="<f4").reshape(-1, 2)
            if process.wait() != 0:
                errors.seek(0)
                raise ffmpeg.explain(errors.read(), DecoderFailed)
        finally:
            process.kill()


def stills(
    program: str, path: Path, times: Sequence[float], width: int, height: int
) -> list[NDArray[np.uint8]]:
    """The frames at or right after the given seconds, each (height, width, 3) RGB.

    Raises:
        DecoderFailed: a time lies behind the last frame.
    """
    count, begins = len(times), [f"{max(at, 0):.4f}" for at in times]
    first = f"scale={width}:{height}:flags=area,setsar=1,trim=end_frame=1"
    if max(times) <= _WORTH_SEEKING * count:
        source = ["-i", f"file:{path}"]
        split = "".join(f"[a{index}]" for index in range(count))
        cut = [f"[a{index}]trim=start={at},{first}[s{index}]" for index, at in enumerate(begins)]
        chains = [f"[0:v:0]split={count}{split}", *cut]
    else:
        source = [part for at in begins for part in ("-ss", at, "-i", f"file:{path}")]
        chains = [f"[{index}:v:0]{first}[s{index}]" for index in range(count)]
    joined = "".join(f"[s{index}]" for index in range(count))
    graph = ";".join([*chains, f"{joined}concat=n={count}"])
    raw_rgb = ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"]
    target = ["-filter_complex", graph, *raw_rgb]
    raw = ffmpeg.run(program, [*source, *target], DecoderFailed)
    if len(raw) != width * height * 3 * count:
        raise DecoderFailed(f"{path.name} has no frame at one of {count} times")
    return list(np.frombuffer(raw, dtype=np.uint8).reshape(-1, height, width, 3))


def poster(program: str, path: Path, at: float, out: Path) -> None:
    """Write the frame at ``at`` seconds as a picture; the suffix of ``out`` names the format.

    Raises:
        DecoderFailed: there is no such frame.
    """
    arguments = [
        "-ss",
        f"{at:.3f}",
        "-i",
        f"file:{path}",
        "-frames:v",
        "1",
        "-q:v",
        "3",
        "-y",
        str(out),
    ]
    ffmpeg.run(program, arguments, DecoderFailed)
    if not out.is_file():
        raise DecoderFailed(f"no frame at {at:.3f} seconds in {path.name}")
