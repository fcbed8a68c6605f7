# ruff: noqa: RUF001 - letters that look alike are the point
import re
import unicodedata
from collections import Counter
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinora.language.names import cell_name, narrative_name, words
from kinora.registry.blends import BLENDS
from kinora.registry.codebooks import CODEBOOKS

SPEAKABLE = re.compile(r"[A-Z][a-z]+( [A-Z][a-z]+){2,}")
ALL = (*CODEBOOKS.values(), *BLENDS.values())


def reachable(book, most):
    every = product(*(range(axis.cells) for axis in book.axes))
    return islice((cell for cell in every if book.reachable(cell)), most)


def test_a_million_cells_of_one_family_have_a_million_names():
    names = {cell_name("static", "static_colors", "teal", index) for index in range(1_000_000)}
    assert len(names) == 1_000_000
    assert max(map(len, names)) < 45


@pytest.mark.parametrize("registry", ["static", "dynamic"])
def test_a_million_cells_over_all_families_of_a_registry_have_a_million_names(registry):
    families = [
        (category, family)
        for category, of_it in words().families[registry].items()
        for family in of_it
    ]
    each = -(-1_000_000 // len(families))
    names = {
        cell_name(registry, category, family, index)
        for category, family in families
        for index in range(each)
    }
    assert len(names) == each * len(families) >= 1_000_000


def test_every_reachable_cell_of_every_codebook_has_a_name_of_its_own():
    names = Counter()
    for book in ALL:
        for cell in reachable(book, 9000):
            family = book.family(book.centre(cell))
            names[
                book.registry, cell_name(book.registry, book.category, family, book.index(cell))
            ] += 1
    assert len(names) > 40_000
    assert max(names.values()) == 1
    for _, name in names:
        assert SPEAKABLE.fullmatch(name)
    longest = max(len(name.split()) for _, name in names)
    assert longest <= 5


def test_no_digits_and_speakable():
    for index in (0, 1, 999, 400_000, 7_000_000, 10**12):
        assert SPEAKABLE.fullmatch(cell_name("dynamic", "motion", "still", index))


def test_no_word_ends_names_of_two_families():
    for registry, categories in words().families.items():
        ends = Counter(
            word
            for families in categories.values()
            for family in families.values()
            for word in family
        )
        assert [word for word, count in ends.items() if count > 1] == [], registry


def test_word_lists_have_no_repeats_and_only_letters():
    for listed in (words().adjectives, words().nouns):
        assert len(set(listed)) == len(listed)
        assert all(word.isalpha() and word.isascii() for word in listed)


def test_no_word_that_goes_before_tells_of_what_a_family_tells():
    """An adjective or noun that is a family's word would contradict the other families."""
    before = {*words().adjectives, *words().nouns}
    after = {
        word
        for categories in words().families.values()
        for families in categories.values()
        for family in families.values()
        for word in family
    }
    told = (
        "white black green red blue golden silver snowy dark bright radiant dim shining silent quiet loud "
        "still slow swift rapid quick rushing calm warm cold hot tiny giant vast high low left right upper "
        "deep narrow wide round smooth rough early late long short brief sunny moonlit stormy misty"
    )
    assert not before & after
    assert not before & {word.capitalize() for word in told.split()}


def test_names_stay_for_ever():
    """These names are in people's registries: should they change, the lists were changed."""
    known = {
        ("static", "static_colors", "teal", 0): "Forgiving Parlour Lagoon",
        ("static", "static_colors", "navy", 20_000): "Selfless Mountain Indigo",
        ("dynamic", "motion", "rushing", 480): "Canny Cradle Surge",
        ("dynamic", "learned_blends", "full", 1_234_567): "Pious Almanac Pilgrim Vision",
    }
    assert {key: cell_name(*key) for key in known} == known


@pytest.mark.parametrize("index", [1, 17, 250_000])
def test_neighbours_do_not_sound_alike(index):
    one = cell_name("static", "static_colors", "teal", index).split()
    other = cell_name("static", "static_colors", "teal", index + 1).split()
    assert one[0] != other[0]
    assert one[1] != other[1]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("calm", "Calm Theme"),
        ("seven wonders", "Seven Wonders Theme"),
        ("7 wonders", "Number Seven Wonders Theme"),
        ("summer of 1984", "Summer Of Number One Nine Eight Four Theme"),
        ("café au lait", "Café Au Lait Theme"),
        ("море", "Море Theme"),
        ("海", "海 Theme"),
        ("number seven", "Word Number Seven Theme"),
        ("7 seven", "Number Seven Word Seven Theme"),
        ("77", "Number Seven Seven Theme"),
        ("7 7", "Number Seven Number Seven Theme"),
        ("4k", "Number Four Tied Word K Theme"),
    ],
)
def test_narrative_names_are_their_own_words(value, name):
    assert narrative_name("themes", value) == name


def test_categories_part_the_same_words():
    assert len({narrative_name(c, "calm") for c in ("mood", "themes", "genre", "plots")}) == 4


FOLDINGS = (
    "7 wonders|seven wonders|Seven wonders|SEVEN WONDERS|seven-wonders|sevenwonders|seven  wonders| seven wonders|"
    "seven wonders |7wonders|wonders 7|7 7|77|7 seven|seven 7|number seven|word seven|number 7|word number seven|"
    "sign three|!|blank||  |tied|4k|4 k|k4|k 4|four k|cafe|café|cafe\u0301|CAFÉ|don't|dont|don t|don’t|ß|ss|ﬁ|fi|"
    "ı|i|I|İ|ǆ|ǅ|Ǆ|٧|²|2|x²|x2|Ⅷ|ⅷ|a\tb|a b|a\nb|σ|ς|Σ|number|word|sign|one two|1 two|one 2|12|1 2"
).split("|")


def test_foldings_do_not_meet():
    assert len(set(FOLDINGS)) == len(FOLDINGS)
    names = Counter(narrative_name("themes", value) for value in FOLDINGS)
    assert [name for name, count in names.items() if count > 1] == []


ODD = st.text(st.sampled_from("a7b 8-'éEß٧"), max_size=6) | st.lists(
    st.sampled_from("number word sign tied blank seven one 7 1 71 a K - ".split(" ")), max_size=5
).map(" ".join)


@given(one=ODD | st.text(max_size=8), other=ODD | st.text(max_size=8))
def test_two_values_never_have_one_name(one, other):
    assert (narrative_name("plots", one) == narrative_name("plots", other)) == (one == other)


@given(value=ODD | st.text(max_size=12))
def test_names_hold_letters_and_spaces_alone(value):
    name = narrative_name("mood", value)
    assert all(sign == " " or unicodedata.category(sign).startswith("L") for sign in name)
    assert name == name.strip()
    assert "  " not in name


def test_a_million_values_have_a_million_names():
    nouns, adjectives = words().nouns, words().adjectives
    values = {
        f"{one} {two} {number}".lower()
        for one, two, number in islice(
            product(adjectives, nouns, ("", *map(str, range(20)))), 1_000_000
        )
    }
    assert (
        len({narrative_name("themes", value.strip()) for value in values})
        == len(values)
        == 1_000_000
    )
