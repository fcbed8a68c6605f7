"""Processes that are killed at random moments while they drain or compact.

    python -m tests.edge.dying drain HOME URL KILLS SEED
    python -m tests.edge.dying compact HOME KILLS SEED

Each is a child that is told when to begin and killed with SIGKILL a moment later. A line of JSON
for each says what stood in the log and, at the edge, in the tables after it; the last one is let
finish.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

from kinora.bootstrap import edge, stage
from kinora.edge.drain import drain
from kinora.loop import keys
from kinora.loop.folding import archives
from kinora.loop.folding.compacting import compact
from kinora.loop.stage import Stage
from kinora.model.statement import Statement
from kinora.settings import Settings
from kinora.stores.objects import walk
from tests.edge.host import ADMIN_TOKEN, TOKEN

LONGEST = 0.4
"""Seconds that a drainer lives at most after it began."""
BEFORE = date(2027, 1, 1)
_STEPS = 14
"""Of how many changes of the object store one is a compactor's last."""


def settings_of(home, url, token=TOKEN):
    return Settings(home=home, edge="cloudflare", edge_url=url, edge_token=token)


def drainer(settings, ready):
    """Drain; tell before."""
    ports, far = stage(settings), edge(settings)
    os.write(ready, b".")
    drain(ports, far)


class Mortal:
    """An object store whose user dies just before or after the change of that number."""

    def __init__(self, objects, last, after):
        self._objects, self._left, self._after = objects, last, after

    def __getattr__(self, name):
        return getattr(self._objects, name)

    def put_if_absent(self, key, data):
        return self._change(self._objects.put_if_absent, key, data)

    def delete(self, key):
        self._change(self._objects.delete, key)

    def _change(self, change, *arguments):
        self._left -= 1
        if self._left == 0 and not self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = change(*arguments)
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return done


def compactor(settings, last, after):
    """Compact, and die at the change of that number; 0 for never."""
    ports = stage(settings)
    mortal = Stage(Mortal(ports.objects, last, after), ports.tables, ports.ffmpeg, ports.scratch)
    compact(mortal, ports.tables(), BEFORE)


def in_child(work, lives=None):
    """How a child ends that does the work; with ``lives`` it is killed so long after it began."""
    read, ready = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(ready)
        except BaseException as error:  # noqa: BLE001 - the parent tells it
            print(json.dumps({"error": repr(error)}), flush=True)
            os._exit(1)
        os._exit(0)
    os.close(ready)
    if lives is not None and os.read(read, 1):
        time.sleep(lives)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(read)
    return os.waitstatus_to_exitcode(status)


def standing(ports):
    """How many records lie where they were written, and in archives."""
    packed = [
        name
        for info in walk(ports.objects, keys.ARCHIVES)
        for name in archives.names(info.key, ports.objects.get(info.key))
    ]
    plain = [info.key for info in walk(ports.objects, keys.RECORDS)]
    return {"plain": len(plain), "packed": len(packed), "records": len({*plain, *packed})}


def drains(home, url, kills, chance):
    for number in range(kills + 1):
        lives = None if number == kills else chance.random() * LONGEST
        code = in_child(lambda ready: drainer(settings_of(home, url), ready), lives)
        far = edge(settings_of(home, url, ADMIN_TOKEN))
        (row,) = far.tables.query(Statement("select count(*) as runs from runs"))
        yield {"exit": code, **row}


def compactions(home, kills, chance):
    settings = Settings(home=home)
    for number in range(kills + 1):
        last = 0 if number == kills else chance.randint(1, _STEPS)
        after = chance.random() < 0.5
        code = in_child(lambda _, last=last, after=after: compactor(settings, last, after))
        yield {"exit": code, **standing(stage(settings))}


def main(what, home, *rest):
    *url, kills, seed = rest
    chance = random.Random(int(seed))
    found = {"drain": drains, "compact": compactions}[what](Path(home), *url, int(kills), chance)
    for each in found:
        print(json.dumps(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
