"""What a video tells, in typed and open words: seven categories, each value traced to origins.

Every value is built from words that the category may hold: a theme is never a colour, a setting
never a light, a genre never a weather. The words themselves come from the prompt, so new prompts
bring new values; what the prompt leaves open is said by the spec.
"""

from __future__ import annotations

from kinora.language.lexicon import lexicon
from kinora.language.looks import style_of
from kinora.language.mentions import (
    Mention,
    Reading,
    deed_of,
    is_feeling,
    is_plural,
    listed,
    read,
    story,
    third_person,
    with_article,
)
from kinora.language.plausible import LONGEST_VALUE, is_colour
from kinora.language.themes import themes_of
from kinora.model.instruction import Instruction
from kinora.model.narrative import ORIGINS, Narrative, Told
from kinora.model.spec import SceneSpec, Shot
from kinora.model.taxonomy import ShotSize, Weather
from kinora.seeding import stream

_PLACES = frozenset({"place", "scenery"})
_LONGEST_SUBJECT = 28
_SECOND_SHARE = 0.3
"""What a second place, or a second mood, weighs beside the first."""
_HAPPENING_SHARE = 0.4
"""What happens beside how the tension runs, and the camera beside the size of the shot."""
_NEAR = 2
"""How many words may stand between somebody and what he does."""
_SIZES = {ShotSize.POV: "point of view"}


def tell(instruction: Instruction, spec: SceneSpec) -> tuple[Told, ...]:
    """All narrative values of one video, each once, in the order of the categories.

    Args:
        instruction: what the prompt asked for.
        spec: what was decided from it.
    """
    reading = read(instruction)
    named = _place(reading, spec, asked=instruction.place is not None)
    where = named or _said(spec.place)
    who = _who(reading, _said(spec.place))
    told = [
        _genre(instruction, spec, who),
        _mood(reading, spec),
        *themes_of(reading, spec),
        _plot(reading, spec, who),
        _setting(reading, spec, where),
        style_of(reading, instruction, spec),
        *(_scene(shot, who, _around(reading, who, named)) for shot in spec.shots),
    ]
    order = list(Narrative)
    once = {(item.category, item.value): item for item in told}
    return tuple(sorted(once.values(), key=lambda item: order.index(item.category)))


def shares(category: Narrative, weights: dict[str, float]) -> dict[str, float]:
    """The weights of known origins scaled to add up to 1, to four digits."""
    known = {name: weight for name, weight in weights.items() if name in ORIGINS[category]}
    total = sum(known.values())
    scaled = {name: round(weight / total, 4) for name, weight in known.items() if weight > 0}
    first = next(iter(scaled))
    rest = sum(share for name, share in scaled.items() if name != first)
    return {**scaled, first: round(1.0 - rest, 4)}


def _place(reading: Reading, spec: SceneSpec, *, asked: bool) -> str:
    """The prompt's own noun for the place, empty where it has none."""
    for field in ("place", "scenery"):
        for noun in reading.nouns:
            if noun.says(field, spec.place) and not _acts(noun) and _plain(noun, "lighting"):
                return noun.text
    if not asked:
        for noun in reading.nouns:
            if not noun.senses and (_is_place(noun.text) or _located(noun, reading)):
                return noun.text
    return ""


def _around(reading: Reading, who: str, named: str) -> str:
    """The named place around somebody or something that is no place itself."""
    noun = next((noun for noun in reading.nouns if _head(noun.text) == who), None)
    free = noun is not None and (_acts(noun) or not noun.senses) and not _is_place(who)
    return named if free and named != who and not is_plural(named) else ""


def _who(reading: Reading, place: str) -> str:
    """Whom or what it is about: what acts, else the first noun, else the place itself."""
    acting = [noun for noun in reading.nouns if _acts(noun)]
    plain = [noun for noun in reading.nouns if not noun.senses or noun.fields & _PLACES]
    for noun in (*acting, *plain):
        head = _head(noun.text)
        weathered = any(_weathers(word) for word in head.split())
        if 0 < len(head) <= _LONGEST_SUBJECT and not weathered:
            return head
    return place


def _head(noun: str) -> str:
    """What stands before "of" or "over": the glider over the clouds is a glider."""
    words = noun.split()
    end = next((i for i, word in enumerate(words) if word in lexicon().stop), len(words))
    return " ".join(words[:end])


def _weathers(word: str) -> bool:
    senses = lexicon().phrases.get((word,), ())
    return any(sense.field in {"weather", "time_of_day", "lighting"} for sense in senses)


def _acts(noun: Mention) -> bool:
    words = noun.text.split()
    last = words[-1]
    return not listed("actors", "words").isdisjoint({last, last.removesuffix("s")})


def _is_place(noun: str) -> bool:
    last = noun.rpartition(" ")[2]
    known = listed("places", "words")
    endings = tuple(listed("places", "endings"))
    return last in known or last.removesuffix("s") in known or last.endswith(endings)


def _located(noun: Mention, reading: Reading) -> bool:
    """Whether it stands behind a word such as "in", with or without an article."""
    before = reading.words[max(0, noun.start - 2) : noun.start]
    articles = {"a", "an", "the", "my", "our", "his", "her", "their", "some"}
    return bool(before) and (
        before[-1] in listed("places", "prepositions")
        or (before[-1] in articles and before[0] in listed("places", "prepositions"))
    )


def _plain(noun: Mention, *fields: str) -> bool:
    return not noun.fields & set(fields)


def _genre(instruction: Instruction, spec: SceneSpec, who: str) -> Told:
    own = instruction.because.get("genre", "")
    known = own and set(own.split()) <= listed("genres", "own")
    value = own if known else story()["genres"][spec.genre]
    category = Narrative.GENRE
    return Told(category=category, value=f"{who} {value}", origins={spec.genre: 1.0})


