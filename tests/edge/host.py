"""The edge on this machine for tests: the Worker on workerd, with D1, KV and R2."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from kinora.model.statement import Statement
from kinora.stores.cloudflare import Cloudflare
from kinora.stores.d1 import D1Tables
from kinora.stores.http import HttpClient, Waiting

EDGE = Path(__file__).resolve().parents[2] / "edge"
TOKEN, ADMIN_TOKEN = "ordinary-" + "o" * 32, "admin-" + "a" * 32
ACCOUNT = DATABASE = NAMESPACE = BUCKET = "kinora"
WAITING = Waiting(time.monotonic, time.sleep, random.random)
NO_WAITING = Waiting(lambda: 0.0, lambda _: None, lambda: 0.5)
"""Time stands still, and nobody sleeps."""


def client_of(url, token="token", waiting=WAITING, **options):
    """A client of an edge, or of what stands in for one."""
    return HttpClient(
        url,
        service="the edge",
        address_setting="KINORA_EDGE_URL",
        credential_setting="KINORA_EDGE_TOKEN",
        headers={"authorization": f"Bearer {token}"},
        waiting=waiting,
        **options,
    )


class Edge(NamedTuple):
    """A running edge. ``pid`` is node's, ``workerd`` that of its child."""

    url: str
    pid: int
    workerd: int

    def http(self, token=ADMIN_TOKEN, **options):
        return client_of(self.url, token, **options)

    @contextmanager
    def cloudflare(self, token=ADMIN_TOKEN, **options):
        http = self.http(token, **options)
        try:
            yield Cloudflare(http, ACCOUNT)
        finally:
            http.close()


def lacking():
    """Why the edge cannot run here; None where it can."""
    node = shutil.which("node")
    said = subprocess.check_output([node, "--version"], text=True) if node else "v0"
    if int(said.strip("v").partition(".")[0]) < 20:
        return "the edge needs Node 20 or newer"
    if not (EDGE / "node_modules" / "miniflare").is_dir():
        return "the edge needs its packages: make edge/node_modules/.installed"
    return None


@contextmanager
def running(folder=None, *, tokens=True, **options):
    """Start an edge, tell where it is, and leave nothing of it behind."""
    command = ["node", str(EDGE / "local.mjs")]
    if tokens:
        command += ["--token", TOKEN, "--admin-token", ADMIN_TOKEN]
    if folder is not None:
        command += ["--folder", str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, **options
    )
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline()
        watchdog.cancel()  # it bounds the start alone: an edge may run as long as its tests
        assert line, f"the edge did not start: exit {process.wait()}"
        told = json.loads(line)
        yield Edge(told["url"], process.pid, told.get("workerd_pid", 0))
    finally:
        watchdog.cancel()
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            pass
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            process.stdout.close()


@pytest.fixture(scope="session")
def edge():
    """One edge for the whole session, in memory; its tests clean up what they made."""
    if reason := lacking():
        if os.environ.get("CI"):
            pytest.fail(f"{reason}, and CI must have it")
        pytest.skip(reason)
    with running() as found:
        yield found


def emptied(tables: D1Tables):
    """The store, without any table."""
    names = tables.query(
        Statement(
            "select name from sqlite_master where type = 'table' "
            "and name not like 'sqlite_%' and name not like '_cf_%'"
        )
    )
    tables.batch([Statement(f"drop table {row['name']}") for row in names])
    return tables
