"""A host that kills itself, as a power cut would, when a named event is stored.

Usage: crashing_host.py HOME STATE EVENT_TYPE RUN_ID
"""

import os
import signal
import sys
from pathlib import Path

from kinora.model.run import RunRequest
from kinora.settings import Settings
from kinora.studio.host import host


def main():
    home, state, event_type, run_id = sys.argv[1:]

    def hear(event):
        if event.state == state and event.type == event_type:
            os.kill(os.getpid(), signal.SIGKILL)

    with host(Settings(home=Path(home))) as engine:
        engine.on_event(hear)
        request = RunRequest(width=128, height=96, fps=12, duration_seconds=4.0, seed=3)
        arn = engine.start_execution("LoopMachine", request.model_dump(mode="json"), run_id)
        engine.wait(arn)


if __name__ == "__main__":
    main()
