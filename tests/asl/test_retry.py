from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinora.local.asl.errors import matches
from kinora.local.asl.machine import Jitter, Retrier
from kinora.local.retry import delay, matching

ANY = frozenset({"States.ALL"})


@pytest.mark.parametrize(
    ("names", "error", "expected"),
    [
        ({"A"}, "A", True),
        ({"A"}, "B", False),
        ({"States.ALL"}, "A", True),
        ({"States.ALL"}, None, True),
        ({"States.ALL"}, "States.Timeout", True),
        ({"States.ALL"}, "States.Runtime", False),
        ({"States.Runtime"}, "States.Runtime", False),
        ({"States.ALL"}, "States.DataLimitExceeded", False),
        ({"States.DataLimitExceeded"}, "States.DataLimitExceeded", True),
        ({"States.TaskFailed"}, "A", True),
        ({"States.TaskFailed"}, "States.Timeout", False),
        ({"States.TaskFailed"}, "States.Runtime", False),
        ({"States.TaskFailed"}, "States.IntrinsicFailure", True),
        ({"States.HeartbeatTimeout"}, "States.HeartbeatTimeout", True),
        ({"States.HeartbeatTimeout"}, "States.Timeout", False),
        ({"States.Timeout"}, "States.HeartbeatTimeout", True),
    ],
)
def test_which_names_match(names, error, expected):
    assert matches(names, error) is expected


def test_the_first_matching_retrier_decides():
    retriers = [Retrier(frozenset({"A"})), Retrier(frozenset({"A", "B"})), Retrier(ANY)]
    assert [matching(retriers, error) for error in ("A", "B", "C")] == [0, 1, 2]
    assert matching(retriers[:2], "C") is None


def test_delays_grow_up_to_the_ceiling():
    retrier = Retrier(ANY, interval=2, backoff=3, ceiling=20)
    assert [delay(retrier, tried, Random(1)) for tried in range(4)] == [2, 6, 18, 20]
    assert delay(Retrier(ANY, backoff=1000.0), 500, Random(1)) == 99_999_999


@given(st.integers(0, 50), st.integers())
def test_full_jitter_stays_below_the_plain_delay(tried, seed):
    plain = Retrier(ANY, interval=3, backoff=1.5, ceiling=100)
    spread = Retrier(ANY, interval=3, backoff=1.5, ceiling=100, jitter=Jitter.FULL)
    assert 0 <= delay(spread, tried, Random(seed)) <= delay(plain, tried, Random(seed))
