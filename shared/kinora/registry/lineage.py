"""Lineage: which runs or contributions an entry came from, and which specs used it."""

from __future__ import annotations

from kinora.model.statement import Statement

_ENTRY = "e.registry, e.category, e.key, e.name, e.value, e.depth, e.count, e.runs, e.good"
_BY_KEY = f"""
select {_ENTRY}, e.first_run, e.last_run from totals as t
cross join entries as e on e.registry = t.registry and e.category = t.category and e.key = ?
where t.category = ?
"""
_BY_NAME = f"""
select {_ENTRY}, e.first_run, e.last_run from entries as e
where e.registry in ('static', 'dynamic', 'narrative') and e.name = ?
    and e.category = coalesce(?, e.category)
order by e.registry, e.category, e.key
"""
_RUNS = """
select r.run_id, r.started_at, r.prompt, r.video_key, r.measured, r.reasons, r.good, (
    select k.rating from ratings as k where k.run_id = r.run_id
    order by k.rated_at desc, k.rating desc limit 1
) as rating
from json_each(?) as p cross join runs as r on r.run_id = p.value order by r.run_id
"""
_CONTRIBUTIONS = """
select c.id as contribution, c.job_id, c.at
from json_each(?) as p cross join contributions as c on c.id = p.value order by c.id
"""
_USES = """
select u.run_id, group_concat(u.used_for, ', ') as used_for, r.prompt, r.video_key, r.good
from uses as u cross join runs as r on r.run_id = u.run_id
where u.registry = ? and u.category = ? and u.key = ?
group by u.run_id order by u.run_id desc limit ?
"""
_USED = """
select count(distinct u.run_id) as specs from uses as u
where u.registry = ? and u.category = ? and u.key = ?
"""


def by_key(category: str, key: str) -> Statement:
    """The entry of a category with that key."""
    return Statement(_BY_KEY, (key, category))


def by_name(name: str, category: str | None) -> Statement:
    """Entries of that exact name: at most one a registry; in one category, or in all (None)."""
    return Statement(_BY_NAME, (name, category))


def runs(run_ids: str) -> Statement:
    """Runs with their verdicts and newest rating; ``run_ids`` is a JSON list."""
    return Statement(_RUNS, (run_ids,))


def contributions(ids: str) -> Statement:
    """Who contributed: id, job and time; ``ids`` is a JSON list."""
    return Statement(_CONTRIBUTIONS, (ids,))


def uses(registry: str, category: str, key: str, limit: int) -> list[Statement]:
    """The newest specs that used an entry, and how many there are in all."""
    entry = (registry, category, key)
    return [Statement(_USES, (*entry, limit)), Statement(_USED, entry)]
