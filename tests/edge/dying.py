"""Processes that are killed at random moments while they drain or compact.

    python -m tests.edge.dying drain HOME URL KILLS SEED
    python -m tests.edge.dying compact HOME KILLS SEED

Each is a child that dies by SIGKILL a moment after one of its requests began, or at one of its
changes of the object store. A line of JSON for each says what stood at the edge, or in the log,
after it; the last one is let finish.
"""

import json
import os
import random
import signal
import sys
import threading
from datetime import date
from functools import partial
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

REQUESTS = (7, 70)
"""A drainer's last request lies within so many, turn about: while it folds, or later."""
AFTER = 0.02
"""How many seconds after that began a drainer dies at most."""
BEFORE = date(2027, 1, 1)
_STEPS = 14
"""Of how many changes of the object store one is a compactor's last."""


def settings_of(home, url, token=TOKEN):
    return Settings(home=home, edge="cloudflare", edge_url=url, edge_token=token)


def drainer(settings, last, later):
    """Drain, and die so many seconds after the request of that number began; 0 for never."""
    ports, far = stage(settings), edge(settings)
    http = far.tables._cloudflare._http
    send, left = http.send, [last]

    def mortal(*arguments, **options):
        left[0] -= 1
        if left[0] == 0:
            threading.Timer(later, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return send(*arguments, **options)

    http.send = mortal
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


def in_child(work):
    """How a child ends that does the work."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - the parent tells it
            print(json.dumps({"error": repr(error)}), flush=True)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
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
        last = 0 if number == kills else chance.randint(4, REQUESTS[number % 2])
        later = chance.random() * AFTER
        work = partial(drainer, settings_of(home, url), last, later)
        code = in_child(work)
        far = edge(settings_of(home, url, ADMIN_TOKEN))
        (row,) = far.tables.query(Statement("select count(*) as runs from runs"))
        yield {"exit": code, **row}


def compactions(home, kills, chance):
    settings = Settings(home=home)
    for number in range(kills + 1):
        last = 0 if number == kills else chance.randint(1, _STEPS)
        after = chance.random() < 0.5
        code = in_child(partial(compactor, settings, last, after))
        yield {"exit": code, **standing(stage(settings))}


def main(what, home, *rest):
    *url, kills, seed = rest
    chance = random.Random(int(seed))
    found = {"drain": drains, "compact": compactions}[what](Path(home), *url, int(kills), chance)
    for each in found:
        print(json.dumps(each), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
