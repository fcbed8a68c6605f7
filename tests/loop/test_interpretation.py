"""Interpretation: the queue, its states one by one, and what the tables and snapshots make of it."""

import hashlib
import itertools
import json
import random
from datetime import UTC, datetime, timedelta

import pytest

from kinora.language.interpret import interpret
from kinora.language.prompts import generate
from kinora.language.taught import is_junk
from kinora.loop import keys, linguistic
from kinora.loop.collect import CollectPrompts, collect
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.interpret_prompt import (
    InterpretPrompt,
    RefusePrompt,
    interpret_prompt,
    refuse_prompt,
)
from kinora.loop.interpretations import exists, id_of, queue, tell, told, waiting
from kinora.loop.pick import newest_snapshot
from kinora.loop.sync import Sync, sync
from kinora.model.errors import InvalidInput, InvalidPrompt, ObjectMissing, RecordRefused
from kinora.model.interpretation import InterpretationRequest, Item
from kinora.model.knowledge import LearnedSpan, LoopState, Snapshot
from kinora.model.linguistic import Batch, Mapping
from kinora.model.loop_config import LoopChange, LoopConfig, Workflow
from kinora.model.statement import Statement
from kinora.registry.linguistic import listed
from kinora.stores.objects import walk as walk_objects

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
TABLES = ("interpretations", "linguistic", "linguistic_batches", "folded")


def later(seconds):
    return NOON + timedelta(seconds=seconds)


def ask(ports, prompt, source="web", seconds=0):
    return queue(prompt, source, later(seconds), ports)[0].id


def gather(ports, **request):
    return collect(CollectPrompts(request=InterpretationRequest(**request)), ports)


def read(ports, item, snapshot=None, seconds=60):
    return interpret_prompt(
        InterpretPrompt(item=item, snapshot=snapshot, now=later(seconds)), ports
    )


def a_pass(ports):
    """What the state machine does, without it."""
    collected = gather(ports)
    for item in collected.prompts:
        read(ports, item, collected.snapshot)
    return sync(Sync(record=None), ports)


def below(ports, prefix):
    return [info.key for info in walk_objects(ports.objects, prefix)]


