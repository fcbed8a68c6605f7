"""The report: every measure with its median and worst error, confusions, and what was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version

from accuracy.measures.reading import Account, Judge, Measure, Reading, Value

_TOOLS = (
    "av", "colour-science", "librosa", "numpy", "opencv-python-headless", "pyloudnorm", "scipy",
    "scenedetect-headless", "scikit-image", "scikit-learn",
)  # fmt: skip
_CONFUSED = (
    "camera: kind", "transition: kind", "sound: kind", "audio: role", "audio: presence",
    "depth: layers", "gradient: kind", "motion: direction", "motion: rhythm",
)  # fmt: skip
_INTRODUCTION = """\
# Measures

<!-- Written by `make accuracy`. Changes by hand are lost. -->

How far what Kinora measures is from what is there. `make accuracy` makes {films} short films with
ffmpeg's own sources and filters, never with Kinora's engines: pans, zooms, rolls, planes at several
distances, cuts, fades, dissolves, wipes, checkerboards, ramps, colours, grain, tones, noises,
beats, photographs, worn-out codecs. What is in a film is written beside it. Kinora measures them,
and an environment that holds no Kinora compares, with that truth and with other people's tools
([why](adr/0010-oracles-in-their-own-environment.md)).

A figure is promised a limit to its median and to its worst error over all readings, a name a share
of right answers; a promise that too few films bear out counts as broken. *Blind* is what always
giving the same answer would achieve: the median error of the middle of the right figures, or the
share of the commonest name. A measure without a limit shows how another tool fares with the same
films.

{kept} of {promises} promises are kept, over {readings} readings.

Oracles: {tools}.
"""
_WEAKNESSES = """\
## Known weaknesses

- A picture is measured at a width of 160 pixels. What is finer is seen by its mean alone: a dither
  has the colour of its mixture, and hair-thin lines are no edges.
- Motion is looked for eight times a second. What turns or shakes faster than four times a second
  is seen as slower than it is, or not at all.
- A pattern that repeats itself, such as a checkerboard, may move by its own period unseen; a plain
  wall may move by any amount.
- A beat and its double are both right. Kinora prefers what lies near 105 a minute, and so may call
  a slow beat twice as fast, or a fast one half.
- Depth can only be told while the camera travels, and where the near and the far both fill a good
  part of the picture.
- Speed is the mean over the whole picture, and what is plain, such as a clear sky, counts as still:
  over plain parts a pan is measured as slower than it is. The camera's speed is not.
- Where colours flow into one another, the dominant one is the centre of the densest of them; the
  widest crowd may have its centre elsewhere and gather more of the picture.
- A track of one channel is heard on two, three decibels softer on each: its loudness is right, its
  amplitude and peak are 0.7 of the file's.
- A mood is told by likeness to music that was made for it; nothing outside can tell its error, so
  none is stated here.
- What a sound does (music, ambience, effects) is told by its beat and its spectrum; nothing is
  known of instruments, voices or words.
