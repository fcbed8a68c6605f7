"""A long log: how fast tables are rebuilt from it, how much memory that takes, what looking costs.

    python -m tests.edge.volume make HOME COUNT [DAYS]
    python -m tests.edge.volume replay HOME sqlite|d1
    python -m tests.edge.volume mark HOME sqlite|d1      (marks alone: enough to look what is lacking)
    python -m tests.edge.volume lag HOME sqlite|d1
    python -m tests.edge.volume idle HOME sqlite|d1 [today]
    python -m tests.edge.volume verify HOME sqlite|d1
    python -m tests.edge.volume compact HOME

Each is a process of its own, so that its peak memory is its own. ``make`` writes without fsync. D1
is workerd's on a folder in HOME, which stays.
"""

import json
import random
import resource
import sys
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from kinora.bootstrap import new_tables, stage
from kinora.edge.lag import lag
from kinora.edge.replay import replay
from kinora.edge.verify import verify
from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.folding.compacting import compact
from kinora.model.record import digest
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.d1 import D1Tables
from kinora.stores.objects import walk
from tests.edge.host import DATABASE, running
from tests.edge.runs import key_of, run

FIRST = date(2026, 1, 1)
_MARKS = """
insert into runs (run_id, sha256, started_at, workflow_type, prompt, prompt_source, seed,
    spec_sha256, video_key, measured, reasons, good)
select substr(value ->> 0, 12), value ->> 1, replace(substr(value ->> 0, 1, 10), '/', '-'), 'main',
    '', '', 0, '', '', 0, '[]', 0
from json_each(?) where true on conflict do nothing
"""


def make(home, count, days=100):
    """Write that many records, an equal number each day."""
    chance = random.Random(1)
    objects = Settings(home=home).object_folder
    size, began = 0, time.monotonic()
    for number in range(count):
        record = run(number, chance, 1 + number * days // count)
        path = objects / key_of(record)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = record.canonical()
        path.write_bytes(data)
        size += len(data)
    return {"bytes a record": size // count, "seconds": time.monotonic() - began}


@contextmanager
def tables_of(home, kind):
    settings = Settings(home=home)
    if kind == "sqlite":
        store = new_tables(settings, settings.registry)
        try:
            yield store
        finally:
            store.close()
        return
    with running(home / "edge") as edge, edge.cloudflare() as cloudflare:
        store = D1Tables(cloudflare, DATABASE)
        store.migrate(settings.migrations)
        yield store


class Counting:
    """Tables that count how often they are asked."""

    def __init__(self, tables):
        self._tables = tables
        self.begin()

    def begin(self):
        """Count from now on."""
        self.calls, self._before = Counter(), self._used()

    def counted(self):
        names = ("requests", "rows read", "rows written")
        since = (now - then for now, then in zip(self._used(), self._before, strict=True))
        return {**self.calls, **dict(zip(names, since, strict=False))}

    def _used(self):
        used = getattr(self._tables, "used", None)
        return () if used is None else (used.requests, used.rows_read, used.rows_written)

    def batch(self, statements):
        self.calls["batches"] += 1
        return self._tables.batch(statements)

    def query(self, statement):
        self.calls["queries"] += 1
        return self._tables.query(statement)


def measured(work, tables):
    """Seconds, calls of the tables and peak memory of some work; and what it says."""
    counting = Counting(tables)
    before, began, cpu = _peak(), time.monotonic(), time.process_time()
    said = work(counting)
    figures = {
        "seconds": round(time.monotonic() - began, 2),
        "CPU seconds": round(time.process_time() - cpu, 2),
        "MB before": before,
        "MB at its peak": _peak(),
        **counting.counted(),
    }
    return {**figures, **said}


def work_of(what, ports, home, last, rest):
    settings = Settings(home=home)

    def replayed(tables):
        done = replay(ports, tables, _Steps())
        return {"records": done["records"].applied, "set aside": done["records"].set_aside}

    def marked(tables):
        found = walk(ports.objects, keys.RECORDS)
        count = 0
        while page := [info.key for info in islice(found, 2_000)]:
            marks = [(keys.place_of_record(key), digest(ports.objects.get(key))) for key in page]
            tables.batch([Statement(_MARKS, (json.dumps(marks),))])
            count += len(page)
        return {"records": count}

    def behind(tables):
        found = lag(ports, tables, datetime.now(UTC))
        return {log: each.pending for log, each in found.items()}

    def idle(tables):
        day = last if rest else None
        catch_up(ports, tables, day)  # the first of a day lists all
        tables.begin()
        began = time.monotonic()
        done = catch_up(ports, tables, day)["records"]
        return {"seconds of a second one": round(time.monotonic() - began, 3), "applied": done}

    def verified(tables):
        found = verify(ports, {"tables": tables}, lambda path: new_tables(settings, path))
        return {"equal": all(each.equal for each in found)}

    works = {"replay": replayed, "mark": marked, "lag": behind, "idle": idle, "verify": verified}
    return works[what]


class _Steps:
    """Says on standard error how fast it goes, every ten thousand records."""

    def __init__(self):
        self._began = self._last = time.monotonic()
        self._count = 0

    def __call__(self, log, count):
        before, self._count = self._count, self._count + count
        if before // 10_000 != self._count // 10_000:
            now = time.monotonic()
            rate = 10_000 / (now - self._last)
            print(f"{log} {self._count:,}: {rate:.0f}/s, {_peak()} MB", file=sys.stderr)
            self._last = now


def packed(home):
    ports = stage(Settings(home=home))
    began = time.monotonic()
    done = compact(ports, ports.tables(), date.max)
    return {**done._asdict(), "seconds": time.monotonic() - began, "MB at its peak": _peak()}


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(what, place, *rest):
    home = Path(place)
    if what == "make":
        return make(home, *map(int, rest))
    if what == "compact":
        return packed(home)
    kind, *rest = rest
    ports = stage(Settings(home=home))
    last = FIRST + timedelta(days=99)
    with tables_of(home, kind) as tables:
        return measured(work_of(what, ports, home, last, rest), tables)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), indent=1))
