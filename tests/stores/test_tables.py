"""The table store's contract."""

from pathlib import Path

import pytest

from kinora.model.errors import StorageError
from kinora.model.statement import Statement
from kinora.stores.sqlite import SqliteTables


@pytest.fixture
def tables(tmp_path):
    store = SqliteTables(tmp_path / "t.sqlite")
    store.batch([Statement("create table t(k text primary key, n integer) strict")])
    yield store
    store.close()


def test_batch_is_all_or_nothing(tables):
    insert = "insert into t values (?, ?)"
    with pytest.raises(StorageError, match="UNIQUE"):
        tables.batch([Statement(insert, ("a", 1)), Statement(insert, ("a", 2))])
    assert tables.query(Statement("select * from t")) == []


def test_batch_answers_each_statement(tables):
    results = tables.batch(
        [
            Statement("insert into t values ('a', 1)"),
            Statement("select n from t where k = ?", ("a",)),
        ]
    )
    assert results == [[], [{"n": 1}]]


def test_migrations_run_once_and_keep_wranglers_list(tmp_path):
    store = SqliteTables(tmp_path / "m.sqlite")
    names = sorted(path.name for path in Path("edge/migrations").glob("*.sql"))
    assert store.migrate(Path("edge/migrations")) == names
    assert store.migrate(Path("edge/migrations")) == []
    kept = store.query(Statement("select name from d1_migrations order by id"))
    assert [row["name"] for row in kept] == names
    store.close()


def test_a_failing_migration_leaves_nothing(tmp_path):
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_bad.sql").write_text("create table a(x);\ncreate nonsense;\n")
    store = SqliteTables(tmp_path / "m.sqlite")
    with pytest.raises(StorageError):
        store.migrate(folder)
    assert store.query(Statement("select name from sqlite_master where name = 'a'")) == []
    store.close()


def test_damaged_file_is_a_storage_error(tmp_path):
    path = tmp_path / "t.sqlite"
    path.write_bytes(b"this is no database, it only has the name of one" * 100)
    with pytest.raises(StorageError):
        SqliteTables(path)


def test_migrations_keep_to_what_d1_accepts():
    for path in Path("edge/migrations").glob("*.sql"):
        text = path.read_text()
        assert "\r" not in text
        for word in ("trigger", "view", "begin"):
            body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
            assert word not in body.lower()
