"""Admit: an uploaded video is checked and becomes the run's."""

from kinora.lambda_task import task
from kinora.loop.admit import Admit, admit

handler = task(Admit, admit)
