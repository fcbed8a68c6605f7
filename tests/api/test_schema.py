"""What the OpenAPI document promises, held against both hosts by generated requests."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kinora.api.access.tokens import create
from kinora.api.app import openapi
from kinora.bootstrap import stage, workroom
from kinora.cc.run.asking import ask as ask_question
from kinora.cc.run.creation import NewRun
from kinora.cc.run.creation import create as begin
from kinora.cc.run.runs import Runs
from tests.api.hosts import LambdaHost, gateway_host, home

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer("video/mp4")
def as_film(_context, value):
    """Something that begins like a film, so that more than its first bytes is looked at."""
    return b"\x00\x00\x00\x20ftypisom" + str(value).encode("utf-8", "replace")


FEW = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_the_committed_document_is_the_one_of_the_routes():
    committed = json.loads(Path("docs/openapi.json").read_text())
    assert committed == openapi(), "make openapi writes it again"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Settings of a home that asks for a token, and a token."""
    folder = tmp_path_factory.mktemp("schema") / "home"
    chosen = home(folder, access="token", hosts="*")
    _, token = create(stage(chosen).objects, "schema", "write", None, datetime.now(UTC))
    return chosen, token


@pytest.fixture(scope="module")
def gateway(place):
    with gateway_host(place[0]) as address:
        yield address


@pytest.fixture(scope="module")
def in_lambda(place):
    return LambdaHost(place[0])


OPERATIONS = {
    f"{operation.method.upper()} {operation.path}": operation
    for operation in (
        found.ok() for found in schemathesis.openapi.from_dict(openapi()).get_all_operations()
    )
}
OF_RUNS = [name for name in OPERATIONS if "/cc/runs/{run_id}" in name]
FREE = {("GET", "/api/health"), ("HEAD", "/api/health"), ("POST", "/api/session")}


@cache
def drawn(name, mode):
    """Generated requests of an operation: such as fit the document, or such as do not.

    They are drawn once and put to both hosts: to draw one takes longer than to answer it.
    """
    found = []

    @settings(parent=FEW, max_examples=6 if name in OF_RUNS else 5)
    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode))
    def every(case):
        found.append(case)

    with suppress(Unsatisfiable):  # nothing can be wrong where nothing is asked for
        every()
    return found


def every_case(name):
    return [case for mode in GenerationMode for case in drawn(name, mode)]


def held(case, response):
    """Every check, and that nothing is HTML."""
    case.validate_response(response, checks=CHECKS)
    assert b"<html" not in response.content.lower()
    if response.status_code >= 400 and case.method != "HEAD":
        assert set(json.loads(response.content)) == {"error", "details"}


def nothing_told(case, response):
    held(case, response)
    if (case.method.upper(), case.path) not in FREE:
        assert response.status_code in {401, 403, 404, 405, 413, 415, 422}


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_gateway_keeps_its_promises(name, gateway, place):
    bearer = {"Authorization": f"Bearer {place[1]}"}
    for case in every_case(name):
        held(case, case.call(base_url=gateway, headers=bearer))


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_lambda_host_keeps_its_promises(name, in_lambda, place):
    bearer = {"Authorization": f"Bearer {place[1]}"}
    for case in every_case(name):
        held(case, case.call(app=in_lambda, headers=bearer))


@pytest.mark.parametrize("name", OPERATIONS)
def test_without_a_token_nothing_is_told(name, gateway, in_lambda):
    for case in (case for mode in GenerationMode for case in drawn(name, mode)[:2]):
        nothing_told(case, case.call(base_url=gateway))
        nothing_told(case, case.call(app=in_lambda))


@pytest.fixture
def question(place):
    """A run with an open question: their ids by the names of the places in paths."""
    runs = Runs(workroom(place[0]))
    story = begin(runs, NewRun(seed=1), runs.workroom.chance(), "schema")
    ask_question(runs, story.run_id, "select_pet_type", "no token")
    (asked,) = runs.story(story.run_id).interactions
    return {"run_id": story.run_id, "interaction_id": asked}


@pytest.mark.parametrize("name", OF_RUNS)
def test_both_hosts_keep_their_promises_about_a_run_that_is_there(
    name, gateway, in_lambda, place, question
):
    bearer = {"Authorization": f"Bearer {place[1]}"}

    for case in every_case(name):
        known = {part: question.get(part, given) for part, given in case.path_parameters.items()}
        with patch.object(case, "path_parameters", known):
            held(case, case.call(base_url=gateway, headers=bearer))
            held(case, case.call(app=in_lambda, headers=bearer))
