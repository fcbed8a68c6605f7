"""Runs as long use leaves them: a hundred or so observations each, and most of them seen before."""

from kinora.loop import keys
from kinora.model.record import RunFigures
from kinora.model.spec import Learned
from kinora.model.taxonomy import WorkflowType
from tests.registry.histories import observation, record

CATEGORIES = {
    "static": ("color", "light", "texture", "composition", "sound"),
    "dynamic": ("motion", "time", "gradient", "camera", "transition", "tempo", "learned_colors"),
    "narrative": ("genre", "mood", "themes", "settings", "style"),
}
PLACES = [(registry, category) for registry, found in CATEGORIES.items() for category in found]
TYPES = tuple(WorkflowType)
FEWEST, MOST = 60, 150
SEEN_OFTEN = 1.1
"""The exponent of the ranks: the greater, the more a run shares with others."""
_CELLS = 100_000


def runs(count, chance, days=3):
    """That many records, each of another run, spread over so many days."""
    return [run(number, chance, 1 + number * days // count) for number in range(count)]


def run(number, chance, day=1, most=MOST):
    """One record; the number makes its id."""
    month, day = 1 + (day - 1) // 28, 1 + (day - 1) % 28
    kind = chance.choice(TYPES)
    seconds = number % 86_400
    clock = f"{seconds // 3600:02d}{seconds // 60 % 60:02d}{seconds % 60:02d}"
    date = f"2026{month:02d}{day:02d}"
    run_id = f"{date}T{clock}Z-{kind}-{number:06x}"
    wanted, cells = chance.randint(min(FEWEST, most), most), set()
    while len(cells) < wanted:
        cells.add(_cell(chance))
    found = [_seen(*PLACES[place], cell, chance) for place, cell in sorted(cells)]
    base = record(number % 100, found, good=chance.random() < 0.5)
    return base.model_copy(
        update={
            "run_id": run_id,
            "started_at": f"2026-{month:02d}-{day:02d}T{clock[:2]}:{clock[2:4]}:{clock[4:]}.5Z",
            "workflow_type": kind,
            "prompt": f"a lake at dawn, number {number % 997}",
            "video": base.video.model_copy(update={"key": keys.video(run_id)}),
            "learned": tuple(_learned(each) for each in found[::40]),
            "figures": RunFigures(
                motion=round(chance.random(), 4),
                brightness=round(chance.random(), 4),
                palette=found[0].name,
            ),
        }
    )


def key_of(run):
    return keys.record(run.run_id, run.started_at)


def stored(objects, given):
    """Put records into a log."""
    for each in given:
        objects.put(key_of(each), each.canonical())


def _cell(chance):
    rank = int(chance.paretovariate(SEEN_OFTEN - 0.5))
    return chance.randrange(len(PLACES)), rank % _CELLS


def _seen(registry, category, cell, chance):
    name = f"{registry.title()} {category.title().replace('_', ' ')} " + _letters(cell)
    # What a word is made of depends on its company: of several breakdowns one must hold.
    depth = {"gentle": round(chance.random(), 2)} if registry == "narrative" else {"gentle": 1.0}
    found = observation(
        f"{cell:05d}", chance.randrange(1, 40), name, category,
        {"level": round(cell / _CELLS, 5), "index": cell}, registry,
    )  # fmt: skip
    return found.model_copy(update={"depth": depth})


def _learned(entry):
    return Learned(
        registry=entry.registry, category=entry.category, key=entry.key, name=entry.name,
        used_for="palette",
    )  # fmt: skip


def _letters(number):
    digits = f"{number:05d}"
    return "".join("abcdefghij"[int(digit)] for digit in digits).title()
