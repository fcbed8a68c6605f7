"""A small Lambda Runtime API on the loopback: what a real runtime client talks to.

Endpoints and headers are those of the "Custom Lambda runtimes" page of the Lambda guide.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Self

_PREFIX = "/2018-06-01/runtime"
_PATIENCE = 0.2


@dataclass
class Answer:
    """What a runtime reported: a result, or an error of a call or of its start."""

    kind: str
    payload: Any


@dataclass
class _Call:
    event: bytes
    deadline_ms: int
    number: str = field(default_factory=lambda: str(uuid.uuid4()))


class RuntimeApi:
    """Runs one handler under ``awslambdaric`` in a process of its own.

    Args:
        handler: as for Lambda, ``package.module.function``.
        folders: where the handler's module and its libraries are found.
        environment: variables for the function.
    """

    def __init__(
        self,
        handler: str,
        folders: list[Path],
        environment: Mapping[str, str] | None = None,
        name: str = "function",
    ) -> None:
        self._calls: SimpleQueue[_Call] = SimpleQueue()
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        self._open = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        port = self._server.server_address[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", handler],
            cwd=folders[0],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(str(folder) for folder in folders),
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
                "AWS_LAMBDA_FUNCTION_NAME": name,
                "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
                "LAMBDA_TASK_ROOT": str(folders[0]),
                "_HANDLER": handler,
                **(environment or {}),
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open = False
        self._process.kill()
        self._process.wait()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def invoke(self, event: Any, timeout: float = 10) -> Answer:
        """Hand an event to the function and wait for its answer."""
        deadline = round((time.time() + timeout) * 1000)
        self._calls.put(_Call(json.dumps(event).encode(), deadline))
        return self._answers.get(timeout=timeout)

    def next_call(self) -> _Call | None:
        """The next event, or None when the function is let go."""
        while self._open:
            try:
                return self._calls.get(timeout=_PATIENCE)
            except Empty:
                continue
        return None

    def take(self, kind: str, body: bytes) -> None:
        """Keep what the function reported."""
        self._answers.put(Answer(kind, json.loads(body) if body else None))


def _handler_of(api: RuntimeApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            call = api.next_call() if self.path == f"{_PREFIX}/invocation/next" else None
            if call is None:
                self._reply(404, b"")
                return
            arn = "arn:aws:lambda:local:000000000000:function:function"
            headers = {
                "Lambda-Runtime-Aws-Request-Id": call.number,
                "Lambda-Runtime-Deadline-Ms": str(call.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": arn,
                "Content-Type": "application/json",
            }
            self._reply(200, call.event, headers)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            api.take(self.path.rsplit("/", 1)[-1], body)
            self._reply(202, b'{"status": "OK"}')

        def _reply(
            self, status: int, body: bytes, headers: Mapping[str, str] | None = None
        ) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
