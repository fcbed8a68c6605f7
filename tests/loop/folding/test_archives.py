"""Archives of older records: the same bytes in fewer objects."""

import random

import pytest

from kinora.loop import keys
from kinora.loop.folding import archives
from kinora.loop.folding.catch_up import catch_up
from kinora.model.errors import ObjectMissing, RecordRefused
from tests.registry.histories import history, record, table_digest


def key_of(run):
    return keys.record(run.run_id, run.started_at)


def archived(ports, runs):
    data = archives.pack((key_of(run), run.canonical()) for run in runs)
    name = archives.name_of("2026/01/01", data)
    ports.objects.put(name, data)
    return name


def test_packing_the_same_makes_the_same(ports):
    runs = history(5, random.Random(1))
    once, again = (archives.pack((key_of(run), run.canonical()) for run in runs) for _ in "ab")
    assert once == again
    assert archives.unpack("a", once) == [(key_of(run), run.canonical()) for run in runs]


def test_archives_are_folded_as_their_records(ports, new_tables):
    runs = history(9, random.Random(2))
    for run in runs:
        ports.objects.put(key_of(run), run.canonical())
    apart = new_tables()
    catch_up(ports, apart)
    for run in runs[:6]:
        ports.objects.delete(key_of(run))
    archived(ports, runs[:7])  # one of them lies in both places
    tables = ports.tables()
    assert catch_up(ports, tables)["records"] == (9, 0)
    assert catch_up(ports, tables)["records"] == (0, 0)
    assert table_digest(tables) == table_digest(apart)


def test_a_record_is_found_wherever_it_lies(ports):
    kept, packed, gone = history(3, random.Random(3))
    ports.objects.put(key_of(kept), kept.canonical())
    name = archived(ports, [packed])
    assert archives.content(ports.objects, key_of(kept)) == kept.canonical()
    assert archives.content(ports.objects, key_of(packed)) == packed.canonical()
    with pytest.raises(ObjectMissing):
        archives.content(ports.objects, key_of(gone))
    ports.objects.put(name, b"no archive")
    with pytest.raises(RecordRefused, match="not an archive"):
        archives.content(ports.objects, key_of(packed))


def test_a_damaged_archive_blocks_nobody(ports):
    archived_run, run = record(1, []), record(2, [])
    name = archived(ports, [archived_run])
    ports.objects.put(name, ports.objects.get(name)[:-30])
    ports.objects.put(key_of(run), run.canonical())
    tables = ports.tables()
    assert catch_up(ports, tables)["records"] == (1, 1)
    assert ports.objects.list(keys.SET_ASIDE)
    assert catch_up(ports, tables)["records"] == (0, 0)