def _mood(reading: Reading, spec: SceneSpec) -> Told:
    """The prompt's own words for the mood, two at most; else the mood that was chosen."""
    words: dict[str, tuple[str, ...]] = {}
    for mention in reading.mentions:
        moods = tuple(sense.value for sense in mention.senses if sense.field == "mood")
        if not mention.senses and is_feeling(mention.text):
            moods = (spec.sound.mood,)
        if moods and not any(map(is_colour, mention.text.split())):
            words.setdefault(mention.text, moods)
    chosen = list(words.items())[:2] or [(_said(spec.sound.mood), (spec.sound.mood,))]
    weights: dict[str, float] = {}
    for (_, moods), share in zip(chosen, (1.0 - _SECOND_SHARE, _SECOND_SHARE), strict=False):
        for mood in moods:
            weights[mood] = weights.get(mood, 0.0) + share / len(moods)
    value = " and ".join(word for word, _ in chosen)
    return Told(category=Narrative.MOOD, value=value, origins=shares(Narrative.MOOD, weights))


def _plot(reading: Reading, spec: SceneSpec, who: str) -> Told:
    """Who does what, and how the tension runs."""
    category, tension = Narrative.PLOTS, story()["tension"][spec.tension]
    deed, kind = _deed(reading, who) or _happening(spec, who)
    value = f"{who} {deed} {tension}"
    if len(value) > LONGEST_VALUE:
        value = f"{who.rpartition(' ')[2]} {deed} {tension}"
    if len(value) > LONGEST_VALUE:
        value = f"{who.rpartition(' ')[2]} {deed.partition(' ')[0]} {tension}"
    origins = {str(spec.tension): 1.0 - _HAPPENING_SHARE, kind: _HAPPENING_SHARE}
    return Told(category=category, value=value, origins=shares(category, origins))


def _deed(reading: Reading, who: str) -> tuple[str, str] | None:
    """The prompt's own verb: beside whom it is about, or one of the words for motion."""
    subject = next((noun for noun in reading.nouns if _head(noun.text) == who), None)
    for mention in reading.mentions:
        deed = deed_of(mention.text.rpartition(" ")[2])
        if deed is None or mention.text in who.split():
            continue
        behind = subject is not None and 0 <= mention.start - subject.end < _NEAR
        before = subject is not None and mention.end == subject.start
        if mention.fields == {"motion"} or (not mention.senses and (behind or before)):
            return deed
    return None


def _happening(spec: SceneSpec, who: str) -> tuple[str, str]:
    """One of the things that are true of the scene; which one, the seed says."""
    happens = story()["happens"]
    weather: list[str] = happens["weather"].get(spec.weather, [])
    options = [*weather, *weather, *happens["time_of_day"][spec.time_of_day]]
    options += happens["motion"][spec.motion.kind]
    kind, _, phrase = stream(spec.seed, "plot").choice(options).partition(":")
    if is_plural(who):
        return phrase.replace(" its ", " their "), kind
    words = phrase.split()
    verb = 1 if words[0] == "barely" else 0
    words = [third_person(w) if i == verb or _second(words, i) else w for i, w in enumerate(words)]
    return " ".join(words), kind


def _second(words: list[str], index: int) -> bool:
    """Whether the word is the verb behind an "and"."""
    return index > 0 and words[index - 1] == "and"


def _setting(reading: Reading, spec: SceneSpec, where: str) -> Told:
    """Place, hour, weather and what lies beyond, as far as they fit."""
    category = Narrative.SETTINGS
    parts = [_hour(reading, spec)]
    if spec.weather is not Weather.CLEAR:
        parts.append(story()["weathers"][spec.weather])
    if spec.beyond is not None:
        parts.append(f"before {_beyond(reading, spec, where)}")
    value = where
    for part in parts:
        if len(value) + 1 + len(part) <= LONGEST_VALUE:
            value = f"{value} {part}"
    weights = {str(spec.place): 1.0}
    if spec.beyond is not None:
        weights = {str(spec.place): 1.0 - _SECOND_SHARE, str(spec.beyond): _SECOND_SHARE}
    return Told(category=category, value=value, origins=shares(category, weights))


def _hour(reading: Reading, spec: SceneSpec) -> str:
    hours = story()["hours"]
    for mention in reading.mentions:
        if mention.says("time_of_day", spec.time_of_day):
            for word in mention.text.split():
                if word in listed("hours", "at"):
                    return f"at {word}"
                if word in listed("hours", "in_the"):
                    return f"in the {word}"
    return str(hours[spec.time_of_day])


def _beyond(reading: Reading, spec: SceneSpec, where: str) -> str:
    for noun in reading.nouns:
        named = any(noun.says(field, str(spec.beyond)) for field in _PLACES)
        if named and noun.text != where and not _acts(noun) and _plain(noun, "lighting"):
            return with_article(noun.text)
    return with_article(_said(str(spec.beyond)))


def _scene(shot: Shot, who: str, around: str) -> Told:
    """Size of the shot, what the camera does, who is in the frame and what is around."""
    category = Narrative.SCENE_TYPE
    kind, _, move = story()["camera"][shot.camera].partition(":")
    size = _SIZES.get(shot.size, str(shot.size))
    value = f"{size} {move} shot of {with_article(who)}"
    fuller = f"{value} by {with_article(around)}" if around else value
    if len(fuller) <= LONGEST_VALUE:
        value = fuller
    weights = {str(shot.size): 1.0 - _HAPPENING_SHARE, kind: _HAPPENING_SHARE}
    return Told(category=category, value=value, origins=shares(category, weights))


def _said(value: str) -> str:
    return value.replace("_", " ")
