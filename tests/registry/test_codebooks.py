import random

import numpy as np
import pytest

from kinora.colour.scalar import Oklab, hex_from_oklab, in_gamut, oklab_from_hex
from kinora.language.names import words
from kinora.model.taxonomy import CameraKind
from kinora.registry.axes import Bands, Choice, Linear, Logarithmic
from kinora.registry.blends import BLENDS
from kinora.registry.catalogue import catalogue
from kinora.registry.codebooks import CODEBOOKS, NARRATIVE
from kinora.registry.colours import AXES, REACHABLE, STEP, colour_cell, colour_of
from kinora.registry.families import colour_family

ALL = [*CODEBOOKS.values(), *BLENDS.values()]
CHANCE = random.Random(7)


def name(book):
    return book.domain or book.category


def cells(book, count=400):
    """Random reachable cells."""
    found = 0
    while found < count:
        cell = tuple(CHANCE.randrange(axis.cells) for axis in book.axes)
        if book.reachable(cell):
            found += 1
            yield cell


@pytest.mark.parametrize("book", ALL, ids=name)
def test_the_number_of_a_cell_leads_back_to_it(book):
    for cell in cells(book):
        assert book.cell_of(book.index(cell)) == cell


@pytest.mark.parametrize("book", ALL, ids=name)
def test_centres_fall_into_their_own_cells(book):
    for cell in cells(book):
        raw = {axis.field: axis.centre(place) for axis, place in zip(book.axes, cell, strict=True)}
        assert book.quantise(raw) == cell


@pytest.mark.parametrize("book", ALL, ids=name)
def test_settling_twice_is_settling_once(book):
    for _ in range(400):
        cell = tuple(CHANCE.randrange(axis.cells) for axis in book.axes)
        assert book.settle(book.settle(cell)) == book.settle(cell)


@pytest.mark.parametrize("book", ALL, ids=name)
def test_every_reachable_cell_has_a_family_with_words(book):
    families = words().families[book.registry][book.category]
    for cell in cells(book):
        assert book.family(book.centre(cell)) in families


@pytest.mark.parametrize("book", ALL, ids=name)
def test_every_codebook_says_why(book):
    assert len(book.reason) > 20
    assert 0 < book.reachable_cells <= book.cells


def test_cells_outside_of_the_axes_cannot_be_reached():
    book = CODEBOOKS["graphics"]
    assert book.reachable((0, 0, 0))
    assert not book.reachable((-1, 0, 0))
    assert not book.reachable((99, 0, 0))


def test_cameras_all_have_a_family():
    book = CODEBOOKS["camera"]
    for kind in CameraKind:
        cell = book.quantise({"kind": kind, "speed": 0.1})
        assert book.reachable(cell)
        assert book.family(book.centre(cell)) in words().families["dynamic"]["camera"]


def test_values_outside_fall_into_edge_cells():
    assert Linear("x", 0, 1, 0.1).cell(7) == 10
    assert Linear("x", 0, 1, 0.1).cell(-7) == 0
    tempo = Logarithmic("f", 40, 16_000, 3)
    assert tempo.cell(1) == 0
    assert tempo.cell(1e9) == tempo.cells - 1
    assert Choice("k", ("a", "b")).centre(1) == "b"
    bands = Bands("x", (0.2, 0.4), (0.1, 0.3, 0.5))
    assert [bands.cell(value) for value in (-1, 0.2, 9)] == [0, 1, 2]


@pytest.mark.parametrize("per_octave", [0.5, 1, 2, 6])
def test_logarithmic_cells_are_ratios(per_octave):
    axis = Logarithmic("x", 0.25, 64.0, per_octave)
    edges = [0.25 * 2 ** (step / per_octave) for step in range(axis.cells - 1)]
    for number, edge in enumerate(edges):
        assert axis.cell(edge * 1.001) == number + 1
        assert axis.cell(edge * 0.999) == number


def test_a_list_of_words_can_grow_without_moving_numbers():
    book = CODEBOOKS["audio_semantic"]
    for axis in book.axes:
        assert axis.radix >= axis.cells
    assert Choice("k", ("a", "b", "c")).radix == Choice("k", ("a", "b")).radix


