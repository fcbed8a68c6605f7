"""Migrations: numbered ``.sql`` files, each applied whole, once, and never changed afterwards.

The list of applied files is wrangler's table, by the same names, so that an operator may use
either. Beside it stands the SHA-256 of each file's text; where a file was applied by somebody
who wrote none, the first who sees it does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from kinora.model.errors import StorageError
from kinora.model.statement import Statement

LISTS = (
    Statement("""create table if not exists d1_migrations(
    id integer primary key autoincrement,
    name text unique,
    applied_at timestamp default current_timestamp not null
)"""),
    Statement(
        "create table if not exists migration_sums(name text primary key, sha256 text not null)"
    ),
)
APPLIED = Statement("select name from d1_migrations order by id")
SUMS = Statement("select name, sha256 from migration_sums order by name")
_FORBIDDEN = re.compile(r"\b(trigger|view|begin)\b", re.IGNORECASE)


class Migration(NamedTuple):
    """One file: its name, the SHA-256 of its text, and its statements."""

    name: str
    sha256: str
    statements: list[Statement]


class Plan(NamedTuple):
    """What is to be done: files to apply, and files that were applied without a sum."""

    new: list[Migration]
    unsummed: list[Migration]


def read(folder: Path) -> list[Migration]:
    """The folder's files, in order.

    Raises:
        StorageError: a file holds what D1 does not take; names the file.
    """
    return [_read(path) for path in sorted(folder.glob("*.sql"))]


def plan(files: Iterable[Migration], applied: Iterable[str], sums: Mapping[str, str]) -> Plan:
    """What these files need where those names are applied, with those sums.

    Raises:
        StorageError: a file's text changed after it was applied; names the file.
    """
    done, found = set(applied), Plan([], [])
    for file in files:
        if file.name not in done:
            found.new.append(file)
        elif file.name not in sums:
            found.unsummed.append(file)
        elif sums[file.name] != file.sha256:
            raise StorageError(
                f"migration {file.name} was changed after it was applied: put its text back, "
                "and write what is new in a file of its own"
            )
    return found


def mark(file: Migration) -> list[Statement]:
    """The statements that list a file as applied. They fail where it is listed already."""
    return [Statement("insert into d1_migrations(name) values (?)", (file.name,)), add_sum(file)]


def add_sum(file: Migration) -> Statement:
    """The statement that keeps a file's sum, where none is kept."""
    text = "insert into migration_sums(name, sha256) values (?, ?) on conflict (name) do nothing"
    return Statement(text, (file.name, file.sha256))


def _read(path: Path) -> Migration:
    data = path.read_bytes()
    script = data.decode()
    lines = (line for line in script.split("\n") if not line.lstrip().startswith("--"))
    body = "\n".join(lines)
    if "\r" in script:
        raise StorageError(f"migration {path.name}: lines must end with a line feed alone")
    if found := _FORBIDDEN.search(body):
        raise StorageError(f"migration {path.name}: D1 cannot take {found[0].lower()!r}")
    statements = [Statement(sql.strip()) for sql in body.split(";") if sql.strip()]
    return Migration(path.name, hashlib.sha256(data).hexdigest(), statements)
