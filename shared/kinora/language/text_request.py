"""Prompts that ask for words on the picture: explainers, and titles in quotes."""

from __future__ import annotations

import re

from kinora.model.spec import TextOverlay

_EXPLAIN = re.compile(
    r"^(?:please\s+|can you\s+|a\s+|an\s+|the\s+|short\s+)*"
    r"(?:explain(?:ing|er (?:about|on|of|for))?|tutorial (?:on|about)|introduction to|"
    r"lesson (?:on|about)|what (?:is|are)|how (?:does|do))\s+(?P<topic>.+)$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:titled|title|saying|called|with the words?|text)\s*:?\s*"
    r"[\"“”'](?P<title>[^\"“”]{1,80}?)[\"“”']",
    re.IGNORECASE,
)
_TOPIC_END = re.compile(
    r"\s*(?:[,.;:!?(]|\b(?:with|in|at|using|for|as|over|on a|set)\b|"
    r"\b(?:works?|happens?|means?)\b).*$",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"^(?:how|why|what)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_VERB = re.compile(r"\b(?:works?|happens?|means?)\b", re.IGNORECASE)
_COURSE = ("What happens", "How it works, step by step", "Why it matters")
_MAX_TITLE = 48


def requested_text(prompt: str) -> TextOverlay | None:
    """The title and points that the prompt asks to be shown, or None.

    An explainer gets the outline of an explanation. The facts themselves are not invented here.
    """
    if found := _TITLED.search(prompt):
        return TextOverlay(title=found["title"].strip())
    found = _EXPLAIN.match(prompt)
    if found is None:
        return None
    asked = _TOPIC_END.sub("", found["topic"]).strip()
    topic = _QUESTION.sub("", asked)
    if topic != asked and " " in topic and not _VERB.search(found["topic"]):
        return TextOverlay(title=_short(asked[0].upper() + asked[1:]), points=_COURSE)
    title = _ARTICLE.sub("", topic)
    if not title:
        return None
    return TextOverlay(title=_short(title[0].upper() + title[1:]), points=_outline(_short(topic)))


def _short(text: str) -> str:
    return text if len(text) <= _MAX_TITLE else text[:_MAX_TITLE].rsplit(" ", 1)[0]


def _outline(topic: str) -> tuple[str, str, str]:
    return f"What {topic} {_verb(topic)}", "How it works, step by step", "Why it matters"


def _verb(topic: str) -> str:
    last = topic.rpartition(" ")[2].lower()
    plural = last.endswith("s") and not last.endswith(("ss", "sis", "us", "is"))
    return "are" if plural else "is"
