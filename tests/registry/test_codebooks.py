import random

import pytest

from kinora.colour.scalar import Oklab, hex_from_oklab, in_gamut, oklab_from_hex
from kinora.language.names import words
from kinora.model.taxonomy import CameraKind
from kinora.registry.axes import Choice, Linear, Logarithmic
from kinora.registry.codebooks import CODEBOOKS, NARRATIVE
from kinora.registry.families import colour_family

CHANCE = random.Random(7)


def cells(book, count=400):
    for _ in range(count):
        yield tuple(CHANCE.randrange(axis.cells) for axis in book.axes)


@pytest.mark.parametrize("book", CODEBOOKS.values(), ids=lambda book: book.category)
def test_index_is_injective_and_in_range(book):
    seen = {}
    for cell in cells(book):
        index = book.index(cell)
        assert 0 <= index < book.cells
        assert seen.setdefault(index, cell) == cell


@pytest.mark.parametrize("book", CODEBOOKS.values(), ids=lambda book: book.category)
def test_centres_fall_into_their_own_cells(book):
    for cell in cells(book):
        raw = {axis.field: axis.centre(place) for axis, place in zip(book.axes, cell, strict=True)}
        assert book.quantise(raw) == cell


@pytest.mark.parametrize("book", CODEBOOKS.values(), ids=lambda book: book.category)
def test_every_cell_has_a_family_with_words(book):
    families = words().families[book.registry][book.category]
    for cell in cells(book):
        assert book.family(book.centre(cell)) in families


def test_cameras_all_have_a_family():
    book = CODEBOOKS["camera"]
    for kind in CameraKind:
        value = book.centre(book.quantise({"kind": kind, "speed": 0.1}))
        assert book.family(value) in words().families["dynamic"]["camera"]


def test_values_outside_fall_into_edge_cells():
    assert Linear("x", 0, 1, 0.1).cell(7) == 10
    assert Linear("x", 0, 1, 0.1).cell(-7) == 0
    tempo = Logarithmic("f", 40, 16_000, 3)
    assert tempo.cell(1) == 0
    assert tempo.cell(1e9) == tempo.cells - 1
    assert Choice("k", ("a", "b")).centre(1) == "b"


def test_colour_cells_keep_colours_within_a_just_noticeable_difference():
    book = CODEBOOKS["static_colors"]
    for _ in range(500):
        lab = oklab_from_hex(f"#{CHANCE.randrange(2**24):06x}")
        stored = book.centre(book.quantise({"l": lab.lightness, "a": lab.a, "b": lab.b}))
        centre = Oklab.polar(stored["lightness"], stored["chroma"], stored["hue"])
        assert lab.distance(centre) < 0.025


@pytest.mark.parametrize(
    ("colour", "family"),
    [
        ("#0b5a5a", "petrol"), ("#139a9a", "teal"), ("#fafafa", "white"), ("#101012", "black"),
        ("#7a1020", "maroon"), ("#e8352b", "red"), ("#ff9d2e", "orange"), ("#7b4a26", "brown"),
        ("#f4dd6a", "cream"), ("#12305f", "navy"), ("#8fd0f5", "sky"), ("#2f9e3f", "green"),
        ("#808080", "grey"), ("#e0408f", "rose"), ("#8a4be0", "violet"),
    ],
)  # fmt: skip
def test_families_fit_what_is_seen(colour, family):
    lab = oklab_from_hex(colour)
    value = {"lightness": lab.lightness, "chroma": lab.chroma, "hue": lab.hue}
    assert colour_family(value) == family


def test_all_colours_have_a_family():
    for _ in range(2000):
        lab = oklab_from_hex(f"#{CHANCE.randrange(2**24):06x}")
        assert colour_family({"lightness": lab.lightness, "chroma": lab.chroma, "hue": lab.hue})


def test_gamut_mapping_keeps_lightness_and_hue():
    wild = Oklab.polar(0.7, 0.5, 150.0)
    assert not in_gamut(wild)
    back = oklab_from_hex(hex_from_oklab(wild))
    assert back.lightness == pytest.approx(0.7, abs=0.01)
    assert back.hue == pytest.approx(150.0, abs=2.0)


def test_the_categories_of_the_specification_are_there():
    wanted = (
        "static_colors static_sound motion time gradient camera lighting composition graphics "
        "temporal technical audio_semantic learned_colors learned_motion"
    )
    assert set(wanted.split()) <= set(CODEBOOKS)
    assert set(NARRATIVE) == {"genre", "mood", "themes", "plots", "settings", "style", "scene_type"}
