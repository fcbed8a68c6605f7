"""Many at once open what nobody has opened before."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kinora.local.client import Client
from kinora.model.statement import Statement
from kinora.stores.sqlite import SqliteTables

MIGRATIONS = Path("edge/migrations")


def test_tables_are_migrated_by_one(tmp_path):
    names = sorted(path.name for path in MIGRATIONS.glob("*.sql"))

    def open_and_migrate(path):
        made = SqliteTables(path)
        applied = made.migrate(MIGRATIONS)
        kept = [row["name"] for row in made.query(Statement("select name from d1_migrations"))]
        made.close()
        return applied, kept

    for number in range(12):
        with ThreadPoolExecutor(6) as pool:
            told = list(pool.map(open_and_migrate, [tmp_path / f"{number}.sqlite"] * 6))
        assert sorted(len(applied) for applied, _ in told) == [0] * 5 + [len(names)]
        assert {tuple(kept) for _, kept in told} == {tuple(names)}


def test_a_journal_is_made_by_one(tmp_path):
    for number in range(30):
        with ThreadPoolExecutor(6) as pool:
            clients = list(pool.map(Client, [tmp_path / f"{number}.sqlite"] * 6))
        for client in clients:
            client.close()
