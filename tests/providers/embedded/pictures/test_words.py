"""From words to decisions, without drawing."""

import pytest

from kinora.picture.pets.look import Eyes, Kind, Pose, Worn
from kinora.picture.stills.plan import INDOORS, Framing, Support
from kinora.providers.embedded.pictures.animal import coat_of, kind_of
from kinora.providers.embedded.pictures.planning import plan_of
from kinora.providers.embedded.pictures.words import read_words

SCENE = {"title": "An afternoon", "setting": "", "narrative": "Nothing much happens."}


def words(prompt, pet="cat", negative="", framing="wide", scene=SCENE, **context):
    entry = {"prompt": prompt, "negative_prompt": negative, "framing": framing, "notes": ""}
    return read_words(entry, {"pet": {"id": pet}, "scene": scene, **context})


def plan(prompt, *, seed=1, index=0, like=None, **more):
    return plan_of(words(prompt, **more), "9:16", seed, index, like)


@pytest.mark.parametrize(
    ("prompt", "eyes"),
    [
        ("A cat sleeps by the window", Eyes.CLOSED),
        ("A cat naps on a rug", Eyes.CLOSED),
        ("A drowsy cat on a rug", Eyes.HALF),
        ("A sleepy cat, asleep on a rug", Eyes.CLOSED),
        ("A cat looks at a sleeping dog", Eyes.OPEN),
        ("A cat looks at the rain", Eyes.OPEN),
    ],
)
def test_eyes_follow_the_words(prompt, eyes):
    decided, note = plan(prompt)
    assert decided.look.eyes is eyes
    assert note["eyes"] == eyes
    assert eyes is not Eyes.CLOSED or decided.look.pose in {Pose.LOAF, Pose.CURLED, Pose.LYING}


@pytest.mark.parametrize(
    ("prompt", "pose"),
    [
        ("A dog sits on the grass", Pose.SITTING),
        ("A dog is curled up on a blanket", Pose.CURLED),
        ("A dog lies on the floor", Pose.LYING),
        ("A dog sits in the garden while leaves rest on the grass", Pose.SITTING),
        ("A dog in a loaf on the sofa", Pose.LOAF),
    ],
)
def test_the_pose_follows_the_words(prompt, pose):
    assert plan(prompt, pet="dog")[0].look.pose is pose


@pytest.mark.parametrize(
    ("prompt", "place", "support"),
    [
        ("a dog in the garden", "meadow", Support.GRASS),
        ("a dog on the beach", "sea", Support.SAND),
        ("a dog on a jetty at the lake", "lake", Support.PLANKS),
        ("a dog in falling snow in the forest", "forest", Support.SNOW),
        ("a dog in a mossy forest", "forest", Support.MOSS),
        ("a dog in a city street", "city", Support.PAVING),
        ("a dog in the garden, no curtains, without a window", "meadow", Support.GRASS),
        ("a dog on the windowsill", "room", Support.SILL),
        ("a dog in a basket by the fireplace", "room", Support.BASKET),
        ("a dog on a wool blanket in the bedroom", "room", Support.BLANKET),
    ],
)
def test_the_place_follows_the_words(prompt, place, support):
    decided, note = plan(prompt, pet="dog")
    assert note["place"] == place
    assert decided.support is support
    assert (decided.support in INDOORS) == (place == "room")


def test_a_window_shows_the_place_that_is_spoken_of():
    decided, note = plan("a cat at the window, the sea outside, at night in the rain")
    assert (note["place"], note["view"]) == ("room", "sea")
    assert (note["time_of_day"], note["weather"]) == ("night", "rain")
    assert decided.support in INDOORS


@pytest.mark.parametrize(
    ("prompt", "time"),
    [
        ("a sunny windowsill in golden hour light", "golden_hour"),
        ("a room at night", "night"),
        ("a room at dawn", "dawn"),
        ("a bright day in the garden", "day"),
        ("neon rain in the city", "night"),
        ("a pet under the aurora at noon", "night"),
    ],
)
def test_the_hour_follows_the_words(prompt, time):
    assert plan(prompt)[1]["time_of_day"] == time


def test_the_setting_speaks_where_the_prompt_does_not():
    scene = {**SCENE, "setting": "a snowy forest at dusk"}
    note = plan("a cute pet", scene=scene)[1]
    assert (note["place"], note["weather"], note["time_of_day"]) == ("forest", "snow", "dusk")


def test_named_colours_go_to_the_thing_that_they_stand_by():
    decided, _ = plan("a white cat with a blue scarf on a green cushion")
    assert decided.look.coat.name == "white"
    assert decided.look.worn is Worn.SCARF
    red, green, blue = (int(decided.look.worn_colour[at : at + 2], 16) for at in (1, 3, 5))
    assert blue > max(red, green)
    red, green, blue = (int(decided.fabric[at : at + 2], 16) for at in (1, 3, 5))
    assert green > max(red, blue)


