"""Files as the world makes them: measured rightly, or refused with one clear error."""

from __future__ import annotations

from pathlib import Path

import pytest

from kinora.loop.extract import extract_file
from kinora.media import ffmpeg
from kinora.model.errors import EncoderFailed, UnreadableMedia

PROGRAM = ffmpeg.locate()
PICTURE = "testsrc2=s=96x64:r=24:d=1"
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


@pytest.fixture
def make(tmp_path):
    """Write a file with ffmpeg: a lavfi source, what comes after it, and the name."""

    def write(name: str, *options: str, source: str = PICTURE) -> Path:
        path = tmp_path / name
        ffmpeg.run(PROGRAM, ["-f", "lavfi", "-i", source, *options, str(path)], EncoderFailed)
        return path

    return write


def measured(path):
    return extract_file(path, PROGRAM)[0]


def facts(path):
    video = measured(path).video
    return (video.width, video.height, video.fps, video.frames)


@pytest.mark.parametrize(
    ("name", "source", "options", "expected"),
    [
        ("plain.mp4", PICTURE, H264, (96, 64, 24, 24)),
        ("without.mkv", PICTURE, (*H264, "-an"), (96, 64, 24, 24)),
        ("one.mp4", PICTURE, (*H264, "-frames:v", "1"), (96, 64, 24, 1)),
        ("half.mp4", PICTURE, (*H264, "-t", "0.5"), (96, 64, 24, 12)),
        ("slow.mp4", "testsrc2=s=96x64:r=1:d=4", H264, (96, 64, 1, 4)),
        ("quick.mp4", "testsrc2=s=96x64:r=120:d=1", H264, (96, 64, 120, 120)),
        ("film.mp4", "testsrc2=s=96x64:r=24000/1001:d=1", H264, (96, 64, 24000 / 1001, 24)),
        ("odd.mkv", "gradients=s=101x77:r=24:d=0.5", ("-c:v", "ffv1"), (101, 77, 24, 12)),
        ("huge.mp4", "testsrc2=s=3840x2160:r=24:d=0.2", H264, (3840, 2160, 24, 5)),
        ("ten.mp4", PICTURE, (*H264[:4], "-pix_fmt", "yuv420p10le"), (96, 64, 24, 24)),
        ("wide.mp4", PICTURE, ("-vf", "setsar=2", *H264), (192, 64, 24, 24)),
        ("tv.mkv", PICTURE, ("-vf", "setsar=16/15", *H264), (102, 64, 24, 24)),
        ("small.gif", "testsrc2=s=96x64:r=25:d=1", (), (96, 64, 25, 25)),
        ("late.mkv", PICTURE, ("-vf", "setpts=PTS+5/TB", *H264), (96, 64, 24, 24)),
    ],
)
def test_size_rate_and_frames(make, name, source, options, expected):
    assert facts(make(name, *options, source=source)) == pytest.approx(expected)


@pytest.mark.parametrize(("turn", "size"), [(90, (64, 96)), (180, (96, 64)), (270, (64, 96))])
def test_a_rotated_file_has_the_size_that_is_displayed(make, tmp_path, turn, size):
    upright = make("upright.mp4", *H264)
    path = tmp_path / "turned.mp4"
    turned = ["-display_rotation", str(turn), "-i", str(upright), "-c", "copy", str(path)]
    ffmpeg.run(PROGRAM, turned, EncoderFailed)
    assert facts(path)[:2] == size


def test_a_rotated_file_is_measured_as_displayed(make, tmp_path):
    split = "color=black:s=96x64:r=12:d=1,drawbox=w=48:c=white:t=fill"
    upright, path = make("upright.mp4", *H264, source=split), tmp_path / "turned.mp4"
    turned = ["-display_rotation", "90", "-i", str(upright), "-c", "copy", str(path)]
    ffmpeg.run(PROGRAM, turned, EncoderFailed)
    assert measured(upright).whole.composition.centre_x < 0.3
    found = measured(path).whole.composition
    assert found.centre_x == pytest.approx(0.5, abs=0.02)
    assert abs(found.centre_y - 0.5) > 0.2


