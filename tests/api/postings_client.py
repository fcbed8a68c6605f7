"""A client of the API in this process, on a home of its own, and what the home holds."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from kinora.api.desk import desk_of
from kinora.api.entry import answer
from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.publish import publish
from kinora.settings import Settings
from tests.registry.histories import observation

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


class Client:
    """Each answer as (status, headers, body); each posting comes a second after the last."""

    def __init__(self, home):
        self.clock = NOON
        self.numbers = iter(range(1_000_000))
        self.desk = dataclasses.replace(
            desk_of(Settings(home=home, access="open", rate_reads=0, rate_writes=0)),
            now=self._later,
            chance=lambda: f"{next(self.numbers):06x}",
        )

    def _later(self):
        self.clock += timedelta(seconds=1)
        return self.clock

    def ask(self, method, path, body=None, **query):
        headers = {"host": "localhost"}
        event = {
            "version": "2.0", "routeKey": "$default", "rawPath": f"/api{path}",
            "rawQueryString": urlencode(query), "headers": headers, "isBase64Encoded": False,
            "requestContext": {
                "http": {"method": method, "path": f"/api{path}", "sourceIp": "127.0.0.1"},
                "stage": "$default", "requestId": "x",
            },
        }  # fmt: skip
        if query:
            event["queryStringParameters"] = {name: str(value) for name, value in query.items()}
        if body is not None:
            event["body"] = body if isinstance(body, str) else json.dumps(body)
            headers["content-type"] = "application/json"
        told = answer(event, None, self.desk)
        found = {name.lower(): value for name, value in told.get("headers", {}).items()}
        found |= {n.lower(): v[0] for n, v in told.get("multiValueHeaders", {}).items()}
        return told["statusCode"], found, told["body"]

    def get(self, path, **query):
        status, _, body = self.ask("GET", path, **query)
        assert status == 200, body
        return json.loads(body)

    def post(self, path, body):
        status, _, text = self.ask("POST", path, body)
        assert status == 201, text
        return json.loads(text)

    def refused(self, method, path, body=None, status=422, **query):
        """The sentence of a refusal."""
        found, _, text = self.ask(method, path, body, **query)
        assert found == status, text
        told = json.loads(text)
        assert set(told) == {"error", "details"}
        return told["details"]

    def pages(self, path, field, **query):
        """The items of all pages, and how many pages there were."""
        items, pages, cursor = [], 0, None
        while True:
            told = self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            items += told[field]
            pages += 1
            cursor = told["cursor"]
            if cursor is None:
                return items, pages

    def record(self, *records):
        """Let the home hold these runs' records, folded and published."""
        stage = self.desk.stage
        for one in records:
            stage.objects.put(keys.record(one.run_id, one.started_at), one.canonical())
        catch_up(stage, stage.tables())
        publish(stage, stage.tables())

    def close(self):
        self.desk.stage.tables().close()
        self.desk.executions.close()


def colour(key, count):
    value = {"colour": "#1f6b70", "lightness": 0.5, "chroma": 0.1, "hue": 200.0}
    return observation(key, count, category="static_colors", registry="static", value=value)
