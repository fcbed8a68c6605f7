"""How runs and questions look in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from kinora.cc.run.choosing import choosable
from kinora.cc.run.course import Touched
from kinora.cc.run.listing import RunLine, line_of
from kinora.cc.run.records import Interaction, Job
from kinora.cc.run.story import Story
from kinora.cli.bars import bar
from kinora.cli.cc_office import Office
from kinora.cli.tables import console, table

_LONGEST = 300
_NAMES = ("label", "title", "name", "element", "set_id")
_MORE = ("description", "hook", "motion_type", "set_description")


def print_inbox(lines: Sequence[RunLine]) -> None:
    """The open questions."""
    out = console()
    if not lines:
        out.print("nothing waits for you; begin with: kinora cc new")
        return
    shown = table("run", "title", "step", "question", "since", "until", "reminders")
    for line in lines:
        asked = (line.asked_at or "")[:16], (line.deadline or "")[:16]
        words = (line.step or "", (line.module or "").replace("_", " "))
        shown.add_row(line.run_id, escape(line.title), *words, *asked, str(line.reminders))
    out.print(shown)


def print_run(here: Office, story: Story) -> None:
    """A run and its open question."""
    out, line = console(), line_of(story, here.runs.workflow(story))
    done = bar(line.done / line.modules) if line.modules else ""
    money = f"{line.spent_usd:.2f} of {line.budget_usd:.2f} USD"
    out.print(f"[bold]{line.run_id}[/]  {escape(line.title)}")
    out.print(f"  {line.status}  {done} {line.done}/{line.modules}  branch {line.branch}  {money}")
    for branch in story.branches.values():
        if branch.id != story.branch:
            said = f", {branch.reason} to {branch.target}" if branch.target else ""
            out.print(f"  left: {branch.id}{said}", style="dim")
    if story.line.failed is not None:
        out.print(f"  failed: {escape(str(story.line.failed.get('details', '')))}")
    _print_made(here, story, out)
    asked = story.open_interaction
    if asked is not None:
        _print_question(here, story, asked, out)


def print_plan(touched: Sequence[Touched]) -> None:
    """What a jump changes."""
    shown = table("module", "becomes", "because of")
    for each in touched:
        shown.add_row(each.module, str(each.fate), ", ".join(each.because))
    console().print(shown)


def print_jobs(here: Office, jobs: Sequence[Job]) -> None:
    """What jobs made, with the files."""
    out = console()
    for job in jobs:
        for content in job.contents:
            out.print(f"  {content['content_id']}  {here.place(content)}", soft_wrap=True)


def _print_made(here: Office, story: Story, out: Console) -> None:
    for key in ("final_video", "final_cover"):
        content = story.line.state.get(key)
        if isinstance(content, Mapping):
            name = key.removeprefix("final_")
            out.print(f"  {name}: {here.place(content)}", soft_wrap=True)


def _print_question(here: Office, story: Story, asked: Interaction, out: Console) -> None:
    display = asked.display
    out.print()
    out.print(f"[bold]{escape(str(display.get('title', '')))}[/]  until {asked.deadline[:16]}")
    if asked.recovery:
        out.print(f"  {escape(str(display['problem'].get('details', '')))}")
    for number, path in enumerate(display.get("choices", ()), 1):
        out.print(f"  {number:2}  {escape(_label(display['data'], path))}")
    for name, field in (display.get("schema") or {}).get("properties", {}).items():
        if display["interaction_type"] == "user.form":
            default = display["data"].get(name)
            out.print(f"  {name} = {default}   {escape(str(field.get('title', '')))}")
    if display["interaction_type"] == "media.generate":
        out.print(f"  prompts: {', '.join(display['data'])}")
        for number, content in enumerate(choosable(story, asked).values(), 1):
            where = here.place(content)
            out.print(f"  {number:2}  {content['content_id']}  {where}", soft_wrap=True)
    if display["interaction_type"] == "io.client_write":
        out.print(escape(str(display["content"])), style="dim")
    for option in display["options"]:
        if option["mode"] != "continue":
            letter = option.get("shortcut") or " "
            out.print(f"  {letter}   {option['id']}: {escape(option['label'])}", style="dim")


def _label(data: Any, path: Any) -> str:
    """An item in a line: what it is called, and what else it says of itself."""
    for part in path if isinstance(path, list) else [path]:
        data = data[part]
    if not isinstance(data, Mapping):
        return str(data)[:_LONGEST]
    name = next((data[key] for key in _NAMES if key in data), "")
    more = next((data[key] for key in _MORE if key in data), "")
    said = [sentence for part in data.get("paragraphs", ()) for sentence in part["sentences"]]
    whole = " / ".join(filter(None, (str(more), *said)))
    return f"{name}: {whole}"[:_LONGEST] if whole else f"{name or dict(data)}"[:_LONGEST]
