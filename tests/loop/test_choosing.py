"""Which prompt a run takes: by workflow type, over thousands of draws; and decided once."""

import json
from collections import Counter
from math import sqrt

import pytest

from kinora.loop import keys
from kinora.loop.pick import (
    BARREN_RATIO,
    INTERPRETED_SHARE,
    RECENT,
    REPETITIVE_RATIO,
    PickPrompt,
    choose,
    exploit_ratio,
    pick,
)
from kinora.model.errors import ObjectConflict
from kinora.model.knowledge import InterpretedPrompt, LoopState, Snapshot
from kinora.model.loop_config import LoopChange, LoopConfig, LoopSettings, Workflow
from kinora.model.run import Decision, RunRequest

GOOD = tuple(f"a good lake number {n}" for n in range(300))
RECENT_PROMPTS = (*(f"a recent sea {n}" for n in range(140)), *GOOD[:40])
QUEUED = tuple(
    InterpretedPrompt(prompt=prompt, id=f"{number:016x}")
    for number, prompt in enumerate(
        [*(f"a queued forest {n}" for n in range(12)), "a recent sea 3"]
    )
)
KNOWN = Snapshot(
    loop=LoopState(run_count=200, good_prompts=GOOD, recent_prompts=RECENT_PROMPTS),
    interpreted=QUEUED,
)
DRAWS = 4_000


def draws(workflow, knowledge=KNOWN, ratio=0.7, count=DRAWS):
    request = RunRequest(workflow_type=workflow)
    return [
        choose(request, LoopSettings(exploit_ratio=ratio), knowledge, seed) for seed in range(count)
    ]


def expect(share, expected, count):
    """Within four standard deviations of the binomial: one run in 16,000 would lie outside."""
    assert share == pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / count))


@pytest.mark.parametrize("workflow", ["explorer", "web"])
def test_exploring_always_makes_a_new_prompt(workflow):
    choices = draws(workflow, count=250)
    stored = {*GOOD, *RECENT_PROMPTS, *(one.prompt for one in QUEUED)}
    assert {choice.source for choice in choices} == {"generated"}
    assert not {choice.prompt for choice in choices} & stored


@pytest.mark.parametrize("field", ["good_prompts", "recent_prompts", "interpreted"])
def test_a_new_prompt_never_equals_a_stored_one(field):
    request = RunRequest(workflow_type="explorer")
    for seed in range(40):
        first = choose(request, LoopSettings(), Snapshot(), seed).prompt
        if field == "interpreted":
            known = Snapshot(interpreted=(InterpretedPrompt(prompt=first, id="0" * 16),))
        else:
            known = Snapshot(loop=LoopState(**{field: (first,)}))
        again = choose(request, LoopSettings(), known, seed)
        assert again.source == "generated"
        assert again.prompt != first


def test_an_exploiter_takes_good_ones_that_are_not_recent():
    choices = draws("exploiter")
    assert {choice.source for choice in choices} == {"good"}
    taken = {choice.prompt for choice in choices}
    assert taken == set(GOOD) - set(RECENT_PROMPTS[:RECENT])
    assert GOOD[12] in taken, "used 153 runs ago: no longer recent"


def test_an_exploiter_takes_a_good_one_though_all_are_recent():
    good = tuple(f"good {n}" for n in range(10))
    known = Snapshot(loop=LoopState(good_prompts=good, recent_prompts=good))
    choices = draws("exploiter", known, count=500)
    assert {choice.source for choice in choices} == {"good"}
    assert {choice.prompt for choice in choices} == set(good[5:]), "those that rested longest"


def test_without_a_good_prompt_there_is_a_new_one_and_it_says_so():
    known = KNOWN.model_copy(update={"loop": LoopState(recent_prompts=RECENT_PROMPTS)})
    for choice in draws("exploiter", known, count=100):
        assert choice.source == "generated"
        assert "no prompt has come out well yet" in choice.reason


@pytest.mark.parametrize("ratio", [0.0, 0.2, 0.7, 1.0])
def test_main_keeps_the_ratio_and_the_share_of_queued_prompts(ratio):
    choices = draws("main", ratio=ratio)
    counted = Counter(choice.source for choice in choices)
    expect(counted["good"] / DRAWS, ratio, DRAWS)
    explored = DRAWS - counted["good"]
    if explored:
        expect(counted["interpreted"] / explored, INTERPRETED_SHARE, explored)
    queued = {choice.prompt for choice in choices if choice.source == "interpreted"}
    assert queued <= {one.prompt for one in QUEUED[:-1]}, "one of them is recent"
    if explored > 1_000:
        assert len(queued) == 12
    assert not {c.prompt for c in choices if c.source == "good"} & set(RECENT_PROMPTS[:RECENT])


def test_main_explores_where_nothing_was_queued_or_came_out_well():
    assert {choice.source for choice in draws("main", Snapshot(), count=300)} == {"generated"}
    known = Snapshot(interpreted=QUEUED)
    counted = Counter(choice.source for choice in draws("main", known))
    expect(counted["interpreted"] / DRAWS, INTERPRETED_SHARE, DRAWS)


