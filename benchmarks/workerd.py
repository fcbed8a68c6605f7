"""The edge on this machine for benchmarks: the gateway Worker on workerd, in memory."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from kinora.stores.cloudflare import Cloudflare
from kinora.stores.d1 import D1Tables
from kinora.stores.http import HttpClient, Waiting

_EDGE = Path(__file__).resolve().parents[1] / "edge"
_TIMEOUT = 600.0
"""Seconds: filling a table of a million rows is one request."""


def lacking() -> str | None:
    """Why the edge cannot run here; None where it can."""
    if shutil.which("node") is None:
        return "no Node"
    if not (_EDGE / "node_modules" / "miniflare").is_dir():
        return "its packages are not installed: npm ci in edge/"
    return None


@contextmanager
def d1() -> Iterator[D1Tables]:
    """Tables in a new D1 database, with the token that may do everything."""
    token = token_hex(16)
    command = ["node", str(_EDGE / "local.mjs"), "--admin-token", token]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    try:
        assert process.stdout is not None
        http = HttpClient(
            json.loads(process.stdout.readline())["url"],
            service="the edge",
            address_setting="url",
            credential_setting="token",
            headers={"authorization": f"Bearer {token}"},
            waiting=Waiting(time.monotonic, time.sleep, random.random),
            timeout=_TIMEOUT,
            seconds=_TIMEOUT,
        )
        try:
            yield D1Tables(Cloudflare(http, "kinora"), "kinora")
        finally:
            http.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
