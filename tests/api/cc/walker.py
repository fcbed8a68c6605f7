"""A person at a run of the pet video workflow, who knows nothing but the HTTP API."""

from __future__ import annotations

from tests.api.studio import lasting

MAKES = {
    "generate_and_select_images": {"count": 2},
    "generate_and_select_videos": {},
    "generate_and_select_music": {},
}
"""The questions in which something is made, and what is asked for."""


class Walker:
    """One run; answers its questions as they come."""

    def __init__(self, studio, **wanted):
        self.studio, self.client = studio, studio.client
        made = self.client.post("/cc/runs", json={"seed": 20, **wanted})
        assert made.status_code == 201, made.text
        self.run_id = made.json()["run_id"]
        self.passed = []
        """The modules that were asked, in order."""

    @property
    def at(self):
        return f"/cc/runs/{self.run_id}"

    def get(self, path="", **query):
        answer = self.client.get(f"{self.at}{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path, body=None):
        """The answer to a request, whatever it is."""
        return self.client.post(f"{self.at}{path}", json={} if body is None else body)

    def done(self, path, body=None):
        """What is told of a request that succeeds."""
        answer = self.post(path, body)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def events(self):
        """All events of the run, page by page."""
        found = []
        while True:
            page = self.get("/events", after=len(found), limit=100)
            found += page["events"]
            if len(found) == page["last"]:
                return found

    def asked(self, module=None):
        """The open question, once there is one."""

        def open_question():
            run = self.get()
            if run["status"] == "waiting" and module in {None, run["module"]}:
                question = self.get(f"/interactions/{run['interaction_id']}")
                if question["status"] == "open":
                    assert question["display"]["interaction_type"] != "recovery", question
                    return question
            assert run["status"] in {"working", "waiting"}, (run["status"], module)
            return None

        return lasting(open_question)

    def path(self, question, end):
        return f"/interactions/{question['interaction_id']}/{end}"

    def answer(self, module, option="continue", feedback=None, **answer):
        """Answer a module's question, and note that it was there."""
        question = self.asked(module)
        said = {"option": option, "answer": answer, "revision": question["revision"]}
        told = self.done(self.path(question, "respond"), {**said, "feedback": feedback})
        assert told["status"] == "answered"
        self.passed.append(module)
        return told

    def generate(self, question, **wanted):
        """What a job makes for a question; the job, once it has ended."""
        job = self.done(self.path(question, "sub-action"), wanted)
        return self.ended(job)

    def upload(self, question, content, kind="application/octet-stream"):
        """The answer to a picture that is brought."""
        path = f"{self.at}{self.path(question, 'upload')}"
        return self.client.post(path, content=content, headers={"content-type": kind})

    def ended(self, job):
        """A media job, once it has ended."""

        def found():
            jobs = self.get("/jobs", interaction=job["interaction_id"])["jobs"]
            (mine,) = [each for each in jobs if each["job_id"] == job["job_id"]]
            return mine if mine["status"] not in {"queued", "running"} else None

        return lasting(found)

    def bring(self, question, *pictures):
        """Pictures of one's own, looked at and ready to be chosen; their contents."""
        brought = []
        for content in pictures:
            told = self.upload(question, content)
            assert told.status_code == 201, told.text
            job = self.ended(told.json())
            assert job["status"] == "completed", job
            brought += job["contents"]
        return brought

    def choose(self, module, number=0, **wanted):
        """Have something made, unless there is something, and choose it; its content."""
        question = self.asked(module)
        if not question["contents"]:
            job = self.generate(question, **{**MAKES[module], **wanted})
            assert job["status"] == "completed", job
            question = self.asked(module)
        content = question["contents"][number]
        self.answer(module, selected_content_id=content["content_id"])
        return content

    def simply(self, question):
        """Answer a question as somebody does who takes what comes first."""
        module = question["module"]
        if module in MAKES:
            return self.choose(module)
        return self.answer(module, **first_of(question))

    def until(self, module):
        """Answer everything up to a module's question; that question."""
        while (question := self.asked())["module"] != module:
            self.simply(question)
        return question

    def finish(self):
        """Answer everything up to the end; the run."""
        while self.standing() == "waiting":
            self.simply(self.asked())
        run = self.get()
        assert run["status"] == "completed", run
        return run

    def standing(self):
        """How the run stands when it works no more."""
        at_rest = {"waiting", "completed", "failed", "cancelled"}
        return lasting(lambda: status if (status := self.get()["status"]) in at_rest else None)


def refused(walker, status, ask, told=""):
    """An answer that refuses, in the form of all refusals, and by which nothing was stored."""
    before = len(walker.events())
    answer = ask()
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error", "details"}
    assert told in answer.json()["details"], answer.text
    assert len(walker.events()) == before
    return answer.json()


def first_of(question):
    """The first answer that a question allows; of lengths that is the shortest."""
    display = question["display"]
    kind = display["interaction_type"]
    if kind == "user.text_input":
        return {"value": "She is called Miso"}
    if kind == "user.form":
        return {"form_data": {}}
    if kind == "io.client_write":
        return {"confirmed": True}
    if display["mode"] == "review":
        return {}
    return {"selected_indices": display["choices"][: max(display["min_selections"], 1)]}
