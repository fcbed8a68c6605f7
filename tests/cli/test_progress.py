"""Who stops reading progress on standard error changes nothing else."""

import os
import subprocess
import sys

import pytest

CHILD = """
import sys
from kinora.cli.progress import console, counting
console.print("begun")
sys.stdin.readline()
{then}
print("done")
"""


@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize(
    "then",
    [
        "console.print('more'); console.print('and more')",
        "console.print('no line end', end='')",
        "console.print('x' * 100_000)",
        "with counting('steps', 3) as step: step()",
    ],
)
def test_a_reader_that_left_changes_no_exit_code(then, buffered):
    inherited = {name: text for name, text in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with subprocess.Popen(
        [sys.executable, "-c", CHILD.format(then=then)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=inherited if buffered else {**inherited, "PYTHONUNBUFFERED": "1"},
        text=True,
    ) as process:
        assert process.stderr.readline() == "begun\n"
        process.stderr.close()
        process.stderr = None
        out, _ = process.communicate("go on\n", timeout=30)
    assert (process.returncode, out) == (0, "done\n")
