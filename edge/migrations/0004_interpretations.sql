-- Interpretations and the linguistic registry: folds of interpretations/told/ and linguistic/. Rules
-- for these files: no triggers, no views, no begin; statements end with a semicolon.

create table interpretations (
    id text primary key,
    prompt text not null,
    source text not null,
    asked_at text not null,
    told_at text not null,
    instruction text not null
) strict, without rowid;

create index interpretations_newest on interpretations (told_at desc, id)
where source <> 'backfill';

-- usable: interpretation takes the mapping. rank sorts the batches that decide canonical and
-- variant_type: what was posted above what was heard, then by time, then by batch.
create table linguistic (
    domain text not null,
    span text not null,
    canonical text not null,
    variant_type text not null,
    count integer not null,
    usable integer not null,
    rank text not null,
    updated_at text not null,
    primary key (domain, span)
) strict, without rowid;

create index linguistic_usable on linguistic (count desc, domain, span) where usable = 1;

create table linguistic_batches (
    id text primary key
) strict, without rowid;

-- How many of each are folded, so that nothing ever counts a table that grows.
create table folded (
    kind text primary key,
    number integer not null
) strict, without rowid;
