"""What is to be played: the prompt, the chosen style and the picture's atmosphere as figures."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from kinora.model.taxonomy import Effect, Mood, Presence
from kinora.providers.embedded.music.length import number, part, seconds
from kinora.providers.ports import MediaAsk
from kinora.scene.soundtrack import PULSES
from kinora.seeding import stream
from kinora.sound.moods import STYLES
from kinora.sound.styles import Texture, Timbre

LEAST_BPM, MOST_BPM = 45.0, 160.0
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_PROMPTED, _STYLED, _GENRE, _PICTURED, _LOOKED, _PLAYABLE = 3.0, 2.0, 1.5, 0.8, 0.4, 0.6
"""How much each tells of the mood; an instrument that a mood can play counts, too."""
_MOST_EFFECTS = 2
_STILL = frozenset({"ambient", "drone", "beatless"})
_AIRY, _CLOSE = 0.15, -0.16
_PACES = {
    "frozen/still": 0.6,
    "slow/meditative": 0.7,
    "dynamic/energetic": 1.1,
    "urgent/fast": 1.15,
}
_BARE, _PER_PLAYER, _USUAL_PLAYERS = 0.06, 0.05, 3


@dataclass(frozen=True)
class Direction:
    """How one piece sounds. ``brightness`` and ``density`` 0..1, ``pacing`` 0.6..1.15."""

    mood: Mood
    tempo_bpm: float
    root: int
    brightness: float
    density: float
    pacing: float
    presence: Presence
    effects: tuple[Effect, ...]
    players: frozenset[Timbre]
    textures: frozenset[Texture]
    seconds: float


def direction(ask: MediaAsk, seed: int) -> Direction:
    """Read the job; what is missing is taken from the mood or left to the seed."""
    told, prompt, style = _Told(ask), ask.prompt, part(ask.context, "style")
    chance = stream(seed, "music", text(prompt, "prompt"), text(style, "name"))
    players = _senses("players", told.instruments)
    textures = _senses("textures", told.instruments)
    mood = _mood(told, players, textures)
    energy = _energy(prompt, style)
    still = bool(_STILL & told.genre) or (
        text(style, "tempo_feel") == "still" and energy <= _table("energy")["very low"]
    )
    effects = _effects(told) if ask.params.get("ambience", True) else ()
    made = Direction(
        mood=mood,
        tempo_bpm=_tempo(ask, told, mood),
        root=chance.randrange(12),
        brightness=_brightness(told, mood, energy, chance.uniform(-0.04, 0.04)),
        density=_density(told, energy),
        pacing=_PACES.get(text(told.audio, "temporal_feel"), 0.9),
        presence=Presence.AMBIENT if still else Presence.FULL if effects else Presence.MUSIC,
        effects=effects,
        players=frozenset(map(Timbre, players)),
        textures=frozenset(map(Texture, textures)),
        seconds=seconds(ask),
    )
    return _alike(made, ask.like) if ask.like else made


class _Told:
    """The words of the job, by who says them."""

    def __init__(self, ask: MediaAsk) -> None:
        self.audio = part(ask.context, "audio_atmosphere")
        style, look = part(ask.context, "style"), part(ask.context, "aesthetic")
        self.prompt = words(text(ask.prompt, "mood"))
        self.style = words(text(style, "mood"))
        self.genre = words(text(style, "genre")) or words(text(ask.prompt, "prompt")[:60])
        self.suggested = words(_genres(self.audio))
        self.look = words(text(part(look, "visual_tone"), "mood"))
        own = ask.prompt.get("instruments")
        listed = own if isinstance(own, list) else style.get("instruments")
        self.listed = [str(name) for name in listed] if isinstance(listed, list) else []
        self.instruments = words(" ".join(self.listed))
        heard = self.audio.get("implied_sounds")
        self.sounds = [str(sound) for sound in heard] if isinstance(heard, list) else []


def words(told: str) -> frozenset[str]:
    """The lower-case words of a text, hyphens kept."""
    return frozenset(_WORD.findall(told.lower()))


def text(part: Mapping[str, Any], key: str) -> str:
    """A text of the context; empty where there is none."""
    value = part.get(key)
    return value if isinstance(value, str) else ""


def _genres(audio: Mapping[str, Any]) -> str:
    genres = audio.get("suggested_music_genres")
    return " ".join(map(str, genres)) if isinstance(genres, list) else ""


def _senses(table: str, told: frozenset[str]) -> list[str]:
    """The names of the table whose words are told, in the table's order."""
    return [name for name, known in _table(table).items() if told & set(known)]


