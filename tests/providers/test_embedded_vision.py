"""The analysis of a picture says what is in its pixels, and marks what is not."""

import json
import time

import cv2
import jsonschema
import numpy as np
import pytest

from kinora.model.errors import InvalidInput, UnreadableMedia
from kinora.model.region import Source, Stuff
from kinora.providers.embedded.vision.look import look
from kinora.providers.embedded.vision.words import wanted_and_not
from kinora.providers.ports import Attempt, Picture
from tests.providers.conftest import (
    SCHEMA,
    curtain_room,
    flat,
    garden,
    lamp_room,
    noise,
    pet_mask,
)

PICTURES = {
    "black": flat(0), "white": flat(255), "grey": flat(128), "noise": noise(), "garden": garden(),
    "lamp": lamp_room(), "curtain": curtain_room(), "smallest": noise((64, 64)),
    "wide": cv2.resize(garden(), (1200, 300)),
}  # fmt: skip
OUTDOORS = {"selected_scene": {"setting": "a sunny garden with a bush", "narrative": "A calm day."}}
HOURS = {"dawn", "morning", "noon", "afternoon", "dusk", "night"}


def scene(setting, pet="Cat", mood="cosy"):
    return {
        "pet_type_selection": {"label": pet},
        "aesthetic_selection": {"visual_tone": {"mood": mood}},
        "selected_scene": {"setting": setting, "visual_moments": ["The pet dozes."]},
    }


def analysis(answer):
    return json.loads(answer.text)


def elements(answer):
    return analysis(answer)["motion_elements"]["detected_elements"]


def of(answer, stuff):
    return [region for region in answer.regions if region.stuff is stuff]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("facts", [{}, OUTDOORS, scene("a rainy night in a room with a lamp")])
@pytest.mark.parametrize("mask", [True, False])
def test_every_answer_fits_the_schema_and_itself(name, facts, mask, still, asked):
    answer = look(asked(still(PICTURES[name], mask=mask), facts))
    found = analysis(answer)
    jsonschema.validate(found, SCHEMA)
    moving = found["motion_elements"]
    names = [item["element"] for item in moving["detected_elements"]]
    assert len(set(names)) == len(names)
    assert set(names) <= set(moving["all_potential_elements"])
    assert len(set(moving["all_potential_elements"])) == len(moving["all_potential_elements"])
    assert found["environment"]["time_of_day"] in HOURS
    assert {region.element for region in answer.regions} == set(range(len(names)))
    for region in answer.regions:
        assert region.left + region.width <= 1.0001
        assert region.top + region.height <= 1.0001
        assert min(region.width, region.height) > 0
        assert (
            answer.sources[f"/motion_elements/detected_elements/{region.element}"] is region.source
        )


def test_every_value_has_a_source_and_every_source_a_value(still, asked):
    answer = look(asked(still(garden()), OUTDOORS))

    def lookup(pointer):
        place = analysis(answer)
        for part in pointer.split("/")[1:]:
            place = place[int(part)] if isinstance(place, list) else place[part]
        return place

    def leaves(value, pointer=""):
        if isinstance(value, dict):
            return [
                leaf for key, part in value.items() for leaf in leaves(part, f"{pointer}/{key}")
            ]
        if isinstance(value, list):
            parts = enumerate(value)
            return [leaf for index, part in parts for leaf in leaves(part, f"{pointer}/{index}")]
        return [pointer]

    assert all(lookup(pointer) for pointer in answer.sources)
    for leaf in leaves(analysis(answer)):
        assert any(leaf == known or leaf.startswith(known + "/") for known in answer.sources)


def test_the_same_picture_gives_the_same_answer_whatever_the_seed(still, asked):
    picture = still(garden(), mask=False)
    assert look(asked(picture, OUTDOORS)) == look(asked(picture, OUTDOORS, seed=99))


