"""Tables in a SQLite file: the embedded table store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kinora.model.errors import RowRefused, StorageError, StorageFull
from kinora.model.statement import Statement
from kinora.stores.sql import Row
from kinora.stores.write_ahead import log_ahead

_APPLIED = """create table if not exists d1_migrations(
    id integer primary key autoincrement,
    name text unique,
    applied_at timestamp default current_timestamp not null
)"""


class SqliteTables:
    """A table store on one file in write-ahead mode; several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _translating():
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        self._connection.row_factory = sqlite3.Row
        try:
            with _translating():
                log_ahead(self._connection)
            self.query(Statement("pragma synchronous = normal"))
        except StorageError:
            self.close()
            raise

    def batch(self, statements: Sequence[Statement]) -> list[list[Row]]:
        with self._transaction() as run:
            return [run(statement) for statement in statements]

    def query(self, statement: Statement) -> list[Row]:
        with _translating():
            return self._run(statement)

    def migrate(self, folder: Path) -> list[str]:
        """Keeps the list of applied files in the table that wrangler uses, by the same names."""
        with self._transaction() as run:
            run(Statement(_APPLIED))
            done = {row["name"] for row in run(Statement("select name from d1_migrations"))}
            new = [path for path in sorted(folder.glob("*.sql")) if path.name not in done]
            for path in new:
                for statement in _statements(path.read_text()):
                    run(statement)
                run(Statement("insert into d1_migrations(name) values (?)", (path.name,)))
        return [path.name for path in new]

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[Callable[[Statement], list[Row]]]:
        """Runs statements that stand or fall together."""
        with _translating():
            self._connection.execute("begin immediate")
            try:
                yield self._run
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    def _run(self, statement: Statement) -> list[Row]:
        cursor = self._connection.execute(statement.sql, statement.parameters)
        return [dict(row) for row in cursor.fetchall()]


def _statements(script: str) -> list[Statement]:
    """The script's statements, without ``--`` comments; no string in it holds a semicolon."""
    lines = (line for line in script.splitlines() if not line.lstrip().startswith("--"))
    return [Statement(sql.strip()) for sql in "\n".join(lines).split(";") if sql.strip()]


@contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise StorageFull("the disk is full: no table was changed") from error
        if isinstance(error, sqlite3.DatabaseError) and "malformed" in str(error):
            raise StorageError(
                "the registry tables are damaged: delete the file, sync rebuilds it"
            ) from error
        kind = RowRefused if isinstance(error, sqlite3.IntegrityError) else StorageError
        raise kind(f"the registry tables refused: {error}") from error
