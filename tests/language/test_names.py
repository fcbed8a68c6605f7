import re
from collections import Counter

import pytest

from kinora.language.names import cell_name, narrative_name, words

SPEAKABLE = re.compile(r"[A-Z][a-z]+( [A-Z][a-z]+){2,}")


def test_a_million_cells_have_a_million_names():
    names = {cell_name("static", "static_colors", "teal", index) for index in range(1_000_000)}
    assert len(names) == 1_000_000
    assert max(map(len, names)) < 45


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


@pytest.mark.parametrize("index", [1, 17, 250_000])
def test_neighbours_do_not_sound_alike(index):
    one = cell_name("static", "static_colors", "teal", index).split()
    other = cell_name("static", "static_colors", "teal", index + 1).split()
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_narrative_names_spell_numerals_and_part_categories():
    assert narrative_name("themes", "7 wonders") == "Seven Wonders Theme"
    assert narrative_name("mood", "calm") != narrative_name("themes", "calm")
