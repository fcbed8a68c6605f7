"""Poll: how far a media job is, and what it made."""

from kinora.cc.jobs.work import Work, poll
from kinora.lambda_task import cc_task

handler = cc_task(Work, poll)
