"""All categories of the registries: those with cells, and the open ones."""

from __future__ import annotations

from kinora.model.narrative import Narrative
from kinora.registry.codebook import Codebook
from kinora.registry.movement_books import (
    CAMERA,
    LEARNED_MOTION,
    MOTION,
    TECHNICAL,
    TEMPORAL,
    TIME,
    TRANSITION,
)
from kinora.registry.picture_books import (
    COMPOSITION,
    DEPTH,
    GRADIENT,
    GRAPHICS,
    LEARNED_COLORS,
    LIGHTING,
    STATIC_COLORS,
)
from kinora.registry.sound_books import AUDIO_SEMANTIC, STATIC_SOUND

CODEBOOKS: dict[str, Codebook] = {
    book.category: book
    for book in (
        STATIC_COLORS, STATIC_SOUND, MOTION, TIME, GRADIENT, CAMERA, LIGHTING, COMPOSITION,
        GRAPHICS, TEMPORAL, TECHNICAL, AUDIO_SEMANTIC, TRANSITION, DEPTH, LEARNED_COLORS,
        LEARNED_MOTION,
    )
}  # fmt: skip
"""One codebook a category; ``learned_blends`` has one a domain (:mod:`kinora.registry.blends`)."""
NARRATIVE = tuple(str(category) for category in Narrative)
"""Categories whose keys are words, not cells."""
