"""kill -9 of whoever drains or compacts, at any moment: nothing is lost, nothing counts twice.

``EDGE_PROOF=full pytest tests/edge/test_killed.py`` does it with more runs and more kills.
"""

import json
import os
import random
import signal
import subprocess
import sys

from kinora.edge.drain import drain
from kinora.edge.verify import verify
from kinora.loop.folding import archives
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.folding.compacting import compact
from kinora.model.statement import Statement
from tests.edge.dying import BEFORE
from tests.edge.logs import write_runs
from tests.edge.plain import folded, plain_fold, twice_named
from tests.edge.runs import key_of, runs, stored
from tests.edge.test_drain import tables_at

KILLED = -signal.SIGKILL
RUNS, KILLS = (600, 40) if os.environ.get("EDGE_PROOF") == "full" else (40, 4)


def dying(*arguments):
    """What stood after each child of :mod:`tests.edge.dying`."""
    command = [sys.executable, "-m", "tests.edge.dying", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_while_it_drains(stage, far, tmp_path):
    made = runs(RUNS, random.Random(1))
    write_runs(stage, made)
    told = dying("drain", tmp_path / "home", far.url, KILLS, 1)
    assert [each["exit"] for each in told] == [KILLED] * KILLS + [0]
    counts = [each["runs"] for each in told]
    assert counts == sorted(counts)
    assert counts[-1] == len(made)
    assert any(0 < count < len(made) for count in counts), "no kill came in the middle"
    drain(stage, far.ordinary)
    assert drain(stage, far.ordinary).idle
    sides = {"edge": far.ordinary.tables}
    assert all(each.equal for each in verify(stage, sides, tables_at))
    found, expected = folded(far.admin.tables), plain_fold(made)
    assert found["entries"] == expected["entries"]
    assert found["totals"] == expected["totals"]
    assert twice_named(far.admin.tables) == []
    media = far.admin.tables.query(Statement("select count(video) as n from media"))
    assert media == [{"n": len(made)}]


def test_killed_while_it_compacts(stage, tmp_path):
    made = runs(RUNS, random.Random(2), days=RUNS // 7)
    stored(stage.objects, made)
    tables = stage.tables()
    catch_up(stage, tables)
    told = dying("compact", tmp_path / "home", KILLS, 3)
    assert [each["exit"] for each in told] == [KILLED] * KILLS + [0]
    assert {each["records"] for each in told} == {len(made)}
    assert any(each["plain"] + each["packed"] > len(made) for each in told)
    assert told[-1]["plain"] == 0
    for record in made:
        assert archives.content(stage.objects, key_of(record)) == record.canonical()
    assert compact(stage, tables, BEFORE).records == 0
    assert catch_up(stage, tables)["records"] == (0, 0)
    assert all(each.equal for each in verify(stage, {"local": tables}, tables_at))
    anew = tables_at(tmp_path / "anew.sqlite")
    assert catch_up(stage, anew)["records"] == (len(made), 0)
    assert folded(anew) == plain_fold(made)
    anew.close()