def test_a_black_picture_is_night_whatever_the_scene_says(still, asked):
    answer = look(asked(still(flat(0)), scene("a sunny garden at noon")))
    found = analysis(answer)["environment"]
    assert found["time_of_day"] == "night"
    assert answer.sources["/environment/time_of_day"] is Source.MEASURED
    assert "sun" not in found["weather"]
    assert found["dominant_colors"][0] == "black"
    assert all(region.source is Source.ANY_PICTURE for region in answer.regions)


def test_a_white_picture_is_no_night_whatever_the_scene_says(still, asked):
    found = analysis(look(asked(still(flat(255)), scene("midnight in the garden"))))
    assert found["environment"]["time_of_day"] != "night"


def test_where_pixels_do_not_tell_the_scene_s_hour_counts_as_the_scene_s(still, asked):
    answer = look(asked(still(garden()), scene("a garden in the morning")))
    assert analysis(answer)["environment"]["time_of_day"] == "morning"
    assert answer.sources["/environment/time_of_day"] is Source.SCENE


@pytest.mark.parametrize("name", ["black", "white", "grey", "noise"])
def test_where_nothing_is_nothing_is_claimed(name, still, asked):
    answer = look(asked(still(PICTURES[name], mask=False)))
    assert {region.source for region in answer.regions} == {Source.ANY_PICTURE}
    assert {region.stuff for region in answer.regions} == {Stuff.LIGHT, Stuff.AIR, Stuff.GRAIN}


def test_colours_are_named_after_the_pixels(still, asked):
    image = np.zeros((300, 300, 3), np.uint8)
    image[:150], image[150:240], image[240:] = (216, 86, 36), (43, 36, 224), (250, 250, 250)
    found = analysis(look(asked(still(image, mask=False))))["environment"]["dominant_colors"]
    assert found == ["blue", "red", "white"]


def test_leaves_and_sky_are_found_where_they_are(still, asked):
    answer = look(asked(still(garden()), OUTDOORS))
    (leaves,) = of(answer, Stuff.PLANT)
    assert leaves.source is Source.MEASURED
    assert abs(leaves.left + leaves.width / 2 - 0.8) < 0.08
    assert abs(leaves.top + leaves.height / 2 - 0.62) < 0.08
    assert elements(answer)[leaves.element]["element"] == "green leaves on the right"
    (sky,) = of(answer, Stuff.SKY)
    assert (sky.top, sky.width) == (0, 1)
    assert "sky across the upper part" in elements(answer)[sky.element]["element"]


def test_a_lamp_is_found_and_only_the_scene_calls_it_one(still, asked):
    for facts, name in [
        ({}, "round warm light"),
        (scene("a room with a lamp"), "light of the lamp"),
    ]:
        answer = look(asked(still(lamp_room()), facts))
        (glow,) = of(answer, Stuff.GLOW)
        assert abs(glow.left + glow.width / 2 - 0.78) < 0.04
        assert abs(glow.top + glow.height / 2 - 0.4) < 0.04
        assert elements(answer)[glow.element]["element"].startswith(name)
        worded = answer.sources.get(f"/motion_elements/detected_elements/{glow.element}/element")
        assert worded is (Source.SCENE if facts else None)


def test_light_is_called_sunlight_only_where_it_can_be(still, asked):
    def patch(ground, light):
        image = np.full((320, 320, 3), ground, np.uint8)
        cv2.rectangle(image, (40, 60), (150, 150), light, -1)
        return still(cv2.GaussianBlur(image, (0, 0), 6), name=f"light-{light[0]}")

    sunny = scene("a room full of sunlight")

    def first(picture, facts):
        answer = look(asked(picture, facts))
        (light,) = [
            region for region in of(answer, Stuff.LIGHT) if region.source is Source.MEASURED
        ]
        return elements(answer)[light.element]["element"]

    warm, cold = patch((120, 150, 175), (190, 225, 250)), patch((60, 50, 40), (195, 160, 130))
    assert first(warm, sunny) == "warm sunlight at the upper left"
    assert first(warm, {}) == "warm light at the upper left"
    assert first(cold, sunny) == "cool light at the upper left"
    assert first(cold, scene("a dark room with a window")) == (
        "cool light from the window at the upper left"
    )