@pytest.fixture(scope="module")
def every_colour():
    """For each colour cell the best of all 16,777,216 colours, or -1: nearest, then the least."""
    channel = np.arange(256) / 255
    light = np.where(channel <= 0.04045, channel / 12.92, ((channel + 0.055) / 1.055) ** 2.4)
    green, blue = (plane.ravel() for plane in np.meshgrid(light, light, indexing="ij"))
    shape = tuple(axis.cells for axis in AXES)
    low = np.array([[axis.low] for axis in AXES])
    best, colours = np.full(np.prod(shape), np.inf), np.full(np.prod(shape), -1)
    for red in range(256):
        place = (_oklab(np.stack([np.full(65536, light[red]), green, blue])) - low) / STEP
        cell = np.rint(place)
        away = np.square(place - cell).sum(axis=0)
        flat = np.ravel_multi_index(cell.astype(int), shape)
        order = np.lexsort((np.arange(65536), away))[::-1]  # the last that is written stays
        here, which = np.full(len(best), np.inf), np.full(len(best), -1)
        here[flat[order]], which[flat[order]] = away[order], order + red * 65536
        nearer = here < best - 1e-12
        best[nearer], colours[nearer] = here[nearer], which[nearer]
    return colours.reshape(shape)


def _oklab(linear):
    """In double precision, by the matrices of the package's arrays."""
    one = np.array([oklab_from_hex(f"#{c}") for c in ("ff0000", "00ff00", "0000ff")])
    checked = _lab_of(np.eye(3))
    assert np.allclose(one.T, checked, atol=1e-9)
    return _lab_of(linear)


def _lab_of(linear):
    lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return lab @ np.cbrt(lms @ linear)


def test_exactly_the_colour_cells_that_srgb_hits_are_reachable(every_colour):
    book = CODEBOOKS["static_colors"]
    hit = set(map(tuple, np.argwhere(every_colour >= 0).tolist()))
    assert len(hit) == REACHABLE == book.reachable_cells
    assert all(map(book.reachable, hit))
    near = {
        tuple(np.array(cell) + step)
        for cell in hit
        for step in np.vstack([np.eye(3, dtype=int), -np.eye(3, dtype=int)])
    }
    outside = {tuple(map(int, cell)) for cell in near} - hit
    assert len(outside) > 1000
    assert not any(map(book.reachable, outside))


def test_the_colour_of_a_cell_lies_in_it_and_is_its_best(every_colour):
    for cell in map(tuple, np.argwhere(every_colour >= 0).tolist()):
        colour = colour_of(cell)
        assert colour_cell(colour) == cell
    for cell in CHANCE.sample(np.argwhere(every_colour >= 0).tolist(), 300):
        centre = [axis.centre(place) for axis, place in zip(AXES, cell, strict=True)]
        best = oklab_from_hex(f"#{every_colour[tuple(cell)]:06x}")
        kept = oklab_from_hex(colour_of(tuple(cell)))
        assert kept.distance(Oklab(*centre)) < best.distance(Oklab(*centre)) + STEP / 4


def test_colour_cells_keep_colours_within_a_just_noticeable_difference():
    book = CODEBOOKS["static_colors"]
    away = []
    for _ in range(500):
        lab = oklab_from_hex(f"#{CHANCE.randrange(2**24):06x}")
        stored = book.centre(book.quantise({"l": lab.lightness, "a": lab.a, "b": lab.b}))
        away.append(lab.distance(oklab_from_hex(stored["colour"])))
    assert np.median(away) < 0.012
    assert max(away) < 0.035


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


def test_gamut_mapping_keeps_lightness_and_hue():
    wild = Oklab.polar(0.7, 0.5, 150.0)
    assert not in_gamut(wild)
    back = oklab_from_hex(hex_from_oklab(wild))
    assert back.lightness == pytest.approx(0.7, abs=0.01)
    assert back.hue == pytest.approx(150.0, abs=2.0)


def test_the_categories_of_the_specification_are_there():
    wanted = (
        "static_colors static_sound motion time gradient camera lighting composition graphics "
        "temporal technical audio_semantic transition depth learned_colors learned_motion "
        "learned_blends genre mood themes plots settings style scene_type"
    )
    shelves = {shelf.category: shelf for shelf in catalogue()}
    assert set(shelves) == set(wanted.split())
    assert {name for name, shelf in shelves.items() if shelf.cells is None} == set(NARRATIVE)
    assert shelves["learned_blends"].reachable == sum(b.reachable_cells for b in BLENDS.values())
    assert shelves["static_colors"].coverage(REACHABLE) == 1.0
    domains = (
        "colour motion lighting composition graphics temporal technical gradient camera "
        "transition audio narrative full"
    )
    assert set(BLENDS) == set(domains.split())
