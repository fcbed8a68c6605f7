"""Sounds of known pitch, noise, loudness, beat and kind, under a plain picture."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.films.take import Facts, Take

_PICTURE = "color=c=#506070:s=64x48:r=24:d={seconds}[v]"
_RATE = 48000
_BOTH = "pan=stereo|c0=c0|c1=c0"
"""The same on both channels, without the three decibels that a mixture takes off."""
_CHORDS = {
    "major": (261.63, 329.63, 392.0),
    "minor": (220.0, 261.63, 329.63),
    "low": (65.41, 98.0, 130.81),
}
_BEATS = (50, 60, 72, 80, 90, 100, 110, 120, 132, 140, 150, 160, 175, 190)
_PAD = "0.08*(sin(2*PI*220*t)+sin(2*PI*277.18*t)+sin(2*PI*329.63*t))"


def sounds() -> Iterator[Take]:
    """Tones, chords, noises, silences, beats and what is put together of them."""
    yield from _tones()
    yield from _noises()
    yield from _silences()
    yield from _beats()
    yield from _mixtures()


def _take(name: str, sound: str, facts: Facts, seconds: float = 2.0) -> Take:
    sides = sound if "c=stereo" in sound else f"{sound},{_BOTH}"
    return Take(
        f"sound-{name}", _PICTURE.format(seconds=seconds), {"sound": facts},
        sound=f"{sides}[a]", seconds=seconds,
    )  # fmt: skip


def _formula(expression: str, seconds: float = 2.0) -> str:
    return f"aevalsrc='{expression}':s={_RATE}:d={seconds}"


def _band(hertz: float) -> str:
    return "low" if hertz < 200 else "middle" if hertz < 2000 else "high"


def _tones() -> Iterator[Take]:
    for hertz in (60, 100, 220, 440, 1000, 1800, 3000, 6000):
        facts = {
            "kind": "rumble" if hertz < 150 else "tone",
            "tone": _band(hertz),
            "centroid": float(hertz),
            "amplitude": 0.3 / 2**0.5,
            "strength": 0.3,
            "flat": 0.0,
            "harmonicity": 1.0,
            "role": "effects" if hertz > 2200 else "ambient",
        }
        yield _take(f"sine-{hertz}", _formula(f"0.3*sin(2*PI*{hertz}*t)"), facts)
    for hertz in (110, 220, 440):
        teeth = f"0.4*(2*mod(t*{hertz},1)-1)"
        yield _take(
            f"saw-{hertz}", _formula(teeth), {"kind": "tone", "harmonicity": 1.0, "flat": 0.0}
        )
    for name, pitches in _CHORDS.items():
        waves = "+".join(f"sin(2*PI*{pitch}*t)" for pitch in pitches)
        facts = {"kind": "rumble" if name == "low" else "tone", "role": "ambient", "flat": 0.0}
        yield _take(f"chord-{name}", _formula(f"0.15*({waves})"), facts)
    voice = "0.3*(sin(2*PI*180*t+4*sin(2*PI*5*t))+0.5*sin(2*PI*360*t+8*sin(2*PI*5*t)))"
    yield _take("vibrato", _formula(voice), {"kind": "tone"})


def _noises() -> Iterator[Take]:
    for colour, level in (("white", 0.3), ("pink", 0.4), ("brown", 0.5), ("blue", 0.3)):
        facts: Facts = {"harmonicity": 0.0, "flat": 1.0, "role": "effects"}
        if colour != "brown":
            facts = {**facts, "kind": "hiss"}
        yield _take(f"noise-{colour}", f"anoisesrc=c={colour}:a={level}:s=11:r={_RATE}:d=2", facts)
    deep = f"anoisesrc=c=white:a=0.9:s=12:r={_RATE}:d=2,lowpass=f=60,lowpass=f=60,volume=12dB"
    yield _take("noise-deep", deep, {"kind": "rumble", "tone": "low"})
    wind = f"anoisesrc=c=pink:a=0.6:s=13:r={_RATE}:d=2,bandpass=f=500:t=h:w=600"
    yield _take("noise-wind", wind, {"kind": "hiss", "tone": "middle", "role": "effects"})


def _silences() -> Iterator[Take]:
    facts = {"kind": "silence", "role": "silence", "presence": "silence", "mood": None}
    yield _take("silence", f"anullsrc=r={_RATE}:d=2", facts)
    yield _take("room-tone", f"anoisesrc=c=pink:a=0.0008:s=14:r={_RATE}:d=2", facts)


def _beats() -> Iterator[Take]:
    for bpm in _BEATS:
        click = f"0.7*sin(2*PI*1200*t)*exp(-90*mod(t,{60 / bpm}))"
        yield _take(f"clicks-{bpm}", _formula(click, 8), {"bpm": float(bpm)}, 8)
    for bpm in (64, 84, 96, 108, 124, 144):
        facts = {"bpm": float(bpm), "role": "music", "presence": "music"}
        yield _take(f"music-{bpm}", _formula(_music(bpm), 8), facts, 8)


def _music(bpm: float) -> str:
    """A kick on every beat, a bass note between, and a chord that stays."""
    kick = f"0.5*sin(2*PI*55*t)*exp(-14*mod(t,{60 / bpm}))"
    pluck = f"0.2*sin(2*PI*330*t)*exp(-9*mod(t+{30 / bpm},{60 / bpm}))"
    return f"{kick}+{pluck}+{_PAD}"


def _mixtures() -> Iterator[Take]:
    swell = f"{_PAD}*(0.8+0.2*sin(2*PI*0.3*t))"
    yield _take("pad", _formula(swell, 5), {"role": "ambient", "bpm": 0.0}, 5)
    rain = f"anoisesrc=c=white:a=0.25:s=15:r={_RATE}:d=6"
    yield _take("rain", rain, {"role": "effects", "presence": "sfx", "bpm": 0.0}, 6)
    both = f"{_formula(_music(112), 8)}[m];anoisesrc=c=pink:a=0.25:s=16:r={_RATE}:d=8[n]"
    mixed = f"{both};[m][n]amix=inputs=2:normalize=0"
    yield _take("music-in-rain", mixed, {"presence": "full"}, 8)
    half = "if(lt(t,2),0.3*sin(2*PI*440*t),0)"
    yield _take("tone-then-silence", _formula(half, 4), {"halves": ["tone", "silence"]}, 4)
    for level in (-40, -26, -14):
        loud = f"anoisesrc=c=pink:a=1:s=17:r={_RATE}:d=4,volume={level + 18}dB"
        yield _take(f"level-{-level}", loud, {}, 4)
    apart = f"aevalsrc='0.3*sin(2*PI*440*t)|-0.3*sin(2*PI*440*t)':s={_RATE}:d=2:c=stereo"
    yield _take("out-of-phase", apart, {"kind": "tone", "amplitude": 0.3 / 2**0.5})
