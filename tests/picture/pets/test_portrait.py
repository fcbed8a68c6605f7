"""Animals alone: every kind in every pose and coat, the same for the same look."""

from dataclasses import replace

import numpy as np
import pytest

from kinora.picture.pets.look import Eyes, Kind, Look, Mouth, Pose, Worn
from kinora.picture.pets.portrait import BOX, flat, portrait
from kinora.picture.pets.species import SPECIES

WIDE = 150
EVERY = [(kind, pose) for kind, species in SPECIES.items() for pose in species.poses]


def look(kind, pose=Pose.SITTING, coat=0, **more):
    return Look(kind, SPECIES[kind].coats[coat], pose, **more)


def cover(animal):
    return flat(portrait(animal, WIDE))[..., 3]


def difference(one, other):
    return float(np.abs(flat(portrait(one, WIDE)) - flat(portrait(other, WIDE))).mean())


def test_every_kind_that_is_promised_is_drawn():
    promised = "cat dog rabbit hamster guinea_pig hedgehog parrot duckling ferret turtle".split()
    assert sorted(SPECIES) == sorted(Kind) == sorted(promised)
    for species in SPECIES.values():
        assert len(species.coats) >= 4
        assert Pose.SITTING in species.poses
        assert len(species.poses) >= 2


@pytest.mark.parametrize(("kind", "pose"), EVERY)
def test_an_animal_fills_a_body_and_stands_on_the_ground(kind, pose):
    drawn = flat(portrait(look(kind, pose), WIDE))
    alpha = drawn[..., 3]
    assert np.isfinite(drawn).all()
    assert drawn.min() >= -1e-3
    assert drawn.max() <= 1 + 1e-3
    assert (drawn[..., :3] <= alpha[..., None] + 2e-3).all()
    assert 0.1 < (alpha > 0.5).mean() < 0.6
    lowest = np.flatnonzero((alpha > 0.5).any(axis=1))[-1]
    ground = portrait(look(kind, pose), WIDE).feet[1]
    assert abs(lowest - ground) < 0.03 * alpha.shape[0]
    # Nothing is cut off at the sides or at the top.
    assert max(alpha[0].max(), alpha[:, 0].max(), alpha[:, -1].max()) < 0.1


@pytest.mark.parametrize("kind", Kind)
def test_the_same_look_is_drawn_the_same(kind):
    one = look(kind, seed=3)
    assert np.array_equal(flat(portrait(one, WIDE)), flat(portrait(one, WIDE)))


@pytest.mark.parametrize("kind", Kind)
def test_coats_of_a_kind_are_told_apart(kind):
    coats = range(len(SPECIES[kind].coats))
    means = []
    for coat in coats:
        drawn = flat(portrait(look(kind, coat=coat), WIDE))
        means.append(drawn[..., :3].reshape(-1, 3).sum(axis=0) / drawn[..., 3].sum())
    for one in coats:
        for other in range(one):
            assert np.abs(means[one] - means[other]).max() > 0.02, (one, other)


@pytest.mark.parametrize("kind", Kind)
def test_gaze_eyes_and_mouth_show(kind):
    awake = look(kind, mouth=Mouth.SMILE)
    assert difference(awake, replace(awake, gaze=(0.9, 0.0))) > 0.002
    assert difference(awake, replace(awake, eyes=Eyes.CLOSED)) > 0.001
    assert difference(awake, replace(awake, mouth=Mouth.OPEN)) > 0.0001


def test_closed_eyes_have_no_glint_and_open_ones_do():
    for kind in Kind:
        assert portrait(look(kind), WIDE).glints.max() > 0.5
        assert portrait(look(kind, eyes=Eyes.CLOSED), WIDE).glints.max() == 0


@pytest.mark.parametrize("worn", Worn)
def test_what_is_worn_has_its_colour(worn):
    bare, dressed = look(Kind.CAT, coat=5), look(Kind.CAT, coat=5, worn=worn, worn_colour="#2040c0")
    changed = flat(portrait(dressed, WIDE))
    blue = (changed[..., 2] > changed[..., 0] + 0.2) & (changed[..., 3] > 0.9)
    before = flat(portrait(bare, WIDE))
    blue_before = (before[..., 2] > before[..., 0] + 0.2) & (before[..., 3] > 0.9)
    assert blue.sum() > blue_before.sum() + 60


def test_a_flipped_animal_faces_the_other_way():
    lying = look(Kind.CAT, Pose.LYING)
    one, other = cover(lying), cover(replace(lying, flipped=True))
    middle = round((500 - BOX[0]) / BOX[2] * WIDE)
    assert (one[:, :middle].sum() > one[:, middle:].sum()) != (
        other[:, :middle].sum() > other[:, middle:].sum()
    )


def test_light_comes_from_its_side():
    ball = look(Kind.TURTLE, Pose.SITTING)
    left, right = (flat(portrait(ball, WIDE, side)) for side in (-1.0, 1.0))
    shell = np.s_[75:108, 75:125]
    slope = [part[shell][..., :3].mean(axis=(0, 2)) for part in (left, right)]
    assert (
        slope[0][:20].mean() - slope[0][-20:].mean() > slope[1][:20].mean() - slope[1][-20:].mean()
    )
