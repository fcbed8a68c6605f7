"""Every run once, whatever befalls the line and the edge. ``python -m tests.edge.storm`` does more."""

import random
import time
from concurrent.futures import ThreadPoolExecutor

from kinora.edge.drain import drain
from kinora.edge.edge import Edge
from kinora.edge.publish import LOOP, folded_version, version_of
from kinora.edge.verify import verify
from kinora.loop.ratings import listed
from kinora.model.errors import StorageUnreachable
from kinora.model.statement import Statement
from kinora.stores.cloudflare_kv import CloudflareValues
from kinora.stores.d1 import D1Tables
from kinora.stores.gateway_objects import GatewayObjects
from tests.edge.host import BUCKET, DATABASE, NAMESPACE, TOKEN
from tests.edge.host import Edge as Host
from tests.edge.logs import whole_log
from tests.edge.plain import folded, plain_fold, twice_named
from tests.edge.rough_line import RoughLine
from tests.edge.storm import Plan, storm
from tests.edge.test_drain import tables_at

SMALL = Plan(runs=30, kills=2, timeout=0.4, retry_after="0.1")
DRAINERS = 3


def test_every_run_once_in_a_storm(edge, tmp_path):
    told = storm(SMALL, tmp_path)
    assert told["kills"] == SMALL.kills
    assert told["befell before the edge"]
    assert told["befell the answer"]
    assert told["found no edge"]


def persistent(stage, url):
    """Drain over a bad line until a drain comes through; how many did not."""
    failed = 0
    with Host(url, 0, 0).cloudflare(TOKEN, timeout=0.5, seconds=10.0) as service:
        values = CloudflareValues(service, NAMESPACE, clock=time.monotonic, sleep=time.sleep)
        far = Edge(
            "cloudflare", D1Tables(service, DATABASE), values, GatewayObjects(service, BUCKET)
        )
        while True:
            try:
                drain(stage, far)
            except StorageUnreachable:
                failed += 1
                assert failed < 20
            else:
                return failed


def test_drains_side_by_side_over_a_bad_line_bring_everything_once(stage, far):
    runs = whole_log(stage, 24)
    with RoughLine(random.Random(5), 0.15, "0.05") as line:
        line.target = far.url
        with ThreadPoolExecutor(DRAINERS) as pool:
            list(pool.map(lambda _: persistent(stage, line.url), range(DRAINERS)))
        assert sum(line.befell.values()) >= 2
        assert sum(line.lost.values()) >= 2
    tables = far.ordinary.tables
    assert [
        each.table for each in verify(stage, {"edge": tables}, tables_at) if not each.equal
    ] == []
    drain(stage, far.ordinary)  # of two who publish at once, the older value may be the last
    assert drain(stage, far.ordinary).idle
    ratings = list(listed(stage))
    assert len(ratings) == len(runs) // 3
    expected, found = plain_fold(runs, ratings), folded(far.admin.tables)
    assert found["runs"] == expected["runs"]
    of_runs = {
        key: total for key, total in expected["totals"].items() if key[0] in {"runs", "ratings"}
    }
    assert found["totals"].items() >= of_runs.items()
    assert twice_named(far.admin.tables) == []
    assert far.admin.tables.query(Statement("select count(*) as n from media")) == [
        {"n": len(runs)}
    ]
    assert version_of(far.ordinary.values) == folded_version(tables)
    assert far.ordinary.values.get(LOOP)