"""


@dataclass(frozen=True)
class Report:
    """The outcome for a folder of films."""

    judges: Sequence[Judge]
    films: int
    readings: Sequence[Reading]

    @cached_property
    def accounts(self) -> list[Account]:
        """One for each measure, in order."""
        own: dict[str, list[Reading]] = {}
        for reading in self.readings:
            own.setdefault(reading.measure, []).append(reading)
        return [
            Account(measure, tuple(own.get(measure.name, ())))
            for judge in self.judges
            for measure in judge.measures
        ]

    def broken(self) -> list[Account]:
        """The promises that are not kept."""
        return [account for account in self.accounts if not account.kept]

    def summary(self) -> str:
        """One line for each promise, for the terminal."""
        return "".join(
            f"{'kept  ' if account.kept else 'BROKEN'} {account.measure.name:32} "
            f"{_found(account)[0]}, worst {_found(account)[1]} ({_limit(account.measure)})\n"
            for account in self.accounts
            if account.measure.promised
        )

    def text(self) -> str:
        """The whole report as Markdown."""
        promised = [account for account in self.accounts if account.measure.promised]
        head = _INTRODUCTION.format(
            films=self.films,
            kept=sum(account.kept for account in promised),
            promises=len(promised),
            readings=len(self.readings),
            tools=", ".join(f"{tool} {version(tool)}" for tool in _TOOLS),
        )
        parts = (head, *self._table(), *self._confusions(), *self._missed(), _WEAKNESSES)
        return "\n".join(parts)

    def _table(self) -> Iterator[str]:
        yield "## Errors\n"
        yield (
            "| | what | films | readings | median error, or share right | worst error | unit "
            "| limit | blind | oracle | |"
        )
        yield "|---|---|--:|--:|--:|--:|---|---|--:|---|---|"
        for account in self.accounts:
            measure, found = account.measure, _found(account)
            blind = account.blind
            cells = (
                measure.name, measure.says, str(account.films), str(len(account.readings)),
                found[0], found[1], measure.unit, _limit(measure),
                "" if blind is None else f"{blind:.0%}" if measure.named else f"{blind:.3g}",
                measure.oracle,
                "" if not measure.promised else "kept" if account.kept else "**broken**",
            )  # fmt: skip
            yield f"| {' | '.join(cells)} |"
        yield ""

    def _confusions(self) -> Iterator[str]:
        yield "## Confusions\n"
        yield "Down the side what is there, along the top what was measured.\n"
        for account in self.accounts:
            if account.measure.name not in _CONFUSED or not account.readings:
                continue
            pairs = [(str(one.expected), str(one.measured)) for one in account.readings]
            rows = sorted({there for there, _ in pairs})
            columns = sorted({said for _, said in pairs})
            yield f"**{account.measure.name}**\n"
            yield f"| | {' | '.join(columns)} |"
            yield f"|---|{'--:|' * len(columns)}"
            for row in rows:
                counts = [pairs.count((row, column)) for column in columns]
                yield f"| {row} | {' | '.join(str(count or '') for count in counts)} |"
            yield ""

    def _missed(self) -> Iterator[str]:
        """Where a film is wrong: its worst reading of each measure, for the worst films."""
        yield "## Worst films\n"
        yield "Up to six for each measure: wrong names, and errors of more than half the limit.\n"
        for account in self.accounts:
            measure = account.measure
            floor = 0.0 if measure.named else (measure.worst or 0.0) / 2
            worst: dict[str, Reading] = {}
            for reading in account.readings:
                known = worst.get(reading.film)
                if reading.error > floor and (known is None or reading.error > known.error):
                    worst[reading.film] = reading
            if not worst or not measure.promised:
                continue
            shown = sorted(worst.values(), key=lambda one: (-one.error, one.film))
            yield f"**{measure.name}** ({_limit(measure)}; {len(shown)} films)\n"
            for one in shown[:6]:
                pair = f"measured {_value(one.measured)}, is {_value(one.expected)}"
                off = "" if measure.named else f", {_value(one.error)} {measure.unit} off"
                yield f"- `{one.film}`: {pair}{off}"
            yield ""


def _found(account: Account) -> tuple[str, str]:
    """Median and worst error, or how many names are right."""
    if not account.readings or account.worst is None:
        return "none", "none"
    if account.measure.named:
        hits = sum(one.error == 0 for one in account.readings)
        return f"{account.right:.1%} ({hits} of {len(account.readings)})", ""
    return _value(account.median), _value(account.worst.error)


def _limit(measure: Measure) -> str:
    parts = []
    if measure.right is not None:
        parts.append(f"{measure.right:.0%} right")
    if measure.median is not None:
        parts.append(f"median {measure.median:g}")
    if measure.worst is not None:
        parts.append(f"worst {measure.worst:g}")
    return ", ".join(parts)


def _value(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.3g}"
