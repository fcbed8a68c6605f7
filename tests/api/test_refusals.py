"""Errors of the tree as answers: whose fault it is decides the status, and what is told."""

import json

from kinora.api.refusals import refusal
from kinora.model.errors import InvalidInput, StorageUnreachable


def test_a_setting_of_ours_is_not_the_clients_fault():
    answer = refusal(InvalidInput("KINORA_OBJECTS", "the bucket videos refuses these credentials"))
    assert answer.status_code == 500
    assert json.loads(answer.body)["error"] == "InternalError"
    assert "videos" not in answer.body
    assert refusal(InvalidInput("seed", "too large")).status_code == 422


def test_a_store_out_of_reach_is_worth_asking_again():
    answer = refusal(StorageUnreachable("the bucket videos asks to wait: SlowDown"))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
