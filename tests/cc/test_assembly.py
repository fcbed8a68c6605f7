"""The finished video: as long as was chosen, without a jump, words when they are due, music."""

from __future__ import annotations

from itertools import islice

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from kinora.cc.assembly import cover, film, music
from kinora.cc.assembly.timing import CARD_SECONDS, sentences, timed
from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.media import decode
from kinora.media.encode import VideoEncoder
from kinora.media.track import write_track
from kinora.model.format import VideoFormat
from kinora.picture.paint import cv
from kinora.picture.words.lines import Band, Lines, Said, settable
from kinora.providers.ports import Picture

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
WIDTH, HEIGHT, FPS = 144, 256, 12


def clip(path, count, level):
    """Frames of one grey each, by their number."""
    form = VideoFormat(width=WIDTH, height=HEIGHT, fps=FPS, duration_seconds=count / FPS)
    with VideoEncoder(FFMPEG, path, form) as encoder:
        for index in range(count):
            encoder.write(cv.i420(np.full((HEIGHT, WIDTH, 3), level(index), np.uint8)))
    return path


@pytest.fixture(scope="module")
def loop(tmp_path_factory):
    """A clip that ends where it began."""
    wave = tmp_path_factory.mktemp("clips") / "loop.mp4"
    return clip(wave, 24, lambda i: round(120 + 30 * np.sin(2 * np.pi * i / 24)))


@pytest.fixture(scope="module")
def ramp(tmp_path_factory):
    """A clip that does not."""
    return clip(tmp_path_factory.mktemp("clips") / "ramp.mp4", 24, lambda i: 60 + 6 * i)


def form(seconds):
    return VideoFormat(width=WIDTH, height=HEIGHT, fps=FPS, duration_seconds=seconds)


def means(frames, count):
    return np.array([float(frame.mean()) for frame in islice(frames, count)])


def test_a_loop_goes_round_as_it_is(loop):
    levels = means(film.looped(FFMPEG, loop, form(6)), 72)
    assert np.abs(levels[:24] - levels[24:48]).max() < 1
    assert np.abs(np.diff(levels)).max() < 12


def test_what_is_no_loop_is_dissolved_into_its_beginning(ramp):
    levels = means(film.looped(FFMPEG, ramp, form(6)), 72)
    assert levels.max() - levels.min() > 100
    falls = np.diff(levels)
    assert falls.min() > -40, "it jumps back at the seam"


def test_words_stand_when_they_are_due_and_the_end_goes_dark(loop, tmp_path):
    plan = timed(6.0, ["Here I am.", "And here is a longer sentence to read."], card=True)
    out = tmp_path / "film.mp4"
    film.draw(FFMPEG, loop, form(6), plan, film.Look("A Title"), out)
    found = decode.probe(FFMPEG, out)
    assert round(found.duration_seconds * FPS) == 72
    frames = list(decode.frames(FFMPEG, out, WIDTH, HEIGHT))
    plain = list(islice(film.looped(FFMPEG, loop, form(6)), 72))
    band = slice(int(0.72 * HEIGHT), int(0.9 * HEIGHT))
    bright = [int((frame[band] > 185).sum()) for frame in frames]
    for index, count in enumerate(bright):
        seconds = index / FPS
        inside = any(word.begins + 0.5 < seconds < word.ends - 0.5 for word in plan.words)
        outside = all(not word.begins - 0.1 < seconds < word.ends + 0.1 for word in plan.words)
        assert count > 40 if inside else count == 0 if outside else True, seconds
    assert frames[6].mean() < 0.7 * plain[6].mean()
    assert frames[-1].mean() < 0.3 * plain[-1].mean()
    middle = slice(int(0.42 * HEIGHT), int(0.58 * HEIGHT))
    assert (frames[12][middle] > 185).sum() > 40
    assert (frames[40][middle] > 185).sum() == 0


