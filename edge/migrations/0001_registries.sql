-- Folds of the run records. Every row can be rebuilt by replaying records/.
-- Rules for these files: no triggers, no views, no begin; statements end with a semicolon.

create table if not exists entries (
    registry text not null,
    category text not null,
    key text not null,
    name text not null,
    value text not null,
    depth text not null,
    count integer not null,
    good integer not null,
    first_run text not null,
    last_run text not null,
    primary key (registry, category, key)
) strict, without rowid;

create unique index if not exists entries_name on entries (registry, name);

create table if not exists runs (
    run_id text primary key,
    started_at text not null,
    workflow_type text not null,
    prompt text not null,
    prompt_source text not null,
    seed integer not null,
    spec_sha256 text not null,
    video_key text not null,
    good integer not null,
    reasons text not null
) strict, without rowid;

create index if not exists runs_started on runs (started_at);

create table if not exists applied_runs (
    run_id text primary key,
    sha256 text not null,
    entries integer not null
) strict, without rowid;
