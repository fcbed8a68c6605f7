"""Embedded music, by measurement."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from kinora.loudness import SAMPLE_RATE, integrated, true_peak
from kinora.media import ffmpeg
from kinora.media.track import read_track
from kinora.model.errors import InvalidInput, JobCancelled
from kinora.providers.embedded.music import EmbeddedMusic
from kinora.providers.embedded.music.direction import direction
from kinora.providers.ports import Finished, MediaAction, MediaAsk
from tests.providers.language.answers import ANALYSIS

FFMPEG = ffmpeg.locate()
MUSIC = EmbeddedMusic(lambda: FFMPEG)
PARAMS = {"seconds": 8, "bpm": None, "ambience": False}
QUIET = {
    "name": "Keys",
    "prompt": "Solo piano, calm",
    "suggested_bpm": 60,
    "instruments": ["felt piano", "soft pad"],
    "mood": "calm",
    "energy": "very low",
}
LIVELY = {
    "name": "Tiptoe",
    "prompt": "Playful pizzicato",
    "suggested_bpm": 118,
    "instruments": ["plucked strings", "marimba", "clarinet", "hand percussion"],
    "mood": "playful",
    "energy": "high",
}


def job(prompt, seed=5, params=PARAMS, **more):
    context = {
        "audio_atmosphere": ANALYSIS["audio_atmosphere"],
        "style": {"genre": "solo piano", "mood": "calm"},
        "scene": {},
        "aesthetic": {},
        "duration": {"sound_track_duration": 20},
    } | more.pop("context", {})
    return MediaAsk("job", MediaAction.TXT2AUDIO, prompt, params, context, seed, **more)


def made(ask, folder):
    done = MUSIC.poll(MUSIC.submit(ask), ask, folder, lambda share: None)
    assert isinstance(done, Finished)
    return done.media


def centroid(samples):
    power = np.abs(np.fft.rfft(samples.mean(axis=1)))
    return float((power * np.fft.rfftfreq(len(samples), 1 / SAMPLE_RATE)).sum() / power.sum())


def test_level_length_and_end(tmp_path):
    (piece,) = made(job(QUIET), tmp_path)
    samples = read_track(FFMPEG, piece.path)
    assert piece.path.suffix == ".m4a"
    assert piece.mime == "audio/mp4"
    assert len(samples) / SAMPLE_RATE == pytest.approx(8, abs=0.1)
    assert integrated(samples) == pytest.approx(-16, abs=1.2)
    assert true_peak(samples) <= 0
    assert piece.note["loudness_lufs"] == pytest.approx(-16, abs=1)
    tail = samples[: 8 * SAMPLE_RATE].reshape(-1, SAMPLE_RATE // 4, 2)[-6:]
    levels = np.sqrt(np.square(tail).mean(axis=(1, 2)))
    assert levels[-1] < 0.1 * levels[0]
    assert levels[-1] < 0.01


def test_same_job_same_bytes_and_other_seed_other_music(tmp_path):
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    (first,), (second,) = made(job(QUIET), folders[0]), made(job(QUIET), folders[1])
    assert first.path.read_bytes() == second.path.read_bytes()
    (third,) = made(job(QUIET, seed=6), folders[2])
    assert first.path.read_bytes() != third.path.read_bytes()


def test_prompts_sound_different(tmp_path):
    (quiet,) = made(job(QUIET), tmp_path)
    calm = read_track(FFMPEG, quiet.path)
    style = {"style": {"genre": "playful pizzicato", "mood": "playful"}}
    (lively,) = made(job(LIVELY, context=style), tmp_path)
    busy = read_track(FFMPEG, lively.path)
    assert lively.note["tempo_bpm"] == 118
    assert quiet.note["tempo_bpm"] == 60
    assert lively.note["density"] > quiet.note["density"] + 0.3
    assert centroid(busy) > 1.5 * centroid(calm)
    assert "piano" in quiet.note["instruments"]
    assert "marimba" in lively.note["instruments"]


def test_the_picture_and_the_style_lead():
    warm = direction(job({}), 1)
    cold = {"warmth": "cold/clinical", "temporal_feel": "urgent/fast", "silence_level": "loud"}
    audio = ANALYSIS["audio_atmosphere"] | cold
    other = direction(job({}, context={"audio_atmosphere": audio}), 1)
    assert other.brightness > warm.brightness
    assert other.tempo_bpm > warm.tempo_bpm
    assert other.density > warm.density
    moods = {
        direction(job({"mood": mood, "energy": "low"}), 1).mood
        for mood in ("playful", "dreamy", "wistful", "warm", "calm")
    }
    assert len(moods) == 5
    bare = job({}, context={"style": {"genre": "", "mood": ""}})
    intense = ANALYSIS["audio_atmosphere"] | {
        "emotional_intensity": "dramatic",
        "suggested_music_genres": ["orchestral"],
    }
    grand = job({}, context={"style": {}, "audio_atmosphere": intense})
    assert direction(bare, 1).mood != direction(grand, 1).mood
    tempos = [
        direction(job({}, context={"style": {"tempo_feel": feel}}), 1).tempo_bpm
        for feel in ("still", "slow", "gentle", "steady", "lively")
    ]
    assert all(low < high for low, high in pairwise(tempos))


def test_sounds_of_the_place():
    params = PARAMS | {"ambience": True}
    audio = ANALYSIS["audio_atmosphere"] | {"implied_sounds": ["soft rain", "a crackling fire"]}
    heard = direction(job(QUIET, params=params, context={"audio_atmosphere": audio}), 1)
    assert [effect.value for effect in heard.effects] == ["rain", "fire"]
    assert direction(job(QUIET), 1).effects == ()


def test_length_comes_from_params_or_duration():
    free = {"seconds": None, "bpm": 140, "ambience": False}
    asked = direction(job(QUIET, params=free), 1)
    assert (asked.seconds, asked.tempo_bpm) == (20, 140)
    assert direction(job(QUIET), 1).seconds == 8
    assert direction(job(QUIET, params={}, context={"duration": {}}), 1).seconds == 30
    assert MUSIC.estimate(job(QUIET)).usd == 0


def test_strange_jobs_are_still_music():
    strange = {"suggested_bpm": "fast", "instruments": "piano", "mood": 7, "energy": None}
    context = {"audio_atmosphere": None, "style": [], "duration": {"sound_track_duration": True}}
    read = direction(job(strange, context=context), 1)
    assert 45 <= read.tempo_bpm <= 160
    assert read.seconds == 8


def test_several_and_one_like_it(tmp_path):
    first, second = made(job(LIVELY, count=2, params=PARAMS | {"seconds": 5}), tmp_path)
    assert first.path != second.path
    assert first.seed != second.seed
    like = {"seed": first.seed, "params": PARAMS, "note": first.note}
    read = direction(job(QUIET, seed=9, like=like), 9)
    assert read.mood.value == first.note["mood"]
    assert read.tempo_bpm == first.note["tempo_bpm"]
    assert read.root == first.note["root"]


def test_progress_rises_and_may_stop_it(tmp_path):
    told = []
    ask = job(QUIET, params=PARAMS | {"seconds": 5})
    MUSIC.poll("job", ask, tmp_path, told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(share):
        raise JobCancelled("enough")

    with pytest.raises(JobCancelled):
        MUSIC.poll("job", ask, tmp_path, stop)


def test_only_music():
    assert MUSIC.parameters(MediaAction.TXT2IMG) is None
    parameters = MUSIC.parameters(MediaAction.TXT2AUDIO)
    assert all("default" in part for part in parameters["properties"].values())
    with pytest.raises(InvalidInput):
        MUSIC.submit(MediaAsk("j", MediaAction.TXT2IMG, {}, {}, {}, 1))


def test_importing_it_is_light():
    program = (
        "import sys, kinora.providers.embedded.music\n"
        "assert not {'numpy', 'cv2', 'pydub'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
