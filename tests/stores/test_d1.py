"""D1 alone: what it does when the service is busy, refuses, or is not atomic."""

import json
import sqlite3
from pathlib import Path

import pytest

from kinora.model.errors import (
    InvalidInput,
    RowRefused,
    ServiceRefused,
    StorageError,
    StorageUnreachable,
)
from kinora.model.statement import Statement
from kinora.stores.cloudflare import Cloudflare
from kinora.stores.d1 import OWN_STATEMENTS, D1Tables
from tests.edge.host import DATABASE, EDGE, NO_WAITING, TOKEN, client_of, emptied
from tests.stores.odd_server import refused, serving, told

MIGRATIONS = Path("edge/migrations")
ONE = Statement("select 1 as one")
ROWS = told([{"results": [{"one": 1}], "success": True, "meta": {"rows_read": 1}}])


@pytest.fixture(scope="module")
def odd():
    with serving() as server:
        yield server


@pytest.fixture
def server(odd):
    odd.heard.clear()
    return odd


@pytest.fixture
def far(server):
    """Tables at the odd server; nobody really waits."""
    http = client_of(server.url, waiting=NO_WAITING, attempts=3)
    yield D1Tables(Cloudflare(http, "account"), DATABASE)
    http.close()


@pytest.fixture
def tables(edge):
    with edge.cloudflare() as cloudflare:
        yield emptied(D1Tables(cloudflare, DATABASE))


@pytest.fixture
def ordinary(edge):
    with edge.cloudflare(TOKEN) as cloudflare:
        yield D1Tables(cloudflare, DATABASE)


@pytest.mark.parametrize(
    "message",
    [
        "D1_ERROR: Network connection lost.",
        "D1 DB storage operation exceeded timeout which caused object to be reset.",
        "D1_ERROR: D1 DB is overloaded. Too many requests queued.",
        "Internal error in D1 DB storage caused object to be reset.",
        "D1 DB reset because its code was updated.",
        "Durable Object is overloaded.",
        "Cannot resolve D1 DB due to transient issue on remote node.",
    ],
)
def test_what_passes_is_asked_again(server, far, message):
    server.script = [refused(400, 7500, message), ROWS]
    assert far.query(ONE) == [{"one": 1}]
    server.script = [refused(400, 7500, message)]
    with pytest.raises(StorageUnreachable, match="tried 3 times") as error:
        far.query(ONE)
    assert message in str(error.value)
    assert len(server.heard) == 2 + 3


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("D1_ERROR: UNIQUE constraint failed: t.k: SQLITE_CONSTRAINT", RowRefused),
        ("datatype mismatch: SQLITE_MISMATCH", RowRefused),
        ("string or blob too big: SQLITE_TOOBIG", RowRefused),
        ("no such table: timeouts: SQLITE_ERROR", ServiceRefused),
        ("D1 DB exceeded its CPU time limit and was reset.", ServiceRefused),
        ('near "overload": syntax error at offset 1: SQLITE_ERROR', ServiceRefused),
    ],
)
def test_what_does_not_pass_is_told_at_once(server, far, message, kind):
    server.script = [refused(400, 7500, message)]
    with pytest.raises(StorageError) as error:
        far.query(ONE)
    assert type(error.value) is kind
    assert message in str(error.value)
    assert len(server.heard) == 1


def test_requests_are_cloudflares(server, far):
    server.script = [ROWS]
    far.query(Statement("select ?", (True,)))
    with pytest.raises(StorageError, match="1 results to 2"):
        far.batch([ONE, Statement("select ?", ("é",))])
    (method, path, _, one), (_, _, _, two) = server.heard
    assert (method, path) == ("POST", "/client/v4/accounts/account/d1/database/kinora/query")
    assert json.loads(one) == {"sql": "select ?", "params": [1]}
    both = [{"sql": ONE.sql, "params": []}, {"sql": "select ?", "params": ["é"]}]
    assert json.loads(two) == {"batch": both}
    assert (far.used.requests, far.used.rows_read) == (2, 2)


@pytest.mark.parametrize(("status", "code"), [(401, 10000), (403, 9109), (403, 10000)])
def test_a_token_that_is_not_known_is_the_settings_fault(server, far, status, code):
    server.script = [refused(status, code, "Authentication error")]
    with pytest.raises(InvalidInput, match="KINORA_EDGE_TOKEN"):
        far.query(ONE)


def test_the_gateways_list_holds_what_the_adapter_asks():
    text = (EDGE / "statements.js").read_text()
    for sql in OWN_STATEMENTS:
        assert json.dumps(sql, ensure_ascii=False) in text, sql


def test_the_ordinary_token_suffices_where_nothing_is_new(tables, ordinary, tmp_path):
    with pytest.raises(StorageError, match=r"lacks migrations 0001.*KINORA_EDGE_TOKEN .* admin"):
        ordinary.migrate(MIGRATIONS)
    tables.migrate(MIGRATIONS)
    assert ordinary.migrate(MIGRATIONS) == []
    assert ordinary.used.requests == 4
    ordinary.prove_atomic()
    with pytest.raises(StorageError, match="not in the gateway's list"):
        ordinary.query(Statement("select run_id from runs where 1 = 2"))
    tables.batch([Statement("drop table migration_sums")])
    assert ordinary.migrate(MIGRATIONS) == []


def test_a_batch_on_workerd_is_atomic_and_leaves_no_probe(tables):
    tables.prove_atomic()
    assert tables.query(Statement("select count(*) as left_over from edge_probe")) == [
        {"left_over": 0}
    ]


class OneByOne:
    """A D1 whose batches are not transactions: each statement commits for itself."""

    def __init__(self, path):
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)

    def answer(self, handler):
        body = json.loads(self.server.heard[-1][3])
        results = []
        try:
            for one in body.get("batch", [body]):
                cursor = self.connection.execute(one["sql"], one["params"])
                names = [column[0] for column in cursor.description or ()]
                rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
                results.append({"results": rows, "success": True, "meta": {}})
        except sqlite3.Error as error:
            refused(400, 7500, str(error))(handler)
        else:
            told(results)(handler)


@pytest.fixture
def one_by_one(server, tmp_path):
    service = OneByOne(tmp_path / "d1.sqlite")
    service.server = server
    server.script = [service.answer]
    yield service.connection
    service.connection.close()


def test_batches_that_are_not_atomic_are_found_out(far, one_by_one):
    with pytest.raises(StorageError, match="not atomic here"):
        far.prove_atomic()
    assert one_by_one.execute("select * from edge_probe").fetchall() == []


def test_nothing_is_migrated_where_batches_are_not_atomic(far, one_by_one):
    with pytest.raises(StorageError, match="not atomic here"):
        far.migrate(MIGRATIONS)
    found = one_by_one.execute("select name from sqlite_master where name = 'entries'").fetchall()
    assert found == []
