"""A line to the edge on which anything may go wrong with a request, or with its answer."""

import http.client
import threading
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

BUSY = ("429", "429 with retry-after", "500", "502 of a stranger")
BROKEN = ("half a body", "torn JSON", "closed", "silence")
KINDS = (*BUSY, *BROKEN)
_STRANGER = b"<html><h1>502 Bad Gateway</h1></html>"
_PASSED_ON = ("authorization", "content-type", "if-none-match", "x-content-sha256", "x-put-id")


class RoughLine:
    """Passes requests on to an edge that may be gone or elsewhere by now, and answers back.

    ``target`` is where the edge is: its URL.

    Args:
        chance: a random number generator; what befalls whom depends on threads too.
        share: how many requests something befalls, 0 to 1.
        retry_after: what the header says, in seconds.
        silence: seconds after which a request that is not answered is hung up.

    ``befell`` counts what befell requests before they were passed on, and ``lost`` what befell the
    answers to requests that the edge had done.
    """

    def __init__(self, chance, share, retry_after="0", silence=30.0, port=0):
        self.chance, self.share = chance, share
        self.retry_after, self.silence = retry_after, silence
        self.target = None
        self.requests = self.passed_on = self.unreachable = 0
        self.befell, self.lost = Counter(), Counter()
        self.closed = threading.Event()
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.line = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fate(self):
        """What befalls the next request, and whether it is passed on before."""
        with self.lock:
            self.requests += 1
            if self.chance.random() >= self.share:
                return None, True
            kind, after = self.chance.choice(KINDS), self.chance.random() < 0.5
            (self.lost if after else self.befell)[kind] += 1
            return kind, after


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Hung up: nobody is left to be told."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def _carry(self):
        line = self.server.line
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if line.closed.is_set():
            self.close_connection = True
            return
        kind, passed_on = line.fate()
        answer = self._answered(line, body) if passed_on else (200, {}, b'{"success":true}')
        if answer is None:
            self.close_connection = True
        elif kind is None:
            self._send(*answer)
        else:
            self._spoil(line, kind, *answer)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _carry  # noqa: N815 - the library's names

    def _answered(self, line, body):
        """The edge's answer; None where there is no edge."""
        connection = http.client.HTTPConnection(urlsplit(line.target).netloc, timeout=30)
        try:
            given = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
            connection.request(self.command, self.path, body, given)
            response = connection.getresponse()
            found = response.status, dict(response.getheaders()), response.read()
        except (OSError, http.client.HTTPException):
            with line.lock:
                line.unreachable += 1
            return None
        finally:
            connection.close()
        with line.lock:
            line.passed_on += 1
        return found

    def _spoil(self, line, kind, status, headers, body):
        if kind in BUSY:
            asked = {"retry-after": line.retry_after} if "retry" in kind else {}
            self._send(int(kind[:3]), asked, _STRANGER if "stranger" in kind else b"{}")
            return
        self.close_connection = True
        if kind == "half a body" and self.command != "HEAD":
            self._send(status, headers, body[: len(body) // 2], length=len(body))
        elif kind == "torn JSON" and self.command == "POST":
            self._send(status, headers, body[: len(body) // 2])
        elif kind == "silence":
            line.closed.wait(line.silence)

    def _send(self, status, headers, body, length=None):
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in {"connection", "content-length", "transfer-encoding", "date"}:
                self.send_header(name, value)
        if self.command == "HEAD":
            length = headers.get("content-length", 0)
        self.send_header("content-length", str(len(body) if length is None else length))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body if self.command != "HEAD" else b"")

    def log_message(self, *_):
        """Quiet."""
