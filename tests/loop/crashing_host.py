"""A host that kills itself, as a power cut would, when a named event is stored, again and again.

Each time a new host takes up the run of the one before, until none of the events is left. What
became of the hosts is told on standard output: their exit statuses, as JSON.

Usage: crashing_host.py HOME RUN_ID STATE:EVENT_TYPE...
"""

import json
import os
import signal
import sys
from pathlib import Path

from kinora.local.engine import Engine
from kinora.model.run import RunRequest
from kinora.settings import Settings
from kinora.studio import host

PATIENCE = 60
"""Seconds after which a host that meets no such event ends."""


def live(home, run_id, place):
    """Run until the event is stored."""

    class Crashing(Engine):
        """It listens before it begins: what it takes up first may already be the event."""

        def start(self):
            self.on_event(hear)
            super().start()

    def hear(event):
        if f"{event.state}:{event.type}" == place:
            os.kill(os.getpid(), signal.SIGKILL)

    signal.alarm(PATIENCE)
    host.Engine = Crashing
    with host.host(Settings(home=home)) as engine:
        request = RunRequest(width=128, height=96, fps=12, duration_seconds=4.0, seed=3)
        arn = engine.start_execution("LoopMachine", request.model_dump(mode="json"), run_id)
        engine.wait(arn)


def main():
    home, run_id, *places = sys.argv[1:]
    statuses = []
    for place in places:
        # A fork has loaded everything already, and until then nothing runs in this process.
        pid = os.fork()
        if pid == 0:
            live(Path(home), run_id, place)
            os._exit(0)
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        if statuses[-1] != -signal.SIGKILL:
            break
    print(json.dumps(statuses))


if __name__ == "__main__":
    main()
