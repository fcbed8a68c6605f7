"""The table store port: SQLite's dialect, one atomic batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from kinora.model.statement import Statement

Row = dict[str, Any]


class SqlStore(Protocol):
    """Tables that can always be rebuilt from the object store."""

    def batch(self, statements: Sequence[Statement]) -> list[list[Row]]:
        """Run all statements or none; the rows of each.

        Raises RowRefused, StorageFull, StorageUnreachable, StorageError.
        """

    def query(self, statement: Statement) -> list[Row]:
        """Run one reading statement."""

    def migrate(self, folder: Path) -> list[str]:
        """Apply the folder's numbered ``.sql`` files that are new; their names.

        Raises StorageError where a file cannot be applied, or was changed after it was.
        """

    def close(self) -> None:
        """Let go of the connection."""
