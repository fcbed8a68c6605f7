"""Exactly once, in a storm: several drainers, a line that breaks, an edge that is killed.

    python -m tests.edge.storm [RUNS] [KILLS]

Every record is sent several times, in an order of its own for each drainer. Whatever a drainer was
told is applied must be there after every kill, and the tables must end as two other folds do.
"""

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kinora.bootstrap import new_tables, stage
from kinora.loop.folding.applying import Applier
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.records import RECORDS
from kinora.model.errors import StorageUnreachable
from kinora.model.record import digest
from kinora.model.statement import Statement
from kinora.registry import fold
from kinora.registry.digests import FOLDS
from kinora.registry.digests import digest as table_digest
from kinora.settings import Settings
from kinora.stores.d1 import D1Tables
from tests.edge.host import DATABASE, TOKEN, Edge, running
from tests.edge.plain import folded, plain_fold, twice_named
from tests.edge.rough_line import RoughLine
from tests.edge.runs import key_of, runs, stored


class Plan(NamedTuple):
    """How bad it gets. ``share`` of the requests something befalls; times in seconds."""

    runs: int = 500
    sends: int = 3
    drainers: int = 4
    kills: int = 10
    share: float = 0.25
    timeout: float = 1.5
    retry_after: str = "1"
    caught_up: float = 0.1
    """How often a drainer asks what is missing instead of sending what it has."""
    seed: int = 1


class Acknowledging:
    """Tables that remember of which runs somebody was told that they are applied."""

    def __init__(self, tables, told):
        self._tables, self._told = tables, told

    def batch(self, statements):
        results = self._tables.batch(statements)
        self._told.update(each.parameters[0] for each in statements if each.sql == fold._MARK)
        return results

    def query(self, statement):
        return self._tables.query(statement)


class MortalEdge:
    """An edge on a folder that can be killed, and stands up again behind the same line."""

    def __init__(self, folder, line):
        self._folder, self._line = folder, line
        self._stack = ExitStack()
        self.edge = None
        self.start()

    def start(self):
        self.edge = self._stack.enter_context(running(self._folder))
        assert self.edge.workerd, "the edge does not tell its workerd"
        self._line.target = self.edge.url

    def kill(self):
        """SIGKILL for workerd, and for node, which would wait for it."""
        for pid in (self.edge.workerd, self.edge.pid):
            os.kill(pid, signal.SIGKILL)
        self._stack.close()

    def close(self):
        self._stack.close()


