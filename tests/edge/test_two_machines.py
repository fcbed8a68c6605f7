"""Two machines with one log and one edge: each learns what the other saw, and the edge all, once."""

import random
import threading
from contextlib import contextmanager

import pytest

from kinora import bootstrap
from kinora.edge.drain import drain
from kinora.edge.verify import verify
from kinora.loop.sync import Sync, sync
from kinora.model.statement import Statement
from kinora.settings import Settings
from tests.edge.host import TOKEN
from tests.edge.plain import folded, plain_fold
from tests.edge.runs import key_of, runs, stored
from tests.edge.test_drain import tables_at

RUNS = Statement("select run_id from runs order by run_id")


@pytest.fixture
def homes(tmp_path, far):
    """The settings and the stages of two machines."""
    common = {"objects": f"file://{tmp_path}/shared", "edge": "cloudflare", "edge_url": far.url}
    found = [
        Settings(home=tmp_path / name, edge_token=TOKEN, edge_media="none", **common)
        for name in ("one", "other")
    ]
    stages = [bootstrap.stage(each) for each in found]
    yield list(zip(found, stages, strict=True))
    for each in stages:
        each.tables().close()


@contextmanager
def edge_of(settings):
    far = bootstrap.edge(settings)
    try:
        yield far
    finally:
        far.tables._cloudflare._http.close()


def work(settings, stage, own, failures):
    """What a machine does: its runs one after another, and drains between them."""
    try:
        with edge_of(settings) as far:
            for number, record in enumerate(own):
                stored(stage.objects, [record])
                assert sync(Sync(record=key_of(record)), stage).applied >= 1
                if number % 4 == 0:
                    drain(stage, far)
            drain(stage, far)
    except BaseException as error:  # noqa: BLE001 - the test tells it
        failures.append(error)
    finally:
        stage.tables().close()


def test_two_machines_learn_from_each_other(homes, far):
    chance, failures = random.Random(7), []
    made = runs(18, chance)
    machines = [
        threading.Thread(target=work, args=(settings, bootstrap.stage(settings), own, failures))
        for (settings, _), own in zip(homes, (made[::2], made[1::2]), strict=True)
    ]
    for machine in machines:
        machine.start()
    for machine in machines:
        machine.join()
    assert failures == []
    expected = plain_fold(made)
    for _, stage in homes:
        sync(Sync(record=None), stage)
        assert folded(stage.tables()) == expected
    assert folded(far.admin.tables) == expected
    for _, stage in homes:
        sides = {"local": stage.tables(), "edge": far.ordinary.tables}
        assert all(each.equal for each in verify(stage, sides, tables_at))
    with edge_of(homes[0][0]) as again:
        drain(homes[0][1], again)  # of two who publish at once, the older value may be the last
        assert drain(homes[0][1], again).idle
