-- The orders in which people page through a category are asked for where tables lie on a disk of the
-- studio's own: see shared/kinora/registry/page_indexes.py. At the edge every index is billed at
-- every write.

drop index if exists entries_count;
drop index if exists entries_category_name;
drop index if exists entries_first;
drop index if exists entries_weight;
