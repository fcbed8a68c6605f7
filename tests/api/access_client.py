"""A client of the API in this process: requests as API Gateway hands them in."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from kinora.api.access import tokens
from kinora.api.access.gate import gate
from kinora.api.desk import desk_of
from kinora.api.entry import answer
from kinora.settings import Settings

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def event(method, path, body=None, headers=None, cookies=(), client="192.0.2.7", encoded=False):
    path, _, query = path.partition("?")
    asked = {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "localhost:8000", **(headers or {})},
        "requestContext": {
            "stage": "$default",
            "http": {"method": method, "path": path, "sourceIp": client},
        },
        "isBase64Encoded": encoded,
    }
    if query:
        asked["queryStringParameters"] = dict(parse_qsl(query))
    if cookies:
        asked["cookies"] = list(cookies)
    if body is not None:
        asked["body"] = body
    return asked


@dataclass
class Answer:
    status: int
    headers: dict
    cookies: list
    text: str

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def error(self):
        return self.json["error"]


class Api:
    """One process with its own home; what is sent as ``body`` is JSON unless it is text."""

    def __init__(self, home, **settings):
        settings = {"rate_reads": 0, "rate_writes": 0, **settings}
        self.desk = desk_of(Settings(home=home, **settings))
        self.objects = self.desk.stage.objects

    def send(self, method, path, body=None, headers=None, desk=None, **more):
        headers = dict(headers or {})
        if body is not None:
            headers.setdefault("content-type", "application/json")
            body = body if isinstance(body, str) else json.dumps(body)
        asked = event(method, path, body, headers, **more)
        if headers.get("host", "") is None:
            del asked["headers"]["host"]
        told = answer(asked, None, desk or self.desk)
        json.dumps(told)  # it travels as JSON
        text = told["body"]
        return Answer(told["statusCode"], told["headers"], told.get("cookies", []), text)

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.send("POST", path, body, **more)

    def token(self, scope="write", days=None):
        """The id and the text of a new token, which this process knows at once."""
        gate(self.desk.settings, self.desk.stage).callers.tokens._read_at = None
        made, text = tokens.create(self.objects, "test", scope, days, self.desk.now())
        return made.id, text


def bearer(text):
    return {"authorization": f"Bearer {text}"}
