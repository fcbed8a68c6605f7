"""kinora sync and kinora replay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from kinora.bootstrap import edge, new_tables, stage
from kinora.cli.output import print_json, settings_for
from kinora.cli.progress import tallying
from kinora.cli.tables import console, table
from kinora.edge.drain import drain
from kinora.edge.edge import Edge
from kinora.edge.rehearsal import rehearse
from kinora.edge.replay import replay
from kinora.loop.folding.applying import CaughtUp
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.publish import publish
from kinora.loop.stage import Stage
from kinora.model.errors import InvalidInput
from kinora.settings import Settings

HERE = "local"
EDGE = "edge"


@contextmanager
def both(settings: Settings) -> Iterator[tuple[Stage, Edge | None]]:
    """The ports here and at the edge, if there is one, for as long as a command lasts.

    Raises:
        InvalidInput: a setting of the edge is missing or refused.
        StorageError: the edge cannot be used.
    """
    far = edge(settings)
    ports = stage(settings)
    try:
        yield ports, far
    finally:
        if far is not None:
            far.close()
        ports.tables().close()


def run_sync(home: Path | None, *, as_json: bool) -> None:
    """Catch up here and at the edge, and say what was done.

    Raises:
        InvalidInput: a setting of the edge is missing or refused.
        StorageError: tables or stores refused, or could not be reached.
    """
    with both(settings_for(home)) as (ports, far), tallying() as told:
        here = catch_up(ports, ports.tables(), told=told(HERE))
        snapshot = publish(ports, ports.tables())
        done = None if far is None else drain(ports, far, told=told(far.name))
    sides: dict[str, Any] = {HERE: {**_counts(here), "snapshot": snapshot}}
    sides[EDGE] = None if done is None else done.model_dump(mode="json")
    if as_json:
        print_json(sides)
        return
    _show(HERE, sides[HERE], f"published {snapshot}")
    if far is not None and done is not None:
        version = "nothing newer" if done.version is None else f"version {done.version:,}"
        _show(far.name, sides[EDGE], f"{done.media} videos, {version} published")


def rehearse_sync(home: Path | None, *, as_json: bool) -> None:
    """Say what a sync would do; nothing is changed.

    Raises:
        InvalidInput: a setting of the edge is missing or refused.
        StorageError: tables or stores could not be reached.
    """
    with both(settings_for(home)) as (ports, far), tallying() as told:
        found = {HERE: rehearse(ports, ports.tables(), told(HERE))}
        if far is not None:
            found[EDGE] = rehearse(ports, far.tables, told(far.name))
    if as_json:
        print_json({EDGE: None, **{name: side._asdict() for name, side in found.items()}})
        return
    shown = table("", *found[HERE].pending, "set aside", "new entries", "bumped entries")
    for name, side in found.items():
        cells = (*side.pending.values(), side.set_aside, side.new, side.bumped)
        shown.add_row(name, *(f"{number:,}" for number in cells))
    out = console()
    out.print("would be applied:", shown)


def run_replay(into: str | None, home: Path | None, *, as_json: bool) -> None:
    """Empty tables, fill them from the log, publish nothing older than what is published.

    Raises:
        InvalidInput: there is no such target.
        StorageError: tables or stores refused, or could not be reached.
    """
    settings = settings_for(home)
    with both(settings) as (ports, far):
        target = into or (HERE if far is None else EDGE)
        if target == HERE:
            tables = ports.tables()
        elif target != EDGE:
            tables = new_tables(settings, Path(target))
        elif far is not None:
            tables = far.tables
        else:
            raise InvalidInput("into", "there is no edge: KINORA_EDGE is local", "local or a file")
        with closing(tables), tallying() as told:
            done = replay(ports, tables, told(target))
            if far is not None and target == EDGE:
                drain(ports, far, told=told(target))
    if as_json:
        print_json({"into": target, **_counts(done)})
    else:
        _show(target, _counts(done), "rebuilt")


def _counts(done: Mapping[str, CaughtUp]) -> dict[str, Any]:
    return {
        "applied": {name: each.applied for name, each in done.items()},
        "set_aside": sum(each.set_aside for each in done.values()),
    }


def _show(name: str, side: Mapping[str, Any], published: str) -> None:
    applied = [f"{count:,} {log}" for log, count in side["applied"].items() if count]
    aside = f", {side['set_aside']:,} set aside (deadletters/)" if side["set_aside"] else ""
    what = ", ".join(applied) or "up to date"
    console().print(f"{name:<12} {what}{aside}; {published}", soft_wrap=True, markup=False)
