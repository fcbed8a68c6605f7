"""All clips of the suite. Seeds are fixed; words alone say what a clip is to be."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.clips.subject import Subject, View

_SCENES = {
    "sea": "the sea",
    "lake": "a lake",
    "forest": "a forest",
    "mountains": "mountains",
    "meadow": "a meadow",
    "desert": "a desert",
    "snowfield": "a snowfield",
    "city": "a city",
    "street": "a street",
    "room": "a room",
    "sky": "above the clouds",
    "underwater": "a coral reef",
}
_RESTLESS = ("sea", "cave")
"""Water everywhere: it moves and mirrors, so a tracker finds few fixed points."""
_FIELDS = {
    "space": "a nebula",
    "silk": "silken threads",
    "ink": "ink in water",
}


def suite() -> list[Subject]:
    """Every subject; names are unique."""
    parts = (
        _colours(), _hours(), _cameras(), _tempi(), _transitions(), _denials(), _lightings(),
        _motions(), _storms(), _words(), _symmetry(), _silences(),
    )  # fmt: skip
    return [subject for part in parts for subject in part]


def _colours() -> Iterator[Subject]:
    pairs = (
        ("crimson", "#b9122f", "teal", "#0f8080"),
        ("gold", "#e6b422", "indigo", "#3a2a8c"),
        ("emerald", "#10b06a", "magenta", "#e026b8"),
        ("orange", "#ff8c1a", "blue", "#2456d8"),
        ("violet", "#8a4be0", "lime", "#b2e023"),
    )
    for index, (place, phrase) in enumerate((_SCENES | _FIELDS).items()):
        one, one_hex, other, other_hex = pairs[index % len(pairs)]
        for name, colour in ((one, one_hex), (other, other_hex)):
            yield Subject(
                f"colour-{place}-{name}",
                f"{phrase} in {name}",
                100 + index,
                {"colour": {"group": place, "named": name, "colour": colour}},
                View.ONE_SHOT,
            )


def _hours() -> Iterator[Subject]:
    words = {
        "night": "at night",
        "moonlight": "in moonlight",
        "dusk": "at dusk",
        "day": "by day",
    }
    for index, (place, phrase) in enumerate(_SCENES.items()):
        for hour, words_of_hour in words.items():
            yield Subject(
                f"hour-{place}-{hour}",
                f"{phrase} {words_of_hour}",
                200 + index,
                {"hour": {"group": place, "hour": hour}},
                View.STILL,
                seconds=2.0,
            )


def _cameras() -> Iterator[Subject]:
    words = {
        "static": "static camera",
        "pan_left": "pan left",
        "pan_right": "pan right",
        "tilt_up": "tilt up",
        "tilt_down": "tilt down",
        "zoom_in": "zoom in",
        "zoom_out": "zoom out",
        "dolly_in": "dolly in",
        "dolly_out": "dolly out",
        "crane_up": "crane up",
        "crane_down": "crane down",
        "orbit": "orbit",
        "roll": "rolling camera",
        "handheld": "handheld camera",
        "truck_left": "truck left",
        "truck_right": "truck right",
    }
    places = (
        ("mountains", "clear mountains by day"),
        ("city", "a city at dusk"),
        ("forest", "a forest at dawn"),
        ("cave", "a cave by day"),
        ("sea", "the sea at dawn"),
    )
    for index, (camera, phrase) in enumerate(words.items()):
        for place, scene in places:
            yield Subject(
                f"camera-{camera.replace('_', '-')}-{place}",
                f"{scene}, {phrase}",
                300 + index,
                {"camera": {"group": place, "camera": camera, "restless": place in _RESTLESS}},
                View.ONE_SHOT,
            )


def _tempi() -> Iterator[Subject]:
    moods = (
        "calm", "warm", "dreamy", "melancholy", "tense", "dark", "uplifting", "epic", "mysterious",
    )  # fmt: skip
    places = list(_SCENES.values())
    for index, mood in enumerate(moods):
        yield Subject(
            f"tempo-{mood}",
            f"{places[index]}, {mood} music",
            400 + index,
            {"tempo": {}},
            seconds=12.0,
            side=128,
            fps=12,
        )
    for index, bpm in enumerate((60, 66, 72, 80, 88, 96, 104, 112, 120, 132, 144)):
        yield Subject(
            f"tempo-{bpm}-bpm",
            f"{places[index % len(places)]} with music at {bpm} bpm",
            420 + index,
            {"tempo": {"bpm": bpm}},
            seconds=12.0,
            side=128,
            fps=12,
        )


def _transitions() -> Iterator[Subject]:
    words = {"cut": "hard cuts", "fade": "fades", "dissolve": "a dissolve", "wipe": "a wipe"}
    places = ("mountains by day", "a city at dusk", "a forest at dawn", "the sea by day")
    for index, (kind, phrase) in enumerate(words.items()):
        for number, place in enumerate(places):
            yield Subject(
                f"transition-{kind}-{number + 1}",
                f"{place} with {phrase}",
                500 + 10 * index + number,
                {"transition": {"kind": kind}},
                seconds=9.0,
            )


def _denials() -> Iterator[Subject]:
    things = (
        ("rain", "a street by day, natural sounds", "rain", "without rain"),
        ("rain", "the sea by day, natural sounds", "rain", "with no rain"),
        ("rain", "a meadow by day, natural sounds", "rain", "but no rain"),
        ("snow", "a forest by day", "snow", "without snow"),
        ("snow", "mountains by day", "snow", "with no snow"),
        ("embers", "a meadow at night", "embers", "without embers"),
        ("embers", "a meadow on a clear night", "sparks", "no sparks"),
        ("red", "the sea at dusk", "in red", "no red"),
        ("red", "a desert at dusk", "in red", "without red"),
        ("music", "the sea by day", "music", "without music"),
        ("music", "a city by day", "music", "no music"),
        ("music", "a desert by day", "music", "with no music"),
    )
    for index, (thing, scene, wish, denial) in enumerate(things):
        for role, words in (("asked", wish), ("denied", denial)):
            yield Subject(
                f"denial-{index + 1}-{thing}-{role}",
                f"{scene}, {words}",
                600 + index,
                {"denial": {"group": str(index + 1), "thing": thing, "role": role}},
                View.STILL,
            )


def _lightings() -> Iterator[Subject]:
    words = {
        "neutral": "neutral light",
        "noir": "film noir",
        "golden_hour": "golden light",
        "neon": "neon",
        "documentary": "documentary",
        "moody": "moody",
    }
    places = ("sea", "city", "meadow")
    for index, place in enumerate(places):
        for lighting, phrase in words.items():
            yield Subject(
                f"lighting-{place}-{lighting.replace('_', '-')}",
                f"{_SCENES[place]} by day, {phrase}",
                700 + index,
                {"lighting": {"group": place, "lighting": lighting}},
                View.STILL,
                seconds=2.0,
            )


def _motions() -> Iterator[Subject]:
    places = ("sea", "lake", "forest", "meadow", "city", "street")
    for index, place in enumerate(places):
        for kind in ("slow", "fast"):
            yield Subject(
                f"motion-{place}-{kind}",
                f"{_SCENES[place]} on a clear day, {kind}",
                800 + index,
                {"motion": {"group": place, "motion": kind}},
                View.STILL,
            )


def _storms() -> Iterator[Subject]:
    for index, place in enumerate(("sea", "mountains", "meadow", "city")):
        yield Subject(
            f"storm-{place}",
            f"a thunderstorm over {_SCENES[place]}, natural sounds",
            900 + index,
            {"lightning": {}},
            View.STILL,
            seconds=8.0,
        )


def _words() -> Iterator[Subject]:
    topics = (
        "photosynthesis in a forest",
        "tides at the sea",
        "erosion in the desert",
        "how traffic lights work in a city at night",
    )
    for index, prompt in enumerate(topics):
        for role, without in (("worded", ()), ("wordless", ("text",))):
            yield Subject(
                f"words-{index + 1}-{role}",
                f"explain {prompt}",
                1000 + index,
                {"words": {"group": str(index + 1), "role": role}},
                View.STILL,
                side=384,
                without=without,
            )


def _symmetry() -> Iterator[Subject]:
    for index, place in enumerate(("sea", "mountains", "forest", "city", "street", "room")):
        for kind in ("symmetric", "asymmetric"):
            yield Subject(
                f"symmetry-{place}-{kind}",
                f"{_SCENES[place]} by day, {kind}",
                1100 + index,
                {"symmetry": {"group": place, "symmetry": kind}},
                View.STILL,
                seconds=2.0,
            )


def _silences() -> Iterator[Subject]:
    for index, place in enumerate(("sea", "street", "forest")):
        yield Subject(
            f"silence-{place}",
            f"{_SCENES[place]}, no sound",
            1200 + index,
            {"loudness": {"silent": True}},
            seconds=3.0,
            side=128,
        )
