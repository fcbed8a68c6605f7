"""The bridge to ffmpeg, against the real program."""

import math
from itertools import pairwise

import numpy as np
import pytest

from kinora.media import decode, ffmpeg
from kinora.media.encode import VideoEncoder
from kinora.media.join import join
from kinora.model.errors import (
    DecoderFailed,
    EncoderFailed,
    InvalidInput,
    StorageFull,
    UnreadableMedia,
)
from kinora.model.format import VideoFormat

PROGRAM = ffmpeg.locate()
FORM = VideoFormat(width=64, height=64, fps=12, duration_seconds=1.0)


def grey(level):
    frame = np.full((96, 64), 128, np.uint8)
    frame[:64] = level
    return frame


def encode(path, levels, form=FORM):
    with VideoEncoder(PROGRAM, path, form) as encoder:
        for level in levels:
            encoder.write(grey(level))


def tone(seconds, amplitude=0.3):
    wave = amplitude * np.sin(np.arange(int(48_000 * seconds)) * 2 * np.pi * 440 / 48_000)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def brightness(path):
    return [float(frame.mean()) for frame in decode.frames(PROGRAM, path, 64, 64)]


@pytest.fixture
def clip(tmp_path):
    encode(tmp_path / "a.mp4", range(40, 160, 10))
    encode(tmp_path / "b.mp4", range(160, 40, -10))
    path = tmp_path / "clip.mp4"
    parts = [tmp_path / "a.mp4", tmp_path / "b.mp4"]
    join(PROGRAM, parts, [tone(2.0)], path, {"comment": "spec_sha256=abc; seed=1"})
    return path


def test_frames_come_back_in_order_and_number(clip):
    seen = brightness(clip)
    assert len(seen) == 24
    assert all(a < b for a, b in pairwise(seen[:12]))
    assert all(a > b for a, b in pairwise(seen[12:]))


def test_the_header_tells_size_rate_sound_and_comment(clip):
    found = decode.probe(PROGRAM, clip)
    assert (found.width, found.height, found.fps) == (64, 64, 12.0)
    assert found.has_audio
    assert found.constant_rate
    assert found.comment == "spec_sha256=abc; seed=1"
    assert found.duration_seconds == pytest.approx(2.0, abs=0.05)


def test_sound_comes_back_in_stereo_at_its_level(clip):
    samples = decode.sound(PROGRAM, clip)
    assert samples.shape[1] == 2
    assert len(samples) == pytest.approx(96_000, abs=2048)
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)


def test_joining_does_not_touch_the_picture(clip, tmp_path):
    alone = brightness(tmp_path / "a.mp4") + brightness(tmp_path / "b.mp4")
    assert brightness(clip) == alone


def test_an_error_inside_leaves_no_file(tmp_path):
    path = tmp_path / "x.mp4"
    with pytest.raises(ZeroDivisionError), VideoEncoder(PROGRAM, path, FORM) as encoder:
        encoder.write(grey(1))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_frame_of_another_size_is_refused(tmp_path):
    path = tmp_path / "x.mp4"
    refused = pytest.raises(EncoderFailed, match="expected 6144")
    with refused, VideoEncoder(PROGRAM, path, FORM) as encoder:
        encoder.write(np.zeros((10, 10), np.uint8))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named_and_leaves_no_file(tmp_path):
    (tmp_path / "x.mp4.part").symlink_to("/dev/full")
    with pytest.raises(StorageFull, match="disk is full"):
        encode(tmp_path / "x.mp4", [1] * 12)
    assert list(tmp_path.iterdir()) == []


def test_joining_what_is_no_video_fails_clearly(tmp_path):
    (tmp_path / "a.mp4").write_text("no video")
    with pytest.raises(EncoderFailed, match="ffmpeg failed"):
        join(PROGRAM, [tmp_path / "a.mp4"], [tone(1)], tmp_path / "out.mp4", {})
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize("content", [b"", b"no video at all", b"\x00" * 5000])
def test_what_is_no_video_is_refused(tmp_path, content):
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableMedia, match=r"x\.mp4 is not a readable video"):
        decode.probe(PROGRAM, path)
    with pytest.raises(UnreadableMedia, match="no file"):
        decode.probe(PROGRAM, tmp_path / "absent.mp4")


def test_no_audio_track(tmp_path):
    encode(tmp_path / "silent.mp4", [1, 2])
    assert not decode.probe(PROGRAM, tmp_path / "silent.mp4").has_audio
    with pytest.raises(DecoderFailed):
        decode.sound(PROGRAM, tmp_path / "silent.mp4")


def test_stills_and_posters(clip, tmp_path):
    first, last = decode.stills(PROGRAM, clip, [0.0, 0.9], 32, 32)
    assert first.shape == (32, 32, 3)
    assert last.mean() > first.mean() + 50
    decode.poster(PROGRAM, clip, 0.5, tmp_path / "p.jpg")
    assert (tmp_path / "p.jpg").read_bytes()[:2] == b"\xff\xd8"
    with pytest.raises(DecoderFailed, match="no frame at one of 1 times"):
        decode.stills(PROGRAM, clip, [9.0], 32, 32)


def test_stills_far_apart_are_sought_and_near_ones_are_not_and_both_are_the_frames(tmp_path):
    path = tmp_path / "long.mp4"
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x48:r=4:d=30", "-c:v", "libx264", "-g", "50"]
    ffmpeg.run(PROGRAM, [*source, "-pix_fmt", "yuv420p", str(path)], EncoderFailed)
    frames = np.stack(list(decode.frames(PROGRAM, path, 64, 48)))[..., ::-1].astype(np.int16)
    far = [0.0, 7.5, 14.7, 29.6]
    near = [*far, *(0.25 * step - 0.1 for step in range(1, 109, 9))]
    for times in (far, near):
        stills = decode.stills(PROGRAM, path, times, 64, 48)
        nearest = [int(np.abs(frames - still).mean(axis=(1, 2, 3)).argmin()) for still in stills]
        assert nearest == [math.ceil(4 * at) for at in times]


def test_names_that_look_like_options_or_protocols_are_files(tmp_path, clip):
    odd = tmp_path / "concat:it's.mp4"
    odd.write_bytes(clip.read_bytes())
    assert decode.probe(PROGRAM, odd).width == 64
    join(PROGRAM, [odd], [tone(1)], tmp_path / "out.mp4", {})
    assert decode.probe(PROGRAM, tmp_path / "out.mp4").has_audio


def test_a_variable_rate_is_evened_out(tmp_path):
    path = tmp_path / "vfr.mp4"
    # Every third frame for two seconds, then all of them: 20 + 30 frames in three seconds.
    pick = "select=not(mod(n\\,3))+gt(n\\,60)"
    source = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=30:d=3", "-vf", pick, "-fps_mode", "vfr"]
    ffmpeg.run(PROGRAM, [*source, "-c:v", "libx264", str(path)], EncoderFailed)
    found = decode.probe(PROGRAM, path)
    assert not found.constant_rate
    evened = list(decode.frames(PROGRAM, path, 64, 64, found.fps))
    assert len(evened) == pytest.approx(found.duration_seconds * found.fps, abs=2)


def test_another_ffmpeg_must_exist():
    with pytest.raises(InvalidInput, match="ffmpeg: no program"):
        ffmpeg.locate("/nowhere/ffmpeg")
    assert ffmpeg.locate(PROGRAM) == PROGRAM
