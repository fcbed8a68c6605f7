"""The journal's file: transactions, and SQLite's faults in our words."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from kinora.control.event import Event
from kinora.local.journal.schema import APPLICATION_ID, TABLES, UPGRADES, VERSION
from kinora.model.errors import JournalCorrupted, KinoraError, StorageError, StorageFull
from kinora.stores.write_ahead import log_ahead

_log = logging.getLogger(__name__)

_BUSY_MS: Final = 20_000
_UNREADABLE: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_NO_ROOM: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)

Listener = Callable[[Event], None]


class Transaction:
    """Statements that stand or fall together.

    Attributes:
        now: the time, in seconds since the epoch, at which all of it happens.
        events: what was written to the history, in order.
        aborted: whether branches were aborted whose functions may still be running.
    """

    __slots__ = ("_connection", "aborted", "events", "now")

    def __init__(self, connection: sqlite3.Connection, now: float) -> None:
        self._connection = connection
        self.now = now
        self.events: list[Event] = []
        self.aborted = False

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """Execute a statement."""
        return self._connection.execute(sql, values)

    def run_named(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """Execute a statement whose parameters are ``:name``."""
        return self._connection.execute(sql, values)

    def one(self, sql: str, *values: Any) -> sqlite3.Row | None:
        """The first row of a query."""
        row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()


class Database:
    """One connection to a journal, shared by the threads of a process.

    SQLite's write-ahead log with ``synchronous=NORMAL``: what was committed survives the death of
    the process; a power cut may take back the last transactions, whole.

    Raises:
        JournalCorrupted: the file is not a readable journal.
        StorageFull: there is no room to create it.
        StorageError: it cannot be opened.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self.path = path
        self._log = f"{path}-wal"
        self._clock = clock
        self._lock = threading.RLock()
        self._listeners: list[Listener] = []
        self._untold: deque[Event] = deque()
        self._telling = threading.Lock()
        with self._faults():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
        self._connection.row_factory = sqlite3.Row
        try:
            with self._faults():
                self._prepare()
        except KinoraError:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        run = self._connection.execute
        log_ahead(self._connection)
        run("PRAGMA synchronous = NORMAL")
        run("BEGIN IMMEDIATE")
        try:
            self._create_or_recognise()
            run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                run("ROLLBACK")
            raise

    def _create_or_recognise(self) -> None:
        run = self._connection.execute
        application = run("PRAGMA application_id").fetchone()[0]
        version = run("PRAGMA user_version").fetchone()[0]
        if application == APPLICATION_ID and version == VERSION:
            return
        if application == APPLICATION_ID and version in UPGRADES:
            for step in range(version, VERSION):
                self._run_all(UPGRADES[step])
            run(f"PRAGMA user_version = {VERSION}")
            return
        if application == APPLICATION_ID:
            raise JournalCorrupted(
                f"{self.path} has version {version}; this Kinora reads {VERSION}"
            )
        if run("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise JournalCorrupted(f"{self.path} is a database, but not a Kinora journal")
        self._run_all(TABLES)
        run(f"PRAGMA application_id = {APPLICATION_ID}")
        run(f"PRAGMA user_version = {VERSION}")

    def _run_all(self, script: str) -> None:
        for statement in script.split(";\n"):
            self._connection.execute(statement)

    def check(self) -> None:
        """Read through the whole file for damage.

        Raises:
            JournalCorrupted: with SQLite's finding.
        """
        with self._lock, self._faults():
            finding = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if finding != "ok":
            raise JournalCorrupted(f"{self.path} is damaged: {finding}")

    def listen(self, listener: Listener) -> None:
        """Have every event that this process commits handed over, right after its commit."""
        self._listeners.append(listener)

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction; it commits at the end of the block, or leaves no trace.

        Raises:
            StorageFull: the disk has no room; nothing of the transaction is stored.
            JournalCorrupted: the file is damaged.
        """
        with self._lock:
            transaction = Transaction(self._connection, self._clock())
            with self._faults():
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield transaction
                    self._connection.execute("COMMIT")
                except BaseException:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
                    raise
            self._untold.extend(transaction.events)
        self._tell()

    def _tell(self) -> None:
        """Hand committed events over in the order of their commits, holding up no transaction."""
        while self._untold and self._telling.acquire(blocking=False):
            try:
                while self._untold:
                    self._tell_all(self._untold.popleft())
            finally:
                self._telling.release()

    def _tell_all(self, event: Event) -> None:
        for listener in self._listeners:
            try:
                listener(event)
            except (Exception, SystemExit):  # noqa: BLE001 - what is committed stands
                _log.exception("a listener failed on %s", event.type)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Queries that see one state of the journal.

        Raises:
            JournalCorrupted: the file is damaged.
        """
        with self._lock, self._faults():
            self._connection.execute("BEGIN")
            try:
                yield Transaction(self._connection, self._clock())
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("COMMIT")

    def version(self) -> int:
        """A number that changes when another process has written."""
        with self._lock, self._faults():
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def log_stamp(self) -> tuple[int, int] | None:
        """Size and time of the write-ahead log's file: a glance that costs next to nothing.

        They change with nearly every write, by whichever process; two writes within a few
        milliseconds may look like one. None where there is no such file.
        """
        try:
            found = os.stat(self._log)  # noqa: PTH116 - this is asked many times a second
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise self._in_our_words(error) from None
        except OSError as error:
            raise StorageError(f"{self.path} cannot be opened: {error.strerror}") from None

    def _in_our_words(self, error: sqlite3.DatabaseError) -> StorageError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _NO_ROOM:
            return StorageFull(f"no room left for the journal {self.path}: {error}")
        if code in _UNREADABLE or "malformed" in str(error):
            return JournalCorrupted(f"{self.path} is not a readable journal: {error}")
        return StorageError(f"the journal {self.path} cannot be used: {error}")
