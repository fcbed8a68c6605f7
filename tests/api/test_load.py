"""Many clients at once on a studio whose loops render: `make bench` does it longer and with more."""

from benchmarks.load import load


def test_many_clients_lose_nothing_and_see_no_error(tmp_path):
    account, lost = load(tmp_path, clients=40, seconds=8.0)
    assert account.odd == []
    assert lost == []
    assert account.created
    assert sum(account.ratings.values()) > 10
    assert set(account.statuses) <= {200, 201, 206, 429}
    assert account.statuses[200] > 150
