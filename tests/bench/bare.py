"""A copy of the tracked files alone: how long the two commands of the README take there. Downloads; ten minutes; only when asked for."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.group import bare_environment, running
from tests.bench.measuring import Row, at_most

MOST_FIRST_START, MOST_SUITE = 240, 360


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="mot-cua-bare-") as folder:
        checkout, data = Path(folder) / "checkout", Path(folder) / "var"
        data.mkdir()
        env = bare_environment(data)
        _do(env, "git", "clone", "--quiet", str(Path.cwd()), str(checkout))
        with running(data, ("make", "run", f"VAR_DIR={data}", "PORT={port}"), checkout) as (first, _, _):
            yield at_most("first start on a bare machine, with downloads", 1, first, "s", MOST_FIRST_START)
        _do(env, "make", "-C", str(checkout), "test", "ARGS=--collect-only -qq -n0")
        started = time.monotonic()
        _do(env, "make", "-C", str(checkout), "test")
        yield at_most("test suite, after set-up", 1, time.monotonic() - started, "s", MOST_SUITE)


def _do(env: dict[str, str], *command: str) -> None:
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