def _mood(told: _Told, players: list[str], textures: list[str]) -> Mood:
    """The mood that most of the words mean and whose style has most of the instruments."""
    scores: dict[Mood, float] = {}
    intensity = _table("intensity").get(text(told.audio, "emotional_intensity"))
    for name, known in _table("moods").items():
        mood, meant = Mood(name), set(known)
        score = _PROMPTED * bool(told.prompt & meant) + _STYLED * bool(told.style & meant)
        score += _GENRE * bool(told.genre & meant) + _LOOKED * bool(told.look & meant)
        score += _LOOKED * bool(told.suggested & meant)
        score += _PICTURED * (intensity == name)
        style = STYLES[mood]
        playable = {*style.melody, *style.figure} & set(players)
        scores[mood] = score + _PLAYABLE * (len(playable) + bool(set(style.pad) & set(textures)))
    return max(scores, key=lambda mood: scores[mood])


def _energy(prompt: Mapping[str, Any], style: Mapping[str, Any]) -> float:
    table = _table("energy")
    told = text(prompt, "energy") or text(style, "energy")
    return float(table.get(told, table["low"]))


def _tempo(ask: MediaAsk, told: _Told, mood: Mood) -> float:
    """Beats a minute: as set by hand, as prompted, as the style feels, as the picture feels."""
    style = part(ask.context, "style")
    named = (
        number(ask.params.get("bpm")),
        number(ask.prompt.get("suggested_bpm")),
        _table("tempo_feel").get(text(style, "tempo_feel")),
        _table("temporal_feel").get(text(told.audio, "temporal_feel")),
    )
    tempo = next((each for each in named if each is not None), PULSES[mood].tempo)
    return round(min(max(float(tempo), LEAST_BPM), MOST_BPM), 1)


def _brightness(told: _Told, mood: Mood, energy: float, chance: float) -> float:
    shift = _table("warmth").get(text(told.audio, "warmth"), 0.0) + 0.3 * (energy - 0.4)
    shift += _AIRY * ("airy" in told.prompt) + _CLOSE * ("close" in told.prompt)
    return _unit(PULSES[mood].brightness + shift + chance)


def _density(told: _Told, energy: float) -> float:
    """The busier the place and the more players, the denser."""
    shift = _table("silence_level").get(text(told.audio, "silence_level"), 0.0)
    players = len(told.listed) or _USUAL_PLAYERS
    shift += _PER_PLAYER * (min(players, 6) - _USUAL_PLAYERS)
    shift -= _BARE * ("airy" in told.prompt)
    return _unit(energy + shift)


def _effects(told: _Told) -> tuple[Effect, ...]:
    """Up to two sounds of the place that the engine can make, in the picture's order."""
    found = [name for sound in told.sounds for name in _senses("effects", words(sound))]
    return tuple(map(Effect, dict.fromkeys(found)))[:_MOST_EFFECTS]


def _alike(made: Direction, like: Mapping[str, Any]) -> Direction:
    """The same mood, key and players as another piece, at its tempo."""
    note = like.get("note")
    if not isinstance(note, Mapping):
        return made
    moods = {mood.value: mood for mood in Mood}
    played = note.get("instruments")
    names = {str(name) for name in played} if isinstance(played, list) else set()
    root = number(note.get("root"))
    tempo = number(note.get("tempo_bpm"))
    return replace(
        made,
        mood=moods.get(text(note, "mood"), made.mood),
        tempo_bpm=made.tempo_bpm if tempo is None else min(max(tempo, LEAST_BPM), MOST_BPM),
        root=made.root if root is None else int(root) % 12,
        players=frozenset(each for each in Timbre if each.value in names) or made.players,
        textures=frozenset(each for each in Texture if f"{each.value} pad" in names)
        or made.textures,
    )


def _unit(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 3)


@cache
def _table(name: str) -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads(
        files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    )
    table: dict[str, Any] = data[name]
    return table
