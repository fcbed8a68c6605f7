"""Tables in Cloudflare D1: the edge's table store, through the gateway Worker or plain REST."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from kinora.model.errors import RowRefused, ServiceRefused, StorageError
from kinora.model.statement import Statement
from kinora.stores import migrations
from kinora.stores.cloudflare import NOT_PERMITTED, Cloudflare, message
from kinora.stores.http import Answer, busy
from kinora.stores.migrations import Migration, Plan
from kinora.stores.sql import Row

MOST_PARAMETERS = 100
MOST_SQL_BYTES = 100_000
MOST_PARAMETER_BYTES = 2_000_000
MOST_STATEMENTS = 1000
"""Statements in one request, on the paid plan."""
MOST_STATEMENTS_FREE = 50
"""The same on the free plan."""
_EXACT = 2**53
"""Numbers travel as JavaScript's, which are exact up to here."""

_LISTS = ("d1_migrations", "migration_sums", "edge_probe")
_LOOK = Statement(
    "select name from sqlite_master where type = 'table' "
    "and name in ('d1_migrations', 'migration_sums', 'edge_probe')"
)
_PROBES = Statement("create table if not exists edge_probe(id text primary key)")
_PROBE = "insert into edge_probe (id) values (?)"
_PROBE_LEFT = "select id from edge_probe where id = ?"
_PROBE_GONE = "delete from edge_probe where id = ?"
OWN_STATEMENTS = (
    *(_LOOK.sql, migrations.APPLIED.sql, migrations.SUMS.sql),
    *(_PROBE, _PROBE_LEFT, _PROBE_GONE),
)
"""What this adapter itself asks with the ordinary token; the gateway's list holds it."""

_REFUSED = re.compile(
    r"constraint|datatype mismatch|cannot store|malformed JSON|too big|toobig", re.IGNORECASE
)
_PASSING = re.compile(
    r"network connection lost|exceeded timeout|overloaded|internal error|object to be reset"
    r"|object reset|reset because|durable object|transient issue"
    r"|storage caused",
    re.IGNORECASE,
)


class Used:
    """What a store has used so far: requests, rows read and rows written as D1 counts them."""

    def __init__(self) -> None:
        self.requests = self.rows_read = self.rows_written = 0
        self._lock = threading.Lock()

    def add(self, results: Sequence[dict[str, Any]]) -> None:
        """Count one request and its results."""
        meta = [result.get("meta") or {} for result in results]
        with self._lock:
            self.requests += 1
            self.rows_read += sum(int(each.get("rows_read") or 0) for each in meta)
            self.rows_written += sum(int(each.get("rows_written") or 0) for each in meta)


