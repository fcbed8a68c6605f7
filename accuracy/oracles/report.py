"""The report: every promise with its worst figure, every clip, and everything that was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from accuracy.oracles.film import Note
from accuracy.oracles.promise import Check, Figure, Promise

_TOOLS = (
    "av", "colour-science", "librosa", "numpy", "opencv-python-headless", "pyloudnorm", "scipy",
    "scenedetect-headless",
)  # fmt: skip
_INTRODUCTION = """\
# Obedience

<!-- Written by `make accuracy`. Changes by hand are lost. -->

`make accuracy` renders {clips} finished MP4s from prompts with fixed seeds, and has them judged by
other people's code in an environment of its own that holds no Kinora
([why](adr/0010-oracles-in-their-own-environment.md)). What a clip was to be comes from its prompt;
what the prompt leaves open (times of cuts and strikes, a tempo, a palette) comes from its spec.
A promise is broken when too few of its figures lie within the tolerance, or when there are too few
figures to prove anything; then the command fails.

{kept} of {promises} promises are kept; {inside} of {figures} figures lie within their tolerance.

Oracles: {tools}.
"""
_CROSS_CHECK = """\
A judge that anything would please is none. So each is also shown the wrong clips: under every note
lies the clip of another one. This many figures keep the promise even then: some do, since the wrong
clip may by chance have what the note asks for.
"""


@dataclass(frozen=True)
class Tally:
    """All figures of one promise."""

    promise: Promise
    figures: tuple[Figure, ...]

    @property
    def inside(self) -> int:
        return sum(figure.kept for figure in self.figures)

    @property
    def enough(self) -> bool:
        return len(self.figures) >= self.promise.clips

    @property
    def kept(self) -> bool:
        return self.enough and self.inside >= self.promise.share * len(self.figures)

    @property
    def worst(self) -> Figure | None:
        """The figure deepest outside the tolerance, or nearest to its edge."""
        return min(self.figures, key=_room, default=None)


@dataclass(frozen=True)
class Report:
    """The outcome for a folder of clips."""

    checks: Sequence[Check]
    notes: Sequence[Note]
    figures: Sequence[Figure]
    mistaken: Sequence[Figure] = ()
    """Figures of the cross-check: another clip under each note."""

    def tallies(self) -> Iterator[tuple[Check, Tally]]:
        """One for each promise, in order."""
        for check in self.checks:
            for promise in check.promises:
                own = tuple(figure for figure in self.figures if figure.promise is promise)
                yield check, Tally(promise, own)

    def broken(self) -> list[Tally]:
        """The promises that are not kept."""
        return [tally for _, tally in self.tallies() if not tally.kept]

    def summary(self) -> str:
        """One line for each promise, for the terminal."""
        return "".join(
            f"{'kept  ' if tally.kept else 'BROKEN'} {check.name + ': ' + tally.promise.name:30} "
            f"{tally.inside}/{len(tally.figures)} within {tally.promise.bounds()}"
            f"{', worst ' + _shown(tally.worst.value) if tally.worst else ''}\n"
            for check, tally in self.tallies()
        )

    def text(self) -> str:
        """The whole report as Markdown."""
        tallies = [tally for _, tally in self.tallies()]
        head = _INTRODUCTION.format(
            clips=len(self.notes),
            kept=sum(tally.kept for tally in tallies),
            promises=len(tallies),
            inside=sum(figure.kept for figure in self.figures),
            figures=len(self.figures),
            tools=", ".join(f"{tool} {version(tool)}" for tool in _TOOLS),
        )
        parts = (head, *self._promises(), *self._missed(), *self._cross_check(), *self._clips())
        return "\n".join(parts) + "\n"

    def _promises(self) -> Iterator[str]:
        yield "## Promises\n"
        yield "| | promise | figures | within | worst | tolerance | oracle | |"
        yield "|---|---|--:|--:|--:|---|---|---|"
        for check, tally in self.tallies():
            promise = tally.promise
            cells = (
                f"{check.name}: {promise.name}",
                promise.says,
                str(len(tally.figures)),
                str(tally.inside),
                _shown(tally.worst.value) if tally.worst else "none",
                promise.bounds(),
                promise.oracle,
                "kept" if tally.kept else "**broken**",
            )
            yield f"| {' | '.join(cells)} |"

    def _missed(self) -> Iterator[str]:
        yield "\n## What was missed\n"
        nothing = True
        for check, tally in self.tallies():
            missed = [figure for figure in tally.figures if not figure.kept]
            if not missed and tally.enough:
                continue
            nothing = False
            state = "within the share that is allowed" if tally.kept else "broken"
            yield f"**{check.name}: {tally.promise.name}** ({tally.promise.bounds()}; {state})\n"
            if not tally.enough:
                yield f"- {len(tally.figures)} figures, {tally.promise.clips} are needed"
            for figure in missed:
                saw = f": {figure.saw}" if figure.saw else ""
                yield f"- {_named(figure)}: {_shown(figure.value)}{saw}"
            yield ""
        if nothing:
            yield "Nothing.\n"

    def _cross_check(self) -> Iterator[str]:
        yield "## Cross-check\n"
        yield _CROSS_CHECK
        yield "| | figures | within | with the right clips |"
        yield "|---|--:|--:|--:|"
        for check, tally in self.tallies():
            shown = [one for one in self.mistaken if one.promise is tally.promise]
            if shown:
                within = sum(one.kept for one in shown)
                name = f"{check.name}: {tally.promise.name}"
                yield f"| {name} | {len(shown)} | {within} | {tally.inside} |"
        yield ""

    def _clips(self) -> Iterator[str]:
        yield "## Clips\n"
        yield "| clip | prompt | seed | figures (* outside the tolerance) |"
        yield "|---|---|--:|---|"
        for note in self.notes:
            figures = [
                f"{figure.promise.name} {_shown(figure.value)}{'' if figure.kept else '*'}"
                for figure in self.figures
                if note.name in figure.clips
            ]
            yield f"| {note.name} | {note.prompt} | {note.seed} | {', '.join(figures)} |"


def _named(figure: Figure) -> str:
    return " against ".join(f"`{clip}`" for clip in figure.clips)


def _room(figure: Figure) -> float:
    """How far inside the tolerance a value lies; a value that is no number lies nowhere."""
    value, promise = figure.value, figure.promise
    if value != value:  # noqa: PLR0124 - the definition of NaN
        return float("-inf")
    above = float("inf") if promise.least is None else value - promise.least
    below = float("inf") if promise.most is None else promise.most - value
    return min(above, below)


def _shown(value: float) -> str:
    return f"{value:.4g}"
