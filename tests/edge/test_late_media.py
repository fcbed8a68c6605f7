"""Videos of runs that the edge hears of late, since it was down for days or they came late."""

import random
from datetime import date

from kinora.edge.drain import drain
from kinora.model.statement import Statement
from tests.edge.logs import write_runs
from tests.edge.runs import runs

AFTER = date(2026, 1, 9)
PUBLISHED = Statement("select count(video) as n from media")


def test_videos_from_days_ago_are_published_and_all_are_looked_at_once_a_day(stage, far):
    first, late = runs(2, random.Random(1), days=2)
    write_runs(stage, [first])
    done = drain(stage, far.ordinary, AFTER)
    assert (done.applied["records"], done.media) == (1, 1)
    write_runs(stage, [late])
    drain(stage, far.ordinary)  # somebody who asks for all brings the record
    far.admin.tables.batch([Statement("delete from media")])
    assert drain(stage, far.ordinary, AFTER).media == 0
    assert drain(stage, far.ordinary, AFTER.replace(day=10)).media == 2
    assert far.admin.tables.query(PUBLISHED) == [{"n": 2}]
    assert drain(stage, far.ordinary, AFTER.replace(day=10)).idle