class D1Tables:
    """A table store on one D1 database.

    A request that got no answer is sent again: statements must be safe to repeat. Numbers come
    back as JavaScript writes them, so a real column's 2.0 is 2.
    """

    def __init__(
        self, cloudflare: Cloudflare, database: str, *, most_statements: int = MOST_STATEMENTS
    ) -> None:
        self._cloudflare = cloudflare
        self._path = f"/d1/database/{quote(database, safe='')}/query"
        self._most_statements = most_statements
        self.used = Used()

    def batch(self, statements: Sequence[Statement]) -> list[list[Row]]:
        if len(statements) > self._most_statements:
            raise StorageError(
                f"{len(statements)} statements in a batch; allowed: {self._most_statements}"
            )
        return self._run([_body(statement) for statement in statements]) if statements else []

    def query(self, statement: Statement) -> list[Row]:
        return self._run([_body(statement)])[0]

    def migrate(self, folder: Path) -> list[str]:
        """As the port says. With nothing to apply it needs no admin token.

        Raises:
            StorageError: a file cannot be applied, was changed after it was, or the token may not;
                batches are not atomic.
        """
        there = {row["name"] for row in self.query(_LOOK)}
        plan = self._plan(migrations.read(folder), there)
        if not plan.new and not plan.unsummed and there.issuperset(_LISTS):
            return []
        sums = [migrations.add_sum(file) for file in plan.unsummed]
        try:
            self.batch([*migrations.LISTS, _PROBES, *sums])
        except ServiceRefused as error:
            if error.code != NOT_PERMITTED:
                raise
            if plan.new:
                names = ", ".join(file.name for file in plan.new)
                raise StorageError(
                    f"the edge lacks migrations {names}: apply them with wrangler, or set "
                    "KINORA_EDGE_TOKEN to the admin token once"
                ) from error
            return []
        if plan.new:
            self.prove_atomic()
        return [file.name for file in plan.new if self._apply(file)]

    def prove_atomic(self) -> None:
        """Look whether a batch whose second statement fails leaves its first one's row.

        Raises:
            StorageError: it does; folding there could count a run by half.
        """
        probe = Statement(_PROBE, (uuid4().hex,))
        try:
            self._fail(probe)
        except ServiceRefused as error:
            if "no such table" not in str(error):
                raise
            self.query(_PROBES)
            self._fail(probe)
        if self.query(Statement(_PROBE_LEFT, probe.parameters)):
            self.query(Statement(_PROBE_GONE, probe.parameters))
            raise StorageError(
                "D1 is not atomic here: a batch that failed left a row behind; "
                "reach it through the gateway Worker (edge/README.md)"
            )

    def close(self) -> None:
        """The connections belong to the client, which others use too."""

    def _fail(self, probe: Statement) -> None:
        try:
            self.batch([probe, probe])
        except RowRefused:
            return
        raise StorageError("D1 took a row twice that may stand once: edge_probe lost its key")

    def _plan(self, files: list[Migration], there: set[str]) -> Plan:
        asked = [
            statement
            for name, statement in zip(_LISTS, (migrations.APPLIED, migrations.SUMS), strict=False)
            if name in there
        ]
        rows = [row for rows in self.batch(asked) for row in rows]
        applied = [row["name"] for row in rows if "sha256" not in row]
        sums = {row["name"]: row["sha256"] for row in rows if "sha256" in row}
        return migrations.plan(files, applied, sums)

    def _apply(self, file: Migration) -> bool:
        """Whether this call applied it: of two at once, the second fails at the mark."""
        try:
            self.batch([*migrations.mark(file), *file.statements])
        except StorageError as error:
            if file.name in {row["name"] for row in self.query(migrations.APPLIED)}:
                return False
            raise StorageError(f"migration {file.name}: {error}") from error
        return True

    def _run(self, batch: list[dict[str, Any]]) -> list[list[Row]]:
        body = {"batch": batch} if len(batch) > 1 else batch[0]
        try:
            results = self._cloudflare.call("POST", self._path, json=body, again=_passing).result
        except ServiceRefused as error:
            self.used.add([])
            if error.code != NOT_PERMITTED and _REFUSED.search(str(error)):
                raise RowRefused(f"D1 refused: {error}") from error
            raise
        self.used.add(results)
        if len(results) != len(batch):
            raise StorageError(f"D1 answered {len(results)} results to {len(batch)} statements")
        return [list(result["results"]) for result in results]


def _body(statement: Statement) -> dict[str, Any]:
    """The statement as D1 takes it. Raises RowRefused where it takes no such."""
    if len(statement.sql.encode()) > MOST_SQL_BYTES:
        raise RowRefused(f"a statement's text; allowed: {MOST_SQL_BYTES} bytes")
    if len(statement.parameters) > MOST_PARAMETERS:
        count = len(statement.parameters)
        raise RowRefused(f"{count} parameters in a statement; allowed: {MOST_PARAMETERS}")
    return {"sql": statement.sql, "params": [_value(value) for value in statement.parameters]}


def _value(value: Any) -> str | int | float | None:
    if isinstance(value, str) and len(value.encode()) > MOST_PARAMETER_BYTES:
        raise RowRefused(f"a parameter is too long; allowed: {MOST_PARAMETER_BYTES} bytes")
    if isinstance(value, int) and abs(value) > _EXACT:
        raise RowRefused(f"{value} does not pass exactly; allowed: integers up to 2^53")
    if isinstance(value, float) and not isfinite(value):
        raise RowRefused(f"{value} is no number that D1 takes; allowed: finite numbers")
    if value is not None and not isinstance(value, (str, int, float)):
        raise RowRefused(f"a parameter of {type(value).__name__}; allowed: text, numbers, null")
    return int(value) if isinstance(value, bool) else value


def _passing(answer: Answer) -> str | None:
    """Why D1 may take the same request later."""
    reason = busy(answer)
    if reason is None and answer.status >= 400 and _PASSING.search(message(answer)):
        reason = f"says {message(answer)!r}"
    return reason
