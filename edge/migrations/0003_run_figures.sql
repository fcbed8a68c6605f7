-- What a run shows in figures: motion, brightness and palette, and how many entries it saw. The
-- tables are folds, so they are emptied and filled again from records/ and ratings/.

delete from entries;
delete from totals;
delete from uses;
delete from ratings;
delete from runs;

alter table runs add column entries integer not null default 0;
alter table runs add column motion real;
alter table runs add column brightness real;
alter table runs add column palette text;