class Storm:
    """One storm over a log in ``ports``, with the edge's data in ``folder``."""

    def __init__(self, plan, ports, folder):
        self.plan, self.ports, self.folder = plan, ports, folder
        chance = random.Random(plan.seed)
        self.records = runs(plan.runs, chance)
        stored(ports.objects, self.records)
        found = [(key_of(each), each.canonical()) for each in self.records]
        self.sha256 = {each.run_id: digest(each.canonical()) for each in self.records}
        self.work = [each for _ in range(plan.sends) for each in found]
        chance.shuffle(self.work)
        self.all_sends, self.done = len(self.work), 0
        self.told, self.failures = set(), []
        self.given_up = self.restarting = 0.0
        self.lock = threading.Lock()

    def run(self):
        """Begin, bear it, and compare; the figures."""
        plan = self.plan
        with RoughLine(random.Random(plan.seed), plan.share, plan.retry_after) as line:
            edge = MortalEdge(self.folder, line)
            try:
                with _direct(edge.edge) as tables:
                    tables.migrate(Settings().migrations)
                began = time.monotonic()
                threads = [
                    threading.Thread(target=self._drainer, args=(line, number))
                    for number in range(plan.drainers)
                ]
                for thread in threads:
                    thread.start()
                self._kill(edge, threads)
                for thread in threads:
                    thread.join()
                seconds = time.monotonic() - began
                assert not self.failures, self.failures
                with _direct(edge.edge) as tables:
                    self._look(tables)
                    self._compare(tables)
            finally:
                edge.close()
        return self._figures(line, seconds)

    def _drainer(self, line, number):
        chance = random.Random(1000 * self.plan.seed + number)
        options = {"timeout": self.plan.timeout, "seconds": 60.0}
        try:
            edge = Edge(line.url, 0, 0)
            with edge.cloudflare(TOKEN, **options) as cloudflare:
                tables = Acknowledging(D1Tables(cloudflare, DATABASE), self.told)
                while found := self._take(chance.randint(1, 20)):
                    self._send(tables, found, chance.random() < self.plan.caught_up)
                for _ in range(100):
                    with suppress(StorageUnreachable):
                        catch_up(self.ports, tables)
                        return
        except BaseException as error:  # noqa: BLE001 - the test tells it
            self.failures.append(error)

    def _send(self, tables, found, ask):
        try:
            if ask:
                catch_up(self.ports, tables)
            done = Applier(RECORDS, self.ports.objects, tables, lambda _: None).apply(found)
            assert done == (len(found), 0), done
            with self.lock:
                self.done += len(found)
        except StorageUnreachable:
            with self.lock:
                self.given_up += 1
                self.work += found

    def _take(self, count):
        with self.lock:
            found, self.work = self.work[:count], self.work[count:]
        return found

    def _kill(self, edge, threads):
        chance = random.Random(self.plan.seed)
        for number in range(1, self.plan.kills + 1):
            due = self.all_sends * number / (self.plan.kills + 1)
            while self.done < due and any(thread.is_alive() for thread in threads):
                time.sleep(0.01)
            time.sleep(chance.random() * 0.06)
            assert any(thread.is_alive() for thread in threads), "killed too late"
            edge.kill()
            began = time.monotonic()
            edge.start()
            self.restarting += time.monotonic() - began
            with _direct(edge.edge) as tables:
                self._look(tables)

    def _look(self, tables):
        """Whether all is there of which anybody was told that it is applied."""
        told = set(self.told)
        rows = tables.query(Statement("select run_id, sha256 from runs"))
        found = {row["run_id"]: row["sha256"] for row in rows}
        lost = {run for run in told if found.get(run) != self.sha256[run]}
        assert not lost, f"{len(lost)} acknowledged runs are lost: {sorted(lost)[:3]}"

    def _compare(self, tables):
        other = new_tables(Settings(), self.folder / "other.sqlite")
        try:
            shuffled = random.Random(self.plan.seed + 1)
            order = [(key_of(each), each.canonical()) for each in self.records]
            shuffled.shuffle(order)
            Applier(RECORDS, self.ports.objects, other, lambda _: None).apply(order)
            catch_up(self.ports, other)
            for table in FOLDS:
                assert table_digest(tables.query, table) == table_digest(other.query, table), table
        finally:
            other.close()
        assert folded(tables) == plain_fold(self.records)
        assert twice_named(tables) == []
        assert tables.query(Statement("select * from set_aside")) == []
        assert set(self.told) == set(self.sha256)

    def _figures(self, line, seconds):
        return {
            "runs": self.plan.runs,
            "sends": self.all_sends,
            "entries": len(plain_fold(self.records)["entries"]),
            "observations a run": sum(len(e.observations) for e in self.records) / self.plan.runs,
            "requests": line.requests,
            "passed on": line.passed_on,
            "befell before the edge": dict(sorted(line.befell.items())),
            "befell the answer": dict(sorted(line.lost.items())),
            "found no edge": line.unreachable,
            "given up by a client, sent again": int(self.given_up),
            "kills": self.plan.kills,
            "seconds": round(seconds, 1),
            "of them the edge was starting": round(self.restarting, 1),
            "runs/s": round(self.plan.runs / seconds, 1),
            "sends/s": round(self.all_sends / seconds, 1),
        }


@contextmanager
def _direct(edge):
    with edge.cloudflare() as cloudflare:
        yield D1Tables(cloudflare, DATABASE)


def storm(plan, folder):
    """Storm over a new log and a new edge in a folder."""
    ports = stage(Settings(home=folder / "home"))
    return Storm(plan, ports, folder / "edge").run()


if __name__ == "__main__":
    counts = [int(each) for each in sys.argv[1:]]
    plan = Plan(**dict(zip(("runs", "kills"), counts, strict=False)))
    with tempfile.TemporaryDirectory() as place:
        print(json.dumps(storm(plan, Path(place)), indent=1))
