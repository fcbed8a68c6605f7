"""Only what was chosen moves, the pet and the rest stay as they are, and the end is the beginning."""

import subprocess
from itertools import pairwise

import cv2
import jsonschema
import numpy as np
import pytest

from kinora.media import decode, ffmpeg
from kinora.model.errors import InvalidInput, JobCancelled, ProviderFailed, UnreadableMedia
from kinora.model.region import Stuff
from kinora.providers.embedded.clips import EmbeddedClips
from kinora.providers.embedded.clips.film import Film
from kinora.providers.embedded.clips.parameters import Settings
from kinora.providers.embedded.clips.plan import Part, plan
from kinora.providers.embedded.vision.box import Box
from kinora.providers.ports import MediaAction, MediaAsk, Picture
from tests.providers.conftest import garden, lamp_room, noise, pet_mask

CLIPS = EmbeddedClips(ffmpeg.locate)
BOX = Box(0.1, 0.2, 0.8, 0.7)
DEFAULTS = {"seconds": 4, "fps": 24, "strength": 5}
ALL_FRAMES = Settings(4, 24, 5)


def scenery(height=320, width=180):
    """Something of everything: soft colours, texture, highlights, a pet."""
    image = garden(height, width)
    image[height // 2 :, : width // 3] = noise((height - height // 2, width // 3)) // 3 + 90
    cv2.circle(image, (width // 3, height // 3), width // 12, (180, 235, 255), -1)
    image[pet_mask(image) > 0] = (50, 110, 220)
    return image


IMAGE = scenery()
PET = pet_mask(IMAGE) > 0


def film(stuff, *, strength=5, seed=1, box=BOX, words=""):
    part = Part(f"the {stuff}", words, stuff, (box,))
    return Film(IMAGE, PET, (part,), Settings(4, 24, strength), seed)


def within(box):
    height, width = IMAGE.shape[:2]
    mask = np.zeros((height, width), bool)
    mask[round(box.top * height) : round((box.top + box.height) * height),
         round(box.left * width) : round((box.left + box.width) * width)] = True  # fmt: skip
    return mask


def difference(a, b):
    return np.abs(a.astype(int) - b.astype(int))


def element(name, motion="gentle sway", location="centre"):
    return {"element": name, "motion_type": motion, "location": location}


def region(index, stuff, box=BOX):
    return {
        "element": index, "stuff": stuff, "left": box.left, "top": box.top, "width": box.width,
        "height": box.height, "source": "measured",
    }  # fmt: skip


@pytest.fixture
def job(still):
    def make(*, context=None, image=IMAGE, prompt=None, params=None, seed=1, **more):
        moving = {
            "elements": [element("the lamp", "flicker")], "regions": [region(2, "glow")],
            "selected_indices": [2], "still_elements": ["curtain"], "pet": {"type": "cat"},
        }  # fmt: skip
        return MediaAsk(
            job_id="j1", action=MediaAction.IMG2VID, prompt=prompt or {"prompt": "a lamp"},
            params=params or DEFAULTS, context=moving if context is None else context, seed=seed,
            source=still(image), **more,
        )  # fmt: skip

    return make


def made(ask, folder, progress=lambda _: None):
    return CLIPS.poll(CLIPS.submit(ask), ask, folder, progress)


def decoded(path, width, height):
    return list(decode.frames(ffmpeg.locate(), path, width, height))


@pytest.mark.parametrize("stuff", Stuff)
def test_the_pet_and_all_outside_the_box_stay_exactly_as_they_are(stuff):
    moving = film(stuff, strength=10)
    near = cv2.dilate(PET.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    still = near | ~within(BOX)
    for index in (0, 13, 47, 71, 95):
        frame = moving.frame(index)
        assert frame.shape == IMAGE.shape
        assert frame.dtype == np.uint8
        assert (frame[still] == IMAGE[still]).all()


@pytest.mark.parametrize("stuff", Stuff)
def test_what_was_chosen_moves_visibly_and_gently(stuff):
    moving = film(stuff)
    frames = [moving.frame(index) for index in range(0, 96, 5)]
    changes = [difference(a, b) for a, b in pairwise(frames)]
    assert max(difference(frame, frames[0]).max() for frame in frames) >= 5
    assert np.mean([change[within(BOX)].mean() for change in changes]) < 14
    # The picture is still itself: on the whole no lighter or darker than it was.
    assert abs(np.mean(frames) - IMAGE.mean()) < 6


@pytest.mark.parametrize("stuff", Stuff)
def test_the_last_frame_leads_into_the_first(stuff):
    moving = film(stuff)
    assert (moving.frame(96) == moving.frame(0)).all()
    frames = [moving.frame(index) for index in range(96)]
    steps = [difference(a, b).mean() for a, b in pairwise([*frames, frames[0]])]
    assert steps[-1] <= 1.1 * max(steps[:-1]) + 0.01


@pytest.mark.parametrize("stuff", Stuff)
def test_frames_are_the_same_each_time_and_differ_by_seed(stuff):
    assert (film(stuff).frame(17) == film(stuff).frame(17)).all()
    assert difference(film(stuff).frame(17), film(stuff, seed=2).frame(17)).max() > 0


@pytest.mark.parametrize("stuff", Stuff)
def test_strength_makes_more_of_it(stuff):
    def motion(strength):
        moving = film(stuff, strength=strength)
        return np.mean([difference(moving.frame(i), moving.frame(i + 25)).mean() for i in (0, 40)])

    assert motion(2) < motion(9)


def test_a_warp_never_tears_the_picture():
    ramp = np.tile(np.linspace(0, 255, 180).astype(np.uint8), (320, 1))
    image = np.stack([ramp] * 3, axis=-1)
    for stuff in (Stuff.FABRIC, Stuff.PLANT, Stuff.SKY):
        part = Part("all", "", stuff, (Box(0.2, 0.2, 0.6, 0.6),))
        moving = Film(image, None, (part,), Settings(4, 24, 10), 3)
        for index in (10, 40, 70):
            # A grey that rises to the right still rises everywhere: nothing was folded over.
            assert np.diff(moving.frame(index)[..., 0].astype(int), axis=1).min() >= -2


def test_rain_falls_in_streaks_and_snow_in_dots():
    def spread(words):
        lit = difference(film(Stuff.PRECIPITATION, words=words).frame(20), IMAGE).sum(axis=2)
        down, across = np.abs(np.diff(lit, axis=0)).sum(), np.abs(np.diff(lit, axis=1)).sum()
        return across / down

    assert spread("falling rain steady") > 2 * spread("falling snow slow")


def test_points_of_light_twinkle_and_nothing_else_of_their_box_does():
    image = np.full((320, 180, 3), 12, np.uint8)
    places = np.random.default_rng(0).integers((10, 10), (170, 310), (30, 2))
    for x, y in places:
        image[y, x] = 220
    part = Part("points", "small points of light", Stuff.LIGHT, (Box(0, 0, 1, 1),))
    moving = Film(image, None, (part,), ALL_FRAMES, 1)
    change = difference(moving.frame(10), moving.frame(40)).max(axis=2)
    lit = np.zeros((320, 180), bool)
    lit[places[:, 1], places[:, 0]] = True
    assert change[lit].mean() > 8
    assert change[~lit].max() == 0


def test_nothing_chosen_gives_the_still(tmp_path, job):
    plain = Film(IMAGE, PET, (), ALL_FRAMES, 1)
    assert (plain.frame(33) == IMAGE).all()
    done = made(job(context={"elements": [], "still_elements": ["sky"]}), tmp_path)
    frames = decoded(done.media[0].path, 180, 320)
    assert len(frames) == 96
    assert max(difference(a, b).mean() for a, b in pairwise(frames[::16])) < 1
    assert done.media[0].note["moved"] == []
    assert done.media[0].note["still"] == ["sky"]


def test_the_clip_is_what_was_promised(tmp_path, job):
    told = []
    done = made(job(), tmp_path, told.append)
    (clip,) = done.media
    assert (done.usd, clip.mime, clip.path.suffix, clip.seed) == (0.0, "video/mp4", ".mp4", 1)
    found = decode.probe(ffmpeg.locate(), clip.path)
    assert (found.width, found.height, found.fps, found.has_audio) == (180, 320, 24, False)
    assert {key: clip.note[key] for key in ("seconds", "fps", "frames", "width", "height")} == {
        "seconds": 4, "fps": 24, "frames": 96, "width": 180, "height": 320,
    }  # fmt: skip
    assert clip.note["moved"] == ["the lamp"]
    assert clip.note["still"] == ["curtain"]
    assert told == sorted(told)
    assert (len(told), told[-1]) == (96, 1.0)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".mp4"] == [clip.path.name]


def test_in_the_file_too_the_pet_keeps_still_while_the_rest_moves(tmp_path, job):
    context = {"elements": [element("x")], "regions": [region(0, "plant")]}
    done = made(job(context=context), tmp_path)
    frames = np.stack(decoded(done.media[0].path, 180, 320)).astype(int)
    inner = cv2.erode(PET.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    pet = frames[:, inner]
    assert np.abs(pet - IMAGE[inner]).mean() < 5
    apart = frames.std(axis=0).mean(axis=-1)
    moving = within(BOX) & ~(cv2.dilate(PET.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0)
    assert apart[inner].mean() < 1.0
    assert apart[moving].mean() > 2 * apart[inner].mean()


def test_sides_become_even_and_large_pictures_are_reduced(tmp_path, job):
    image = cv2.resize(IMAGE, (301, 203))
    note = made(job(image=image, context={}), tmp_path).media[0].note
    assert (note["width"], note["height"]) == (300, 202)
    large = cv2.resize(IMAGE, (900, 1600))
    note = made(job(image=large, context={}), tmp_path).media[0].note
    assert (note["width"], note["height"]) == (720, 1280)


def test_giving_up_leaves_neither_file_nor_process(tmp_path, job, monkeypatch):
    started = []
    usual = subprocess.Popen

    def watched(*args, **more):
        started.append(usual(*args, **more))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", watched)

    def stop(share):
        if share > 0.2:
            raise JobCancelled("nobody wants it")

    folder = tmp_path / "work"
    folder.mkdir()
    with pytest.raises(JobCancelled):
        made(job(), folder, stop)
    assert list(folder.iterdir()) == []
    assert started
    assert all(process.poll() is not None for process in started)


def test_the_same_job_again_makes_the_same_file(tmp_path, job):
    ask = job(context={"elements": [element("x")], "regions": [region(0, "dust")]})
    first = made(ask, tmp_path).media[0].path.read_bytes()
    assert CLIPS.submit(ask) == CLIPS.submit(ask)
    assert made(ask, tmp_path).media[0].path.read_bytes() == first


def test_several_clips_have_seeds_of_their_own(tmp_path, job):
    context = {"elements": [element("x")], "regions": [region(0, "dust")]}
    told = []
    done = made(job(context=context, count=2), tmp_path, told.append)
    assert len({clip.seed for clip in done.media}) == 2
    assert len({clip.path.read_bytes() for clip in done.media}) == 2
    assert told == sorted(told)


def test_parameters_are_a_schema_with_defaults_and_for_clips_alone():
    schema = CLIPS.parameters(MediaAction.IMG2VID)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    defaults = {key: form["default"] for key, form in schema["properties"].items()}
    assert defaults == {"seconds": 6, "fps": 24, "strength": 5}
    jsonschema.validate(defaults, schema)
    for action in (MediaAction.TXT2IMG, MediaAction.TXT2AUDIO):
        assert CLIPS.parameters(action) is None


@pytest.mark.parametrize(
    ("prompt", "strength", "effective"),
    [({"motion_strength": "subtle"}, 5, 3), ({"motion_strength": "dynamic"}, 5, 8), ({}, 5, 5),
     ({"motion_strength": "dynamic"}, 2, 2), ({"prompt": "p", "style_notes": "s"}, 5, 5),
     ({"motion_strength": "odd"}, 5, 5)],
)  # fmt: skip
def test_the_prompt_s_word_counts_while_nothing_else_is_set(
    prompt, strength, effective, job, tmp_path
):
    ask = job(prompt=prompt, params={**DEFAULTS, "strength": strength}, context={})
    assert made(ask, tmp_path).media[0].note["strength"] == effective


def test_one_more_like_it_keeps_the_settings(job, tmp_path):
    first = made(job(prompt={"motion_strength": "dynamic"}, context={}), tmp_path).media[0]
    like = {"seed": 1, "params": DEFAULTS, "note": first.note}
    params = {"seconds": 6, "fps": 30, "strength": 5}
    again = made(job(like=like, params=params, seed=9, context={}), tmp_path).media[0]
    assert again.note == first.note
    assert again.seed == 9


def test_it_costs_nothing_but_time(job):
    short = CLIPS.estimate(job())
    long = CLIPS.estimate(job(params={"seconds": 12, "fps": 30, "strength": 5}))
    assert short.usd == long.usd == 0.0
    assert 0 < short.seconds < long.seconds < 60


def test_regions_belong_to_elements_by_their_first_places():
    context = {
        "elements": [element("sky"), element("lamp")], "selected_indices": [4, 1],
        "regions": [region(1, "glow"), region(4, "sky"), region(4, "sky", Box(0, 0, 0.5, 0.5))],
    }  # fmt: skip
    found = plan(context).parts
    assert [(part.name, part.stuff, len(part.boxes)) for part in found] == [
        ("sky", Stuff.SKY, 2),
        ("lamp", Stuff.GLOW, 1),
    ]


@pytest.mark.parametrize(
    ("item", "stuff", "box"),
    [
        (element("sheer curtains", "sway", "upper left third"), Stuff.FABRIC, Box(0, 0, 0.4, 0.4)),
        (element("dust motes", "drift", "whole picture"), Stuff.DUST, Box(0, 0, 1, 1)),
        (element("something", "gentle shimmer", "lower right"), Stuff.LIGHT, Box(0.6, 0.6, 0.4, 0.4)),
        (element("rippling water", "ripples", "bottom of the frame"), Stuff.WATER, Box(0, 0.6, 1, 0.4)),
    ],
)  # fmt: skip
def test_elements_without_a_box_are_placed_by_their_words(item, stuff, box):
    (part,) = plan({"elements": [item]}).parts
    assert (part.stuff, part.boxes) == (stuff, (box,))


def test_what_cannot_be_made_to_move_is_said_to_keep_still():
    found = plan({"elements": [element("a clock", "ticking")], "still_elements": ["sofa"]})
    assert found.parts == ()
    assert found.still == ("sofa", "a clock")


def test_a_region_that_is_all_pet_moves_nothing():
    height, width = IMAGE.shape[:2]
    inside = Box(0.45, 0.72, 0.1, 0.06)
    assert PET[int(0.72 * height), int(0.45 * width)]
    moving = film(Stuff.LIGHT, box=inside)
    assert all((moving.frame(index) == IMAGE).all() for index in (5, 50))


@pytest.mark.parametrize(
    ("context", "field"),
    [({"elements": "lamp"}, "elements"), ({"elements": [1]}, "elements"),
     ({"elements": [], "regions": [{"element": 0}]}, "regions"),
     ({"elements": [], "regions": [region(0, "lava")]}, "regions")],
)  # fmt: skip
def test_a_context_that_makes_no_sense_is_refused_at_the_door(context, field, job):
    with pytest.raises(InvalidInput) as caught:
        CLIPS.submit(job(context=context))
    assert caught.value.field == field


def test_without_a_readable_picture_it_says_so(job, tmp_path):
    ask = MediaAsk("j1", MediaAction.IMG2VID, {}, DEFAULTS, {}, 1)
    with pytest.raises(InvalidInput, match="picture"):
        CLIPS.submit(ask)
    with pytest.raises(InvalidInput, match="not made here"):
        CLIPS.submit(MediaAsk("j1", MediaAction.TXT2IMG, {}, DEFAULTS, {}, 1))
    broken = MediaAsk(
        "j1",
        MediaAction.IMG2VID,
        {},
        DEFAULTS,
        {},
        1,
        source=Picture(tmp_path / "no.png", "image/png"),
    )
    with pytest.raises(UnreadableMedia):
        made(broken, tmp_path)
    with pytest.raises(ProviderFailed):
        CLIPS.poll("embedded-other", job(), tmp_path, lambda _: None)


def test_a_lamp_s_own_flicker_stays_at_the_lamp():
    image = lamp_room(320, 180)
    part = Part("lamp", "", Stuff.GLOW, (Box(0.6, 0.28, 0.38, 0.24),))
    moving = Film(image, None, (part,), ALL_FRAMES, 1)
    change = np.max(
        [difference(moving.frame(i), image).max(axis=2) for i in range(0, 96, 8)], axis=0
    )
    centre = change[int(0.4 * 320), int(0.78 * 180)]
    assert 8 <= centre <= 60
    assert change[:60].max() == 0
