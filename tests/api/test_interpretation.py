"""Interpretation over HTTP: the queue, what prompts mean, and the words that people teach."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kinora.api.desk import desk_of
from kinora.language.interpret import interpret
from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.interpretations import id_of, told
from kinora.loop.sync import Sync, sync
from kinora.model.knowledge import Snapshot
from kinora.model.statement import Statement
from kinora.registry.fold import fold
from kinora.settings import Settings
from kinora.stores.objects import walk
from tests.api.interpretation_client import Client
from tests.registry.histories import record

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path):
    ticks = itertools.count()
    made = desk_of(Settings(home=tmp_path / "home", access="open"))
    yield replace(made, now=lambda: NOON + timedelta(seconds=next(ticks)))
    made.tables().close()


@pytest.fixture
def client(desk):
    return Client(desk)


def meaning(prompt):
    return interpret(prompt, Snapshot()).model_dump(mode="json")


def queue(client, prompt, source="web"):
    status, body = client.post("/interpret/queue", {"prompt": prompt, "source": source})
    assert status == 201, body
    return body["id"]


def test_a_prompt_is_queued_once(client):
    first = client.post("/interpret/queue", {"prompt": "  a calm   lake "})
    assert first == (201, {"id": id_of("a calm lake"), "status": "pending"})
    again = client.post("/interpret/queue", {"prompt": "a calm lake", "source": "worker"})
    assert again == first
    assert len(client.get("/interpret/queue")[1]["prompts"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"prompt": ""},
        {"prompt": "x" * 2_001},
        {"prompt": "   "},
        {"prompt": "\u0007 lake"},
        {"prompt": "12 34"},
        {"prompt": "a lake", "source": "backfill"},
        {"prompt": "a lake", "more": 1},
        {"prompt": 7},
        {},
    ],
)
def test_what_is_no_prompt_is_refused_and_nothing_is_stored(client, desk, body):
    status, refusal = client.post("/interpret/queue", body)
    assert status == 422
    assert set(refusal) == {"error", "details"}
    assert list(walk(desk.stage.objects, "")) == []


def test_the_queue_is_paged_web_first_then_the_oldest(client):
    wanted = [queue(client, f"a lake with {n} swans", "worker") for n in range(4)]
    wanted = [queue(client, f"a sea with {n} sails", "web") for n in range(3)] + wanted
    found, cursor = [], None
    for _ in range(4):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        status, page = client.get("/interpret/queue", **query)
        assert status == 200
        found += [one["id"] for one in page["prompts"]]
        cursor = page["cursor"]
    assert found == wanted
    assert cursor is None


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/interpret/queue", {"limit": 0}),
        ("/interpret/queue", {"limit": 51}),
        ("/interpret/queue", {"cursor": "../../x"}),
        ("/interpret/backfill-prompts", {"limit": 101}),
        ("/linguistic-registry", {"limit": 501}),
        ("/linguistic-registry", {"cursor": "no"}),
        ("/linguistic-registry", {"cursor": "WzEsMl0="}),
        ("/linguistic-registry", {"domain": "m" * 41}),
    ],
)
def test_limits_and_cursors_are_checked(client, path, query):
    assert client.get(path, **query)[0] == 422


def test_an_answer_is_taken_once(client, desk):
    asked = queue(client, "a calm lake")
    given = {"instruction": meaning("a calm lake")}
    done = (200, {"id": asked, "status": "done"})
    assert client.patch(f"/interpret/{asked}", given) == done
    assert client.patch(f"/interpret/{asked}", given) == done
    other = {"instruction": {**meaning("a calm lake"), "mood": "epic"}}
    status, refusal = client.patch(f"/interpret/{asked}", other)
    assert (status, refusal["error"]) == (409, "Conflict")
    assert told(asked, desk.stage).instruction.mood == "calm"
    assert client.get("/interpret/queue")[1]["prompts"] == []
    assert client.post("/interpret/queue", {"prompt": "a calm lake"})[1]["status"] == "done"
    rows = desk.stage.tables().query(Statement("select id, source from interpretations"))
    assert rows == [{"id": asked, "source": "web"}]


@pytest.mark.parametrize("name", ["0" * 16, "nothing", "..", "A" * 16])
def test_an_unknown_id_is_not_found(client, name):
    status, refusal = client.patch(f"/interpret/{name}", {"instruction": meaning("a lake")})
    assert (status, refusal["error"]) == (404, "NotFound")


def test_instructions_are_checked(client):
    asked = queue(client, "a calm lake")
    for instruction in (
        meaning("another lake"),
        {**meaning("a calm lake"), "mood": "fluffy"},
        {**meaning("a calm lake"), "colours": ["#ffffff"] * 3_000},
        {},
    ):
        status, refusal = client.patch(f"/interpret/{asked}", {"instruction": instruction})
        assert status == 422, refusal
    assert len(client.get("/interpret/queue")[1]["prompts"]) == 1


def test_an_interpretation_without_instruction_is_made_here(client, desk):
    prompt = "a stormy sea at night"
    done = (201, {"id": id_of(prompt), "status": "done"})
    assert client.post("/interpretations", {"prompt": prompt, "source": "worker"}) == done
    assert client.post("/interpretations", {"prompt": prompt, "source": "web"}) == done
    stored = told(id_of(prompt), desk.stage)
    assert stored.instruction == interpret(prompt, Snapshot())
    assert stored.source == "worker"
    knowledge = desk.stage.snapshot(sync(Sync(record=None), desk.stage).snapshot)
    assert [one.prompt for one in knowledge.interpreted] == [prompt]


def test_the_one_that_queued_a_prompt_stays_its_source(client, desk):
    asked = queue(client, "a calm lake", "web")
    client.post("/interpretations", {"prompt": "a calm lake", "source": "backfill"})
    assert told(asked, desk.stage).source == "web"


def test_junk_is_refused(client):
    status, refusal = client.post("/interpretations", {"prompt": "asdf qwer zxcv"})
    assert (status, refusal["error"]) == (422, "InvalidPrompt")


def test_a_bad_item_of_a_batch_blocks_no_other(client):
    items = [
        {"prompt": "a calm lake", "source": "worker"},
        {"prompt": ""},
        {"prompt": "asdf qwer zxcv"},
        {"prompt": "a red sea", "instruction": meaning("a blue sea")},
        {"prompt": "a red sea", "instruction": {"prompt": "a red sea", "place": "nowhere"}},
        {"prompt": "a calm lake", "instruction": {**meaning("a calm lake"), "mood": "epic"}},
        {"prompt": "a red sea", "instruction": meaning("a red sea"), "source": "backfill"},
        {"prompt": "a calm lake"},
    ]
    status, body = client.post("/interpretations/batch", {"items": items})
    assert status == 200
    assert body["inserted"] == 2
    assert [one["index"] for one in body["refused"]] == [1, 2, 3, 4, 5]
    details = [one["details"] for one in body["refused"]]
    assert details[0].startswith("prompt: ")
    assert details[3].startswith("instruction.place: ")
    assert "done already" in details[4]
    again = client.post("/interpretations/batch", {"items": items[:1]})[1]
    assert again == {"inserted": 0, "refused": []}
    assert client.post("/interpretations/batch", {"items": items * 7})[0] == 422


def test_backfill_gives_runs_prompts_that_nobody_interpreted(client, desk):
    prompts = ["a calm lake", "asdf qwer zxcv", "a red sea", "a calm lake", "a dark cave"]
    for number, prompt in enumerate(prompts):
        run = record(number, []).model_copy(update={"prompt": prompt})
        desk.stage.tables().batch(fold(run, str(number)))
    path = "/interpret/backfill-prompts"
    assert client.get(path)[1] == {"prompts": ["a dark cave", "a calm lake", "a red sea"]}
    assert client.get(path, limit=1)[1] == {"prompts": ["a dark cave"]}
    client.post("/interpretations", {"prompt": "a calm lake", "source": "backfill"})
    desk.stage.objects.put(keys.refused(id_of("a red sea")), b"{}")
    assert client.get(path)[1] == {"prompts": ["a dark cave"]}


def teach(client, *items):
    return client.post("/linguistic-registry/batch", {"items": list(items)})


def word(span, domain="mood", canonical="dark", **more):
    return {"span": span, "domain": domain, "canonical": canonical, **more}


def test_taught_words_are_counted_and_listed(client):
    assert teach(client, word("Gloomcore"), word("comfy", canonical="warm")) == (
        200,
        {"inserted": 2, "updated": 0},
    )
    more = [
        word("gloomcore", variant_type="slang"),
        word("gloomcore"),
        word("zesty", "motion", "fast"),
    ]
    assert teach(client, *more)[1] == {"inserted": 1, "updated": 1}
    status, body = client.get("/linguistic-registry", domain="mood")
    assert status == 200
    listed = [(one["span"], one["canonical"], one["count"]) for one in body["mappings"]]
    assert listed == [("comfy", "warm", 1), ("gloomcore", "dark", 3)]
    assert body["cursor"] is None


def test_the_linguistic_registry_is_paged(client):
    wanted = [(d, f"word {sign}") for d in ("mood", "motion") for sign in "abcdefg"]
    for domain, span in reversed(wanted):
        teach(client, word(span, domain))
    for domain in (None, "motion"):
        found, query = [], {"limit": 3} | ({"domain": domain} if domain else {})
        for _ in range(5):
            page = client.get("/linguistic-registry", **query)[1]
            found += [(one["domain"], one["span"]) for one in page["mappings"]]
            if page["cursor"] is None:
                break
            query["cursor"] = page["cursor"]
        assert found == [place for place in wanted if domain in {None, place[0]}]


@pytest.mark.parametrize(
    "item",
    [
        word(""),
        word("!?"),
        word("x" * 81),
        word("comfy", "Mood!"),
        word("comfy", canonical=""),
        word("comfy", variant_type="heard"),
        {"span": "comfy"},
    ],
)
def test_mappings_are_checked_before_anything_is_stored(client, desk, item):
    assert teach(client, word("gloomcore"), item)[0] == 422
    assert list(walk(desk.stage.objects, "")) == []
    assert teach(client, *[word("gloomcore")] * 101)[0] == 422


def test_a_taught_word_changes_what_the_next_prompts_mean(client, desk):
    teach(client, word("gloomcore", variant_type="slang"))
    sync(Sync(record=None), desk.stage)
    client.post("/interpretations", {"prompt": "a gloomcore lake"})
    assert told(id_of("a gloomcore lake"), desk.stage).instruction.mood == "dark"


def test_tables_can_be_rebuilt_from_what_was_posted(client, desk):
    client.post("/interpretations", {"prompt": "a calm lake"})
    teach(client, word("gloomcore"), word("comfy", canonical="warm"))
    teach(client, word("gloomcore", canonical="epic"))
    tables = desk.stage.tables()
    catch_up(desk.stage, tables)
    names = ("interpretations", "linguistic", "linguistic_batches", "folded")

    def rows():
        return [tables.query(Statement(f"select * from {name} order by 1")) for name in names]

    before = rows()
    assert all(before)
    tables.batch([Statement(f"delete from {name}") for name in names])
    catch_up(desk.stage, tables)
    assert rows() == before
