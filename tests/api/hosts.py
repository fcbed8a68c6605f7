"""The two hosts of the API on one home in which nothing runs: jobs that are made stay pending."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager

from kinora.api.desk import desk_of
from kinora.api.entry import answer
from kinora.api.lambda_host import fulfilled
from kinora.local.engine import Engine
from kinora.local.lambda_context import LambdaContext
from kinora.local.project import read_project
from kinora.settings import Settings
from kinora.studio.beside import GatewayProcess
from kinora.studio.host import register
from kinora.studio.http_event import answer_of, event_of
from tests.conftest import ROOT

CONTEXT = LambdaContext("ApiFunction", "1", 128, time.time() + 900)


def home(folder, **fields):
    """Settings of a home whose journal knows our state machines."""
    settings = Settings(
        home=folder, **{"access": "open", "rate_reads": 0, "rate_writes": 0, **fields}
    )
    engine = Engine(settings.journal, invoker=None)
    register(engine, read_project(ROOT))
    engine.close()
    return settings


class LambdaHost:
    """A WSGI application that does what API Gateway and Lambda do."""

    def __init__(self, settings):
        self.desk = desk_of(settings)

    def ask(self, method, path, query="", headers=(), body=b""):
        """The answer as (status, headers, body)."""
        scope = {
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in headers],
            "client": ("127.0.0.1", 1),
        }
        event = event_of(scope, body, "request")
        event["stageVariables"] = None
        told = fulfilled(answer(event, CONTEXT, self.desk), event, self.desk)
        given = answer_of(told, "")
        lines = {name.decode(): value.decode() for name, value in given.headers}
        return given.status, lines, given.body

    def __call__(self, environ, start_response):
        headers = [
            (name[5:].replace("_", "-").lower(), value)
            for name, value in environ.items()
            if name.startswith("HTTP_")
        ]
        if environ.get("CONTENT_TYPE"):
            headers.append(("content-type", environ["CONTENT_TYPE"]))
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        path = environ.get("RAW_URI", environ["PATH_INFO"].encode("latin-1").decode()).partition(
            "?"
        )[0]
        status, lines, content = self.ask(
            environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), headers, body
        )
        start_response(f"{status} -", list(lines.items()))
        return [content]


@contextmanager
def gateway_host(settings):
    """The address of the one-machine gateway, with real workers and without an engine."""
    settings.logs.mkdir(parents=True, exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        process = GatewayProcess(settings, listener)
        try:
            assert process.wait_until_ready()
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.close()
