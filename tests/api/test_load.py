"""Many clients at once on a studio whose loops render: `make bench` does it longer and with more."""

from benchmarks.load import load
from kinora.bootstrap import stage
from kinora.loop import keys
from kinora.model.loop_config import LoopConfig
from kinora.settings import Settings

LOOPS = {"delay_seconds": 5, "duration_seconds": 1}
"""Short videos from the first on: what the loops draw is no matter here, only that they do."""


def test_many_clients_lose_nothing_and_see_no_error(tmp_path):
    objects = stage(Settings(home=tmp_path)).objects
    objects.put(keys.LOOP_CONFIG, LoopConfig(**LOOPS).model_dump_json().encode())
    account, lost = load(tmp_path, clients=40, seconds=5.0, loops=LOOPS, first=3)
    assert account.odd == []
    assert lost == []
    assert account.created
    assert sum(account.ratings.values()) > 10
    assert set(account.statuses) <= {200, 201, 206, 429}
    assert account.statuses[200] > 150
