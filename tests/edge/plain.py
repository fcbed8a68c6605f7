"""The fold once more, in plain Python over plain dictionaries: what the tables must say."""

import json
from collections import defaultdict

from kinora.model.statement import Statement

ENTRIES = "count runs good first_run last_run depth name".split()


def plain_fold(records, ratings=()):
    """Entries, totals and runs, each by its key, of these records in whatever order."""
    newest = {}
    for rating in ratings:
        told = (rating.rated_at, rating.rating)
        newest[rating.run_id] = max(told, newest.get(rating.run_id, told))
    entries, totals, runs = {}, defaultdict(lambda: [0, 0, 0]), {}
    for record in records:
        verdict = newest.get(record.run_id)
        good = record.outcome.good if verdict is None else verdict[1] == 2
        runs[record.run_id] = (int(good), len(record.observations))
        _add(totals["runs", record.workflow_type], 1, 1, good)
        for seen in record.observations:
            place = (seen.registry, seen.category)
            depth = json.dumps(seen.depth, separators=(",", ":"))
            new = (seen.count, 1, seen.count * good, record.run_id, record.run_id, depth, seen.name)
            _add(totals[place], (*place, seen.key) not in entries, seen.count, seen.count * good)
            old = entries.get((*place, seen.key))
            entries[*place, seen.key] = new if old is None else _together(old, new)
    for rating in ratings:
        _add(totals["ratings", str(rating.rating)], 1, 1, rating.rating == 2)
    return {"entries": entries, "totals": {k: tuple(v) for k, v in totals.items()}, "runs": runs}


def folded(tables):
    """The same from a store's tables."""
    columns = ", ".join(ENTRIES)
    found = {"entries": {}, "totals": {}, "runs": {}}
    for row in _pages(tables, f"select registry, category, key, {columns} from entries"):
        values = list(row.values())
        found["entries"][tuple(values[:3])] = tuple(values[3:])
    for row in _pages(tables, "select * from totals where registry <> 'primitives'"):
        found["totals"][row["registry"], row["category"]] = (
            row["entries"], row["seen"], row["good"],
        )  # fmt: skip
    for row in _pages(tables, "select run_id, good, entries from runs"):
        found["runs"][row["run_id"]] = (row["good"], row["entries"])
    return found


def twice_named(tables):
    """Names that two entries of one registry have."""
    text = "select registry, name from entries group by 1, 2 having count(*) > 1"
    return tables.query(Statement(text))


def _pages(tables, text, size=5_000):
    begin = 0
    while rows := tables.query(Statement(f"{text} limit ? offset ?", (size, begin))):
        yield from rows
        begin += size


def _add(total, entries, seen, good):
    for index, number in enumerate((entries, seen, good)):
        total[index] += int(number)


def _together(old, new):
    count, runs, good = (a + b for a, b in zip(old[:3], new[:3], strict=True))
    first, last = min(old[3], new[3]), max(old[4], new[4])
    return (count, runs, good, first, last, min(old[5], new[5]), old[6])
