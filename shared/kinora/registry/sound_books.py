"""Codebooks of what is heard: a frame's instant of sound, and what a second of sound does."""

from __future__ import annotations

from math import log10

from kinora.model.features import AudioRole, SoundKind, Tone
from kinora.model.observation import Registry, Value
from kinora.model.taxonomy import Mood, Presence
from kinora.registry.axes import Bands, Choice, Logarithmic
from kinora.registry.codebook import Cell, Codebook
from kinora.registry.families import field_family, sound_family

NO_MOOD = "none"
KINDS, ROLES, PRESENCES = tuple(SoundKind), tuple(AudioRole), tuple(Presence)
MOODS = (NO_MOOD, *Mood)
QUIETEST_DB = -55.0
"""Level below which nothing is heard."""
_LEVEL = Bands.even("level_db", QUIETEST_DB, 0.0, 11)
_CENTROID = Logarithmic("centroid_hz", 20.0, 20_000.0, 5 * log10(2))
_RUMBLE_HERTZ = 150.0
_FLATNESS = Bands("flatness", (0.25, 0.5, 0.75), (0.12, 0.38, 0.62, 0.88))
_HISS = _FLATNESS.cell(0.5)
_HARMONICITY = Bands("harmonicity", (0.75,), (0.5, 0.9))
_SILENT = KINDS.index(SoundKind.SILENCE)
_TONE = KINDS.index(SoundKind.TONE)
_RUMBLE, _HISSING = KINDS.index(SoundKind.RUMBLE), KINDS.index(SoundKind.HISS)
_LOWEST_TONE = _CENTROID.cell(_RUMBLE_HERTZ)


def _settled_sound(cell: Cell) -> Cell:
    """Silence and the lowest rumble have no timbre.

    Only a tone has a pitch, and only where some noise is with it does harmonicity tell more than
    flatness has told.
    """
    kind, level, centroid, flatness, harmonicity = cell
    if kind == _SILENT:
        return (kind, 0, 0, 0, 0)
    centroid = max(1, centroid)
    if kind == _RUMBLE and centroid == 1:
        flatness = 0
    if kind != _TONE:
        harmonicity = 0
    elif flatness == 0:
        harmonicity = _HARMONICITY.cells - 1
    return (kind, level, centroid, flatness, harmonicity)


def _possible_sound(cell: Cell) -> bool:
    """The kinds follow from centroid and flatness."""
    kind, _, centroid, flatness, _ = cell
    if kind == _SILENT:
        return True
    if kind == _RUMBLE:
        return centroid <= _LOWEST_TONE
    return centroid >= _LOWEST_TONE and (flatness >= _HISS) == (kind == _HISSING)


def _sound_value(cell: Cell, value: Value) -> Value:
    """With the centroid's tone band; silence stands for itself, and only tones have a pitch."""
    kind, _, centroid, *_ = cell
    if kind == _SILENT:
        still = {"level_db": -60.0, "centroid_hz": 0.0, "flatness": 0.0, "harmonicity": 0.0}
        return {**value, **still, "tone": Tone.NONE}
    bands = ((_CENTROID.cell(200.0), Tone.LOW), (_CENTROID.cell(2000.0), Tone.MIDDLE))
    tone = next((tone for bound, tone in bands if centroid < bound), Tone.HIGH)
    if kind != _TONE:
        value = {field: item for field, item in value.items() if field != "harmonicity"}
    return {**value, "tone": tone}


TEMPO = Logarithmic("tempo_bpm", 40.0, 40 * 2 ** (14 / 6), 6)
_QUIET = (ROLES.index(AudioRole.SILENCE), 0, 0, PRESENCES.index(Presence.SILENCE))


_PRESENCE_OF = {
    ROLES.index(AudioRole.AMBIENT): PRESENCES.index(Presence.AMBIENT),
    ROLES.index(AudioRole.MUSIC): PRESENCES.index(Presence.MUSIC),
    ROLES.index(AudioRole.EFFECTS): PRESENCES.index(Presence.SFX),
}
_ROLE_OF = {presence: role for role, presence in _PRESENCE_OF.items()} | {
    PRESENCES.index(Presence.FULL): ROLES.index(AudioRole.MUSIC)
}


def settled_audio(cell: Cell) -> Cell:
    """Silence has no mood, no beat and no presence; what is present says what its role is."""
    role, mood, tempo, presence = cell
    if role == _QUIET[0]:
        return _QUIET
    if presence == _QUIET[3]:
        presence = _PRESENCE_OF[role]
    return (_ROLE_OF[presence], mood, tempo, presence)


def possible_audio(cell: Cell) -> bool:
    """Whatever is heard has a mood."""
    return cell == _QUIET or cell[1] != _QUIET[1]


STATIC_SOUND = Codebook(
    Registry.STATIC,
    "static_sound",
    "Level in steps of 5 dB, the least that a passing sound is remembered by; the spectral "
    "centroid in fifths of a decade, so that 200 Hz and 2 kHz part the tone bands; timbre in "
    "quarters from tonal to noisy, a tone with noise in it also by whether its pitch is clear.",
    (Choice("kind", KINDS), _LEVEL, _CENTROID, _FLATNESS, _HARMONICITY),
    sound_family,
    _sound_value,
    settle=_settled_sound,
    possible=_possible_sound,
)
AUDIO_SEMANTIC = Codebook(
    Registry.DYNAMIC,
    "audio_semantic",
    "Role, mood and presence are words; tempo in sixths of an octave (12 %), about what makes "
    "another pace. How loud it is stands with the sounds.",
    (Choice("role", ROLES), Choice("mood", MOODS), TEMPO, Choice("presence", PRESENCES)),
    field_family("role"),
    settle=settled_audio,
    possible=possible_audio,
)
