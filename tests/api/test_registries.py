"""Registries through the API: lists, pages, search, lineage, export."""

import csv
import io
import json

import pytest

from kinora.api.routes import registry_views
from kinora.model.observation import Observation
from kinora.model.spec import Learned
from kinora.model.statement import Statement
from kinora.registry import listing
from tests.api.postings_client import Client, colour
from tests.registry.histories import observation, record

NOTE = Learned(registry="static", category="static_colors", key="001", name="n", used_for="palette")


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """Three runs: the second used what the first found, the third is not good; 40 motions."""
    made = Client(tmp_path_factory.mktemp("registries") / "home")
    motions = [observation(f"{n:03d}", 1 + n % 4) for n in range(40)]
    made.record(
        record(1, [colour("001", 9), colour("002", 1), *motions]),
        record(2, [colour("001", 3), *motions[:10]], learned=(NOTE,)),
        record(3, [colour("005", 40)], good=False),
    )
    yield made
    made.close()


def test_the_list_tells_every_category_with_totals_and_primitives(grown):
    told = grown.get("/registries")
    rows = {row["category"]: row for row in told["registries"]}
    colours = rows["static_colors"]
    assert (colours["entries"], colours["seen"], colours["good"]) == (3, 53, 13)
    assert colours["coverage"] == pytest.approx(3 / colours["cells"], abs=1e-6)
    assert rows["mood"]["cells"] is None
    assert told["totals"]["entries"] == 43
    assert (told["totals"]["runs"], told["totals"]["good_runs"]) == (3, 2)
    assert len(told["primitives"]) == told["totals"]["primitives"] > 60


def test_coverage_is_of_what_can_be_reached(grown):
    told = grown.get("/registries/coverage")
    rows = {row["category"]: row for row in told["categories"]}
    assert rows["static_colors"]["coverage"] == pytest.approx(3 / 8536, abs=1e-6)
    assert rows["static_colors"]["cells"] > rows["static_colors"]["reachable"] == 8536
    assert rows["genre"]["coverage"] is None
    assert told["entries"] == 43


