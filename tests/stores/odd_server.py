"""A server on loopback that answers as a script says: late, wrongly, by half, or not at all."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def answer(status=200, body=b"{}", **headers):
    """A whole answer; names of headers are written with underscores."""

    def give(handler):
        handler.send_response(status)
        handler.send_header("content-length", str(len(body)))
        for name, value in {"content_type": "application/json", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return give


def told(result, status=200, **headers):
    """Cloudflare's envelope around a result."""
    body = {"success": True, "errors": [], "messages": [], "result": result}
    return answer(status, json.dumps(body).encode(), **headers)


def refused(status, code, message):
    """Cloudflare's envelope around an error."""
    errors = [{"code": code, "message": message}]
    return answer(status, json.dumps({"success": False, "errors": errors, "result": None}).encode())


def half(body=b'{"success": tr', promised=100):
    """Less of a body than was promised."""

    def give(handler):
        handler.send_response(200)
        handler.send_header("content-length", str(promised))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return give


def hang_up(handler):
    """Close without a word."""
    handler.close_connection = True


def then_hang_up(give):
    """Answer, and close the idle connection without saying so."""

    def both(handler):
        give(handler)
        handler.close_connection = True

    return both


class Server:
    """``script`` holds what the next requests get; the last entry serves all that follow."""

    def __init__(self, url, over):
        self.url, self.script, self.heard, self._over = url, [answer()], [], over

    def silence(self, handler):
        """Say nothing as long as the server lives."""
        self._over.wait(20)
        handler.close_connection = True


@contextmanager
def serving():
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def handle_one(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            with lock:
                server.heard.append((self.command, self.path, dict(self.headers), body))
                give = server.script.pop(0) if len(server.script) > 1 else server.script[0]
            give(self)

        def log_message(self, *_):
            pass

    for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_one)
    lock = threading.Lock()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listening.server_port}", over)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        over.set()
        listening.shutdown()
        thread.join()
        listening.server_close()
