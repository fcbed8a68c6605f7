"""Whole runs of the embedded writer, as the workflow asks for them."""

import json
from functools import cache
from pathlib import Path

from kinora.providers.embedded.language import EmbeddedLanguage
from kinora.providers.ports import LanguageAsk

CC = Path(__file__).resolve().parents[3] / "shared/kinora/workflows/cc"
PETS, AESTHETICS, DURATIONS = (
    json.loads((CC / "data" / f"{name}.json").read_text())
    for name in ("pets", "aesthetics", "durations")
)
SCENES, IMAGES, CLIPS = (
    "cc_scene_generation_schema",
    "cc_image_prompts_schema",
    "cc_video_prompts_schema",
)
OVERLAYS, TITLES = "cc_text_overlays_schema", "cc_titles_social_schema"
OPTIONS, PIECES = "cc_music_options_schema", "cc_music_prompts_schema"
TASKS = (SCENES, IMAGES, CLIPS, OVERLAYS, TITLES, OPTIONS, PIECES)
ANALYSIS = {
    "environment": {
        "setting": "a deep windowsill with herb pots",
        "time_of_day": "afternoon",
        "weather": "not visible",
        "location_type": "indoors",
        "key_subjects": ["pet", "herb pots", "window"],
        "dominant_colors": ["cream", "green", "grey"],
        "atmosphere": "calm and homely",
        "lighting": "soft light from the left",
    },
    "motion_elements": {
        "detected_elements": [
            {"element": "Basil leaves", "motion_type": "gentle sway", "location": "left edge"},
            {"element": "Steam", "motion_type": "slow curl", "location": "behind the pet"},
            {"element": "Curtain", "motion_type": "slow billow", "location": "upper right"},
        ],
        "all_potential_elements": ["Basil leaves", "Steam", "Curtain", "tea towel", "shadows"],
    },
    "audio_atmosphere": {
        "implied_sounds": ["wind in leaves", "a ticking clock"],
        "silence_level": "quiet",
        "emotional_intensity": "serene",
        "temporal_feel": "slow/meditative",
        "warmth": "warm",
        "era_feel": "modern",
        "cultural_context": "not specific",
        "suggested_music_genres": ["solo piano", "folk"],
        "musical_texture": "soft and close",
    },
}


@cache
def schema(task):
    (path,) = (CC / "steps").rglob(f"{task}.json")
    return json.loads(path.read_text())


def ask(task, facts, seed=1, history=(), **more):
    question = LanguageAsk(
        task=task,
        system=(),
        input=(),
        schema=more.pop("schema") if "schema" in more else schema(task),
        facts=facts,
        seed=seed,
        history=tuple(history),
        **more,
    )
    return json.loads(EmbeddedLanguage().answer(question).text)


def given(pet=0, aesthetic=0, duration=1, direction=""):
    return {
        "pet_type_selection": PETS[pet],
        "aesthetic_selection": AESTHETICS[aesthetic],
        "duration_selection": DURATIONS[duration],
        "user_direction": direction,
    }


def run(seed, pet=0, aesthetic=0, duration=1, direction=""):
    """All seven answers, each asked with what the earlier ones and the person's choices brought."""
    facts = given(pet, aesthetic, duration, direction)
    answers = {SCENES: ask(SCENES, facts, seed)}
    facts["selected_scene"] = answers[SCENES]["scenes"][seed % 3]
    answers[IMAGES] = ask(IMAGES, facts, seed)
    moving = ANALYSIS["motion_elements"]["detected_elements"][: seed % 4]
    names = {element["element"] for element in moving}
    still = [
        name for name in ANALYSIS["motion_elements"]["all_potential_elements"] if name not in names
    ]
    facts |= {
        "image_analysis": ANALYSIS,
        "selected_motion_elements": moving,
        "still_elements": still,
    }
    answers[CLIPS] = ask(CLIPS, facts, seed)
    answers[OVERLAYS] = ask(OVERLAYS, facts, seed)
    facts["selected_text_overlay"] = answers[OVERLAYS]["text_sets"][seed % 3]
    answers[TITLES] = ask(TITLES, facts, seed)
    answers[OPTIONS] = ask(OPTIONS, facts, seed)
    facts["selected_music_style"] = answers[OPTIONS]["options"][seed % 4]
    answers[PIECES] = ask(PIECES, facts, seed)
    return facts, answers


def texts(value):
    """Every string in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)
