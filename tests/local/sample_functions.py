"""Handlers for the tests of function workers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

CALLS: list[object] = []


class TooMuchError(Exception):
    pass


def describe(event, context):
    """What a function sees of its surroundings."""
    CALLS.append(event)
    print("described", event)
    return {
        "event": event,
        "pid": os.getpid(),
        "count": len(CALLS),
        "function": context.function_name,
        "arn": context.invoked_function_arn,
        "memory": context.memory_limit_in_mb,
        "request": context.aws_request_id,
        "left": context.get_remaining_time_in_millis(),
        "variable": os.environ.get("KINORA_TEST_VARIABLE"),
        "name": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        "numpy": "numpy" in sys.modules,
    }


def fail(event, context):
    raise TooMuchError(f"{event} is too much")


def leave(event, context):
    os._exit(int(event))


def linger(event, context):
    """Start a program of its own that outlives its welcome, and wait for it."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as program:
        Path(event["mark"]).write_text(str(program.pid))


def nap(event, context):
    time.sleep(event)
    return os.getpid()


def unsayable(event, context):
    return {1, 2}
