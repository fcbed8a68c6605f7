"""The table store's contract: every adapter passes the same tests."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kinora.model.errors import RowRefused, StorageError
from kinora.model.record import RunFigures
from kinora.model.spec import Learned
from kinora.model.statement import Statement
from kinora.stores.d1 import D1Tables
from kinora.stores.sqlite import SqliteTables
from tests.edge.host import DATABASE, emptied
from tests.registry.histories import TABLES, apply, observation, record

MIGRATIONS = Path("edge/migrations")
NAMES = sorted(path.name for path in MIGRATIONS.glob("*.sql"))
MADE = """select name, sql from sqlite_master where sql is not null
and name not like '\\_%' escape '\\' and name not in ('sqlite_sequence', 'edge_probe') order by name"""


@pytest.fixture
def on_sqlite(tmp_path):
    store = SqliteTables(tmp_path / "t.sqlite")
    yield store
    store.close()


@pytest.fixture
def on_d1(edge):
    with edge.cloudflare() as cloudflare:
        yield emptied(D1Tables(cloudflare, DATABASE))


@pytest.fixture(params=["sqlite", "d1"])
def tables(request):
    return request.getfixturevalue(f"on_{request.param}")


@pytest.fixture
def small(tables):
    tables.batch([Statement("create table t(k text primary key, n integer) strict")])
    return tables


def all_rows(store, table):
    return store.query(Statement(f"select * from {table} order by 1, 2, 3"))


def test_batch_is_all_or_nothing(small):
    insert = "insert into t values (?, ?)"
    with pytest.raises(RowRefused, match="UNIQUE"):
        small.batch([Statement(insert, ("a", 1)), Statement(insert, ("a", 2))])
    with pytest.raises(StorageError, match="nonsense"):
        small.batch([Statement(insert, ("a", 1)), Statement("select nonsense from t")])
    assert small.query(Statement("select * from t")) == []


def test_batch_answers_each_statement(small):
    results = small.batch(
        [
            Statement("insert into t values ('a', 1), ('b', 2)"),
            Statement("select n from t where k = ?", ("a",)),
            Statement("update t set n = n + 1 returning k, n"),
            Statement("select k from t where n > 9"),
        ]
    )
    changed = [{"k": "a", "n": 2}, {"k": "b", "n": 3}]
    assert results == [[], [{"n": 1}], changed, []]
    assert small.batch([]) == []


def test_types_come_back_equal(tables):
    tables.batch([Statement("create table v(a text, i integer, r real, n text) strict")])
    rows = [
        ("plain", 1, 0.5, None),
        ("größe ∑ 🎬 \\ \" ' \n\t", -(2**53), 1e-300, None),
        ("", 2**53, -1.7976931348623157e308, ""),
        (json.dumps({"a": [1, 2.5, None]}), 0, 0.1 + 0.2, "null"),
    ]
    tables.batch([Statement("insert into v values (?, ?, ?, ?)", row) for row in rows])
    found = [tuple(row.values()) for row in tables.query(Statement("select * from v"))]
    assert found == rows
    kinds = [(type(text), type(number), type(real)) for text, number, real, _ in found]
    assert kinds[:2] == [(str, int, float)] * 2


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("insert into t values (null, 1)", ()),
        ("insert into t values ('a', ?)", ("no number",)),
        ("insert into t values ('taken', 2)", ()),
        ("insert into t values (json('{'), 2)", ()),
        ("insert into t values ('a', ?)", (2**64,)),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(small, sql, parameters):
    small.batch([Statement("insert into t values ('taken', 1)")])
    with pytest.raises(RowRefused):
        small.query(Statement(sql, parameters))
    assert small.query(Statement("select k, n from t")) == [{"k": "taken", "n": 1}]


def test_as_much_as_both_take(small):
    marks = ", ".join("?" * 100)
    values = tuple(range(100))
    assert small.query(Statement(f"select 1 as one where 99 in ({marks})", values)) == [{"one": 1}]
    text = "select 1 as one -- ".ljust(100_000, "x")
    assert small.query(Statement(text)) == [{"one": 1}]
    small.query(Statement("insert into t values (?, 1)", ("x" * 1_900_000,)))
    assert small.query(Statement("select length(k) as long from t")) == [{"long": 1_900_000}]


def test_more_than_d1_takes_is_refused_before_it_is_sent(on_d1):
    used = on_d1.used.requests
    with pytest.raises(RowRefused, match="101 parameters .* allowed: 100"):
        on_d1.query(Statement("select 1", tuple(range(101))))
    with pytest.raises(RowRefused, match="allowed: 100000 bytes"):
        on_d1.query(Statement("select 1 --".ljust(100_001, "é")))
    with pytest.raises(RowRefused, match="allowed: 2000000 bytes"):
        on_d1.query(Statement("select ?", ("é" * 1_000_001,)))
    with pytest.raises(RowRefused, match=r"2\^53"):
        on_d1.query(Statement("select ?", (2**53 + 1,)))
    with pytest.raises(RowRefused, match="finite"):
        on_d1.query(Statement("select ?", (float("nan"),)))
    with pytest.raises(StorageError, match="1001 statements in a batch; allowed: 1000"):
        on_d1.batch([Statement("select 1")] * 1001)
    assert on_d1.used.requests == used


def test_what_is_used_is_counted(on_d1):
    on_d1.batch([Statement("create table t(k text primary key) strict, without rowid")])
    requests, read, written = (
        on_d1.used.requests,
        on_d1.used.rows_read,
        on_d1.used.rows_written,
    )
    on_d1.batch([Statement("insert into t values (?)", (key,)) for key in "abc"])
    on_d1.query(Statement("select * from t"))
    assert on_d1.used.requests - requests == 2
    assert on_d1.used.rows_written - written == 3
    assert on_d1.used.rows_read - read >= 3


def test_migrations_run_once_and_keep_wranglers_list(tables):
    assert tables.migrate(MIGRATIONS) == NAMES
    assert tables.migrate(MIGRATIONS) == []
    kept = tables.query(Statement("select name from d1_migrations order by id"))
    assert [row["name"] for row in kept] == NAMES
    sums = tables.query(Statement("select name, length(sha256) as long from migration_sums"))
    assert sums == [{"name": name, "long": 64} for name in NAMES]


def test_migrations_make_the_same_tables_on_both(on_sqlite, on_d1):
    for store in (on_sqlite, on_d1):
        store.migrate(MIGRATIONS)
    made = on_sqlite.query(Statement(MADE))
    assert len(made) > 20
    assert on_d1.query(Statement(MADE)) == made


def test_a_failing_migration_leaves_nothing_and_is_named(tables, tmp_path):
    (tmp_path / "0001_good.sql").write_text("create table a(x);\n")
    (tmp_path / "0002_bad.sql").write_text("create table b(x);\ncreate nonsense;\n")
    with pytest.raises(StorageError, match=r"0002_bad\.sql.*nonsense"):
        tables.migrate(tmp_path)
    assert tables.query(Statement("select name from sqlite_master where name = 'b'")) == []
    (tmp_path / "0002_bad.sql").write_text("create table b(x);\n")
    assert "0002_bad.sql" in tables.migrate(tmp_path)


def test_a_migration_that_was_changed_is_named(tables, tmp_path):
    path = tmp_path / "0001_first.sql"
    path.write_text("create table a(x);\n")
    tables.migrate(tmp_path)
    path.write_text("create table a(x, y);\n")
    with pytest.raises(StorageError, match=r"0001_first\.sql was changed"):
        tables.migrate(tmp_path)


def test_sums_of_what_wrangler_applied_are_kept_at_first_sight(tables, tmp_path):
    path = tmp_path / "0001_first.sql"
    path.write_text("create table a(x);\n")
    tables.migrate(tmp_path)
    tables.batch([Statement("drop table migration_sums")])
    assert tables.migrate(tmp_path) == []
    path.write_text("create table a(y);\n")
    with pytest.raises(StorageError, match="was changed"):
        tables.migrate(tmp_path)


def test_two_who_migrate_at_once_end_well(on_d1, edge):
    def migrate(_):
        with edge.cloudflare() as cloudflare:
            return D1Tables(cloudflare, DATABASE).migrate(MIGRATIONS)

    with ThreadPoolExecutor(3) as pool:
        applied = [name for names in pool.map(migrate, range(3)) for name in names]
    assert sorted(applied) == NAMES
    kept = on_d1.query(Statement("select name from d1_migrations order by id"))
    assert [row["name"] for row in kept] == NAMES


@pytest.mark.parametrize("text", ["create table a(x);\r\n", "create view v as select 1;\n"])
def test_migrations_that_d1_would_not_take_are_named(tables, tmp_path, text):
    (tmp_path / "0001_odd.sql").write_bytes(text.encode())
    with pytest.raises(StorageError, match=r"0001_odd\.sql"):
        tables.migrate(tmp_path)


def test_folding_gives_equal_rows_on_both(on_sqlite, on_d1):
    note = Learned(registry="dynamic", category="motion", key="001", name="n", used_for="motion")
    figures = RunFigures(motion=0.1 + 0.2, brightness=1.0, palette="größe")
    first = record(1, [observation("001", 2), observation("002", 3, value={"level": 1.0})])
    runs = [
        first.model_copy(update={"figures": figures, "learned": (note,), "seed": 2**53 - 1}),
        record(2, [observation("001", 4, category="time"), observation("002", 1)], good=False),
        first,
    ]
    for store in (on_sqlite, on_d1):
        store.migrate(MIGRATIONS)
    for run in runs:
        assert apply(on_d1, run) == apply(on_sqlite, run)
    found = {table: all_rows(on_sqlite, table) for table in TABLES}
    assert {table: all_rows(on_d1, table) for table in TABLES} == found
    assert len(found["entries"]) == 3
    assert len(found["runs"]) == 2


def test_damaged_file_is_a_storage_error(tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"this is no database, it only has the name of one" * 100)
    with pytest.raises(StorageError, match="damaged"):
        SqliteTables(path)
