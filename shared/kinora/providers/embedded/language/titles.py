"""Ten titles of ten kinds, each with a description, hashtags and emojis."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from kinora.providers.embedded.language.brief import Brief, thing, things_in
from kinora.providers.embedded.language.grammar import (
    capital,
    fill,
    fitted,
    prose,
    titled,
)
from kinora.providers.embedded.language.lexica import lexica
from kinora.providers.embedded.language.overlays import fitting, line_slots, pick_filled
from kinora.providers.embedded.language.pen import Pen
from kinora.providers.embedded.language.plain import at, texts_at

_OPTIONS = 10
_LONGEST_TITLE, _SHORT_TITLE, _LONGEST_TEXT = 70, 36, 300
_TRIES = 12


def write(brief: Brief) -> dict[str, Any]:
    """The answer to ``cc_titles_social_schema``."""
    pen = brief.pen("titles")
    kinds = pen.several(list(lexica("titles")["kinds"]), _OPTIONS)
    titles: list[str] = []
    for kind in kinds:
        titles.append(_title(brief, pen, kind, titles))
    return {
        "options": [
            {
                "title": title,
                "description": _description(brief, pen),
                "emojis": _emojis(brief, pen),
            }
            for title in titles
        ]
    }


def _slots(brief: Brief, pen: Pen) -> dict[str, str]:
    """The slots of a line, and those of titles."""
    slots = line_slots(brief, pen)
    who = slots["who"]
    told = at(brief.facts, "selected_text_overlay", "paragraphs")
    captions = [
        sentence
        for paragraph in (told if isinstance(told, list) else [])
        for sentence in texts_at(paragraph, "sentences", most=80)
    ]
    said = [text for text in captions if len(text) <= 60 and pen.welcome(text)]
    return slots | {
        "Who": capital(who),
        "Thing": titled(slots["thing"]),
        "Place": titled(slots["place"]),
        "Paw": titled(slots["paw"]),
        "Paws": titled(slots["paws"]),
        "seconds": str(brief.seconds),
        "title": titled(brief.scene.title) if pen.welcome(brief.scene.title) else "",
        "hook": brief.scene.hook if pen.welcome(brief.scene.hook) else "",
        "caption": prose(pen.pick(said)) if said else "",
    }


def _title(brief: Brief, pen: Pen, kind: str, taken: list[str]) -> str:
    """A title of the kind that is new, fits, and holds nothing unwanted."""
    most = _SHORT_TITLE if "shorter" in brief.wish.manners else _LONGEST_TITLE
    kinds = lexica("titles")["kinds"]
    best = ""
    for number in range(_TRIES):
        slots = _slots(brief, pen)
        slots["Who"] = titled(slots["Who"])
        options = fitting(kinds[kind] if number < _TRIES - 4 else kinds["quiet"], slots)
        if not options:
            continue
        text = _cased(fill(pick_filled(pen, options, slots), slots))
        fine = 8 <= len(text) <= most and text not in taken and pen.welcome(text)
        if fine and not pen.before(text):
            return text
        if not best and 8 <= len(text) <= _LONGEST_TITLE and text not in taken:
            best = text
    return best or f"{titled(brief.animal.noun)} No. {len(taken) + 1}"


def _cased(title: str) -> str:
    """Articles inside a title are small, its first word is large."""
    words = title.split()
    small = {"A": "a", "An": "an", "The": "the", "Of": "of", "By": "by", "In": "in"}
    inner = [
        small.get(word, word) if before[-1] not in '.:?!"' else word
        for before, word in pairwise(words[:-1])
    ]
    return capital(" ".join((*words[:1], *inner, *words[1:][-1:])))


def _description(brief: Brief, pen: Pen) -> str:
    texts = lexica("titles")["describe"]
    slots = _slots(brief, pen)
    short = "shorter" in brief.wish.manners
    what = pick_filled(pen, fitting(texts["brief"] if short else texts["what"], slots), slots)
    parts = [fill(what, slots)]
    if not short:
        why = texts["funny"] if "funny" in brief.wish.moods and pen.often(0.7) else texts["why"]
        parts.append(fill(pick_filled(pen, fitting(why, slots), slots), slots))
    tags = _tags(brief, pen)
    text = fitted(prose(*parts), _LONGEST_TEXT - len(tags) - 1)
    if len(text) + len(tags) < 44:
        text = prose(text, fill(pen.pick(texts["why"]), slots))
    return f"{text} {tags}"


def _tags(brief: Brief, pen: Pen) -> str:
    """Two or three hashtags: the animal's, the look's, and one of what is seen."""
    looks = lexica("titles")["tags"]
    own = [pen.pick(brief.animal.tags), looks.get(brief.look.id, looks["other"])]
    seen = [thing(key)["tag"] for key in things_in(brief.scene.words)[:4]]
    if seen and pen.often(0.7):
        own.append(pen.pick(seen))
    own = [tag for tag in own if not any(word in tag for word in brief.wish.unwanted)]
    return " ".join(dict.fromkeys([*own, "#calmvideo"][: max(2, len(own))]))


def _emojis(brief: Brief, pen: Pen) -> str:
    """The animal's, one of what is seen or the look's, and one of the mood."""
    table = lexica("titles")["emojis"]
    keys = [key for key in things_in(brief.scene.words)[:4] if pen.welcome(thing(key)["a"])]
    seen = [thing(key)["emoji"] for key in keys]
    look = table["looks"].get(brief.look.id, table["looks"]["other"])
    mood = table["funny"] if "funny" in brief.wish.moods else table["soft"]
    chosen = [brief.animal.emoji, pen.pick([*seen, look] if _suits(brief) else seen or mood)]
    if pen.often(0.6):
        chosen.append(pen.pick(mood))
    return "".join(dict.fromkeys(chosen))


def _suits(brief: Brief) -> bool:
    """Whether the look's own sign is of nothing unwanted."""
    tag = lexica("titles")["tags"].get(brief.look.id, "")
    return not any(word in tag for word in brief.wish.unwanted)
