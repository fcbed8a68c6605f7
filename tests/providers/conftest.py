"""Pictures that are drawn here, and questions about them."""

import cv2
import numpy as np
import pytest

from kinora.providers.ports import LanguageAsk, Picture

TEXT = {"type": "string"}


def texts(least, most):
    return {"type": "array", "items": TEXT, "minItems": least, "maxItems": most}


def closed(**fields):
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


SCHEMA = closed(
    environment=closed(
        setting=TEXT, time_of_day=TEXT, weather=TEXT, location_type=TEXT,
        key_subjects=texts(3, 6), dominant_colors=texts(3, 5), atmosphere=TEXT, lighting=TEXT,
    ),
    motion_elements=closed(
        detected_elements={
            "type": "array",
            "items": closed(element=TEXT, motion_type=TEXT, location=TEXT),
            "minItems": 3,
            "maxItems": 8,
        },
        all_potential_elements=texts(5, 20),
    ),
    audio_atmosphere=closed(
        implied_sounds=texts(2, 5),
        silence_level={"enum": ["very quiet", "quiet", "moderate", "busy", "loud"]},
        emotional_intensity={"enum": ["serene", "calm", "neutral", "tense", "dramatic", "intense"]},
        temporal_feel={
            "enum": ["frozen/still", "slow/meditative", "gentle/flowing", "moderate/steady",
                     "dynamic/energetic", "urgent/fast"]
        },
        warmth={"enum": ["cold/clinical", "cool", "neutral", "warm", "very warm/intimate"]},
        era_feel=TEXT, cultural_context=TEXT, suggested_music_genres=texts(2, 3), musical_texture=TEXT,
    ),
)  # fmt: skip


def flat(level, size=(320, 240)):
    return np.full((*size, 3), level, np.uint8)


def noise(size=(320, 240)):
    return np.random.default_rng(5).integers(0, 256, (*size, 3)).astype(np.uint8)


def garden(height=640, width=360):
    """A blue sky that grows lighter downwards, a lawn, a bush at the right: as a photograph has
    them, with noise."""
    rng = np.random.default_rng(2)
    fall = np.linspace(0, 1, height)[:, None, None]
    image = (1 - fall) * (214, 150, 90) + fall * (236, 220, 200) + np.zeros((height, width, 3))
    image[int(height * 0.6) :] = (90, 130, 140)
    bush = np.zeros((height, width), np.uint8)
    cv2.circle(bush, (int(width * 0.8), int(height * 0.62)), width // 5, 255, -1)
    leaves = cv2.resize(rng.normal(0, 34, (height // 5, width // 5)), (width, height))
    green = np.clip(np.array([50, 125, 60]) + leaves[..., None], 0, 255)
    image = np.where(bush[..., None] > 0, green, image)
    image = cv2.GaussianBlur(image, (0, 0), 0.8) + rng.normal(0, 1.5, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)


def lamp_room(height=640, width=360):
    """A dark brown room with a bright warm lamp at the right."""
    y, x = np.mgrid[0:height, 0:width]
    away = np.hypot(x - 0.78 * width, y - 0.4 * height) / width
    image = np.array([24, 34, 52]) + 60 * np.exp(-((away / 0.25) ** 2))[..., None]
    image[away < 0.09] = (150, 220, 255)
    return np.clip(cv2.GaussianBlur(image, (0, 0), 1.5), 0, 255).astype(np.uint8)


def curtain_room(height=640, width=360):
    """A pale wall and a red curtain with soft folds at the left."""
    image = np.full((height, width, 3), (190, 205, 215), float)
    x = np.arange(width)
    edge = int(width * 0.28)
    folds = 1 + 0.12 * np.sin(x[:edge] / width * 2 * np.pi * 14)
    image[int(height * 0.05) : int(height * 0.85), :edge] = folds[None, :, None] * (70, 70, 160)
    return np.clip(cv2.GaussianBlur(image, (0, 0), 1.2), 0, 255).astype(np.uint8)


def pet_mask(image):
    """An ellipse in the lower middle."""
    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    axes = (int(width * 0.16), int(height * 0.12))
    cv2.ellipse(mask, (width // 2, int(height * 0.75)), axes, 0, 0, 360, 255, -1)
    return mask


@pytest.fixture
def still(tmp_path):
    """A maker of pictures on disk, with the pet's mask unless told otherwise."""

    def make(image, *, mask=True, name="still"):
        path = tmp_path / f"{name}.png"
        cv2.imwrite(str(path), image)
        if not mask:
            return Picture(path, "image/png")
        beside = tmp_path / f"{name}-mask.png"
        cv2.imwrite(str(beside), pet_mask(image))
        return Picture(path, "image/png", {"pet_mask": beside})

    return make


@pytest.fixture
def asked():
    """A maker of questions."""

    def make(picture, facts=None, history=(), seed=1):
        return LanguageAsk(
            task="cc_image_analysis_schema", system=(), input=(), schema=SCHEMA,
            facts=facts or {}, seed=seed, pictures=(picture,) if picture else (), history=history,
        )  # fmt: skip

    return make
