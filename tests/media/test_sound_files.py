"""Sound on its way into a video, out of it again, and into files of its own."""

from __future__ import annotations

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE
from kinora.media import decode, ffmpeg
from kinora.media.encode import VideoEncoder
from kinora.media.join import join
from kinora.media.track import SUFFIXES, read_track, write_track
from kinora.model.errors import (
    DecoderFailed,
    EncoderFailed,
    InvalidInput,
    StorageFull,
    UnreadableMedia,
)
from kinora.model.format import VideoFormat

PROGRAM = ffmpeg.locate()


def tone(seconds: float) -> np.ndarray:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    left, right = (0.3 * np.sin(2 * np.pi * hertz * time) for hertz in (440, 660))
    return np.stack([left, right], axis=1).astype(np.float32)


def difference(found: np.ndarray, wanted: np.ndarray) -> float:
    """The error's level against the sound's, in decibels."""
    length = min(len(found), len(wanted))
    error = np.square(found[:length] - wanted[:length]).mean()
    return float(10 * np.log10(error / np.square(wanted).mean() + 1e-12))


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "picture.mp4"
    form = VideoFormat(width=64, height=64, fps=12, duration_seconds=1.0)
    with VideoEncoder(PROGRAM, path, form) as encoder:
        for _ in range(12):
            encoder.write(np.full((96, 64), 100, np.uint8))
    return path


@pytest.mark.parametrize("size", [997, 48_000, 10**6])
def test_joining_takes_pieces_of_any_size(picture, tmp_path, size):
    samples = tone(3.0)
    pieces = (samples[start : start + size] for start in range(0, len(samples), size))
    join(PROGRAM, [picture], pieces, tmp_path / "out.mp4", {})
    assert difference(decode.sound(PROGRAM, tmp_path / "out.mp4"), samples) < -25


def test_an_error_while_the_sound_is_made_passes_and_leaves_nothing(picture, tmp_path):
    def breaking():
        yield tone(1.0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        join(PROGRAM, [picture], breaking(), tmp_path / "out.mp4", {})
    assert [path.name for path in tmp_path.iterdir()] == ["picture.mp4"]


def test_an_encoder_that_stops_early_is_not_waited_for(tmp_path):
    (tmp_path / "a.mp4").write_text("no video")
    taken = 0

    def endless():
        nonlocal taken
        while taken < 5_000:
            taken += 1
            yield np.zeros((SAMPLE_RATE, 2), np.float32)

    with pytest.raises(EncoderFailed, match="ffmpeg failed"):
        join(PROGRAM, [tmp_path / "a.mp4"], endless(), tmp_path / "out.mp4", {})
    assert taken < 5_000
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_full_disk_is_named(picture, tmp_path):
    (tmp_path / "out.mp4.part").symlink_to("/dev/full")
    with pytest.raises(StorageFull, match="disk is full"):
        join(PROGRAM, [picture], [tone(1.0)], tmp_path / "out.mp4", {})


def test_sound_is_decoded_in_pieces(picture, tmp_path):
    join(PROGRAM, [picture], [tone(5.0)], tmp_path / "out.mp4", {})
    pieces = list(decode.sound_pieces(PROGRAM, tmp_path / "out.mp4"))
    assert len(pieces) >= 3
    assert max(map(len, pieces)) < 2 * SAMPLE_RATE
    assert np.array_equal(np.concatenate(pieces), decode.sound(PROGRAM, tmp_path / "out.mp4"))
    with pytest.raises(DecoderFailed):
        list(decode.sound_pieces(PROGRAM, picture))


@pytest.mark.parametrize(
    ("suffix", "error"), [(".wav", -70), (".flac", -70), (".mp3", -25), (".m4a", -25)]
)
def test_a_track_comes_back_as_it_was(tmp_path, suffix, error):
    path = tmp_path / f"track{suffix.upper()}"
    write_track(PROGRAM, tone(2.0), path, {"title": "a tone", "comment": "seed=1"})
    assert difference(read_track(PROGRAM, path), tone(2.0)) < error
    assert [found.name for found in tmp_path.iterdir()] == [path.name]
    assert suffix in SUFFIXES


def test_a_track_carries_its_tags(tmp_path):
    path = tmp_path / "track.flac"
    write_track(PROGRAM, tone(0.5), path, {"title": "a calm tone"})
    assert b"title=a calm tone" in path.read_bytes().lower()


def test_a_faint_fade_is_dithered_and_not_cut_off(tmp_path):
    faint = tone(2.0) * np.float32(1e-4)
    write_track(PROGRAM, faint, tmp_path / "faint.wav", {})
    power = np.abs(np.fft.rfft(read_track(PROGRAM, tmp_path / "faint.wav")[:, 0]))
    assert np.argmax(power) == 880
    assert power[880] > 20 * np.median(power)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("track.ogg", r"names no sound format; allowed: .*\.wav, \.flac, \.mp3, \.m4a"),
        ("track", "names no sound format"),
        ("absent/track.wav", "no folder"),
    ],
)
def test_where_a_track_cannot_be_written_is_said(tmp_path, name, words):
    with pytest.raises(InvalidInput, match=words):
        write_track(PROGRAM, tone(0.1), tmp_path / name, {})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["track.wav", "track.flac"])
def test_a_track_that_cannot_be_written_whole_does_not_appear(tmp_path, name):
    (tmp_path / f"{name}.part").symlink_to("/dev/full")
    with pytest.raises((EncoderFailed, StorageFull)):
        write_track(PROGRAM, tone(1.0), tmp_path / name, {})
    assert list(tmp_path.iterdir()) == []


def test_mono_at_another_rate_is_heard_on_both_sides(tmp_path):
    path = tmp_path / "mono.mp3"
    source = ["-f", "lavfi", "-i", "sine=frequency=500:sample_rate=22050:duration=1"]
    ffmpeg.run(PROGRAM, [*source, str(path)], EncoderFailed)
    samples = read_track(PROGRAM, path)
    assert len(samples) == pytest.approx(SAMPLE_RATE, abs=3000)
    assert np.allclose(samples[:, 0], samples[:, 1], atol=1e-4)
    power = np.abs(np.fft.rfft(samples[:, 0]))
    assert np.argmax(power) * SAMPLE_RATE / len(samples) == pytest.approx(500, abs=2)


def test_what_is_no_sound_is_refused(tmp_path, picture):
    with pytest.raises(UnreadableMedia, match="no file"):
        read_track(PROGRAM, tmp_path / "absent.wav")
    (tmp_path / "x.wav").write_bytes(b"no sound at all")
    with pytest.raises(UnreadableMedia, match=r"x\.wav is not readable as sound"):
        read_track(PROGRAM, tmp_path / "x.wav")
    with pytest.raises(UnreadableMedia):
        read_track(PROGRAM, picture)
