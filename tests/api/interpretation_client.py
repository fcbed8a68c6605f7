"""Requests as API Gateway sends them, answered by the real application on a temporary home."""

import json
from urllib.parse import urlencode

from kinora.api.entry import answer


class Client:
    """Asks a desk; answers (status, body as data)."""

    def __init__(self, desk):
        self.desk = desk

    def ask(self, method, path, body=None, **query):
        event = {
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": f"/api{path}",
            "rawQueryString": urlencode(query),
            "queryStringParameters": {name: str(value) for name, value in query.items()} or None,
            "headers": {"content-type": "application/json", "host": "localhost"},
            "requestContext": {
                "http": {"method": method, "path": f"/api{path}", "sourceIp": "127.0.0.1"},
                "stage": "$default",
            },
            "body": None if body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        given = answer(event, None, self.desk)
        assert given["headers"]["Content-Type"].startswith("application/json")
        return given["statusCode"], json.loads(given["body"])

    def get(self, path, **query):
        return self.ask("GET", path, **query)

    def post(self, path, body):
        return self.ask("POST", path, body)

    def patch(self, path, body):
        return self.ask("PATCH", path, body)