@pytest.mark.parametrize(
    ("figures", "expected", "said"),
    [
        ({}, 0.7, ""),
        ({"repetition": 0.35, "discovery": 0.2}, 0.7, ""),
        ({"repetition": 0.36}, REPETITIVE_RATIO, "repetition 0.36 is above 0.35"),
        ({"repetition": 0.9, "run_count": 4}, 0.7, ""),
        ({"discovery": 0.19}, BARREN_RATIO, "discovery 0.19 is below 0.2"),
        ({"repetition": 0.5, "discovery": 0.1}, BARREN_RATIO, "and discovery 0.10"),
    ],
)
def test_the_ratio_is_lowered_while_work_repeats_or_finds_little(figures, expected, said):
    loop = LoopState(**{"run_count": 50, "good_prompts": GOOD, **figures})
    ratio, reason = exploit_ratio(0.7, loop)
    assert ratio == expected
    assert said in reason
    assert ("lowered" in reason) == (expected < 0.7)
    choices = draws("main", Snapshot(loop=loop))
    expect(sum(choice.source == "good" for choice in choices) / DRAWS, expected, DRAWS)
    assert all(said in choice.reason for choice in choices)


def test_a_low_ratio_is_left_and_an_exploiter_is_not_guarded():
    loop = LoopState(run_count=50, good_prompts=GOOD, repetition=0.9, discovery=0.0)
    assert exploit_ratio(0.3, loop) == (0.3, "exploit ratio 0.3")
    assert {c.source for c in draws("exploiter", Snapshot(loop=loop), count=200)} == {"good"}


def test_the_same_seed_and_knowledge_choose_the_same():
    assert draws("main", count=30) == draws("main", count=30)


def test_an_older_snapshot_still_reads():
    older = {"format": 2, "version": 3, "loop": {"run_count": 3, "good_count": 1}}
    snapshot = Snapshot.model_validate_json(json.dumps(older))
    assert (snapshot.loop.repetition, snapshot.loop.discovery) == (None, None)
    assert (snapshot.interpreted, snapshot.linguistic) == ((), ())


def event(run_id="r1", **request):
    asked = RunRequest(**request)
    return PickPrompt(run_id=run_id, started_at="2026-01-02T03:04:05.678Z", request=asked)


def test_what_was_picked_lies_beside_the_run_and_is_picked_once(ports):
    first = pick(event(workflow_type="main"), ports)
    assert json.loads(ports.objects.get("runs/r1/run.json")) == first.model_dump(mode="json")
    loop = LoopState(good_prompts=GOOD, recent_prompts=(first.prompt,))
    ports.objects.put(keys.snapshot(7), Snapshot(version=7, loop=loop).model_dump_json().encode())
    ports.objects.put(keys.LOOP_CONFIG, LoopConfig(exploit_ratio=1.0).model_dump_json().encode())
    assert pick(event(workflow_type="main"), ports) == first
    assert pick(event("r2", workflow_type="main"), ports).snapshot == keys.snapshot(7)


@pytest.mark.parametrize(
    "other", [{"prompt": "a lake"}, {"seed": 3}, {"workflow_type": "main"}, {"fps": 30}]
)
def test_a_run_id_is_for_one_request(ports, other):
    pick(event(), ports)
    with pytest.raises(ObjectConflict, match="already picked for another request"):
        pick(event(**other), ports)


@pytest.mark.parametrize(
    "config",
    [
        LoopConfig(enabled=False),
        LoopConfig(workflows={Workflow.EXPLORER: LoopChange(enabled=False)}),
    ],
)
def test_a_scheduled_run_of_a_paused_loop_is_skipped(ports, config):
    ports.objects.put(keys.LOOP_CONFIG, config.model_dump_json().encode())
    tick = "2026-01-02T03:04:00Z"
    picked = pick(event("r1", scheduled_at=tick), ports)
    assert (picked.decision, picked.prompt) == (Decision.SKIP, "")
    assert picked.reason.startswith("skipped: the explorer loop was paused")
    ports.objects.put(keys.LOOP_CONFIG, LoopConfig().model_dump_json().encode())
    assert pick(event("r1", scheduled_at=tick), ports) == picked, "decided once"
    assert pick(event("r2", scheduled_at=tick), ports).decision is Decision.RUN


@pytest.mark.parametrize("request_fields", [{}, {"prompt": "a lake"}, {"workflow_type": "web"}])
def test_a_run_that_somebody_asked_for_is_never_skipped(ports, request_fields):
    ports.objects.put(keys.LOOP_CONFIG, LoopConfig(enabled=False).model_dump_json().encode())
    picked = pick(event(**request_fields), ports)
    assert picked.decision is Decision.RUN
    assert picked.prompt


def test_only_the_paused_loop_is_skipped(ports):
    config = LoopConfig(workflows={Workflow.MAIN: LoopChange(enabled=False)})
    ports.objects.put(keys.LOOP_CONFIG, config.model_dump_json().encode())
    decisions = {
        kind: pick(event(kind, workflow_type=kind, scheduled_at="t"), ports).decision
        for kind in ("explorer", "exploiter", "main")
    }
    assert decisions == {"explorer": "run", "exploiter": "run", "main": "skip"}