@pytest.mark.parametrize("sort", list(listing.Order))
@pytest.mark.parametrize("limit", [1, 7, 500])
def test_pages_together_are_the_whole_in_order(grown, sort, limit):
    entries, pages = grown.pages("/registries/motion", "entries", sort=sort, limit=limit)
    tables = grown.desk.tables()
    whole = tables.query(listing.listed("dynamic", "motion", sort, 1000))
    assert [entry["key"] for entry in entries] == [row["key"] for row in whole]
    assert len(entries) == 40
    assert pages == -(-40 // limit)


@pytest.mark.parametrize("sort", list(listing.Order))
def test_no_entry_comes_twice_while_runs_are_added(api, sort):
    entries = [observation(f"{n:03d}", 1 + n % 4) for n in range(30)]
    api.record(record(1, entries))
    seen, cursor, number = [], None, 2
    while True:
        query = {"cursor": cursor} if cursor else {}
        told = api.get("/registries/motion", sort=sort, limit=7, **query)
        seen += [entry["key"] for entry in told["entries"]]
        cursor = told["cursor"]
        if cursor is None:
            break
        fresh = observation(f"{100 + number}", 2)
        api.record(record(number, [fresh, *entries[number::5]]))
        number += 1
    assert len(seen) == len(set(seen))
    assert number > 4


def test_a_cursor_of_another_order_is_refused(grown):
    cursor = grown.get("/registries/motion", sort="name", limit=1)["cursor"]
    told = grown.refused("GET", "/registries/motion", sort="newest", cursor=cursor)
    assert "sort=name" in told


@pytest.mark.parametrize(
    "cursor", ["x", "é", "bnVsbA", "WzFd", "WyJjb3VudCIsMWUzMDAsImsiXQ", "W" * 1999]
)
def test_a_cursor_that_no_list_gave_is_refused(grown, cursor):
    assert "cursor" in grown.refused("GET", "/registries/motion", cursor=cursor)
    assert "cursor" in grown.refused("GET", "/registries/export", cursor=cursor)


def test_search_finds_names_and_values_in_any_case(grown):
    def keys(**query):
        entries, _ = grown.pages("/registries/static_colors", "entries", **query)
        return [entry["key"] for entry in entries]

    assert keys(search="#1F6B") == ["005", "001", "002"]
    assert keys(search="COLORS AAF") == ["005"]
    assert keys(search="name of", match="prefix", sort="name") == ["001", "002", "005"]
    assert keys(search="of", match="prefix") == []
    assert keys(search="lightness") == []
    assert keys(search="0.5") == ["005", "001", "002"]
    assert keys(search="%") == keys(search="\\") == keys(search='"') == []
    assert keys(search="_") == ["005", "001", "002"]


@pytest.mark.parametrize("sort", list(listing.Order))
def test_a_search_looks_at_so_many_entries_a_page_and_leads_on(grown, monkeypatch, sort):
    monkeypatch.setattr(listing, "SCANNED", 6)
    entries, pages = grown.pages("/registries/motion", "entries", search="aad", sort=sort)
    assert [entry["key"] for entry in entries] == ["003"]
    assert pages == 7


def test_a_page_is_a_range_of_an_index_wherever_it_begins(grown):
    tables, plans = grown.desk.tables(), []

    def explaining(statement):
        explained = Statement(f"explain query plan {statement.sql}", statement.parameters)
        plans.extend(row["detail"] for row in tables.query(explained))
        return tables.query(statement)

    for sort, rank in (("count", 2), ("name", "M"), ("newest", "r"), ("weight", 1.5)):
        after = listing.After(rank, "010")
        listing.page(explaining, ("dynamic", "motion"), listing.Order(sort), 5, after)
    reads = [plan for plan in plans if "entries" in plan or " e " in plan]
    assert len(reads) == 12
    assert all(plan.startswith("SEARCH") for plan in reads)


def test_one_entry_with_its_lineage(grown):
    told = grown.get("/registries/static_colors/001")
    assert (told["count"], told["runs"], told["good"]) == (12, 2, 12)
    assert told["depth"] == {"gentle": 1.0}
    first, last = told["found_by"], told["last_seen_by"]
    assert (first["run_id"], last["run_id"]) == (record(1, []).run_id, record(2, []).run_id)
    assert first["outcome"] == {"good": True, "reasons": ["r"]}
    assert first["video"] == f"/api/jobs/{first['run_id']}/download"
    assert first["poster"] == f"/api/jobs/{first['run_id']}/poster"
    (use,) = told["used_by"]
    assert (use["run_id"], use["used_for"]) == (last["run_id"], "palette")
    assert told["specs"] == 1


@pytest.mark.parametrize("path", ["/theme park at dusk", "/theme%20park%20at%20dusk"])
def test_keys_of_words_are_found_encoded_or_not(api, path):
    told = Observation(
        registry="narrative", category="settings", key="theme park at dusk", name="N",
        value={"text": "theme park at dusk"}, depth={"city": 1.0}, count=1,
    )  # fmt: skip
    api.record(record(1, [told]))
    assert api.get(f"/registries/settings{path}")["name"] == "N"


def test_what_is_not_there_is_said(grown):
    assert "static_colors" in grown.refused("GET", "/registries/nothing", status=404)
    assert "no entry" in grown.refused("GET", "/registries/motion/nothing", status=404)
    assert "static_colors" in grown.refused("GET", "/registries/export", category="nothing")
    assert grown.refused("GET", "/registries/motion", limit=501)
    assert grown.refused("GET", "/registries/motion", sort="good")


@pytest.mark.parametrize("category", [None, "static_colors"])
@pytest.mark.parametrize("limit", [1, 2, 5000])
def test_exports_go_round_in_both_forms(grown, category, limit):
    query = {"limit": limit, **({"category": category} if category else {})}
    entries, _ = grown.pages("/registries/export", "entries", **query)
    assert len(entries) == (3 if category else 43)
    rows, cursor = [], {}
    while True:
        status, headers, body = grown.ask(
            "GET", "/registries/export", format="csv", **query, **cursor
        )
        assert status == 200
        assert headers["content-type"].startswith("text/csv")
        rows += csv.DictReader(io.StringIO(body))
        if "x-next-cursor" not in headers:
            break
        cursor = {"cursor": headers["x-next-cursor"]}
    for row in rows:
        row.update({field: json.loads(row[field]) for field in ("value", "depth")})
        row.update({field: int(row[field]) for field in ("count", "runs", "good")})
    assert rows == entries


def test_an_export_page_stays_below_four_megabytes(api):
    long = {"text": "x" * 3000}
    api.record(
        record(1, [observation(f"{n:04d}", 1, category="time", value=long) for n in range(1500)])
    )
    _, _, body = api.ask("GET", "/registries/export", limit=5000)
    assert 3_000_000 < len(body) < 4_000_000
    entries, pages = api.pages("/registries/export", "entries", limit=5000)
    assert len({entry["key"] for entry in entries}) == len(entries) == 1500
    assert pages == 2


def test_what_is_written_by_hand_fits_its_model(grown):
    _, _, body = grown.ask("GET", "/registries/motion", sort="weight", limit=3)
    assert len(registry_views.EntryPage.model_validate_json(body).entries) == 3
    _, _, body = grown.ask("GET", "/registries/export", limit=3)
    assert len(registry_views.Export.model_validate_json(body).entries) == 3