@pytest.mark.parametrize(
    ("name", "shade", "codec"),
    [
        ("animation.mov", "rgba", ("-c:v", "qtrle")),
        ("pictures.mov", "rgba", ("-c:v", "png")),
        ("web.webm", "yuva420p", ("-c:v", "libvpx-vp9")),
        ("studio.mov", "yuva444p10le", ("-c:v", "prores_ks", "-profile:v", "4444")),
    ],
)
def test_alpha_is_measured_and_seen_on_black(make, name, shade, codec):
    half = f"color=red@0.5:s=64x64:r=12:d=0.5,format={shade}"
    whole = measured(make(name, *codec, source=half)).whole
    assert whole.colour.opacity == pytest.approx(0.5, abs=0.01)
    red = int(whole.colour.dominant[1:3], 16)
    assert red == pytest.approx(128, abs=3)


def test_what_has_no_alpha_is_opaque(make):
    assert measured(make("plain.mp4", *H264)).whole.colour.opacity == 1.0


def test_a_window_is_a_second_whatever_the_rate_does(make):
    """A third of the frames for two seconds, then all of them for one."""
    pick = "select=not(mod(n\\,3))+gt(n\\,60)"
    source = "testsrc2=s=96x64:r=30:d=3"
    found = measured(make("vfr.mp4", "-vf", pick, "-fps_mode", "vfr", *H264, source=source))
    assert [window.start for window in found.windows] == [0.0, 1.0, 2.0]
    assert found.frames[-1].at == pytest.approx(3.0, abs=0.1)
    assert found.video.duration_seconds == pytest.approx(3.0, abs=0.1)


def test_a_change_happens_at_its_true_time_at_any_rate(make):
    dark_then_light = "color=0x202020:s=96x64:r={0}:d=2,drawbox=c=0xe0e0e0:t=fill:enable='gte(t,1)'"
    for rate in (5, 24, 50):
        path = make(f"at{rate}.mp4", *H264, source=dark_then_light.format(rate))
        first, second = measured(path).windows
        assert first.light.brightness < 0.35
        assert second.light.brightness > 0.85


def test_a_cover_picture_is_not_the_video(make, tmp_path):
    video, cover = make("plain.mp4", *H264), make("cover.png", "-frames:v", "1")
    path = tmp_path / "covered.mp4"
    both = ["-i", str(video), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy"]
    ffmpeg.run(PROGRAM, [*both, "-disposition:v:1", "attached_pic", str(path)], EncoderFailed)
    assert facts(path) == (96, 64, 24, 24)


def test_sound_alone_and_pictures_alone_are_no_video(make):
    for path in (make("a.wav", source="sine=d=0.2"), make("a.png", "-frames:v", "1")):
        with pytest.raises(UnreadableMedia):
            measured(path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("name", ["cut.mp4", "cut.mkv"])
def test_a_truncated_file_is_refused(make, name, share):
    source = "testsrc2=s=160x120:r=24:d=4"
    path = make(name, *H264, "-movflags", "+faststart", source=source)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(UnreadableMedia, match=name):
        measured(path)


def test_a_container_without_a_frame_is_refused(make, tmp_path):
    path = tmp_path / "empty.mp4"
    none = ["-i", str(make("plain.mp4", *H264)), "-t", "0", "-c", "copy", str(path)]
    ffmpeg.run(PROGRAM, none, EncoderFailed)
    with pytest.raises(UnreadableMedia):
        measured(path)


def test_a_damaged_file_is_measured_or_refused_but_never_breaks(make):
    path = make("hurt.mp4", *H264, "-movflags", "+faststart", source="testsrc2=s=160x120:r=24:d=2")
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) // 3 + 2000):
        data[at] = (data[at] * 7 + 3) % 256
    path.write_bytes(data)
    try:
        found = measured(path)
    except UnreadableMedia:
        return
    assert found.video.frames >= 43
