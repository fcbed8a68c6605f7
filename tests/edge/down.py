"""What loops get done while the edge is down, up, or not there: ratios of one session.

    python -m tests.edge.down [RUNS] [TURN]

A run is what its Grow and Sync states do: the record is stored, folded into the tables here, and a
snapshot published. Beside it stands the studio's own host with its Drainer and workers. The three
take turns of some runs each. Afterwards the edge comes back to whom it was down.
"""

import json
import random
import socket
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from kinora.bootstrap import stage
from kinora.edge.drain import drain
from kinora.edge.edge import Edge
from kinora.edge.verify import verify
from kinora.loop.sync import Sync, sync
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.cloudflare_kv import CloudflareValues
from kinora.stores.d1 import D1Tables
from kinora.stores.gateway_objects import GatewayObjects
from kinora.studio.host import host
from tests.edge.host import BUCKET, DATABASE, NAMESPACE, TOKEN, running
from tests.edge.logs import write_runs
from tests.edge.runs import key_of, run
from tests.edge.test_drain import tables_at

COUNT = Statement("select count(*) as n from runs")
ENDED = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
_LOOK = 0.25


class Home:
    """A home with its own log, its own host, and what it got done."""

    def __init__(self, stack, folder, name, **edge):
        self.name = name
        self.settings = Settings(home=folder / name, **edge)
        self.ports = stage(self.settings)
        self.seconds, self.done = [], 0
        self._engine = stack.enter_context(host(self.settings))
        self._engine.create_state_machine("Ended", ENDED)

    def work(self, count, chance):
        """So many runs, one after another; their seconds are kept."""
        now = datetime.now(UTC)
        made = [run(self.done + n, chance, 28 * (now.month - 1) + now.day) for n in range(count)]
        write_runs(self.ports, made)  # with their videos
        contents = [self.ports.objects.get(key_of(each)) for each in made]
        for each in made:
            self.ports.objects.delete(key_of(each))
        for record, content in zip(made, contents, strict=True):
            began = time.monotonic()
            self.ports.objects.put_if_absent(key_of(record), content)
            sync(Sync(record=key_of(record)), self.ports, now.date())
            self._engine.start_execution("Ended", {}, record.run_id)  # which the Drainer hears
            self.seconds.append(time.monotonic() - began)
            self.done += 1

    @property
    def rate(self):
        return self.done / sum(self.seconds)


@contextmanager
def watched(home, edge, found):
    """Look how far the edge is behind while something is done; the most goes to ``found``."""
    ended = threading.Event()

    def look():
        with edge.cloudflare() as service:
            tables = D1Tables(service, DATABASE)
            while not ended.wait(_LOOK):
                written = home.done
                found.append(written - tables.query(COUNT)[0]["n"])

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def drained(home, edge):
    """The whole backlog brought to an edge by one drain, and whether all is equal then."""
    with edge.cloudflare(TOKEN) as service:
        tables = D1Tables(service, DATABASE)
        values = CloudflareValues(service, NAMESPACE, clock=time.monotonic, sleep=time.sleep)
        far = Edge("cloudflare", tables, values, GatewayObjects(service, BUCKET))
        began = time.monotonic()
        done = drain(home.ports, far)
        seconds = time.monotonic() - began
        requests = tables.used.requests
        sides = {"here": home.ports.tables(), "edge": tables}
        equal = all(each.equal for each in verify(home.ports, sides, tables_at))
    return {
        "records": done.applied["records"],
        "videos": done.media,
        "seconds": round(seconds, 1),
        "requests to D1": requests,
        "rows written": tables.used.rows_written,
        "equal": equal,
    }


def compare(folder, runs=1000, turn=20):
    """The figures."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        nowhere = f"http://127.0.0.1:{found.getsockname()[1]}"
    chance, behind, took = random.Random(1), [], []
    common = {"edge": "cloudflare", "edge_token": TOKEN}
    with ExitStack() as stack:
        up_edge = stack.enter_context(running())
        _migrate(up_edge)
        homes = [
            Home(stack, folder, "local"),
            up := Home(stack, folder, "up", edge_url=up_edge.url, **common),
            down := Home(stack, folder, "down", edge_url=nowhere, **common),
        ]
        with watched(up, up_edge, behind):
            for number in range(runs // turn):
                for home in homes[number % 3 :] + homes[: number % 3]:
                    home.work(turn, chance)
                    if home is up:
                        took.append(_until_there(behind))
        after = drained(up, up_edge)
    with running() as back:
        _migrate(back)
        backlog = drained(down, back)
    local = homes[0]
    return {
        "runs": runs,
        "runs/s": {home.name: round(home.rate, 1) for home in homes},
        "ms a run, median": {h.name: round(1000 * median(h.seconds), 1) for h in homes},
        "of local's rate": {h.name: round(h.rate / local.rate, 3) for h in homes},
        "of local's median": {
            h.name: round(median(h.seconds) / median(local.seconds), 3) for h in homes
        },
        "edge up: most runs behind": max(behind, default=0),
        "edge up: seconds until it had all, median and most": (median(took), max(took)),
        "edge up: left after the turns": after,
        "edge down: the backlog, drained": backlog,
    }


def _until_there(behind):
    """The seconds until the edge has all, so that the next turn is not disturbed."""
    began, seen = time.monotonic(), len(behind)
    while len(behind) == seen or behind[-1] != 0:
        assert time.monotonic() < began + 120, "the edge is not brought up to date"
        time.sleep(_LOOK)
    return round(time.monotonic() - began, 1)


def _migrate(edge):
    with edge.cloudflare() as service:
        D1Tables(service, DATABASE).migrate(Settings().migrations)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(compare(Path(place), *map(int, sys.argv[1:])), indent=1))
