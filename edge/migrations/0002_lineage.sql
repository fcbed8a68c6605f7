-- Lineage, ratings and totals. The tables are folds, so they are made anew and filled from records/
-- and ratings/. Rules for these files: no triggers, no views, no begin; statements end with a
-- semicolon.

drop table if exists entries;
drop table if exists runs;
drop table if exists applied_runs;

-- runs and good count runs and observations: see shared/kinora/registry/fold.py.
create table entries (
    registry text not null,
    category text not null,
    key text not null,
    name text not null,
    value text not null,
    depth text not null,
    spread integer not null,
    count integer not null,
    runs integer not null,
    good integer not null,
    first_run text not null,
    last_run text not null,
    primary key (registry, category, key)
) strict, without rowid;

create unique index entries_name on entries (registry, name);
create index entries_best on entries (registry, category, good desc, count desc) where runs > 1;
create index entries_newest on entries (registry, category, first_run desc) where runs = 1;
create index entries_spread on entries (registry, category, spread);

-- One row a category, one a workflow type (registry runs) and one a rating (registry ratings), so
-- that nothing ever counts a table that grows.
create table totals (
    registry text not null,
    category text not null,
    entries integer not null,
    seen integer not null,
    good integer not null,
    primary key (registry, category)
) strict, without rowid;

create table uses (
    registry text not null,
    category text not null,
    key text not null,
    run_id text not null,
    used_for text not null,
    primary key (registry, category, key, run_id, used_for)
) strict, without rowid;

-- A run's row is also the mark that its record is applied. measured is the verdict of the record,
-- good the one that holds: a person's where there is one.
create table runs (
    run_id text primary key,
    sha256 text not null,
    started_at text not null,
    workflow_type text not null,
    prompt text not null,
    prompt_source text not null,
    seed integer not null,
    spec_sha256 text not null,
    video_key text not null,
    measured integer not null,
    reasons text not null,
    good integer not null
) strict, without rowid;

create index runs_started on runs (started_at);
create index runs_good on runs (run_id) where good = 1;

create table ratings (
    run_id text not null,
    rated_at text not null,
    rating integer not null,
    primary key (run_id, rated_at, rating)
) strict, without rowid;

-- Records that a version refused, so that it does not read them again; format is what it reads.
create table set_aside (
    run_id text primary key,
    format integer not null,
    reason text not null
) strict, without rowid;

create table primitives (
    registry text not null,
    category text not null,
    name text not null,
    value text not null,
    primary key (registry, category, name)
) strict, without rowid;
