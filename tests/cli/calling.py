"""The command line called in this process, where a process of its own would prove nothing more."""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unittest.mock import patch

from kinora.cli.main import main


class Done(NamedTuple):
    """What a call came to, named as of a process."""

    returncode: int
    stdout: str
    stderr: str


def called(*arguments):
    out, err = io.StringIO(), io.StringIO()
    command, code = ["kinora", *map(str, arguments)], 0
    with patch.object(sys, "argv", command), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            code = left.code or 0
    return Done(code, out.getvalue(), err.getvalue())
