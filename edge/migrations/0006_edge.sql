-- What a drainer remembers beside the folds. None of it is part of what verify compares.

-- The day on which all of a log was last listed; between such days only its latest days are.
create table if not exists walks (
    log text primary key,
    day text not null
) strict, without rowid;

-- Archives of which every record is applied.
create table if not exists archives (
    name text primary key
) strict, without rowid;

-- Which version of each published value is the newest; it only rises.
create table if not exists published (
    name text primary key,
    version integer not null
) strict, without rowid;

-- Under which names a run's video and poster are published; null where the run's object is gone.
create table if not exists media (
    run_id text primary key,
    video text,
    poster text
) strict, without rowid;
