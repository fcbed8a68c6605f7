"""All kinds of pets: how each is drawn, and what it can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from kinora.picture.pets import birds, cat, dog, ferret, hedgehog, rabbit, rodents, turtle
from kinora.picture.pets.bodies import Seat
from kinora.picture.pets.look import Coat, Kind, Look, Pose
from kinora.picture.pets.pen import Pen

Draw = Callable[[Pen, Look, Random], Seat]
_ALL = (Pose.SITTING, Pose.LYING, Pose.LOAF, Pose.CURLED)


@dataclass(frozen=True)
class Species:
    """A kind of pet."""

    draw: Draw
    coats: tuple[Coat, ...]
    poses: tuple[Pose, ...] = _ALL
    fur: float = 9.0
    """Length of its tufts in drawing units; 0 for none."""
    size: float = 1.0
    """How large it appears in a picture, against a cat."""


SPECIES = {
    Kind.CAT: Species(cat.draw, cat.COATS),
    Kind.DOG: Species(dog.draw, dog.COATS),
    Kind.RABBIT: Species(rabbit.draw, rabbit.COATS, fur=10.0, size=0.86),
    Kind.HAMSTER: Species(rodents.hamster, rodents.HAMSTERS, size=0.72),
    Kind.GUINEA_PIG: Species(rodents.guinea_pig, rodents.GUINEA_PIGS, fur=11.0, size=0.8),
    Kind.HEDGEHOG: Species(hedgehog.draw, hedgehog.COATS, fur=3.0, size=0.76),
    Kind.PARROT: Species(birds.parrot, birds.PARROTS, (Pose.SITTING, Pose.LOAF), 3.5, 0.82),
    Kind.DUCKLING: Species(
        birds.duckling, birds.DUCKLINGS, (Pose.SITTING, Pose.LOAF, Pose.CURLED), 8.0, 0.76
    ),
    Kind.FERRET: Species(ferret.draw, ferret.COATS, fur=8.0, size=0.92),
    Kind.TURTLE: Species(turtle.draw, turtle.COATS, fur=0.0, size=0.84),
}
