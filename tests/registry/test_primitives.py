"""Origins: listed once, no two alike, and graded shares of them in every value."""

from collections import Counter

import pytest

from kinora.colour.named import NAMED
from kinora.colour.scalar import hex_from_oklab, oklab_from_hex
from kinora.model.narrative import ORIGINS
from kinora.registry.blends import BLENDS
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.depth import colour_depth, depth
from kinora.registry.primitives import primitives

MEASURED = [name for name in CODEBOOKS if name not in {"static_colors", "learned_colors"}]


def names(category):
    base = {"learned_motion": "motion"}.get(category, category)
    return {item.name for item in primitives() if item.category == base}


def test_there_are_origins_of_every_kind():
    counted = Counter(item.category for item in primitives())
    assert counted["static_colors"] == len(NAMED) >= 60
    assert counted["static_sound"] == 10
    assert counted["camera"] == 16
    assert counted["transition"] == 4
    assert counted["gradient"] >= 4
    for category in (*CODEBOOKS, *ORIGINS):
        if not category.startswith("learned"):
            assert counted[category] >= 3, category


def test_no_two_of_a_category_are_alike():
    for category in {item.category for item in primitives()}:
        of_it = [item for item in primitives() if item.category == category]
        assert len({item.name for item in of_it}) == len(of_it)
        assert len({tuple(sorted(item.value.items())) for item in of_it}) == len(of_it), category


def test_the_order_is_fixed():
    assert primitives() == primitives.__wrapped__()


@pytest.mark.parametrize("category", MEASURED)
def test_breakdowns_name_only_primitives_of_their_category(category, chance):
    book = CODEBOOKS[category]
    for _ in range(300):
        cell = tuple(chance.randrange(axis.cells) for axis in book.axes)
        if book.reachable(cell):
            shares = depth(category, book.centre(cell))
            assert set(shares) <= names(category)
            assert sum(shares.values()) == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize("domain", BLENDS)
def test_blends_break_down_into_known_things(domain, chance):
    book = BLENDS[domain]
    known = {item.name for item in primitives()}
    for _ in range(300):
        cell = tuple(chance.randrange(axis.cells) for axis in book.axes)
        if book.reachable(cell):
            shares = depth(book.category, book.centre(cell), domain)
            assert sum(shares.values()) == pytest.approx(1.0, abs=1e-9)
            if domain not in {"full", "narrative"}:
                assert set(shares) <= known


def test_a_named_colour_is_wholly_itself():
    for name, colour in NAMED.items():
        assert max(colour_depth(colour), key=colour_depth(colour).get) == name
        assert colour_depth(colour)[name] > 0.85


def test_half_way_between_two_colours_is_about_half_of_each():
    one, other = oklab_from_hex(NAMED["teal"]), oklab_from_hex(NAMED["petrol"])
    shares = colour_depth(hex_from_oklab(one.mix(other, 0.5)))
    assert shares["teal"] == pytest.approx(shares["petrol"], abs=0.03)
    assert min(shares["teal"], shares["petrol"]) > 0.3


@pytest.mark.parametrize(
    ("category", "value", "shares"),
    [
        ("motion", {"level": (0.012 * 0.06) ** 0.5, "rhythm": "steady"}, {"gentle": 0.5, "lively": 0.5}),
        ("motion", {"level": 0.0, "rhythm": "still"}, {"still": 1.0}),
        ("motion", {"level": 9.0, "rhythm": "pulsing"}, {"rushing pulsing": 1.0}),
        ("gradient", {"kind": "radial", "strength": 0.4}, {"radial": 0.5, "even": 0.5}),
        ("transition", {"kind": "dissolve", "duration": 0.3}, {"dissolve": 0.5, "cut": 0.5}),
        ("transition", {"kind": "cut", "duration": 0.0}, {"cut": 1.0}),
        ("camera", {"kind": "pan_left", "speed": 0.2}, {"pan left": 1.0}),
        ("lighting", {"brightness": 0.1, "contrast": 0.19}, {"dark flat": 0.5, "dark shaded": 0.5}),
        (
            "static_sound",
            {"kind": "tone", "level_db": -22.0, "centroid_hz": 900.0, "flatness": 0.5},
            {"medium tone": 0.5, "medium hiss": 0.5},
        ),
        (
            "static_sound",
            {"kind": "silence", "level_db": -60.0, "centroid_hz": 0.0, "flatness": 0.0},
            {"silence": 1.0},
        ),
    ],
)  # fmt: skip
def test_shares_are_graded(category, value, shares):
    assert depth(category, value) == pytest.approx(shares, abs=1e-3)


def test_each_measured_primitive_is_wholly_itself():
    """Where its value has all that its category is told by."""
    whole = 0
    for item in primitives():
        if item.category in {"lighting", "composition", "graphics", "temporal", "time", "motion"}:
            try:
                shares = depth(item.category, item.value)
            except KeyError:  # still stands for itself, without a rhythm
                continue
            assert shares == {item.name: 1.0}
            whole += 1
    assert whole > 40
