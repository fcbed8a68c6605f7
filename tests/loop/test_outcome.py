"""The verdict: real clips are good, spoilt ones are refused for the reason that was made."""

from __future__ import annotations

import subprocess
from typing import NamedTuple

import pytest

from kinora.bootstrap import stage
from kinora.language.interpret import interpret
from kinora.language.prompts import generate
from kinora.loop.assemble import finish
from kinora.loop.extract import extract_file
from kinora.loop.outcome import judge
from kinora.loop.render import encode_frames
from kinora.model.features import ColourShare, Features, TransitionMeasure
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import Presence
from kinora.scene.compose import compose
from kinora.settings import Settings

NOTHING = Snapshot()
FORM = VideoFormat(width=192, height=108, fps=24, duration_seconds=4)
HONEST = 20


class Clip(NamedTuple):
    path: object
    spec: SceneSpec
    features: Features


@pytest.fixture(scope="module")
def ffmpeg(tmp_path_factory):
    return stage(Settings(home=tmp_path_factory.mktemp("home"))).ffmpeg()


@pytest.fixture(scope="module")
def film(tmp_path_factory, ffmpeg):
    folder = tmp_path_factory.mktemp("clips")

    def make(prompt: str, seed: int, form: VideoFormat = FORM) -> Clip:
        spec = compose(interpret(prompt, NOTHING), NOTHING, seed, form)
        part, whole = folder / f"{seed}-part.mp4", folder / f"{seed}.mp4"
        encode_frames(spec, 0, spec.format.frames, part, ffmpeg)
        finish(spec, [part], whole, ffmpeg)
        return Clip(whole, spec, extract_file(whole, ffmpeg)[0])

    return make


@pytest.fixture(scope="module")
def honest(film):
    """A quarter of them at the usual rate of frames."""
    slower = FORM.model_copy(update={"fps": 12})
    return [
        film(generate(NOTHING, seed), seed, slower if seed % 4 else FORM) for seed in range(HONEST)
    ]


@pytest.fixture(scope="module")
def walk_by_day(film):
    """A clip that is easy to spoil: one shot, a clear move, clear music, named colours."""
    prompt = "a forest by day, tracking right, green and brown, only music at 100 bpm, unhurried"
    clip = film(prompt, 2001, FORM.model_copy(update={"duration_seconds": 6.0}))
    assert judge(clip.features, clip.spec).good
    assert len(clip.spec.shots) == 1
    return clip


def test_nearly_all_honest_clips_are_good(honest):
    verdicts = [judge(clip.features, clip.spec) for clip in honest]
    refused = [verdict.reasons for verdict in verdicts if not verdict.good]
    assert len(refused) <= HONEST // 20, refused
    for verdict in verdicts:
        assert any(any(sign.isdigit() for sign in reason) for reason in verdict.reasons)