def digest(tables):
    rows = [
        sorted(map(json.dumps, tables.query(Statement(f"select * from {name}")))) for name in TABLES
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def test_the_queue_gives_web_first_then_the_oldest(ports):
    asked = [
        ask(ports, prompt, source, seconds)
        for prompt, source, seconds in [
            ("a lake", "worker", 1),
            ("a sea", "web", 3),
            ("a cave", "loop", 0),
            ("a meadow", "web", 2),
        ]
    ]
    assert [entry.id for entry in waiting(ports)] == [asked[3], asked[1], asked[2], asked[0]]
    assert [item.id for item in gather(ports).prompts] == [asked[3], asked[1], asked[2], asked[0]]


def test_a_prompt_is_queued_once_and_keeps_its_place(ports):
    first, standing = queue("  a   quiet lake ", "worker", NOON, ports)
    again, still = queue("a quiet lake", "web", later(9), ports)
    assert first == again
    assert (standing, still) == ("pending", "pending")
    assert first.id == hashlib.sha256(b"a quiet lake").hexdigest()[:16]
    assert len(below(ports, keys.PENDING)) == 1


def test_a_pass_tells_what_prompts_mean_and_publishes_it(ports):
    web, worker = ask(ports, "a stormy sea at night"), ask(ports, "a calm lake", "worker", 1)
    synced = a_pass(ports)
    assert synced.applied == 0
    assert (synced.discoveries.new, synced.discoveries.known) == (0, 0)
    assert below(ports, keys.PENDING) == []
    found = told(web, ports)
    assert found.instruction == interpret("a stormy sea at night", Snapshot())
    assert (found.source, found.told_at) == ("web", "2026-03-04T12:01:00.000000Z")
    knowledge = ports.snapshot(newest_snapshot(ports))
    assert {one.id for one in knowledge.interpreted} == {web, worker}
    assert {one.prompt for one in knowledge.interpreted} == {"a stormy sea at night", "a calm lake"}
    assert queue("a calm lake", "web", NOON, ports)[1] == "done"


def test_a_snapshot_is_never_changed_in_place(ports):
    first = sync(Sync(record=None), ports).snapshot
    content = ports.objects.get(first)
    ask(ports, "a stormy sea at night")
    second = a_pass(ports).snapshot
    assert second > first
    assert ports.objects.get(first) == content
    assert sync(Sync(record=None), ports).snapshot == second


def test_run_prompts_are_back_filled_but_not_offered_to_loops(ports):
    prompts = tuple(f"a lake with {n} swans" for n in range(40))
    junk = ("asdf qwer zxcv", "http://a.example/b")
    state = LoopState(recent_prompts=(*junk, *prompts))
    ports.objects.put(keys.snapshot(1), Snapshot(version=1, loop=state).model_dump_json().encode())
    ask(ports, prompts[3])
    collected = gather(ports)
    assert collected.prompts[0].pending
    assert [item.prompt for item in collected.prompts[1:]] == [
        prompt for prompt in prompts[:31] if prompt != prompts[3]
    ]
    for item in collected.prompts:
        read(ports, item)
    assert told(id_of(prompts[0]), ports).source == "backfill"
    assert [item.prompt for item in gather(ports).prompts] == list(prompts[31:])
    catch_up(ports, ports.tables())
    knowledge = ports.snapshot(sync(Sync(record=None), ports).snapshot)
    assert [one.prompt for one in knowledge.interpreted] == [prompts[3]]


def test_a_pass_is_bounded_in_number_and_in_bytes(ports):
    for number in range(25):
        ask(ports, f"a lake with {number} swans", seconds=number)
    long = tuple(f"{n} " + "ä quiet sea " * 160 for n in range(30))
    state = LoopState(recent_prompts=tuple(prompt.strip() for prompt in long))
    ports.objects.put(keys.snapshot(1), Snapshot(loop=state).model_dump_json().encode())
    collected = gather(ports)
    assert len([item for item in collected.prompts if item.pending]) == 20
    assert any(item.prompt for item in collected.prompts)
    assert len(collected.model_dump_json()) < 150_000


def test_a_scheduled_pass_is_skipped_while_paused_and_an_asked_one_is_not(ports):
    ask(ports, "a calm lake")
    config = LoopConfig(workflows={Workflow.INTERPRETATION: LoopChange(enabled=False)})
    ports.objects.put(keys.LOOP_CONFIG, config.model_dump_json().encode())
    skipped = gather(ports, scheduled_at="2026-03-04T12:00:00Z")
    assert (skipped.decision, skipped.prompts) == ("skip", ())
    assert skipped.reason.startswith("skipped: ")
    assert gather(ports).decision == "run"
    ports.objects.put(keys.LOOP_CONFIG, LoopConfig().model_dump_json().encode())
    assert gather(ports, scheduled_at="2026-03-04T12:00:00Z").decision == "run"


def test_a_crash_after_telling_is_mended_by_the_next_pass(ports):
    asked, _ = queue("a calm lake", "web", NOON, ports)
    (entry,) = waiting(ports)
    tell(asked, interpret("a calm lake", Snapshot()), NOON, ports)
    ports.objects.put(entry.key, b"{}")
    assert gather(ports).prompts == ()
    assert below(ports, keys.PENDING) == []


def test_a_task_that_runs_twice_tells_once(ports):
    ask(ports, "a calm lake")
    (item,) = gather(ports).prompts
    read(ports, item, seconds=1)
    first = told(item.id, ports)
    assert read(ports, item, seconds=99).status == "done"
    assert told(item.id, ports) == first
    assert len(below(ports, keys.LINGUISTIC)) == 1


@pytest.mark.parametrize(
    ("stored", "error"),
    [
        (None, ObjectMissing),
        (b"not json", RecordRefused),
        (
            b'{"id": "0123456789abcdef", "prompt": "x", "source": "web", "asked_at": "t"}',
            RecordRefused,
        ),
    ],
)
def test_a_broken_entry_is_refused_and_leaves_the_queue(ports, stored, error):
    broken = "0123456789abcdef"
    key = f"{keys.PENDING}020200101T000000000000Z-{broken}.json"
    ports.objects.put(key, b"garbage")
    ports.objects.put(f"{keys.PENDING}not-an-entry.json", b"garbage")
    if stored is not None:
        ports.objects.put(keys.asked(broken), stored)
    well = ask(ports, "a calm lake")
    first, second = gather(ports).prompts
    assert (first.id, second.id) == (broken, well)
    with pytest.raises(error) as caught:
        read(ports, first)
    refuse(ports, first, caught.value)
    assert exists(broken, ports) == "refused"
    assert [entry.id for entry in waiting(ports)] == [well]
    assert gather(ports).prompts == (second,)


def refuse(ports, item, error):
    caught = {"Error": type(error).__name__, "Cause": str(error)}
    event = RefusePrompt.model_validate({"item": item, "error": caught, "now": NOON})
    return refuse_prompt(event, ports)


def test_junk_is_refused_with_its_reason_and_stays_refused(ports):
    asked = ask(ports, "asdf qwer zxcv")
    (item,) = gather(ports).prompts
    with pytest.raises(InvalidPrompt) as caught:
        read(ports, item)
    assert refuse(ports, item, caught.value).status == "refused"
    note = json.loads(ports.objects.get(keys.refused(asked)))
    assert note["prompt"] == "asdf qwer zxcv"
    assert note["reason"].startswith("InvalidPrompt: prompt: most of its words are none")
    assert queue("asdf qwer zxcv", "web", NOON, ports)[1] == "refused"
    assert gather(ports).prompts == ()


def test_our_own_prompts_are_no_junk():
    assert [p for p in (generate(Snapshot(), seed) for seed in range(600)) if is_junk(p)] == []
    people = ["ein ruhiger See im Nebel", "sea", "un bosque bajo la lluvia", "the long road home"]
    assert not any(map(is_junk, people))


def test_tables_are_the_same_in_any_order_and_after_a_rebuild(ports):
    chance = random.Random(5)
    for number in range(12):
        ask(ports, f"a calm lake with {number} swans", chance.choice(["web", "worker"]), number)
    a_pass(ports)
    for number in range(6):
        items = [
            Mapping(span=span, domain="mood", canonical=chance.choice(["dark", "warm", "calm"]))
            for span in chance.sample(["comfy", "gloomcore", "zesty", "calm"], 3)
        ]
        at = f"2026-03-0{chance.randrange(1, 4)}T00:00:00.000000Z"
        linguistic.post(f"b{number}", at, items, ports)
    catch_up(ports, ports.tables())
    before = digest(ports.tables())
    batches = [ports.read(key, Batch) for key in below(ports, keys.LINGUISTIC)]
    for _ in range(4):
        tables = ports.tables()
        tables.batch([Statement(f"delete from {name}") for name in TABLES])
        chance.shuffle(batches)
        for batch in (*batches[:9], *batches[:4]):
            tables.batch(linguistic.learn(batch))
        catch_up(ports, tables)
        assert digest(tables) == before


def mappings(ports):
    rows = ports.tables().query(listed(None, ("", ""), 99))
    return {(row["span"], row["domain"]): row for row in rows}


def test_the_later_batch_decides_and_what_was_posted_outranks_what_was_heard(ports):
    orders = itertools.permutations(
        [
            Batch(id="a", at="2026-01-02", items=(mapping("dark", 2),)),
            Batch(id="b", at="2026-01-02", items=(mapping("warm", 1),)),
            Batch(id="c", at="2026-01-01", items=(mapping("calm", 4),)),
            Batch(id="d", at="2026-01-09", items=(mapping("epic", 1, "heard"),)),
        ]
    )
    for order in orders:
        tables = ports.tables()
        tables.batch([Statement(f"delete from {name}") for name in TABLES])
        for batch in order:
            tables.batch(linguistic.learn(batch))
        row = mappings(ports)["comfy", "mood"]
        assert (row["canonical"], row["variant_type"], row["count"]) == ("warm", "slang", 8)
        assert row["updated_at"] == "2026-01-09"


def mapping(canonical, count, variant_type="slang"):
    return Mapping(
        span="comfy", domain="mood", canonical=canonical, variant_type=variant_type, count=count
    )


def test_an_interpretation_tells_which_words_it_heard(ports):
    ask(ports, "a stormy sea in red and blue, 96 bpm, 8 seconds, slowly")
    a_pass(ports)
    heard = mappings(ports)
    assert {row["variant_type"] for row in heard.values()} == {"heard"}
    values = {place: row["canonical"] for place, row in heard.items()}
    assert values["sea", "place"] == "sea"
    assert values["stormy", "weather"] == "storm"
    assert values["stormy", "wind"] == "gale"
    assert values["slowly", "pacing"] == "slow_paced"
    assert values["red", "colour"].startswith("#")
    assert not [span for span, _ in values if span[0].isdigit()]
    ask(ports, "a stormy lake", seconds=1)
    a_pass(ports)
    a_pass(ports)
    assert mappings(ports)["stormy", "weather"]["count"] == 2


def test_a_posted_word_changes_what_prompts_mean(ports):
    prompt = "a gloomcore lake under a big sky in oxblood"
    before = interpret(prompt, Snapshot())
    assert (before.mood, before.beyond, before.colours) == (None, None, ())
    items = [
        Mapping(span="Gloomcore", domain="mood", canonical="dark", variant_type="slang"),
        Mapping(span="big sky", domain="place", canonical="meadow"),
        Mapping(span="oxblood", domain="colour", canonical="crimson"),
    ]
    linguistic.post("taught", "2026-03-04T00:00:00.000000Z", items, ports)
    knowledge = ports.snapshot(sync(Sync(record=None), ports).snapshot)
    after = interpret(prompt, knowledge)
    assert (after.mood, after.place, after.beyond) == ("dark", "lake", "meadow")
    assert len(after.colours) == 1
    assert after.because["mood"] == "gloomcore"
    asked = ask(ports, prompt)
    a_pass(ports)
    assert told(asked, ports).instruction.mood == "dark"


@pytest.mark.parametrize(
    ("span", "domain", "canonical"),
    [
        ("comfy", "tone", "warm"),
        ("comfy", "mood", "fluffy"),
        ("comfy", "colour", "no colour"),
        ("the", "place", "desert"),
        ("and of", "place", "desert"),
        ("no comfort", "mood", "warm"),
        ("one two three four five six seven", "mood", "warm"),
    ],
)
def test_mappings_that_cannot_be_used_are_kept_and_change_nothing(ports, span, domain, canonical):
    item = Mapping(span=span, domain=domain, canonical=canonical)
    linguistic.post("one", "2026-03-04T00:00:00.000000Z", [item], ports)
    knowledge = ports.snapshot(sync(Sync(record=None), ports).snapshot)
    assert knowledge.linguistic == ()
    assert mappings(ports)[span, domain]["canonical"] == canonical
    forced = Snapshot(linguistic=(LearnedSpan(span=span, domain=domain, canonical=canonical),))
    prompt = f"the comfy and of, {span}, here"
    assert interpret(prompt, forced) == interpret(prompt, Snapshot())


def test_a_word_keeps_its_own_meaning_and_may_be_given_another_field():
    taught = (
        LearnedSpan(span="calm", domain="mood", canonical="epic"),
        LearnedSpan(span="calm", domain="lighting", canonical="moody"),
    )
    instruction = interpret("a calm lake", Snapshot(linguistic=taught))
    assert (instruction.mood, instruction.lighting) == ("calm", "moody")


def test_the_most_used_mappings_are_published(ports):
    for number in range(6):
        rows = [
            Mapping(span=f"word{n} w{number}", domain="mood", canonical="warm", count=1 + n % 7)
            for n in range(100)
        ]
        linguistic.post(f"b{number}", "2026-03-04T00:00:00.000000Z", rows, ports)
    knowledge = ports.snapshot(sync(Sync(record=None), ports).snapshot)
    assert len(knowledge.linguistic) == 500
    counts = [mappings_count(ports, one.span) for one in knowledge.linguistic]
    assert counts == sorted(counts, reverse=True)


def mappings_count(ports, span):
    sql = "select count from linguistic where domain = 'mood' and span = ?"
    return ports.tables().query(Statement(sql, (span,)))[0]["count"]


def test_what_cannot_be_posted(ports):
    for item, field in [
        (Mapping(span="!?", domain="mood", canonical="warm"), "items.0.span"),
        (mapping("warm", 1, "heard"), "items.0.variant_type"),
    ]:
        with pytest.raises(InvalidInput) as caught:
            linguistic.post("x", "t", [item], ports)
        assert caught.value.field == field
    assert below(ports, keys.LINGUISTIC) == []


def test_unreadable_objects_are_set_aside_and_block_nobody(ports):
    ports.objects.put(keys.told("0123456789abcdef"), b"not json")
    stranger = tell(
        queue("a calm lake", "web", NOON, ports)[0], interpret("a lake", Snapshot()), NOON, ports
    )
    ports.objects.put(keys.told("0" * 16), stranger.model_dump_json().encode())
    ports.objects.put(keys.linguistic("bad"), b"[]")
    catch_up(ports, ports.tables())
    catch_up(ports, ports.tables())
    names = sorted(key.removeprefix("deadletters/") for key in below(ports, "deadletters/"))
    assert names == [
        "linguistic-bad.json", f"told-{'0' * 16}.json", "told-0123456789abcdef.json"
    ]  # fmt: skip
    rows = ports.tables().query(Statement("select id from interpretations"))
    assert rows == [{"id": stranger.id}]
    assert [batch.split("/")[1] for batch in below(ports, "linguistic/heard")] == [
        f"heard-{stranger.id}.json"
    ]


def test_a_run_prompt_item_must_be_its_own(ports):
    with pytest.raises(RecordRefused, match="another prompt"):
        read(ports, Item(id="0" * 16, prompt="a calm lake"))
