"""Pets in places: sizes, masks, light, and what could move."""

from dataclasses import replace

import numpy as np
import pytest

from kinora.model.format import VideoFormat
from kinora.model.instruction import Instruction
from kinora.model.knowledge import Snapshot
from kinora.model.region import Stuff
from kinora.model.taxonomy import Place, TimeOfDay, Weather
from kinora.picture.pets.look import Kind, Look, Pose
from kinora.picture.pets.species import SPECIES
from kinora.picture.stills.layout import lay_out
from kinora.picture.stills.plan import INDOORS, Framing, StillPlan, Support
from kinora.picture.stills.props import PROPS
from kinora.picture.stills.seen import Seen
from kinora.picture.stills.still import draw_still
from kinora.scene.compose import compose

FORM = VideoFormat(width=128, height=160, fps=24, duration_seconds=2.0)


def view(place=Place.MEADOW, time=TimeOfDay.DAY, weather=Weather.CLEAR):
    asked = Instruction(prompt="a place", place=place, time_of_day=time, weather=weather)
    return compose(asked, Snapshot(), 5, FORM)


def plan(support=Support.RUG, **more):
    kept = {
        "width": 180, "height": 320, "look": Look(Kind.CAT, SPECIES[Kind.CAT].coats[0]),
        "framing": Framing.WIDE, "support": support, "view": view(), "wall": "#e9cbbf",
        "fabric": "#5f7f9a", "accent": "#e5a05a", "props": ("plant", "mug"),
        "extras": frozenset({"curtains"}), "seed": 3, "layout": 8,
    }  # fmt: skip
    return StillPlan(**{**kept, **more})


def share(still):
    return float((still.mask > 127).mean())


@pytest.mark.parametrize("support", Support)
def test_every_support_is_drawn_and_the_pet_seen_on_it(support):
    still = draw_still(plan(support, props=()))
    assert still.pixels.shape == (320, 180, 3)
    assert still.mask.shape == (320, 180)
    assert still.pixels.dtype == still.mask.dtype == np.uint8
    assert 0.04 < share(still) < 0.4
    assert still.pixels.std() > 20


@pytest.mark.parametrize("support", [Support.RUG, Support.BASKET, Support.GRASS, Support.CLOUD])
def test_the_mask_holds_the_pet_and_nothing_else(support):
    still = draw_still(plan(support))
    changed = np.abs(still.pixels.astype(int) - still.bare).max(axis=2)
    assert changed[still.mask == 0].max() <= 6
    assert (changed[still.mask == 255] > 12).mean() > 0.9


def test_the_same_plan_gives_the_same_pixels():
    one, other = draw_still(plan()), draw_still(plan())
    assert np.array_equal(one.pixels, other.pixels)
    assert np.array_equal(one.mask, other.mask)
    assert one.seen == other.seen


def test_framing_sets_the_size_of_the_pet():
    shares = [share(draw_still(plan(framing=framing, props=()))) for framing in Framing]
    wide, portrait, quiet = shares
    assert portrait > 1.4 * wide
    assert wide > 1.25 * quiet


@pytest.mark.parametrize("support", [Support.RUG, Support.GRASS])
def test_hours_of_the_night_are_darker(support):
    light = [
        draw_still(plan(support, view=view(time=time), props=())).pixels.mean()
        for time in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    ]
    assert light[1] < 0.75 * light[0]


def test_a_lamp_lights_what_stands_by_it_at_night():
    dark = plan(view=view(time=TimeOfDay.NIGHT), props=())
    lit = draw_still(replace(dark, props=("lamp",)))
    layout = lay_out(dark)
    x, y, _ = (round(value) for value in layout.spots[0])
    near = np.s_[y + 4 : y + 14, max(x - 20, 0) : x + 20]
    assert lit.pixels[near].mean() > 1.15 * draw_still(dark).pixels[near].mean()


def test_light_falls_on_the_pet_from_the_windows_side():
    for layout, side in ((8, -1.0), (9, 1.0)):
        drawn = plan(Support.SNOW, layout=layout, props=(), extras=frozenset())
        assert lay_out(drawn).side == side
        still = draw_still(drawn)
        columns = np.flatnonzero((still.mask > 250).any(axis=0))
        middle = (columns[0] + columns[-1]) // 2
        on = still.mask > 250
        left = still.pixels[:, :middle][on[:, :middle]].mean()
        right = still.pixels[:, middle:][on[:, middle:]].mean()
        assert (left > right) == (side < 0)


def test_a_shadow_lies_under_the_pet():
    drawn = plan(Support.SNOW, props=(), extras=frozenset())
    still = draw_still(drawn)
    x, feet = (round(value) for value in lay_out(drawn).pet)
    under = still.bare[feet - 4 : feet + 4, x - 20 : x + 20].mean()
    beside = still.bare[feet - 4 : feet + 4, :12].mean()
    assert under < 0.85 * beside


@pytest.fixture(scope="module")
def bare():
    return draw_still(plan(props=()))


@pytest.mark.parametrize("name", PROPS)
def test_every_thing_shows(bare, name):
    still = draw_still(plan(props=(name,)))
    changed = np.abs(still.pixels.astype(int) - bare.pixels).max(axis=2) > 25
    assert changed.mean() > 0.003


def test_what_could_move_is_named_in_known_words_and_lies_in_the_picture():
    drawn = plan(extras=frozenset({"curtains", "beam", "dust", "string lights", "fireplace"}))
    still = draw_still(drawn)
    assert {"rug", "plant", "mug", "fire", "left curtain"} <= {item.name for item in still.seen}
    for item in still.seen:
        assert item.stuff in set(Stuff)
        left, top, wide, high = item.box
        assert left >= 0
        assert top >= 0
        assert left + wide <= 180 + 1e-6
        assert top + high <= 320 + 1e-6


def test_a_box_outside_the_picture_is_not_seen():
    assert Seen("plant", "plant", (-50, 10, 40, 40)).within(216, 384) is None
    assert Seen("plant", "plant", (-20, 10, 60, 40)).within(216, 384).box == (0, 10, 40, 40)


def test_rain_is_on_the_window_indoors_and_falls_outdoors():
    wet = view(Place.CITY, TimeOfDay.NIGHT, Weather.RAIN)
    inside = draw_still(plan(view=wet))
    outside = draw_still(plan(Support.PAVING, view=wet))
    assert "rain on the window" in {item.name for item in inside.seen}
    assert "rain" in {item.name for item in outside.seen}


def test_poses_and_layouts_change_the_picture():
    one = draw_still(plan())
    look = replace(plan().look, pose=Pose.CURLED)
    for other in (plan(look=look), plan(layout=9), plan(support=Support.CUSHION)):
        drawn = draw_still(other)
        assert np.abs(drawn.pixels.astype(int) - one.pixels).mean() > 1


def test_all_supports_are_either_in_or_out():
    assert len(INDOORS) == 7
    assert set(Support) > INDOORS
