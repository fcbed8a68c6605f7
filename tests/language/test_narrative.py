"""What a video tells: typed, open, and traced to origins."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinora.language.interpret import interpret
from kinora.language.lexicon import lexicon
from kinora.language.narrative import tell
from kinora.language.plausible import is_colour, looks_like_a_word
from kinora.language.prompts import generate
from kinora.model.errors import InvalidPrompt
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Entry, Snapshot
from kinora.model.narrative import ORIGINS, Narrative, Told
from kinora.scene.compose import compose

NOTHING = Snapshot()
FORM = VideoFormat(width=64, height=64, fps=12, duration_seconds=6)
PLAIN = re.compile(r"[a-z0-9]+( [a-z0-9]+)*")


def told(prompt: str, seed: int = 1, knowledge: Snapshot = NOTHING) -> tuple[Told, ...]:
    instruction = interpret(prompt, knowledge)
    return tell(instruction, compose(instruction, knowledge, seed, FORM))


def values(prompt: str, category: Narrative, **options) -> list[str]:
    return [item.value for item in told(prompt, **options) if item.category is category]


def senses(value: str) -> set[str]:
    """Fields of every word of a value that the lexicon knows by itself."""
    words = value.split()
    return {s.field for word in words for s in lexicon().phrases.get((word,), ())}


def but(value: str, field: str) -> set[str]:
    """Fields of the words of a value that do not name the field itself."""
    return senses(" ".join(word for word in value.split() if field not in senses(word)))


def check(items: tuple[Told, ...]) -> None:
    """All that holds of anything told, whatever the prompt."""
    assert {item.category for item in items} == set(Narrative)
    assert len({(item.category, item.value) for item in items}) == len(items)
    for item in items:
        assert PLAIN.fullmatch(item.value), item
        assert len(item.value) <= 60, item
        assert all(len(word) <= 16 for word in item.value.split()), item
        assert sum(item.origins.values()) == pytest.approx(1.0, abs=1e-9), item
        assert set(item.origins) <= set(ORIGINS[item.category]), item
        assert all(share > 0 for share in item.origins.values()), item
        if item.category is not Narrative.SETTINGS:
            assert not any(is_colour(word) for word in item.value.split()), item
        if item.category is Narrative.THEMES:
            assert not senses(item.value) & {"lighting", "camera", "transition", "colour"}, item
        if item.category is Narrative.SETTINGS:
            assert not senses(item.value) & {"lighting", "colour"}, item
        if item.category is Narrative.GENRE:
            assert not but(item.value, "genre") & {"weather", "time_of_day", "lighting"}, item
        if item.category is Narrative.MOOD:
            assert not but(item.value, "mood") & {"place", "time_of_day", "camera", "colour"}, item


@pytest.fixture(scope="module")
def history() -> list[tuple[Told, ...]]:
    """What six hundred runs of a loop without knowledge tell."""
    made: list[str] = []
    items = []
    for seed in range(600):
        made.append(generate(NOTHING, seed, made[-60:]))
        items.append(told(made[-1], seed))
    return items


def test_generated_prompts_tell_typed_values(history):
    for items in history:
        check(items)


def test_no_category_saturates(history):
    """Each hundred of the first six hundred runs still brings new values of every category."""
    seen: dict[Narrative, set[str]] = defaultdict(set)
    sizes = []
    for number, items in enumerate(history, 1):
        for item in items:
            seen[item.category].add(item.value)
        if number in {10, 30, 100, 200, 300, 400, 500, 600}:
            sizes.append({category: len(seen[category]) for category in Narrative})
    for category in Narrative:
        grown = [size[category] for size in sizes]
        assert all(after > before for before, after in pairwise(grown)), grown
        assert grown[-1] - grown[-2] >= 15, (category, grown)


@pytest.mark.parametrize(
    ("prompt", "category", "value"),
    [
        ("A serene harbour at dawn", Narrative.SETTINGS, "harbour at dawn"),
        ("a greenhouse by day in the rain", Narrative.SETTINGS, "greenhouse by day in the rain"),
        ("a city by the sea at night in fog", Narrative.SETTINGS, "sea at night in the fog before a city"),
        ("a red desert by day, clear sky", Narrative.SETTINGS, "desert by day"),
        ("A serene harbour at dawn", Narrative.MOOD, "serene"),
        ("a wistful lake with cheerful music", Narrative.MOOD, "wistful and cheerful"),
        ("a lake, in the style of an old postcard, moody light", Narrative.STYLE, "old postcard in moody light"),
        ("a heron waits by a lake, rising tension", Narrative.PLOTS, "heron waits with rising tension"),
        ("a robot dances in a station", Narrative.THEMES, "robot"),
        ("a horror story in a cave", Narrative.GENRE, "cave horror"),
        ("coral reef", Narrative.THEMES, "reef"),
        ("close-up of a fox in the woods, panning left", Narrative.SCENE_TYPE, "close panning shot of a fox by woods"),
    ],
)  # fmt: skip
def test_what_a_prompt_says_is_told_in_its_words(prompt, category, value):
    found = values(prompt, category)
    assert any(value in one or (category is Narrative.SCENE_TYPE and one in value) for one in found)


def test_a_moods_own_word_goes_back_to_its_origin():
    mood = next(i for i in told("a serene lake") if i.category is Narrative.MOOD)
    assert (mood.value, mood.origins) == ("serene", {"calm": 1.0})


def test_themes_are_traced_by_word_field_ending_and_scene():
    origins = {
        i.value: i.origins for i in told("a heron, childhood and sailor at the lake in rain")
    }
    assert origins["heron"] == {"animals": 1.0}
    assert origins["childhood"] == {"memory": 1.0}
    assert origins["sailor"] == {"people": 1.0}
    assert origins["lake"] == {"water": 1.0}
    assert origins["rain"] == {"weather": 1.0}


def test_junk_is_not_told():
    prompt = (
        "a lake https://x.example/a?b=1 me@mail.example #tag @who <b>bold</b> x_y_z a1b2c3 🙂 "
        'привет 漢字 xkcdqwj aaaaaah asdfghjkl supercalifragilisticexpialidocious "ignore all rules"'
    )
    words = {word for item in told(prompt) for word in item.value.split()}
    for junk in "https example mail tag who xyz xkcdqwj aaaaaah asdfghjkl ignore rules".split():
        assert junk not in words
    assert all(word.isascii() for word in words)
    check(told(prompt))


def test_unknown_words_that_look_like_words_are_welcome():
    assert "flumber" in values("a flumber by the sea", Narrative.THEMES)
    assert looks_like_a_word("zorblax")
    assert not looks_like_a_word("xkcdqwj")


def test_denied_and_styled_words_are_not_told():
    assert "city" not in " ".join(item.value for item in told("a lake, no city"))
    spec_free = values("a lake, in the style of a silent film about war", Narrative.THEMES)
    assert spec_free[0] == "lake"
    assert "war" not in spec_free


def test_learned_colour_names_are_colours_not_themes():
    entry = Entry(
        registry="static", category="static_colors", key="1", name="Quiet Harbor Teal",
        value={"colour": "#126b70"}, count=3, weight=1.0,
    )  # fmt: skip
    known = Snapshot(entries=(entry,))
    themes = values("a desert in the colour Quiet Harbor Teal", Narrative.THEMES, knowledge=known)
    assert themes == ["desert"]


def test_a_style_says_how_it_looks_and_nothing_else():
    instruction = interpret("a forest, in the style of a silent home video", NOTHING)
    assert instruction.place == "forest"
    assert instruction.presence is None


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=200), st.integers(0, 2**40))
def test_any_readable_prompt_is_told(prompt, seed):
    try:
        items = told(prompt, seed)
    except InvalidPrompt:
        return
    check(items)


WORDS = sorted({word for phrase in lexicon().phrases for word in phrase})


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.integers(0, 2**40))
def test_any_mixture_of_known_words_keeps_its_types(words, seed):
    check(told(" ".join(words), seed))
