"""The sound of small files as ffmpeg makes them: tracks, rates, channels and time."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from kinora.loop.extract import extract_file
from kinora.media.ffmpeg import locate
from kinora.model.features import Features, SoundKind
from kinora.model.taxonomy import Presence

PROGRAM = locate()
_PICTURE = "testsrc=s=64x64:r=24:d={}"


@pytest.fixture
def made(tmp_path):
    """Film a test card of so many seconds with a sound; ``late`` and ``waits`` delay the two."""

    def make(
        sound: str | None,
        *,
        picture: float = 2.0,
        name: str = "clip.mkv",
        codec: str = "pcm_f32le",
        late: float = 0.0,
        waits: float = 0.0,
        extra: tuple[str, ...] = (),
    ) -> Features:
        out = tmp_path / name
        arguments = ["-itsoffset", str(waits), "-f", "lavfi", "-i", _PICTURE.format(picture)]
        if sound is not None:
            arguments += ["-itsoffset", str(late), "-f", "lavfi", "-i", sound]
        codecs = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", codec]
        line = [PROGRAM, "-v", "error", "-nostdin", *arguments, *codecs, *extra, str(out)]
        subprocess.run(line, check=True)
        return _measured(out)

    return make


def _measured(path: Path) -> Features:
    return extract_file(path, PROGRAM)[0]


def kinds(features: Features) -> list[SoundKind]:
    return [frame.sound.kind for frame in features.frames]


def begins(features: Features) -> float:
    """When the first frame is heard."""
    return next(f.at for f in features.frames if f.sound.kind is not SoundKind.SILENCE)


def test_without_a_track_there_is_silence(made):
    features = made(None)
    assert not features.video.has_audio
    assert set(kinds(features)) == {SoundKind.SILENCE}
    assert features.whole.audio.presence is Presence.SILENCE
    assert features.whole.audio.mood is None
    assert features.whole.loudness_lufs is None


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", ["mono", "stereo", "5.1"])
def test_any_rate_and_any_channels(made, rate, channels):
    """A sine of 0.25 in every channel; mono has half its power on each side."""
    layouts = {"mono": 1, "stereo": 2, "5.1": 6}
    each = "|".join(["0.25*sin(2*PI*1000*t)"] * layouts[channels])
    sound = f"aevalsrc={each}:c={channels}:s={rate}:d=2"
    features = made(sound)
    for frame in features.frames[2:-2]:
        assert frame.sound.centroid_hz == pytest.approx(1000, abs=2)
        assert frame.sound.harmonicity > 0.99
        if channels != "5.1":
            power = 0.25**2 / (4 if channels == "mono" else 2)
            assert frame.sound.amplitude == pytest.approx(power**0.5, rel=0.03)
    assert {window.audio.presence for window in features.windows} == {Presence.AMBIENT}


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "aac"), ("a.mov", "aac"), ("a.mkv", "libopus"), ("a.mkv", "flac"), ("a.ts", "aac")],
)
def test_a_track_that_begins_late_is_heard_late(made, name, codec):
    features = made("sine=1000:d=1", name=name, codec=codec, late=0.75, picture=2.5)
    assert begins(features) == pytest.approx(0.75, abs=0.06)
    heard = [f.at for f in features.frames if f.sound.kind is SoundKind.TONE]
    assert heard[-1] == pytest.approx(1.75, abs=0.08)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_a_picture_that_begins_late_has_the_sound_of_its_own_time(made, name):
    """The sound changes its pitch 1 s into the file, half a second into the picture."""
    pitch = "aevalsrc=0.3*sin(2*PI*if(lt(t\\,1)\\,500\\,3000)*t):d=2.5"
    features = made(pitch, name=name, codec="aac", waits=0.5)
    changed = next(f.at for f in features.frames if f.sound.centroid_hz > 1500)
    assert changed == pytest.approx(0.5, abs=0.05)


def test_an_edit_list_cuts_what_came_before(made, tmp_path):
    """Copied from between key frames, the file begins with sound before its time 0."""
    pitch = "aevalsrc=0.3*sin(2*PI*if(lt(t\\,2)\\,500\\,3000)*t):d=4"
    made(pitch, name="whole.mp4", codec="aac", picture=4.0, extra=("-g", "12"))
    line = [PROGRAM, "-v", "error", "-nostdin", "-ss", "1.25", "-i", str(tmp_path / "whole.mp4")]
    subprocess.run([*line, "-c", "copy", str(tmp_path / "cut.mp4")], check=True)
    features = _measured(tmp_path / "cut.mp4")
    changed = next(f.at for f in features.frames if f.sound.centroid_hz > 1500)
    # Players start a copy at its asked time or at the key frame before it.
    assert changed == pytest.approx(0.75, abs=0.06) or changed == pytest.approx(1.0, abs=0.06)


def test_a_gap_in_the_track_is_silent(made, tmp_path):
    sound = "sine=1000:d=3,aselect='not(between(t,1,2))'"
    features = made(sound, picture=3.0)
    for frame in features.frames:
        if 1.1 < frame.at < 1.9:
            assert frame.sound.kind is SoundKind.SILENCE
        elif frame.at < 0.9 or 2.1 < frame.at < 2.9:
            assert frame.sound.kind is SoundKind.TONE


def test_sound_shorter_than_the_picture(made):
    features = made("sine=1000:d=0.6", picture=2.0)
    assert [window.audio.presence for window in features.windows] == [
        Presence.AMBIENT,
        Presence.SILENCE,
    ]
    assert kinds(features)[16:] == [SoundKind.SILENCE] * 32


def test_sound_longer_than_the_picture(made):
    features = made("aevalsrc=0.125*sin(2*PI*1000*t)|0.125*sin(2*PI*1000*t):d=3", picture=1.0)
    assert len(features.frames) == 24
    assert len(features.windows) == 1
    assert features.whole.audio.level == pytest.approx(0.125 / 2**0.5, rel=0.01)


def test_digital_silence_and_an_offset(made):
    for value in (0, 0.3):
        features = made(f"aevalsrc={value}|{value}:d=2", name=f"a{value}.mkv")
        assert features.video.has_audio
        assert set(kinds(features)) == {SoundKind.SILENCE}
        assert features.whole.audio.presence is Presence.SILENCE


def test_sound_beyond_full_scale(made):
    features = made("aevalsrc=4*sin(2*PI*300*t):d=2")
    for frame in features.frames:
        assert frame.sound.amplitude == frame.sound.strength == 1.0
    assert features.whole.audio.level == 1.0


def test_a_single_frame(made):
    features = made("sine=1000:d=0.04", picture=1 / 24)
    assert len(features.frames) == 1
    assert features.frames[0].sound.kind is SoundKind.TONE
    assert features.windows[0].audio.tempo_bpm == 0.0
