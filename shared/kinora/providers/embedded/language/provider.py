"""The provider: each task to its writer, any other schema to the generic one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kinora.providers.embedded.language import (
    clips,
    generic,
    images,
    music,
    overlays,
    scenes,
    titles,
)
from kinora.providers.embedded.language.brief import Brief, brief
from kinora.providers.ports import LanguageAnswer, LanguageAsk

MODEL = "embedded-writer-1"
LOOKING = "cc_image_analysis_schema"
"""The task that is answered from the picture's pixels."""
_WRITERS: dict[str, Callable[[Brief], Any]] = {
    "cc_scene_generation_schema": scenes.write,
    "cc_image_prompts_schema": images.write,
    "cc_video_prompts_schema": clips.write,
    "cc_text_overlays_schema": overlays.write,
    "cc_titles_social_schema": titles.write,
    "cc_music_options_schema": music.options,
    "cc_music_prompts_schema": music.prompts,
}


class EmbeddedLanguage:
    """Writes answers by grammar; the same question has the same answer."""

    name = "embedded"

    def answer(self, ask: LanguageAsk) -> LanguageAnswer:
        """JSON that fits the schema: of the task's own writer, or of the generic one.

        A known task whose schema was changed by its workflow's author is written generically as
        soon as its writer's answer does not fit.

        Raises:
            UnreadableMedia: the picture that the task looks at cannot be decoded.
        """
        if ask.task == LOOKING and ask.pictures:
            from kinora.providers.embedded.vision.look import look  # noqa: PLC0415 - heavy

            seen: LanguageAnswer = look(ask)
            return seen
        told = brief(ask)
        writer = _WRITERS.get(ask.task)
        answer = generic.write(told) if writer is None else writer(told)
        if writer is not None and not _fits(answer, ask):
            answer = generic.write(told)
        return LanguageAnswer(json.dumps(answer, ensure_ascii=False), MODEL)


def _fits(answer: Any, ask: LanguageAsk) -> bool:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only writers' answers need it

    return bool(Draft202012Validator(ask.schema).is_valid(answer))
