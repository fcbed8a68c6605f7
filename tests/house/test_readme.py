"""What the README says to type exists."""

import re
from pathlib import Path

import typer.main

from kinora.cli.main import app

README = Path("README.md").read_text()


def test_every_command_named_exists():
    root = typer.main.get_command(app)
    named = set(
        re.findall(r"kinora ([a-z]+(?:-[a-z]+)?)\b(?: (list|show|redrive|resume))?", README)
    )
    groups = {name: getattr(command, "commands", {}) for name, command in root.commands.items()}
    for command, sub in named:
        if command in {"is", "for"}:
            continue
        assert command in groups, command
        if sub and groups[command]:
            assert sub in groups[command], (command, sub)
    assert {command for command, _ in named} >= set(groups)


def test_every_file_and_folder_named_exists():
    for path in re.findall(r"`((?:shared|functions|statemachines|docs)/[\w./-]*)`", README):
        assert Path(path).exists(), path
    for path in re.findall(r"\]\(([\w./-]+)\)", README):
        assert Path(path).exists(), path


def test_every_make_target_named_exists():
    targets = set(re.findall(r"^([\w-]+):", Path("Makefile").read_text(), re.MULTILINE))
    for page in ("README.md", "CONTRIBUTING.md"):
        assert (
            set(re.findall(r"(?:^ +|`)make ([a-z-]+)", Path(page).read_text(), re.MULTILINE))
            <= targets
        )
