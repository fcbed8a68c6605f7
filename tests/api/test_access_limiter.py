"""How often a client may ask."""

import random
from threading import Thread

import pytest

from kinora.api.access.limiter import Limiter
from kinora.model.errors import TooManyRequests
from tests.api.access_client import Api, bearer

WRITE = "/api/executions/none/stop"


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def admitted(limiter, client="a", safe=True):
    try:
        limiter.admit(client, safe)
    except TooManyRequests:
        return False
    return True


def test_a_burst_then_a_steady_rate():
    clock = Clock()
    limiter = Limiter(reads=50, writes=10, clock=clock)
    assert sum(admitted(limiter) for _ in range(300)) == 200
    assert sum(admitted(limiter, safe=False) for _ in range(300)) == 40
    clock.now += 1.0
    assert sum(admitted(limiter) for _ in range(300)) == 50
    assert sum(admitted(limiter, safe=False) for _ in range(300)) == 10
    clock.now += 3600
    assert sum(admitted(limiter) for _ in range(300)) == 200


def test_over_any_stretch_no_more_than_burst_and_rate():
    clock, dice = Clock(), random.Random(5)
    limiter = Limiter(reads=3, writes=0, clock=clock)
    passed = 0
    for _ in range(5000):
        clock.now += dice.expovariate(20)
        passed += admitted(limiter)
    whole = 12 + 3 * (clock.now - 100)
    assert whole - 3 < passed <= whole


def test_clients_do_not_hinder_one_another():
    limiter = Limiter(1, 1, Clock())
    assert sum(admitted(limiter, "a") for _ in range(9)) == 4
    assert sum(admitted(limiter, "b") for _ in range(9)) == 4


@pytest.mark.parametrize(("rate", "wait"), [(50, 1), (0.5, 2), (0.1, 10), (0.3, 3)])
def test_the_refusal_says_when_to_come_again(rate, wait):
    clock = Clock()
    limiter = Limiter(rate, 0, clock)
    while admitted(limiter):
        pass
    with pytest.raises(TooManyRequests) as refused:
        limiter.admit("a", True)
    assert refused.value.headers == {"Retry-After": str(wait)}
    clock.now += wait
    assert admitted(limiter)


def test_zero_sets_no_limit():
    limiter = Limiter(0, 0, Clock())
    assert all(admitted(limiter) and admitted(limiter, safe=False) for _ in range(1000))


def test_buckets_are_bounded_and_the_longest_unused_goes_first():
    limiter = Limiter(1, 1, Clock(), most=3)
    for client in "abc":
        while admitted(limiter, client):
            pass
    assert not admitted(limiter, "a")
    assert admitted(limiter, "d")
    assert len(limiter._buckets) == 3
    assert not admitted(limiter, "a")
    assert admitted(limiter, "b")


def test_threads_share_a_bucket():
    limiter = Limiter(10, 0, Clock())
    passed = []
    threads = [
        Thread(target=lambda: passed.extend(admitted(limiter) for _ in range(50))) for _ in "1234"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 40


def test_the_api_counts_tokens_sessions_and_addresses(tmp_path):
    # Slow enough that nothing refills while the test runs: 3.6 s for a write.
    api = Api(tmp_path / "home", rate_writes=0.5, rate_reads=0)
    _, first = api.token()
    _, second = api.token()
    told = [api.post(WRITE, headers=bearer(first)).status for _ in range(3)]
    assert told == [404, 404, 429]
    assert api.post(WRITE, headers=bearer(first), client="192.0.2.8").status == 429
    assert api.post(WRITE, headers=bearer(second)).status == 404
    signed = api.post("/api/session", {"token": second})
    assert signed.status == 201
    cookie = signed.cookies[0].partition(";")[0]
    assert api.get("/api/session", cookies=[cookie]).status == 200
    proof = {"x-csrf-token": signed.json["csrf"]}
    told = [api.post(WRITE, cookies=[cookie], headers=proof).status for _ in range(2)]
    assert told == [404, 429]
    wrong = [api.post("/api/session", {"token": "no"}).status for _ in range(2)]
    assert wrong == [401, 429]
    assert api.post("/api/session", {"token": "no"}, client="192.0.2.8").status == 401
    refused = api.post(WRITE, headers=bearer(first))
    assert refused.error == "TooManyRequests"
    assert int(refused.headers["Retry-After"]) >= 1


def test_where_the_gateway_counts_the_function_does_not(tmp_path):
    api = Api(tmp_path / "home", rate_writes=0.1, rate_limited_by="gateway", access="open")
    assert {api.post(WRITE).status for _ in range(5)} == {404}
