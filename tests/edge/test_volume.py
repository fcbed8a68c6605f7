"""A log is rebuilt, looked at and packed at any size; ``python -m tests.edge.volume`` at full size."""

from datetime import timedelta

import pytest

from kinora.registry.digests import FOLDS, digest
from tests.edge import volume
from tests.edge.plain import folded

COUNT, DAYS = 48, 8
LAST = volume.FIRST + timedelta(days=DAYS - 1)


@pytest.fixture
def home(tmp_path):
    """With that many records and nothing folded."""
    volume.make(tmp_path / "home", COUNT, DAYS)
    return tmp_path / "home"


def test_wiped_and_replayed_from_records_and_from_archives(home, stage, far):
    def did(what, kind, *rest):
        tables = stage.tables() if kind == "sqlite" else far.admin.tables
        work = volume.work_of(what, stage, home, LAST, rest)
        return volume.measured(work, tables)

    def digests():
        return [digest(far.admin.tables.query, table) for table in FOLDS]

    for kind in ("sqlite", "d1"):
        assert did("lag", kind)["records"] == COUNT
        assert did("replay", kind)["records"] == COUNT
        assert did("lag", kind)["records"] == 0
    assert did("verify", "d1")["equal"]
    before = digests()
    assert len(folded(far.admin.tables)["runs"]) == COUNT

    asked = {rest: did("idle", "d1", *rest) for rest in ((), ("today",))}
    assert [each["applied"] for each in asked.values()] == [(0, 0)] * 2
    assert [each["rows written"] for each in asked.values()] == [0, 0]
    assert max(each["requests"] for each in asked.values()) < 12

    packed = volume.packed(home)
    assert packed["records"] == COUNT
    assert packed["archives"] == DAYS
    assert packed["bytes_after"] < packed["bytes_before"] / 4
    assert stage.objects.list("records/") == []
    for kind in ("sqlite", "d1"):
        assert did("replay", kind)["records"] == COUNT
        assert did("lag", kind)["archives"] == 0
    assert digests() == before
    assert did("verify", "d1")["equal"]
    assert folded(stage.tables()) == folded(far.admin.tables)