def test_folds_are_found_and_a_plain_wall_is_no_sky(still, asked):
    answer = look(asked(still(curtain_room()), scene("a living room with a curtain")))
    (cloth,) = of(answer, Stuff.FABRIC)
    assert cloth.left < 0.1
    assert 0.1 < cloth.width < 0.35
    assert elements(answer)[cloth.element]["element"].endswith("curtain on the left")
    assert not of(answer, Stuff.SKY)


def test_water_of_the_engine_s_lake_is_found_below_its_shore(still, asked, tmp_path):
    from kinora.model.format import VideoFormat
    from kinora.model.spec import SceneSpec, Shot, SoundSpec
    from kinora.picture import Painter

    form = VideoFormat(width=360, height=640, fps=12, duration_seconds=2)
    palette = ("#17301f", "#3f6f4a", "#86a873", "#cfd9a0", "#f6f2dc")
    spec = SceneSpec(
        prompt="a lake", seed=7, place="lake", time_of_day="dusk", weather="clear", palette=palette,
        accent="#ffb347", sound=SoundSpec(), shots=(Shot(first_frame=0, frames=24),), format=form,
    )  # fmt: skip
    image = cv2.cvtColor(Painter(spec).i420(3), cv2.COLOR_YUV2BGR_I420)
    answer = look(asked(still(image), scene("a quiet lake in the evening")))
    (water,) = of(answer, Stuff.WATER)
    assert 0.45 < water.top < 0.65
    assert elements(answer)[water.element]["element"] == "water of the lake across the lower part"


def test_many_small_points_are_dust_or_snow_or_distant_lights(still, asked):
    def speckled(ground):
        image, rng = flat(ground, (640, 360)).copy(), np.random.default_rng(1)
        for x, y in rng.integers((20, 40), (340, 400), (60, 2)):
            cv2.circle(image, (int(x), int(y)), 1, (min(255, ground + 90),) * 3, -1, cv2.LINE_AA)
        return still(image)

    (dust,) = of(look(asked(speckled(120))), Stuff.DUST)
    assert dust.top + dust.height < 0.7
    snowy = look(asked(speckled(120), scene("snow falls in the yard")))
    assert of(snowy, Stuff.PRECIPITATION)
    dark = look(asked(speckled(10)))
    assert "small points of light" in elements(dark)[of(dark, Stuff.LIGHT)[0].element]["element"]


@pytest.mark.parametrize("name", ["garden", "lamp", "curtain"])
def test_the_pet_is_never_offered(name, still, asked):
    image = PICTURES[name].copy()
    mask = pet_mask(image)
    # A pet as bright, as green and as folded as anything else in these pictures.
    stripes = 1 + 0.2 * np.sin(np.arange(image.shape[1]) / 6)
    image[mask > 0] = np.clip(stripes[None, :, None] * (120, 230, 250), 0, 255).repeat(
        image.shape[0], axis=0
    )[mask > 0]
    answer = look(asked(still(image), scene("a garden with a lamp and a curtain")))
    height, width = mask.shape
    for region in answer.regions:
        if region.source is Source.MEASURED:
            rows = slice(int(region.top * height), int((region.top + region.height) * height) + 1)
            columns = slice(int(region.left * width), int((region.left + region.width) * width) + 1)
            assert (mask[rows, columns] > 0).mean() < 0.66


def test_without_a_mask_what_stands_out_in_the_middle_is_taken_for_the_pet(still):
    from kinora.providers.embedded.vision.pet import find_pet

    image = curtain_room()
    true = pet_mask(image) > 0
    image[true] = (60, 120, 200)
    pet = find_pet(still(image, mask=False), image)
    assert pet is not None
    assert not pet.told
    assert (pet.mask & true).sum() / (pet.mask | true).sum() > 0.7
    assert find_pet(still(flat(90), mask=False), flat(90)) is None


