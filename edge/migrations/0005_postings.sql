-- What comes from outside: contributions to the registries, accounts of other programs' runs, and
-- events. Folds of contributions/, learning/ and events/. A row is also the mark that its object is
-- applied: whoever empties entries and totals must empty contributions with them.

create table if not exists contributions (
    id text primary key,
    sha256 text not null,
    at text not null,
    job_id text,
    entries integer not null
) strict, without rowid;

create index if not exists contributions_at on contributions (at);

-- motion, brightness and palette are null where the account does not tell them.
create table if not exists learning (
    id text primary key,
    sha256 text not null,
    at text not null,
    job_id text not null,
    prompt text not null,
    spec text not null,
    analysis text not null,
    motion real,
    brightness real,
    palette text
) strict, without rowid;

create index if not exists learning_at on learning (at);

create table if not exists events (
    id text primary key,
    sha256 text not null,
    at text not null,
    type text not null,
    job_id text,
    payload text not null
) strict, without rowid;

create index if not exists events_type on events (type);
create index if not exists events_job on events (job_id) where job_id is not null;

-- The orders in which people page through a category; the rank of the last is the weight that
-- shared/kinora/registry/knowledge.py gives.
create index if not exists entries_count on entries (registry, category, count desc);
create index if not exists entries_category_name on entries (registry, category, name);
create index if not exists entries_first on entries (registry, category, first_run desc);
create index if not exists entries_weight
    on entries (registry, category, log2(1 + count) * (1.0 + 1.0 * good / count) desc);
