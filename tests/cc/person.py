"""A person at a run: waits for its questions and answers them."""

from __future__ import annotations

from kinora.cc.jobs.request import Generation, request
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.creation import NewRun, create
from kinora.cc.run.records import JobStatus
from tests.cc.greeting_studio import Studio, until


class Person:
    def __init__(self, studio: Studio, **wanted) -> None:
        self.studio, self.runs = studio, studio.new_runs()
        new = NewRun(workflow_id="greeting", seed=7, **wanted)
        number = len(studio.objects.list("cc/list/"))
        self.run_id = create(self.runs, new, f"r{number}", "ann").run_id

    @property
    def story(self):
        return self.runs.story(self.run_id)

    def asked(self, module: str):
        """The open question of a module, once it is there."""

        def found():
            waiting = self.story.open_interaction
            return waiting if waiting and waiting.module == module else None

        return until(found)

    def answer(self, module: str, option: str = "continue", feedback: str | None = None, **answer):
        question = self.asked(module)
        said = Answer(option=option, answer=answer, feedback=feedback)
        return respond(self.runs, self.run_id, question.id, said, "ann")

    def begin(self):
        """Up to the choice of a line."""
        self.answer("select_occasion", selected_indices=[0])
        self.answer("get_name", value="Bo")
        return self.asked("select_line")

    def generate(self, **wanted):
        """Pictures, made; their job."""
        question = self.asked("choose_picture")
        job = request(self.runs, self.run_id, question.id, Generation(**wanted), "ann")
        return until(lambda: self.ended(job.id))

    def ended(self, job_id: str):
        job = self.story.jobs[job_id]
        return job if job.status not in {JobStatus.QUEUED, JobStatus.RUNNING} else None

    def finish(self):
        """From the choice of a line to the end."""
        self.answer("select_line", selected_indices=[1])
        job = self.generate()
        self.answer("choose_picture", selected_content_id=job.contents[0]["content_id"])
        self.answer("keep_card", confirmed=True)
        until(lambda: self.story.status == "completed")
