"""SQLite's write-ahead log: readers and one writer at once, in any number of processes."""

from __future__ import annotations

import sqlite3
import time

_BUSY_SECONDS = 20


def log_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead logging; SQLite itself does not wait where several do so at once.

    Raises:
        sqlite3.Error: the file cannot be used, or others kept it for long.
    """
    limit = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > limit:
                raise
            time.sleep(0.01)
        else:
            return
