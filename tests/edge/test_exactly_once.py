"""Every run once, whatever befalls the line and the edge. ``python -m tests.edge.storm`` does more."""

from tests.edge.storm import Plan, storm

SMALL = Plan(runs=30, kills=2, timeout=0.4, retry_after="0.1")


def test_every_run_once_in_a_storm(edge, tmp_path):
    told = storm(SMALL, tmp_path)
    assert told["kills"] == 2
    assert told["befell before the edge"]
    assert told["befell the answer"]
