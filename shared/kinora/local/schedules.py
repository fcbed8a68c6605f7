"""Schedules of one machine: a small SQLite file that every process of the home reads and writes.

A schedule's ticks lie at ``anchor + n * every_seconds``, so that they do not drift. ``due`` is the
next one; a tick that nobody was there for is not made up for: the next one is ahead of now.
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
where (enabled, every_seconds) <> (excluded.enabled, excluded.every_seconds)
"""


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
        self._clock = clock
        self._lock = threading.Lock()
        with _translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, isolation_level=None, timeout=20, check_same_thread=False
            )
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute(_TABLE)

    def apply(self, schedules: tuple[Schedule, ...]) -> None:
        """What changes begins anew: its first tick is now, the others spread over the interval."""
        now = self._clock()
        with self._lock, _translated():
            for index, schedule in enumerate(schedules):
                anchor = now + schedule.every_seconds * index / max(1, len(schedules))
                values = (schedule.name, schedule.enabled, schedule.every_seconds, anchor, anchor)
                self._connection.execute(_PUT, values)

    def states(self) -> tuple[ScheduleState, ...]:
        with self._lock, _translated():
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
        """The ticks that are due, at most one a schedule; each is handed out once."""
        now, ticks = self._clock(), []
        with self._lock, _translated():
            self._connection.execute("begin immediate")
            try:
                rows = self._connection.execute(
                    "select name, every_seconds, anchor, due from schedule"
                    " where enabled and due <= ? order by due, name",
                    (now,),
                ).fetchall()
                for name, every, anchor, due in rows:
                    passed = floor((now - anchor) / every)
                    self._connection.execute(
                        "update schedule set due = ?, last_at = ? where name = ?",
                        (anchor + (passed + 1) * every, now, name),
                    )
                    ticks.append(Tick(name, due))
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
        return ticks

    def next_due(self) -> float | None:
        """When the next tick is due, in seconds since the epoch."""
        with self._lock, _translated():
            row = self._connection.execute("select min(due) from schedule where enabled").fetchone()
        return None if row[0] is None else float(row[0])

    def note(self, name: str, result: str) -> None:
        """Keep what a tick did."""
        with self._lock, _translated():
            self._connection.execute(
                "update schedule set last_result = ? where name = ?", (result[:500], name)
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise StorageFull("the disk is full: no schedule was changed") from error
        raise StorageError(f"the schedules cannot be used: {error}") from error
    except OSError as error:
        raise StorageError(f"the schedules cannot be opened: {error.strerror}") from error
