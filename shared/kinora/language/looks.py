"""Style: the look that a prompt asks for or that was decided, with its light and its pace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kinora.language.mentions import Reading, story
from kinora.language.plausible import LONGEST_VALUE, is_colour, looks_like_a_word
from kinora.model.instruction import Instruction
from kinora.model.narrative import ORIGINS, Narrative, Told
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import GradientKind

_MODELLED = re.compile(r"\b(?:style of|as an?|like an?)((?: [a-z]+){1,6})")
_SMALL = frozenset({"a", "an", "the", "of", "and"})
_NOT_A_LOOK = re.compile(r"\b(?:look|style|shot|in|with|at|by|on|for|under|to)\b.*$")
_UNHURRIED, _BRISK = 0.85, 1.2
_SYMMETRIC = 0.5
_LIGHT_SHARE = 0.3
_FALL = {GradientKind.RADIAL: "and a halo", GradientKind.ANGLED: "falling aslant"}
_STRONG = 0.55


def style_of(reading: Reading, instruction: Instruction, spec: SceneSpec) -> Told:
    """One style: look, light, and pace and order where they stand out.

    A look that the prompt describes ("in the style of an old postcard") keeps its words.
    """
    look = _described(reading) or _plain(instruction.because.get("style", "")) or spec.style
    value = look
    for part, before in _parts(spec):
        longer = f"{part} {value}" if before else f"{value} {part}"
        if len(longer) <= LONGEST_VALUE:
            value = longer
    light = str(story()["light_style"][spec.lighting])
    weights: dict[str, float] = {light: _LIGHT_SHARE}
    for origin in _origins(look) or [_known(spec.style)]:
        weights[origin] = weights.get(origin, 0.0) + (1.0 - _LIGHT_SHARE) / max(
            1, len(_origins(look))
        )
    origins = {name: round(weight, 4) for name, weight in weights.items()}
    first = next(iter(origins))
    origins[first] = round(1.0 - sum(v for k, v in origins.items() if k != first), 4)
    return Told(category=Narrative.STYLE, value=value, origins=origins)


def _parts(spec: SceneSpec) -> Iterator[tuple[str, bool]]:
    """What is said of the look, and whether it stands before it; the most telling first."""
    yield str(story()["light"][spec.lighting]), False
    if spec.symmetry >= _SYMMETRIC:
        yield "symmetrical", True
    if spec.pacing <= _UNHURRIED:
        yield "unhurried", True
    elif spec.pacing >= _BRISK:
        yield "brisk", True
    if spec.gradient.kind in _FALL and spec.gradient.strength >= _STRONG:
        yield _FALL[spec.gradient.kind], False


def _described(reading: Reading) -> str:
    """What stands behind "in the style of", up to the clause's end."""
    text = " ".join(reading.words)
    for found in _MODELLED.finditer(text):
        wanted = _plain(_NOT_A_LOOK.sub("", found[1]))
        if wanted and (found[0].startswith("style") or _origins(wanted)):
            return wanted
    return ""


def _plain(text: str) -> str:
    """Words that look like words, without colours, articles at the start and small words last."""
    words = [
        word
        for word in text.split()
        if word in _SMALL or (looks_like_a_word(word) and not is_colour(word))
    ]
    while words and words[0] in _SMALL:
        words.pop(0)
    while words and words[-1] in _SMALL:
        words.pop()
    return " ".join(words)[:40].strip()


def _origins(look: str) -> list[str]:
    looks = story()["looks"]
    words = set(look.split())
    return [origin for origin in looks if words & set(looks[origin].split())]


def _known(style: str) -> str:
    return style if style in ORIGINS[Narrative.STYLE] else "cinematic"
