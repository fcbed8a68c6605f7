"""The tree is the architecture: names that say nothing and files that do too much are refused."""

import ast
import re
from pathlib import Path

import pytest

SOURCES = sorted(Path("shared/kinora").rglob("*.py")) + sorted(Path("functions").rglob("*.py"))
BANNED = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
MOST_LINES, MOST_FUNCTION_LINES = 400, 60


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_file_is_one_idea(path):
    assert not BANNED & {part.removesuffix(".py") for part in path.parts}
    text = path.read_text()
    assert len(text.splitlines()) <= MOST_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert node.end_lineno - node.lineno < MOST_FUNCTION_LINES, node.name


def words(path):
    """The names in a file: to take it apart for one that is not there would be in vain."""
    return set(re.findall(r"\w+", path.read_text()))


def test_only_settings_reads_the_environment():
    named = (path for path in SOURCES if {"environ", "getenv"} & words(path))
    readers = {
        str(path)
        for path in named
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert readers <= {"shared/kinora/settings.py", "shared/kinora/local/worker_process.py"}


def test_handlers_are_a_few_lines():
    for path in Path("functions").rglob("handler.py"):
        assert len(path.read_text().splitlines()) <= 15, path
