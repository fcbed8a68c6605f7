"""A studio of one's own: the real command in a process of its own, on a free port of loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx

SMALL = {"width": 96, "height": 64, "fps": 8, "duration_seconds": 1, "quality": "draft"}
"""A video that is made in a moment."""
ENDED = {"completed", "failed", "cancelled"}
NO_LIMIT = {"KINORA_RATE_READS": "0", "KINORA_RATE_WRITES": "0"}
"""Tests ask faster than people may."""


PATIENCE = 180
"""Seconds for what a busy machine may take: workers stand back behind everything else on it."""


def lasting(condition, timeout=PATIENCE):
    """Wait for what stays once it is there; its value.

    Asked less often the longer it takes: each question is work for the studio that is waited for.
    """
    began = time.monotonic()
    while not (value := condition()):
        waited = time.monotonic() - began
        assert waited < timeout, "it did not come true"
        time.sleep(min(max(0.03, waited / 6), 0.5))
    return value


class Studio:
    """A running studio and a client that speaks to it."""

    def __init__(self, process, address, home):
        self.process, self.address, self.home = process, address, home
        self.client = httpx.Client(base_url=f"{address}/api", timeout=30)

    def create(self, prompt="a lake at dawn", **fields):
        answer = self.client.post("/jobs", json={"prompt": prompt, **SMALL, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def ended(self, job, timeout=PATIENCE):
        """The job, once it has ended."""
        return lasting(
            lambda: found if (found := self.job(job))["status"] in ENDED else None, timeout
        )

    def job(self, job):
        return self.client.get(f"/jobs/{job['id']}").json()

    def until(self, condition, timeout=60):
        """Wait for what may pass again soon; what comes and stays is for :func:`lasting`."""
        limit = time.monotonic() + timeout
        while not (value := condition()):
            assert time.monotonic() < limit, "it did not come true"
            time.sleep(0.05)
        return value

    def stop(self, how=signal.SIGINT):
        """Stop it; its exit code."""
        self.client.close()
        self.process.send_signal(how)
        code = self.process.wait(30)
        self.process.stderr.close()
        return code


def start(home, *options, env=None):
    """Start a studio and wait until it can be used."""
    command = [sys.executable, "-m", "kinora", "studio", "--home", str(home), "--port", "0"]
    process = subprocess.Popen(
        [*command, *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **NO_LIMIT, **(env or {})},
    )
    told = []
    for line in process.stderr:
        told.append(line)
        found = re.search(r"studio: (http://\S+)", line)
        if found:
            return Studio(process, found[1], Path(home))
    process.stderr.close()
    raise AssertionError(f"no studio: {''.join(told)}")


@contextmanager
def running(home, *options, env=None):
    """A studio for as long as the block lasts."""
    studio = start(home, *options, env=env)
    try:
        yield studio
    finally:
        if studio.process.poll() is None:
            studio.stop()
