"""No token, cookie or body ever stands in a log."""

import json
import logging

import pytest

from kinora.api.access.described import described
from kinora.api.app import application, openapi
from kinora.stores.folder import FolderObjects
from tests.api.access_client import Api, bearer


@pytest.fixture
def api(tmp_path, caplog):
    # Everything that anything says, also what Powertools keeps to itself.
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aws_lambda_powertools").setLevel(logging.DEBUG)
    yield Api(tmp_path / "home")
    logging.getLogger("aws_lambda_powertools").setLevel(logging.NOTSET)


def fail(*_, **__):
    raise RuntimeError("the disk burns")


def test_a_failing_request_tells_no_secret(api, caplog, capfd, monkeypatch):
    _, text = api.token()
    signed = api.post("/api/session", {"token": text})
    cookie = signed.cookies[0].partition(";")[0]
    secrets = [text.rpartition("_")[2], cookie.partition("=")[2], signed.json["csrf"], "my-prompt"]
    proof = {"x-csrf-token": signed.json["csrf"], "idempotency-key": "k"}
    body = {"prompt": "my-prompt"}
    monkeypatch.setattr(FolderObjects, "get", fail)
    monkeypatch.setattr(FolderObjects, "put", fail)
    monkeypatch.setattr(FolderObjects, "put_if_absent", fail)
    told = [
        api.post("/api/session", {"token": text}),
        api.post("/api/session", {"token": text, "more": "my-prompt"}),
        api.post("/api/session", {"token": [text]}),
        api.get("/api/session", cookies=[cookie]),
        api.post("/api/executions/a/stop", body, headers={**bearer(text), **proof}),
        api.post("/api/executions/a/stop", body, cookies=[cookie], headers=proof),
        api.get("/api/executions", headers=bearer(text + "0")),
    ]
    assert [one.status for one in told] == [500, 422, 422, 500, 500, 500, 401]
    said = caplog.text + "".join(capfd.readouterr()) + "".join(one.text for one in told)
    assert "the disk burns" in caplog.text
    assert "Traceback" in caplog.text
    assert "Calling API Route Handler" in caplog.text
    assert not [secret for secret in secrets if secret in said]


def test_no_variable_turns_debugging_on(monkeypatch):
    monkeypatch.setenv("POWERTOOLS_DEV", "true")
    application.cache_clear()
    assert application()._debug is False
    application.cache_clear()


def test_the_document_says_what_is_needed():
    document = openapi()
    assert set(document["components"]["securitySchemes"]) == {"token", "session"}
    assert document["security"]
    assert document["paths"]["/api/health"]["get"]["security"] == []
    assert document["paths"]["/api/session"]["post"]["security"] == []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"401", "403", "422", "429"} <= set(operation["responses"]), path
            named = {one["name"] for one in operation.get("parameters", ())}
            changes = method not in {"get", "head"} and path != "/api/session"
            assert ("Idempotency-Key" in named) == changes
    text = json.dumps(document)
    for part in text.split('"#/components/schemas/')[1:]:
        assert part.partition('"')[0] in document["components"]["schemas"]


def test_describing_keeps_what_a_route_says_itself():
    own = {"description": "mine"}
    operation = {"responses": {"200": {}, "409": own}}
    told = described({"paths": {"/api/x": {"post": operation}}})
    assert told["paths"]["/api/x"]["post"]["responses"]["409"] == own
