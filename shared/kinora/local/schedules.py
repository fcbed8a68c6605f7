"""Schedules of one machine: a small SQLite file that every process of the home reads and writes.

A schedule's ticks lie at ``anchor + n * every_seconds``, so that they do not drift. ``due`` is the
next one. Ticks that nobody was there for are not made up for: only the last of them is handed out.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import floor
from pathlib import Path
from typing import NamedTuple

from kinora.control.instants import iso
from kinora.control.schedules import Schedule, ScheduleState
from kinora.model.errors import StorageError, StorageFull
from kinora.stores.write_ahead import log_ahead

_BUSY_SECONDS = 20
_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_TABLE = """create table if not exists schedule (
    name text primary key,
    enabled integer not null,
    every_seconds integer not null,
    anchor real not null,
    due real not null,
    last_at real,
    last_result text
) strict, without rowid"""
_PUT = """
insert into schedule (name, enabled, every_seconds, anchor, due) values (?, ?, ?, ?, ?)
on conflict (name) do update set enabled = excluded.enabled,
    every_seconds = excluded.every_seconds, anchor = excluded.anchor, due = excluded.due
"""
_DUE = """
select name, every_seconds, anchor, due from schedule
where enabled and (due <= :now or due > :now + every_seconds + 1) order by due, name
"""
"""What is due, and what was planned by a clock that has been set back by over a second since."""


class Tick(NamedTuple):
    """A tick that is due. ``at`` is the instant that it was planned for."""

    name: str
    at: float


class LocalSchedules:
    """The schedules of one home.

    Args:
        path: the file; it is created when missing.
        clock: seconds since the epoch.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        with _translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False
            )
        try:
            with _translated(path):
                log_ahead(self._connection)
                # A power cut may take back the last ticks; a tick that comes again starts no run.
                self._connection.execute("pragma synchronous = normal")
                self._connection.execute(_TABLE)
        except StorageError:
            self._connection.close()
            raise

    def apply(self, schedules: tuple[Schedule, ...]) -> None:
        """What changes begins anew, what stays as it was is left alone.

        Of those that run, the first ticks now and the others follow, spread over the shortest of
        their intervals.
        """
        with self._changing() as connection:
            now = self._clock()
            rows = connection.execute("select name, enabled, every_seconds from schedule")
            known = {name: (bool(enabled), every) for name, enabled, every in rows.fetchall()}
            changed = [each for each in schedules if known.get(each.name) != _said(each)]
            running = [each for each in changed if each.enabled]
            shortest = min((each.every_seconds for each in running), default=0)
            for schedule in changed:
                place = running.index(schedule) if schedule.enabled else 0
                anchor = now + shortest * place / max(1, len(running))
                connection.execute(_PUT, (schedule.name, *_said(schedule), anchor, anchor))

    def states(self) -> tuple[ScheduleState, ...]:
        with self._lock, _translated(self._path):
            rows = self._connection.execute(
                "select name, enabled, every_seconds, due, last_at, last_result from schedule"
                " order by name"
            ).fetchall()
        return tuple(
            ScheduleState(
                name=name,
                enabled=bool(enabled),
                every_seconds=every,
                next_at=iso(due) if enabled else None,
                last_at=None if last_at is None else iso(last_at),
                last_result=last_result,
            )
            for name, enabled, every, due, last_at, last_result in rows
        )

    def take_due(self) -> list[Tick]:
        """The ticks that are due, at most one a schedule; each is handed out once.

        A schedule whose next tick is further away than its interval was planned by a clock that
        was ahead: it begins anew, since its old instants name runs that were made already.
        """
        with self._changing() as connection:
            now, ticks = self._clock(), []  # not before: others may have had the file for long
            for name, every, anchor, due in connection.execute(_DUE, {"now": now}).fetchall():
                start = anchor if due <= now else now
                at, upcoming = _around(now, start, every)
                connection.execute(
                    "update schedule set anchor = ?, due = ?, last_at = ? where name = ?",
                    (start, upcoming, now, name),
                )
                ticks.append(Tick(name, at))
        return ticks

    def next_due(self) -> float | None:
        """When the next tick is due, in seconds since the epoch."""
        with self._lock, _translated(self._path):
            row = self._connection.execute("select min(due) from schedule where enabled").fetchone()
        return None if row[0] is None else float(row[0])

    def note(self, name: str, result: str) -> None:
        """Keep what a tick did."""
        with self._lock, _translated(self._path):
            self._connection.execute(
                "update schedule set last_result = ? where name = ?", (result[:500], name)
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """Changes that stand or fall together, one process at a time."""
        with self._lock, _translated(self._path):
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise


def _said(schedule: Schedule) -> tuple[bool, int]:
    return schedule.enabled, schedule.every_seconds


def _around(now: float, anchor: float, every: int) -> tuple[float, float]:
    """The last instant of a grid that is not ahead of now, and the first that is."""
    passed = floor((now - anchor) / every)
    if anchor + (passed + 1) * every <= now:  # a quotient that was rounded down
        passed += 1
    return anchor + passed * every, anchor + (passed + 1) * every


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull("the disk is full: no schedule was changed") from error
        if code in _UNREADABLE:
            remedy = "delete it: the schedules are made anew from the loop configuration"
            raise StorageError(f"the schedules in {path} are damaged: {remedy}") from error
        raise StorageError(f"the schedules in {path} cannot be used: {error}") from error
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}") from error
