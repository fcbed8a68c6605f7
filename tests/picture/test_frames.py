"""Frames are pure functions of the spec and the frame number."""

import subprocess
import sys

import cv2
import numpy as np
import pytest

from kinora.model.errors import InvalidFormat
from kinora.model.spec import Shot
from kinora.model.taxonomy import Place, Weather
from kinora.picture import Painter


@pytest.mark.parametrize("place", list(Place))
def test_frames_can_be_drawn_in_any_order_by_any_painter(spec, place):
    given = spec(place=place, weather="cloudy", time_of_day="dusk")
    forwards, backwards = Painter(given), Painter(given)
    drawn = {i: forwards.frame(i) for i in (0, 1, 20, 47)}
    for i in reversed(drawn):
        assert np.array_equal(backwards.frame(i), drawn[i])


@pytest.mark.parametrize("place", list(Place))
def test_nothing_of_an_earlier_frame_is_left_when_the_camera_moves(spec, place):
    """Layers cover the whole frame wherever the camera looks, or the fill below the sky does."""
    for camera in ("crane_down", "tilt_up"):
        shots = (Shot(first_frame=0, frames=48, camera=camera, camera_speed=2.0),)
        given = spec(place=place, shots=shots, width=96, height=96, depth=1.0)
        painter = Painter(given)
        first = painter.frame(0)
        painter.frame(47)
        assert np.array_equal(painter.frame(47), Painter(given).frame(47))
        assert np.array_equal(painter.frame(0), first)


@pytest.mark.parametrize("weather", list(Weather))
def test_two_renders_are_byte_identical_on_any_number_of_threads(spec, weather):
    given = spec(place="city", time_of_day="night", weather=weather)
    first, second = Painter(given), Painter(given)
    alone = first.frame(30)
    cv2.setNumThreads(4)
    together = second.frame(30)
    cv2.setNumThreads(1)
    assert alone.tobytes() == together.tobytes()


def test_another_process_draws_the_same_bytes(spec):
    given = spec(place="forest", weather="snow")
    script = (
        "import sys, hashlib; from kinora.model.spec import SceneSpec; "
        "from kinora.picture import Painter; "
        "spec = SceneSpec.model_validate_json(sys.stdin.read()); "
        "print(hashlib.sha256(Painter(spec).frame(17).tobytes()).hexdigest())"
    )
    import hashlib

    here = hashlib.sha256(Painter(given).frame(17).tobytes()).hexdigest()
    paths = [path for path in sys.path if path]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {paths!r}; {script}"],
        input=given.model_dump_json(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == here


def test_i420_is_the_same_picture_in_limited_range(spec):
    painter = Painter(spec(width=128, height=96))
    bgr, planes = painter.frame(5), painter.i420(5)
    assert bgr.shape == (96, 128, 3)
    assert planes.shape == (144, 128)
    back = cv2.cvtColor(planes, cv2.COLOR_YUV2BGR_I420)
    assert np.abs(back.astype(int) - bgr).mean() < 4
    assert planes[:96].min() >= 16
    assert planes[:96].max() <= 235


def test_a_frame_is_the_callers_own(spec):
    painter = Painter(spec())
    first = painter.frame(3)
    copy = first.copy()
    painter.frame(4)
    assert np.array_equal(first, copy)


def test_frames_outside_the_clip_are_refused(spec):
    painter = Painter(spec())
    for index in (-1, 48):
        with pytest.raises(IndexError):
            painter.frame(index)


def test_a_format_that_cannot_be_encoded_is_refused(spec):
    with pytest.raises(InvalidFormat):
        Painter(spec(width=101))


def test_importing_the_package_does_not_load_opencv():
    code = "import sys, kinora.picture, kinora.model.spec; sys.exit('cv2' in sys.modules)"
    paths = [path for path in sys.path if path]
    code = f"import sys; sys.path[:0] = {paths!r}; {code}"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("width", "height"),
    [(64, 64), (64, 200), (258, 66)],
)
@pytest.mark.parametrize("place", list(Place))
def test_every_even_size_can_be_drawn(spec, place, width, height):
    shots = (Shot(first_frame=0, frames=48, size="close", camera="roll", camera_speed=1.0),)
    weather = ("rain", "snow", "fog", "clear")[(width + height) % 4]
    painter = Painter(spec(place=place, width=width, height=height, shots=shots, weather=weather))
    frame = painter.frame(40)
    assert frame.shape == (height, width, 3)
    assert frame.std() > 3


@pytest.mark.parametrize(("width", "height"), [(3840, 2160)])
def test_large_frames_are_drawn_at_their_full_size(spec, width, height):
    frame = Painter(spec(width=width, height=height, place="desert")).frame(1)
    assert frame.shape == (height, width, 3)
