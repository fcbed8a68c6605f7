"""Tables in a SQLite file: the embedded table store."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kinora.model.errors import RowRefused, StorageError, StorageFull
from kinora.model.statement import Statement
from kinora.stores import migrations
from kinora.stores.sql import Row
from kinora.stores.write_ahead import log_ahead

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


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
        files = migrations.read(folder)
        with self._transaction() as run:
            for statement in migrations.LISTS:
                run(statement)
            applied = [row["name"] for row in run(migrations.APPLIED)]
            sums = {row["name"]: row["sha256"] for row in run(migrations.SUMS)}
            plan = migrations.plan(files, applied, sums)
            for file in plan.unsummed:
                run(migrations.add_sum(file))
            for file in plan.new:
                with _translating(f"migration {file.name}"):
                    for statement in [*migrations.mark(file), *file.statements]:
                        run(statement)
        return [file.name for file in plan.new]

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


@contextmanager
def _translating(who: str = "the registry tables refused") -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OverflowError) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_FULL:
            raise StorageFull("the disk is full: no table was changed") from error
        if code in _DAMAGED:
            raise StorageError(
                "the registry tables are damaged: delete the file, sync rebuilds it"
            ) from error
        row = isinstance(error, (sqlite3.IntegrityError, sqlite3.DataError, OverflowError))
        kind = RowRefused if row or "malformed JSON" in str(error) else StorageError
        raise kind(f"{who}: {error}") from error
