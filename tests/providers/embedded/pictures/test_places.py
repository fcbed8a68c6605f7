"""Every place of the writer's lexicon is drawn as the place it is."""

import itertools
import tomllib
from importlib.resources import files

import pytest

from kinora.model.taxonomy import Place
from kinora.picture.stills.backdrops import INSIDE, OUTSIDE
from kinora.picture.stills.plan import INDOORS, Support
from kinora.providers.embedded.pictures.planning import plan_of
from kinora.providers.embedded.pictures.venues import venues_in
from kinora.providers.embedded.pictures.words import read_words


def lexicon(name):
    path = files("kinora.providers.embedded.language").joinpath("lexica", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


SPOTS = {spot["noun"]: spot for spot in lexicon("spots")["spot"]}
ELSEWHERE = {spot["noun"]: spot for spot in lexicon("wishes")["elsewhere"].values()}
LOOKS = lexicon("looks")
# What must be seen: the view behind, the ground or seat, and what stands there.
SEEN = {
    "the covered porch": ("meadow", "deck", "porch"),
    "the daisy lawn": ("meadow", "grass", "fence"),
    "the brick path between the flower beds": ("meadow", "bricks", "flower beds"),
    "the foot of the old apple tree": ("meadow", "grass", "old tree"),
    "the vegetable patch": ("meadow", "soil", "bean poles"),
    "the edge of the garden pond": ("lake", "grass", None),
    "the edge of the wood": ("forest", "moss", "log"),
    "the pumpkin heap behind the house": ("meadow", "grass", "pumpkins"),
    "the grass under the cherry tree": ("meadow", "grass", "blossom tree"),
    "the small balcony": ("city", "deck", "railing"),
    "the dry sand behind the boats": ("sea", "sand", "boats"),
    "the weathered back steps": ("sea", "deck", "porch"),
    "the roof garden": ("city", "deck", "roof terrace"),
    "the little door in the garden wall": ("meadow", "grass", "garden wall"),
    "the ring of toadstools": ("forest", "moss", "toadstools"),
    "the veranda with the rattan chair": ("meadow", "deck", "porch"),
    "the quiet end of the park": ("meadow", "grass", "bench"),
    "the kitchen windowsill": (None, "windowsill", None),
    "the window seat in the snowlight": ("snowfield", "windowsill", None),
    "the cottage window above the bay": ("sea", "windowsill", None),
    "the big window on the ninth floor": ("city", None, None),
    "the little greenhouse": ("meadow", "crate", "glasshouse"),
    "the open barn": ("meadow", "straw", "boards"),
    "the lowest shelf of the library": (None, None, "bookshelf"),
    "the attic under the slates": (None, None, "rafters"),
    "the hall by the front door": (None, "rug", "door"),
    "the bathroom with the white boards": (None, None, "panelling"),
    "the rug in front of the fire": (None, "rug", None),
    "the bare room with the long window": (None, None, "plain"),
    "the quiet end of the market": ("street", "paving", "stall"),
    "the open flap of the tent": ("forest", "grass", "tent"),
    "the doorstep of the mountain hut": ("mountains", "grass", None),
    "the shade of the desert tent": ("desert", "sand", None),
    "the clearing under the giant leaves": ("forest", "moss", None),
    "the round porthole of the little spaceship": ("space", "windowsill", None),
    "the sunny corner of the castle tower": ("mountains", None, "masonry"),
}


def ask(setting, *, look="", around="", direction="", scene=True, seed=3):
    prompt = (
        f"Wide photograph at eye level: a small cat. The place: {setting}. Around: {around}. "
        "Alive by themselves: a curtain's edge and soft light on the wall. Shallow depth of field."
    )
    context = {
        "pet": {"id": "cat"},
        "aesthetic": {"id": look, "label": look.replace("_", " ")},
        "direction": direction,
        "scene": {"title": "One", "setting": setting if scene else "a sofa in the living room"},
    }
    return plan_of(
        read_words({"prompt": prompt, "framing": "wide"}, context), "9:16", seed, 0, None
    )


def settings(spot, count=5):
    """Settings as the writer words them, over hours, lights and looks."""
    looks = [each for each in LOOKS["looks"] if each in spot.get("looks", ("storybook",))]
    for index, (look, tail) in enumerate(itertools.product(looks, range(4))):
        if index < count:
            hours = LOOKS["looks"][look]["hours"]
            hour = LOOKS["hours"][hours[tail % len(hours)]]
            weather = LOOKS["weather_light"].get(LOOKS["looks"][look]["weather"])
            light = (weather or hour["light"])[tail % len(weather or hour["light"])]
            phrase = hour["phrase"][tail % len(hour["phrase"])]
            yield look, f"{spot['noun']}, {phrase}, {light}", hours[tail % len(hours)]


@pytest.mark.parametrize("noun", [*SPOTS, *ELSEWHERE])
def test_a_place_is_the_place_it_is_at_every_hour_and_in_every_look(noun):
    spot = {**SPOTS, **ELSEWHERE}[noun]
    view, support, backdrop = SEEN.get(noun, (None, None, None))
    for look, setting, _ in settings(spot):
        around = "lace curtains, a lamp, a blanket, the window, city lights and the sea"
        plan, note = ask(setting, look=look, around=around)
        assert (note["place"] == "room") == (spot["kind"] != "outdoor"), setting
        assert (plan.support in INDOORS) == (spot["kind"] != "outdoor"), setting
        snowed = note["weather"] == "snow" and spot["kind"] == "outdoor"
        assert view in {None, note["view"]}, setting
        assert support in {None, note["support"]} or snowed, setting
        assert backdrop is None or backdrop in note["backdrop"], setting


@pytest.mark.parametrize("noun", SPOTS)
def test_every_place_of_the_writer_is_known_by_its_whole_name(noun):
    assert venues_in(noun)[0][1]


def test_the_hour_of_the_setting_is_the_hour_of_the_picture():
    wanted = {
        "dawn": {"dawn"}, "morning": {"dawn", "day"}, "noon": {"day"}, "afternoon": {"day", "golden_hour"},
        "dusk": {"dusk"}, "night": {"night", "moonlight"},
    }  # fmt: skip
    for noun in ("the daisy lawn", "the corner of the sofa"):
        for hour, said in LOOKS["hours"].items():
            for phrase, light in itertools.product(said["phrase"], said["light"]):
                _, note = ask(f"{noun}, {phrase}, {light}")
                assert note["time_of_day"] in wanted[hour], (phrase, light, note["time_of_day"])


@pytest.mark.parametrize(
    ("words", "place", "backdrop"),
    [
        ("a cat in front of a little door in an old garden wall", "meadow", "garden wall"),
        ("a cat among red toadstools in the woods", "forest", "toadstools"),
        ("a kitten in an orchard, under a tree", "meadow", "old tree"),
        ("a cat below a cherry tree in bloom", "meadow", "blossom tree"),
        ("a cat on a balcony with flowers", "city", "railing"),
        ("a cat by the lighthouse", "sea", "lighthouse"),
        ("a cat on a bench in the park", "meadow", "bench"),
        ("a cat next to a fishing boat on the beach", "sea", "boats"),
        ("a cat on the veranda", "meadow", "porch"),
        ("a cat on the roof at night", "city", "roof terrace"),
        ("a cat in a greenhouse", "room", "glasshouse"),
        ("a cat in the attic", "room", "rafters"),
        ("a cat in a barn", "room", "boards"),
        ("a cat in a bookshop", "room", "bookshelf"),
        ("a cat at the window, a garden outside", "room", None),
        ("a cat in the garden, seen through no window", "meadow", None),
        ("a studio portrait of a cat in a flower bed, very shallow depth of field", "meadow",
         "flower beds"),
    ],
)  # fmt: skip
def test_people_s_own_words_name_places_too(words, place, backdrop):
    scene = {"title": "One", "setting": "", "narrative": ""}
    read = read_words({"prompt": words, "framing": "wide"}, {"pet": {"id": "cat"}, "scene": scene})
    _, note = plan_of(read, "9:16", 5, 0, None)
    assert note["place"] == place
    assert backdrop is None or backdrop in note["backdrop"]


def test_a_prompt_that_moves_the_scene_outweighs_the_scene():
    _, note = ask("the dry sand behind the boats, at noon", scene=False)
    assert (note["place"], note["support"]) == ("sea", "sand")


def test_every_backdrop_and_ground_of_the_places_can_be_drawn():
    for spot in (*SPOTS, *ELSEWHERE):
        venue = venues_in(spot)[0][0]
        assert set(venue.backdrop) <= set(INSIDE if venue.inside else OUTSIDE)
        assert all((support in INDOORS) == venue.inside for support in venue.supports)
        assert venue.view is None or venue.view in Place
        assert all(isinstance(support, Support) for support in venue.supports)
