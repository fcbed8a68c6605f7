"""The closed vocabularies of a scene: what the picture and sound engines can draw and play."""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """Landscapes, skies and waters, places with a roof, and the abstract fields."""

    SEA = "sea"
    LAKE = "lake"
    FOREST = "forest"
    MOUNTAINS = "mountains"
    MEADOW = "meadow"
    DESERT = "desert"
    SNOWFIELD = "snowfield"
    CITY = "city"
    STREET = "street"
    SKY = "sky"
    AURORA = "aurora"
    SPACE = "space"
    UNDERWATER = "underwater"
    CAVE = "cave"
    ROOM = "room"
    FLOW = "flow"
    CELLS = "cells"
    WAVES = "waves"
    INK = "ink"
    LIGHT = "light"


OPENINGS = frozenset({Place.CAVE, Place.ROOM})
"""Places that show another through an opening."""
AIRLESS = frozenset({Place.UNDERWATER, Place.SPACE})
"""Places without air: no weather is seen or heard there, and nothing burns."""
SHELTERED = AIRLESS | {Place.CAVE}
"""Places where rain is not heard."""


class TimeOfDay(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    GOLDEN_HOUR = "golden_hour"
    DUSK = "dusk"
    MOONLIGHT = "moonlight"
    NIGHT = "night"


NIGHTS = frozenset({TimeOfDay.NIGHT, TimeOfDay.MOONLIGHT})
"""Hours without any sun."""
DARK_HOURS = (TimeOfDay.NIGHT, TimeOfDay.MOONLIGHT, TimeOfDay.DUSK)
"""Hours of crickets, hearths and northern lights."""


class Weather(StrEnum):
    CLEAR = "clear"
    CLOUDY = "cloudy"
    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    FOG = "fog"


WET = frozenset({Weather.RAIN, Weather.STORM})
"""Weathers in which rain falls."""


class Particles(StrEnum):
    """Small things in the air or in the water."""

    FIREFLIES = "fireflies"
    EMBERS = "embers"
    DUST = "dust"
    BUBBLES = "bubbles"
    PETALS = "petals"


class ShapeKind(StrEnum):
    """Plain figures laid over the picture."""

    CIRCLE = "circle"
    RING = "ring"
    TRIANGLE = "triangle"
    SQUARE = "square"
    LINES = "lines"
    GRID = "grid"


class MotionKind(StrEnum):
    SLOW = "slow"
    WAVE = "wave"
    FLOW = "flow"
    FAST = "fast"
    PULSE = "pulse"


class GradientKind(StrEnum):
    VERTICAL = "vertical"
    HORIZONTAL = "horizontal"
    RADIAL = "radial"
    ANGLED = "angled"


class CameraKind(StrEnum):
    """Which way the camera travels; the picture moves the other way."""

    STATIC = "static"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    TILT_UP = "tilt_up"
    TILT_DOWN = "tilt_down"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    DOLLY_IN = "dolly_in"
    DOLLY_OUT = "dolly_out"
    CRANE_UP = "crane_up"
    CRANE_DOWN = "crane_down"
    ORBIT = "orbit"
    ROLL = "roll"
    HANDHELD = "handheld"
    TRUCK_LEFT = "truck_left"
    TRUCK_RIGHT = "truck_right"


class ShotSize(StrEnum):
    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"
    POV = "pov"
    HANDHELD = "handheld"


class Lighting(StrEnum):
    NEUTRAL = "neutral"
    NOIR = "noir"
    GOLDEN_HOUR = "golden_hour"
    NEON = "neon"
    DOCUMENTARY = "documentary"
    MOODY = "moody"


class TransitionKind(StrEnum):
    CUT = "cut"
    FADE = "fade"
    DISSOLVE = "dissolve"
    WIPE = "wipe"


class Tension(StrEnum):
    """How the clip's energy runs over its length."""

    FLAT = "flat"
    RISING = "rising"
    ARC = "arc"
    FALLING = "falling"


class Mood(StrEnum):
    CALM = "calm"
    WARM = "warm"
    DREAMY = "dreamy"
    MELANCHOLY = "melancholy"
    TENSE = "tense"
    DARK = "dark"
    UPLIFTING = "uplifting"
    EPIC = "epic"
    MYSTERIOUS = "mysterious"


class Presence(StrEnum):
    """How much of the sound is heard."""

    SILENCE = "silence"
    AMBIENT = "ambient"
    MUSIC = "music"
    SFX = "sfx"
    FULL = "full"


class Genre(StrEnum):
    GENERAL = "general"
    NATURE = "nature"
    DRAMA = "drama"
    FANTASY = "fantasy"
    DOCUMENTARY = "documentary"
    EXPLAINER = "explainer"
    THRILLER = "thriller"
    TRAVEL = "travel"


class Effect(StrEnum):
    """Sounds that belong to the picture."""

    WAVES = "waves"
    STREAM = "stream"
    UNDERWATER = "underwater"
    RAIN = "rain"
    THUNDER = "thunder"
    WIND = "wind"
    FIRE = "fire"
    BIRDS = "birds"
    CRICKETS = "crickets"
    TRAFFIC = "traffic"


class Quality(StrEnum):
    """How much care a video is drawn and encoded with."""

    DRAFT = "draft"
    STANDARD = "standard"
    HIGH = "high"


class WorkflowType(StrEnum):
    """Which loop a run belongs to; ``web`` is a run that a person or a program asked for."""

    EXPLORER = "explorer"
    EXPLOITER = "exploiter"
    MAIN = "main"
    WEB = "web"


class PromptSource(StrEnum):
    GIVEN = "given"
    GENERATED = "generated"
    GOOD = "good"
    INTERPRETED = "interpreted"
