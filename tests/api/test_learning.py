"""Learning through the API: our runs and other programs' accounts, and means over both."""

import pytest

from kinora.api.routes.learning import LearnedRuns
from kinora.loop.postings import LEARNING
from kinora.model.record import RunFigures
from kinora.stores.objects import walk
from tests.registry.histories import record

ACCOUNT = {
    "job_id": "job-1",
    "prompt": "Ocean  at dawn",
    "spec": {"palette_name": "ocean"},
    "analysis": {"motion_level": 0.2, "brightness": 0.6},
}


def run(number, prompt, motion, brightness, palette):
    figures = RunFigures(motion=motion, brightness=brightness, palette=palette)
    return record(number, []).model_copy(update={"figures": figures, "prompt": prompt})


def test_an_account_is_kept_whole(api):
    told = api.post("/learning", ACCOUNT)
    (info,) = walk(api.desk.stage.objects, LEARNING.prefix)
    assert info.key == f"learning/2026/03/04/{told['id']}.json"
    (row,) = api.get("/learning/runs")["runs"]
    assert row["source"] == "posted"
    assert (row["id"], row["at"], row["job_id"]) == (told["id"], told["at"], "job-1")
    assert row["prompt"] == "Ocean at dawn"
    assert (row["spec"], row["analysis"]) == (ACCOUNT["spec"], ACCOUNT["analysis"])
    assert (row["motion"], row["brightness"], row["palette"]) == (0.2, 0.6, "ocean")
    assert row["workflow_type"] is row["good"] is row["entries"] is None


def test_runs_and_accounts_come_together_the_newest_first(api):
    api.record(*(run(number, f"p{number}", 0.1, 0.5, "x") for number in range(4)))
    for number in range(3):
        api.post("/learning", {**ACCOUNT, "job_id": f"job-{number}"})
    whole, _ = api.pages("/learning/runs", "runs", limit=500)
    _, _, body = api.ask("GET", "/learning/runs")
    assert len(LearnedRuns.model_validate_json(body).runs) == 7
    assert [row["source"] for row in whole] == ["posted"] * 3 + ["run"] * 4
    assert [row["job_id"] for row in whole[:3]] == ["job-2", "job-1", "job-0"]
    assert [row["prompt"] for row in whole[3:]] == ["p3", "p2", "p1", "p0"]
    assert (whole[3]["workflow_type"], whole[3]["good"]) == ("explorer", True)
    for limit in (1, 2, 3):
        paged, pages = api.pages("/learning/runs", "runs", limit=limit)
        assert paged == whole
        assert pages == -(-7 // limit)


def test_means_by_palette_and_by_word(api):
    api.record(
        run(1, "a lake at dawn", 0.1, 0.4, "Teal"),
        run(2, "a lake in the rain", 0.3, 0.6, "Teal"),
        record(3, []),
    )
    api.post("/learning", {**ACCOUNT, "analysis": {"motion": 40, "mean_brightness": 0.8}})
    told = api.get("/learning/stats")
    assert told["count"] == 4
    palettes = {row["name"]: row for row in told["palettes"]}
    assert palettes["Teal"] == {
        "name": "Teal", "count": 2, "mean_motion": 0.2, "mean_brightness": 0.5,
    }  # fmt: skip
    assert palettes["ocean"]["mean_motion"] is None
    words = {row["name"]: row for row in told["words"]}
    assert words["lake"]["mean_motion"] == 0.2
    assert words["dawn"] == {
        "name": "dawn", "count": 2, "mean_motion": 0.1, "mean_brightness": 0.6,
    }  # fmt: skip
    assert not {"a", "at", "the"} & words.keys()
    assert len(api.get("/learning/stats", limit=1)["words"]) == 1


def test_a_page_that_would_be_too_large_ends_earlier(api):
    large = {"x": "y" * 15_900}
    for _ in range(130):
        api.post("/learning", {**ACCOUNT, "spec": large, "analysis": large})
    first = api.get("/learning/runs", limit=500)
    assert 100 < len(first["runs"]) < 130
    assert len(api.pages("/learning/runs", "runs", limit=500)[0]) == 130


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"spec": {"x": "y" * 16_000}}, "spec: it has"),
        ({"spec": []}, "spec"),
        ({"prompt": "1234"}, "prompt"),
        ({"prompt": "x" * 2001}, "prompt"),
        ({"job_id": ""}, "job_id"),
    ],
)
def test_other_accounts_are_refused(api, change, says):
    assert says in api.refused("POST", "/learning", {**ACCOUNT, **change})
    assert list(walk(api.desk.stage.objects, LEARNING.prefix)) == []


def test_figures_that_are_no_json_are_refused(api):
    body = '{"job_id":"j","prompt":"a lake","spec":{},"analysis":{"motion":NaN}}'
    assert "NaN" in api.refused("POST", "/learning", body)
