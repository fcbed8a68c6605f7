from collections import Counter
from itertools import combinations, pairwise

from kinora.language.interpret import interpret
from kinora.language.prompts import NEAR, content_words, generate, similarity
from kinora.model.knowledge import Entry, Snapshot

NOTHING = Snapshot()


def sequence(count, knowledge=NOTHING):
    made = []
    for seed in range(count):
        made.append(generate(knowledge, seed, made[-60:]))
    return made


def test_pure():
    assert generate(Snapshot(), 7) == generate(Snapshot(), 7)


def test_never_a_near_repeat():
    words = [content_words(prompt) for prompt in sequence(80)]
    for index, one in enumerate(words):
        assert all(similarity(one, other) < NEAR for other in words[max(0, index - 60) : index])


def test_varied():
    read = [interpret(prompt, Snapshot()) for prompt in sequence(150)]
    for field in ("place", "time_of_day", "weather"):
        found = Counter(getattr(instruction, field) for instruction in read)
        unsaid = found.pop(None, 0)
        assert not unsaid or field == "weather"
        assert max(found.values()) < 0.4 * len(read)


def test_grammatical():
    for prompt in sequence(150):
        words = prompt.lower().replace(",", "").split()
        assert prompt[0].isupper()
        assert "  " not in prompt
        assert "{" not in prompt
        for article, noun in pairwise(words):
            if article in {"a", "an"}:
                assert (article == "an") == (noun[0] in "aeiou"), prompt
        for clause in prompt.lower().split(", "):
            assert not any(one == other for one, other in pairwise(clause.split())), prompt


def test_every_prompt_is_understood():
    for prompt in sequence(150):
        instruction = interpret(prompt, Snapshot())
        assert instruction.place is not None
        assert len(instruction.themes) <= 6, (prompt, instruction.themes)


def test_learned_colours_come_in():
    entry = Entry(
        registry="static", category="static_colors", key="1", name="Quiet Harbor Teal",
        value={"colour": "#126b70"}, count=3, weight=1.0,
    )  # fmt: skip
    knowledge = Snapshot(entries=(entry,))
    using = [prompt for prompt in sequence(60, knowledge) if "Quiet Harbor Teal" in prompt]
    assert using
    assert "#126b70" in interpret(using[0], knowledge).colours


def test_exhausted_variety_still_gives_the_farthest():
    made = [generate(Snapshot(), 1)] * 3
    assert generate(Snapshot(), 1, made) not in made


def test_pairs_are_mostly_far_apart():
    words = [content_words(prompt) for prompt in sequence(60)]
    near = sum(similarity(a, b) > 0.4 for a, b in combinations(words, 2))
    assert near < 0.02 * 60 * 59 / 2