def test_time_is_shared_by_length_and_nothing_overlaps():
    plan = timed(
        30.0, ["Short.", "A sentence that takes a good deal longer to read than that."], card=True
    )
    first, second = plan.words
    assert first.begins >= CARD_SECONDS
    assert second.ends - second.begins > 1.5 * (first.ends - first.begins)
    assert first.ends <= second.begins
    assert second.ends < 30.0
    assert timed(15.0, [], card=False).words == ()


def test_sentences_come_in_the_order_of_their_paragraphs():
    overlay = {"paragraphs": [{"sentences": ["a", " "]}, {"sentences": ["b", "c"]}]}
    assert sentences(overlay) == ["a", "b", "c"]
    assert sentences(None) == []


def test_what_cannot_be_set_is_left_out():
    assert settable("Good night \U0001f431 moon\n\u2728!") == "Good night moon !"
    blank = np.full((200, 120, 3), 90, np.uint8)
    before = blank.copy()
    Lines([Said("\U0001f431\U0001f431", 0, 2)], 120, 200, Band.TOP).draw(blank, 1.0)
    assert (blank == before).all()


@pytest.mark.parametrize("text", ["x" * 120, "word " * 60, "a"])
@pytest.mark.parametrize("size", [(120, 200), (1280, 720), (64, 64)])
def test_any_text_stays_inside_the_frame(text, size):
    width, height = size
    picture = np.full((height, width, 3), 90, np.uint8)
    for band in Band:
        Lines([Said(text, 0, 4)], width, height, band, 1.25).draw(picture, 2.0)
    assert (picture != 90).any()


def tone(path, seconds, loud=0.02):
    t = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave = (loud * np.sin(2 * np.pi * 330 * t)).astype(np.float32)
    write_track(FFMPEG, np.stack([wave, wave], axis=1), path, {})
    return path


@pytest.mark.parametrize("seconds", [4.0, 15.0])
def test_music_is_as_long_as_the_picture_and_as_loud_as_it_should_be(tmp_path, seconds):
    track = tone(tmp_path / "tone.wav", 6)
    pieces = list(music.fitted(FFMPEG, track, seconds))
    sound = np.concatenate(pieces)
    assert len(sound) == round(seconds * SAMPLE_RATE)
    assert integrated(
        sound[SAMPLE_RATE : -3 * SAMPLE_RATE] if seconds > 8 else sound
    ) == pytest.approx(-16, abs=1.2)
    assert true_peak(sound) < 10 ** (-1 / 20)
    assert np.abs(sound[-10:]).max() < 1e-3
    steps = np.abs(np.diff(sound[:, 0]))
    assert steps.max() < 3 * np.percentile(steps, 99), "it clicks where it is repeated"


def test_a_lower_level_is_lower(tmp_path):
    track = tone(tmp_path / "tone.wav", 6)
    full, half = (np.concatenate(list(music.fitted(FFMPEG, track, 6, level))) for level in (1, 0.5))
    assert np.abs(half).max() == pytest.approx(0.5 * np.abs(full).max(), rel=0.01)


@pytest.mark.parametrize(("top", "bottom"), [(0, 100), (200, 256)])
def test_the_title_stands_where_the_pet_is_not(tmp_path, top, bottom):
    Image.new("RGB", (144, 256), (120, 90, 60)).save(tmp_path / "picture.png")
    mask = np.zeros((256, 144), np.uint8)
    mask[top:bottom] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    picture = Picture(tmp_path / "picture.png", "image/png", {"pet_mask": tmp_path / "mask.png"})
    assert cover.draw(picture, "A Title", tmp_path / "cover.jpg") == (144, 256)
    drawn = np.asarray(Image.open(tmp_path / "cover.jpg"))
    rows = np.nonzero((drawn > 220).any(axis=(1, 2)))[0]
    assert rows.size
    assert rows.min() > 128 if top == 0 else rows.max() < 128


def test_words_are_data():
    assert Said("a", 0, 1).text == "a"