def test_feedback_is_heeded(still, asked):
    picture, facts = still(lamp_room()), scene("a room with a lamp")
    first = look(asked(picture, facts))

    def again(feedback):
        return look(asked(picture, facts, (Attempt(analysis(first), feedback),)))

    assert again("I would like the lamp to move").regions[0].stuff is Stuff.GLOW
    assert not of(again("everything but no lamp please"), Stuff.GLOW)
    assert len(elements(again("fewer elements"))) == 3
    assert len(elements(again("more elements please"))) > len(elements(first))
    assert of(again("some grain would be nice"), Stuff.GRAIN)


@pytest.mark.parametrize(
    ("text", "wanted", "denied"),
    [
        ("the lamp", [Stuff.GLOW], []),
        ("the lamp, but no rain", [Stuff.GLOW], [Stuff.PRECIPITATION]),
        ("Don't move the curtains; I prefer leaves.", [Stuff.PLANT], [Stuff.FABRIC]),
        ("without dust or grain", [], [Stuff.DUST, Stuff.GRAIN]),
        ("clouds instead of water", [Stuff.SKY], [Stuff.WATER]),
        ("please try again", [], []),
    ],
)
def test_wishes_are_read_with_their_noes(text, wanted, denied):
    assert wanted_and_not(text) == (wanted, denied)


@pytest.mark.parametrize(
    "facts",
    [
        {"selected_scene": None, "pet_type_selection": 7},
        {"selected_scene": ["rain", {"a": [[["deep"]]]}], "aesthetic_selection": "dreamy"},
        {"selected_scene": {"setting": {"not": "text"}}, "pet_type_selection": {"label": ["x"]}},
    ],
)
def test_odd_facts_do_no_harm(facts, still, asked):
    jsonschema.validate(analysis(look(asked(still(garden()), facts))), SCHEMA)


def test_what_the_scene_says_is_marked_as_the_scene_s(still, asked):
    facts = scene("a Japanese garden in light rain", pet="Dog", mood="dreamy")
    answer = look(asked(still(garden()), facts))
    found = analysis(answer)
    assert found["environment"]["setting"] == "a Japanese garden in light rain"
    assert found["environment"]["key_subjects"][0] == "dog"
    assert found["audio_atmosphere"]["cultural_context"] == "Japanese"
    assert "soft rain" in found["audio_atmosphere"]["implied_sounds"]
    for pointer in ("/environment/setting", "/environment/key_subjects/0",
                    "/audio_atmosphere/cultural_context", "/environment/weather"):  # fmt: skip
        assert answer.sources[pointer] is Source.SCENE


def test_warmth_is_measured(still, asked):
    warm = analysis(look(asked(still(np.full((200, 200, 3), (90, 150, 230), np.uint8)))))
    cold = analysis(look(asked(still(np.full((200, 200, 3), (230, 150, 90), np.uint8)))))
    assert warm["audio_atmosphere"]["warmth"] in {"warm", "very warm/intimate"}
    assert cold["audio_atmosphere"]["warmth"] in {"cool", "cold/clinical"}


def test_a_tall_picture_takes_less_than_a_second_of_work(still, asked):
    picture = still(cv2.resize(garden(), (720, 1280)), mask=False)
    look(asked(picture))
    began = time.thread_time()
    look(asked(picture))
    assert time.thread_time() - began < 1.0


def test_without_a_picture_or_with_a_broken_one_it_says_so(asked, tmp_path):
    with pytest.raises(InvalidInput):
        look(asked(None))
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnot really")
    with pytest.raises(UnreadableMedia, match="broken"):
        look(asked(Picture(broken, "image/png")))
    with pytest.raises(UnreadableMedia):
        look(asked(Picture(tmp_path / "missing.png", "image/png")))
