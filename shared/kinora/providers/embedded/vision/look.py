"""The analysis of a picture: what was measured, what the scene says, and which is which."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kinora.model.errors import InvalidInput
from kinora.model.region import Source
from kinora.providers.embedded.vision import elements as moving
from kinora.providers.embedded.vision import light as lights
from kinora.providers.embedded.vision.elements import Element
from kinora.providers.embedded.vision.heed import wish
from kinora.providers.embedded.vision.pet import find_pet
from kinora.providers.embedded.vision.sounds import audio
from kinora.providers.embedded.vision.surroundings import environment
from kinora.providers.embedded.vision.told import told
from kinora.providers.embedded.vision.view import pixels, see
from kinora.providers.ports import LanguageAnswer, LanguageAsk

MODEL = "embedded-vision"
Sourced = tuple[str, Source]


def look(ask: LanguageAsk) -> LanguageAnswer:
    """Analyse ``ask.pictures[0]``; the answer satisfies the seed's image analysis schema.

    Raises:
        InvalidInput: there is no picture.
        UnreadableMedia: it cannot be decoded.
    """
    if not ask.pictures:
        raise InvalidInput("image", "there is no picture to look at", "one picture")
    picture = ask.pictures[0]
    image = pixels(picture)
    pet = find_pet(picture, image)
    view = see(image, pet.mask if pet else None)
    # Only what was drawn for a scene has companions: pictures from outside may show anything.
    facts, light = told(ask.facts, drawn=bool(picture.companions)), lights.light(view)
    found = moving.candidates(view, facts)
    offered = moving.chosen(found, light, wish(ask.history))
    everything = moving.potential(offered, found, facts)
    sources: dict[str, Source] = {}
    answer = {
        "environment": _plain(environment(view, facts, light, offered), "/environment", sources),
        "motion_elements": {
            "detected_elements": [
                _detected(item, index, sources) for index, item in enumerate(offered)
            ],
            "all_potential_elements": _list(
                everything, "/motion_elements/all_potential_elements", sources
            ),
        },
        "audio_atmosphere": _plain(audio(facts, light, offered), "/audio_atmosphere", sources),
    }
    return LanguageAnswer(
        text=json.dumps(answer, ensure_ascii=False),
        model=MODEL,
        sources=sources,
        regions=tuple(item.region(index) for index, item in enumerate(offered)),
    )


def _detected(item: Element, index: int, sources: dict[str, Source]) -> dict[str, str]:
    pointer = f"/motion_elements/detected_elements/{index}"
    sources[pointer] = item.source
    if item.worded:
        sources[f"{pointer}/element"] = Source.SCENE
    return {"element": item.name, "motion_type": item.motion, "location": item.location}


def _plain(
    values: Mapping[str, Sourced | list[Sourced]], pointer: str, sources: dict[str, Source]
) -> dict[str, Any]:
    """The values alone; their sources are noted."""
    plain: dict[str, Any] = {}
    for key, value in values.items():
        where = f"{pointer}/{key}"
        if isinstance(value, list):
            plain[key] = _list(value, where, sources)
        else:
            plain[key], sources[where] = value
    return plain


def _list(values: list[Sourced], pointer: str, sources: dict[str, Source]) -> list[str]:
    for index, (_, source) in enumerate(values):
        sources[f"{pointer}/{index}"] = source
    return [text for text, _ in values]
