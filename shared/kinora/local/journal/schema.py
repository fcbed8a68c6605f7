"""The journal's tables.

A *definition* is kept under the hash of its text, so that an execution goes on with the one it
started with. An *execution* is a tree of *branches*, which are threads of control: the top level
is one, and every item of a Map and every branch of a Parallel is one more. A branch is one row
whatever it does; ``due`` says when the interpreter has to look at it again (NULL: not by itself).
A *token* row outlives its task, so that a late answer can be told from a wrong one. ``at_once``
is how many executions of a machine may work at the same time; others wait at their beginning.
"""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x4B4E524A
"""Marks a SQLite file as a journal of ours."""

VERSION: Final = 2

TABLES: Final = """
CREATE TABLE definition (
    sha  TEXT PRIMARY KEY,
    body TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE machine (
    name    TEXT PRIMARY KEY,
    sha     TEXT NOT NULL REFERENCES definition,
    created REAL NOT NULL,
    at_once INTEGER
) WITHOUT ROWID;

CREATE TABLE execution (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    arn        TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    machine    TEXT NOT NULL,
    sha        TEXT NOT NULL REFERENCES definition,
    status     TEXT NOT NULL,
    input      TEXT NOT NULL,
    output     TEXT,
    error      TEXT,
    cause      TEXT,
    started    REAL NOT NULL,
    ended      REAL,
    deadline   REAL,
    redrives   INTEGER NOT NULL DEFAULT 0,
    awaited_by INTEGER
);
CREATE INDEX execution_name ON execution (name);
CREATE INDEX execution_deadline ON execution (deadline) WHERE deadline IS NOT NULL;
CREATE INDEX execution_running ON execution (machine) WHERE status = 'RUNNING';

CREATE TABLE branch (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    execution INTEGER NOT NULL REFERENCES execution,
    parent    INTEGER,
    fork      TEXT,
    slot      INTEGER NOT NULL,
    place     TEXT NOT NULL,
    region    TEXT NOT NULL,
    item      TEXT,
    state     TEXT NOT NULL,
    phase     TEXT NOT NULL,
    data      TEXT NOT NULL,
    entered   REAL,
    attempt   INTEGER NOT NULL,
    tries     TEXT NOT NULL,
    due       REAL,
    deadline  REAL,
    heartbeat REAL,
    beat_by   REAL,
    token     TEXT,
    invoked   INTEGER NOT NULL,
    child     INTEGER,
    reply     TEXT,
    caught    TEXT,
    error     TEXT,
    cause     TEXT
);
CREATE INDEX branch_due ON branch (due) WHERE due IS NOT NULL;
CREATE INDEX branch_execution ON branch (execution);
CREATE INDEX branch_parent ON branch (parent, phase, slot) WHERE parent IS NOT NULL;
CREATE INDEX branch_queued ON branch (execution) WHERE parent IS NULL AND phase = 'PENDING';
CREATE UNIQUE INDEX branch_token ON branch (token) WHERE token IS NOT NULL;

CREATE VIEW active AS
    SELECT * FROM branch
    WHERE phase IN ('READY', 'CALLING', 'WAITING', 'SLEEPING', 'JOINING');

CREATE TABLE token (
    token     TEXT PRIMARY KEY,
    execution INTEGER NOT NULL REFERENCES execution
) WITHOUT ROWID;

CREATE TABLE event (
    execution INTEGER NOT NULL REFERENCES execution,
    id        INTEGER NOT NULL,
    at        REAL NOT NULL,
    type      TEXT NOT NULL,
    state     TEXT,
    place     TEXT NOT NULL,
    details   TEXT NOT NULL,
    PRIMARY KEY (execution, id)
) WITHOUT ROWID;
"""

UPGRADES: Final = {
    1: """
ALTER TABLE machine ADD COLUMN at_once INTEGER;
CREATE INDEX execution_running ON execution (machine) WHERE status = 'RUNNING';
CREATE INDEX branch_queued ON branch (execution) WHERE parent IS NULL AND phase = 'PENDING';
"""
}
"""What makes a journal of a version one of the next."""