@pytest.mark.parametrize(
    ("pet", "text", "coat"),
    [
        ("cat", "a ginger cat", "ginger tabby"),
        ("cat", "a fluffy black cat", "black"),
        ("cat", "a siamese on a rug", "siamese"),
        ("dog", "a corgi in the park", "corgi"),
        ("dog", "a chocolate puppy", "chocolate"),
        ("parrot", "a scarlet macaw", "scarlet macaw"),
        ("rabbit", "a white bunny", "white"),
    ],
)
def test_a_coat_is_named(pet, text, coat):
    assert coat_of(Kind(pet), words(text, pet)).name == coat


def test_the_coat_is_the_scenes_and_not_the_seeds():
    looks = [
        plan("a pet on a rug", seed=seed, index=index)[0].look
        for seed in (1, 2)
        for index in range(3)
    ]
    for field in ("coat", "eye_colour", "worn", "worn_colour", "seed"):
        assert len({getattr(look, field) for look in looks}) == 1, field
    others = {
        plan("a pet on a rug", scene={**SCENE, "title": f"Scene {number}"})[0].look.coat.name
        for number in range(12)
    }
    assert len(others) > 2


def test_neighbours_in_a_job_differ_in_pose_side_and_layout():
    plans = [plan("a pet on a rug", index=index)[0] for index in range(3)]
    assert len({each.look.pose for each in plans}) >= 2
    assert len({each.layout for each in plans}) == 3
    assert len({each.layout % 2 for each in plans}) == 2
    assert len({each.look.flipped for each in plans}) == 2


@pytest.mark.parametrize("framing", Framing)
def test_framing_is_that_of_the_entry(framing):
    assert plan("a cat on a rug", framing=framing.value)[0].framing is framing


def test_what_is_denied_is_left_out():
    prompt = "a cat at the window by day with a plant and a mug of tea"
    free, _ = plan(prompt)
    assert "curtains" in free.extras
    assert {"plant", "mug"} <= set(free.props)
    denied, _ = plan(f"{prompt}, no curtains", negative="plants, blurry, text")
    assert "curtains" not in denied.extras
    assert "plant" not in denied.props
    assert "mug" in denied.props
    dry = plan("a cat at the window in the rain", negative="rain, snow")[1]
    assert dry["weather"] == "clear"


@pytest.mark.parametrize(
    ("pet", "kind"),
    [
        ({"id": "guinea pig"}, Kind.GUINEA_PIG),
        ({"id": "Guinea-Pig"}, Kind.GUINEA_PIG),
        ({"id": "bunny_rabbit"}, Kind.RABBIT),
        ({"id": "x9", "label": "Fluffy puppy"}, Kind.DOG),
        ({"id": "axolotl", "label": "Axolotl"}, Kind.CAT),
        ({"id": "", "label": ""}, Kind.CAT),
        ({"id": 7, "label": ["a", "tortoise"]}, Kind.TURTLE),
    ],
)
def test_an_unknown_pet_becomes_the_nearest(pet, kind):
    assert kind_of(read_words({}, {"pet": pet}))[0] is kind


def test_a_stand_in_is_said_and_a_known_pet_is_not_doubted():
    assert "axolotl" in plan("a pet", pet="axolotl")[1]["instead"]
    assert "instead" not in plan("a pet", pet="hedgehog")[1]


def test_one_more_like_this_keeps_composition_and_varies_details():
    first, note = plan("a pet on a rug", seed=4, index=2)
    again, told = plan("a pet on a rug", seed=77, like=note)
    for field in ("layout", "support", "framing", "view", "props", "extras", "wall", "fabric"):
        assert getattr(again, field) == getattr(first, field), field
    assert (again.look.pose, again.look.flipped) == (first.look.pose, first.look.flipped)
    assert again.look.coat == first.look.coat
    assert again.seed != first.seed
    assert again.look != first.look
    assert told["layout"] == note["layout"]


@pytest.mark.parametrize(
    "like", [{}, {"layout": "x", "pose": 3, "support": None, "framing": "odd", "faces": []}]
)
def test_an_odd_note_is_passed_over(like):
    assert plan("a pet on a rug", like=like)[0] == plan("a pet on a rug")[0]


def test_a_name_is_only_a_name():
    assert plan("a cat named Snow on a rug")[1]["weather"] == "clear"
    assert plan("a cat on a rug, snow outside")[1]["weather"] == "snow"


def test_a_thing_has_the_colour_that_is_said_of_it():
    decided, _ = plan("a cat on a blue cushion with a red ball")
    colour = dict(decided.dyed)["ball"]
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    assert red > max(green, blue)


def test_what_cannot_be_drawn_is_left_out_and_said():
    _, note = plan("a cat on a rug beside a piano and a kettle, a soap bubble in the air")
    assert note["left_out"] == ["a piano"]
    assert "kettle" in note["props"]
    assert "soap bubbles" in note["extras"]


def test_a_full_moon_is_asked_for_and_only_in_the_dark():
    assert "full moon" in plan("a cat in the meadow at night, a full moon")[1]["extras"]
    assert "full moon" not in plan("a cat in the meadow at noon, a full moon")[1]["extras"]
