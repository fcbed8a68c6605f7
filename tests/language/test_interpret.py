import pytest

from kinora.language.interpret import interpret
from kinora.language.reading import clean
from kinora.model.errors import InvalidPrompt
from kinora.model.knowledge import Entry, Snapshot

NOTHING = Snapshot()


def read(prompt, knowledge=NOTHING):
    return interpret(prompt, knowledge)


def asked(prompt, **fields):
    instruction = read(prompt)
    assert {name: getattr(instruction, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("prompt", "fields"),
    [
        ("Sunset over the ocean", {"place": "sea", "time_of_day": "golden_hour"}),
        ("a pine forest by the sea at night", {"place": "forest", "time_of_day": "night"}),
        ("a calm field of sand dunes", {"place": "desert", "mood": "calm"}),
        ("skyscrapers in heavy rain, neon", {"place": "city", "weather": "rain", "lighting": "neon"}),
        ("snowy peaks, zooming out, crossfade", {"place": "mountains", "weather": "snow", "camera": "zoom_out", "transition": "dissolve"}),
        ("cities", {"place": "city"}),
        ("a close-up of poppies", {"place": "meadow", "shot": "close"}),
        ("fast cuts of a chase through the city", {"motion": "fast", "pacing": 1.5, "mood": "tense"}),
        ("music at 128 bpm, 10 seconds", {"tempo_bpm": 128.0, "duration_seconds": 10.0}),
        ("a 2 minute journey", {"duration_seconds": 120.0, "genre": "travel"}),
        ("silent night", {"presence": "silence", "time_of_day": "night"}),
        ("radial gradient, mirrored", {"gradient": "radial", "symmetric": True}),
        ("with rising tension", {"tension": "rising"}),
        ("cold tones", {"warmth": -0.8}),
    ],
)  # fmt: skip
def test_words_set_fields(prompt, fields):
    asked(prompt, **fields)


def test_negation_of_the_specification():
    instruction = read("ocean, not calm, no rain")
    assert instruction.place == "sea"
    assert instruction.mood is None
    assert instruction.weather is None
    assert instruction.avoid.moods == ("calm",)
    assert instruction.avoid.weathers == ("rain",)


@pytest.mark.parametrize(
    ("prompt", "field", "denied"),
    [
        ("a city without rain or snow", "weathers", {"rain", "snow"}),
        ("no rain and fog over the sea", "weathers", {"rain", "fog"}),
        ("don't show mountains; a meadow", "places", {"mountains"}),
        ("never dark and gloomy", "moods", {"dark"}),
        ("avoid zooming in", "cameras", {"zoom_in"}),
    ],
)
def test_negation_reaches(prompt, field, denied):
    assert denied <= set(getattr(read(prompt).avoid, field))


def test_negation_ends_at_and_where_the_subject_changes():
    instruction = read("no rain and warm light in the city")
    assert instruction.lighting == "golden_hour"
    assert instruction.avoid.weathers == ("rain",)
    assert not instruction.avoid.lightings


def test_negation_ends_with_the_clause():
    instruction = read("no fog, snow on the mountains")
    assert instruction.weather == "snow"
    assert instruction.avoid.weathers == ("fog",)


def test_no_sound_is_a_wish_not_a_denial():
    assert read("a forest, no sound").presence == "silence"


def test_what_is_wanted_elsewhere_is_not_avoided():
    instruction = read("misty woods without fog")
    assert instruction.weather == "fog"
    assert not instruction.avoid.weathers


def test_colours_in_order_and_avoided():
    instruction = read("teal and crimson, no gold")
    assert instruction.colours == ("#0f8080", "#b9122f")
    assert instruction.avoid.colours == ("#e6b422",)


@pytest.mark.parametrize(
    ("prompt", "title"),
    [
        ("explain photosynthesis", "Photosynthesis"),
        ("Please explain the water cycle with calm music", "Water cycle"),
        ("tutorial on black holes, slow", "Black holes"),
        ("what is a neutron star?", "Neutron star"),
        ("how does a glacier work", "Glacier"),
    ],
)
def test_explainers_get_title_and_points(prompt, title):
    text = read(prompt).text
    assert text.title == title
    assert len(text.points) == 3
    assert title.lower() in text.points[0].lower()


def test_the_outline_is_grammatical():
    assert read("explain the water cycle").text.points[0] == "What the water cycle is"
    assert read("explain black holes").text.points[0] == "What black holes are"
    assert read("explain photosynthesis").text.points[0] == "What photosynthesis is"


def test_a_quoted_title():
    assert read('a sea titled "Hello, World"').text.title == "Hello, World"
    assert read("a plain sea").text is None


def test_unknown_words_become_themes():
    assert read("zyxq flumber over a river").themes == ("zyxq", "flumber")


def test_says_why():
    because = read("a misty harbour").because
    assert because["weather"] == "misty"
    assert because["place"] == "harbour"


def test_learned_names_are_understood():
    entry = Entry(
        registry="static", category="static_colors", key="1", name="Quiet Harbor Teal",
        value={"colour": "#126b70"}, count=3, weight=1.0,
    )  # fmt: skip
    knowledge = Snapshot(entries=(entry,))
    assert read("the sea in Quiet Harbor Teal", knowledge).colours == ("#126b70",)


@pytest.mark.parametrize(
    ("prompt", "problem"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("x" * 2001, "2,001 characters"),
        ("bell\x07", "U+0007 at position 5"),
        ("a\x00b", "control character"),
        ("夕暮れの海", "Latin"),
        ("12 34 !?", "Latin"),
    ],
)
def test_unreadable_prompts_are_refused_with_reason(prompt, problem):
    with pytest.raises(InvalidPrompt, match="prompt: .*; allowed: ") as caught:
        clean(prompt)
    assert problem in str(caught.value)


def test_accents_line_breaks_and_other_scripts_beside_latin_words_are_fine():
    assert clean(" Café\n\tà la mer 海 ") == "Café à la mer 海"
    meant = read("CAFÉ by the SEA")
    assert (meant.place, meant.beyond) == ("room", "sea")


def test_without_one_kind_of_sound_the_other_is_heard():
    assert read("a forest, no music").presence == "sfx"
    assert read("a lake without sound effects").presence == "music"


def test_a_second_place_is_beyond_and_hints_give_way_to_names():
    assert (read("a lake before mountains").place, read("a lake before mountains").beyond) == (
        "lake",
        "mountains",
    )
    assert (read("a field of sand dunes").place, read("a field of sand dunes").beyond) == (
        "desert",
        None,
    )
    assert read("rocks and water").place in {"mountains", "sea"}


def test_colours_that_are_things_are_colours_in_company_only():
    assert read("a harbour at midnight").colours == ()
    assert read("a harbour in midnight blue").colours != ()
    assert read("sand dunes").colours == ()


def test_a_question_keeps_its_words():
    assert read("explain how rainbows form").text.title == "How rainbows form"
    assert read("explain how tides work").text.title == "Tides"