SPOILT = {
    "frozen": (("-vf", "trim=end_frame=1,loop=-1:1:0,fps=24,trim=end_frame=144"), "frozen"),
    "frozen under grain": (
        ("-vf", "trim=end_frame=1,loop=-1:1:0,fps=24,trim=end_frame=144,noise=alls=10:allf=t"),
        "frozen",
    ),
    "noise": (("-vf", "geq=random(1)*255:128:128"), "noise: "),
    "black": (("-vf", "drawbox=c=black:t=fill"), "flat"),
    "one colour": (("-vf", "drawbox=c=teal:t=fill"), "flat"),
    "flicker": (("-vf", "eq=brightness='0.3*(mod(n,2)-0.5)':eval=frame"), "flickers"),
    "mirrored": (("-vf", "hflip"), "disobedient: truck right was decided"),
    "other colours": (("-vf", "hue=h=180:s=6"), "disobedient: colours"),
    "other size": (("-vf", "scale=96:54"), "broken: 96x54 pixels"),
    "half": (("-t", "2"), "broken: 48 frames of 144"),
    "mute": (("-an",), "silent although"),
    "silenced": (("-af", "volume=0"), "silent although"),
    "whispered": (("-af", "volume=-12dB"), "loudness -2"),
    "slowed music": (("-af", "atempo=0.85,apad", "-shortest"), "disobedient: 100 bpm were decided"),
    "noise for music": (
        ("-af", "aeval=0.5*(random(0)-0.5)|0.5*(random(1)-0.5):c=same"),
        "noise: the sound",
    ),
    "cut about": (
        ("-vf", "hflip=enable='lt(mod(t,1.1),0.55)',hue=h='if(lt(mod(t,1.1),0.55),90,0)'"),
        "incoherent: cuts nobody decided",
    ),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_clip_is_refused_for_that_reason(how, walk_by_day, ffmpeg, tmp_path):
    options, reason = SPOILT[how]
    spoilt = tmp_path / "spoilt.mp4"
    command = [ffmpeg, "-v", "error", "-i", str(walk_by_day.path), *options, "-r", "24"]
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([*command, *coded, str(spoilt)], check=True)
    verdict = judge(extract_file(spoilt, ffmpeg)[0], walk_by_day.spec)
    assert not verdict.good
    assert any(one.startswith(reason) for one in verdict.reasons), verdict.reasons


def changed(features: Features, **fields) -> Features:
    return features.model_copy(update={"whole": features.whole.model_copy(update=fields)})


def test_one_small_thing_is_forgiven_two_are_not(walk_by_day):
    features, spec = walk_by_day.features, walk_by_day.spec
    late = changed(features, tempo_bpm=105.5)
    verdict = judge(late, spec)
    assert verdict.good
    assert any(r.startswith("forgiven: disobedient: 100 bpm") for r in verdict.reasons)
    both = changed(late, loudness_lufs=-21.0)
    assert not judge(both, spec).good
    assert len(judge(both, spec).reasons) == 2
    assert not judge(changed(features, tempo_bpm=112.0), spec).good


def test_an_octave_is_no_other_tempo_and_no_beat_says_nothing(walk_by_day):
    for heard in (50.0, 100.0, 200.0, 0.0):
        reasons = judge(changed(walk_by_day.features, tempo_bpm=heard), walk_by_day.spec).reasons
        assert not any("bpm were decided" in reason for reason in reasons)


def test_transitions_count_as_cuts_only_where_they_are_cuts(walk_by_day):
    spec = walk_by_day.spec.model_copy(update={"pacing": 1.0, "strikes": ()})

    def verdict(kind):
        found = tuple(TransitionMeasure(at=t, kind=kind, duration=0.0) for t in (1.2, 2.6))
        return judge(changed(walk_by_day.features, transitions=found), spec)

    assert verdict("fade").good
    assert not verdict("cut").good


def test_a_palette_that_nothing_holds_is_a_small_thing(walk_by_day):
    shares = (ColourShare(colour="#208040", share=0.05),)
    verdict = judge(changed(walk_by_day.features, palette=shares), walk_by_day.spec)
    assert verdict.good
    assert any("lasting colours hold only 5%" in reason for reason in verdict.reasons)


def test_silence_is_good_where_it_was_asked_for_and_not_elsewhere(walk_by_day):
    sound = walk_by_day.spec.sound.model_copy(update={"presence": Presence.SILENCE})
    silent = walk_by_day.spec.model_copy(update={"sound": sound})
    mute = changed(walk_by_day.features, loudness_lufs=None)
    assert judge(mute, silent).good
    assert not judge(mute, walk_by_day.spec).good
    loud = judge(walk_by_day.features, silent)
    assert not loud.good
    assert any("silence was decided" in reason for reason in loud.reasons)


def test_a_calm_scene_whose_light_drifts_is_lively(walk_by_day):
    features = walk_by_day.features
    windows = tuple(
        w.model_copy(update={"light": w.light.model_copy(update={"brightness": 0.4 + 0.01 * n})})
        for n, w in enumerate(features.windows)
    )
    still = features.whole.motion.model_copy(update={"level": 0.0})
    calm = changed(features, motion=still).model_copy(update={"windows": windows})
    verdict = judge(calm, walk_by_day.spec)
    assert verdict.good
    assert verdict.reasons[0].startswith("lively: stands calm")
