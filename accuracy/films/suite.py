"""All films; names are unique."""

from __future__ import annotations

from accuracy.films.cameras import cameras
from accuracy.films.footage import footage
from accuracy.films.grain import grain
from accuracy.films.parallax import parallax
from accuracy.films.pictures import pictures
from accuracy.films.sounds import sounds
from accuracy.films.take import Take
from accuracy.films.transitions import transitions


def suite() -> list[Take]:
    """Every take, the long ones first, so that two workers end together."""
    parts = (cameras(), parallax(), transitions(), pictures(), grain(), sounds(), footage())
    takes = [take for part in parts for take in part]
    return sorted(takes, key=lambda take: (-take.seconds * bool(take.stills), take.name))
