"""The whole group as `make run` starts it. Slow by nature, so each test walks through one life."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.portal.conftest import is_running, kill_hard, wait_until_all_left

START_SECONDS = 150  # on a busy machine; the promise for an idle one is measured by `make bench`


class Serving:
    """`manage.py serve` in a folder and on a port of its own."""

    def __init__(self, var_dir: Path, port: int) -> None:
        self.var_dir, self.port = var_dir, port
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        env |= {"VAR_DIR": str(var_dir), "DJANGO_SETTINGS_MODULE": "portal.settings.local", "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", f"--port={port}", "--web-workers=1"],
            cwd=settings.BASE_DIR,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_for(self, words: str) -> str:
        """Read what it prints until these words come, or it ends; return all of it."""
        said = ""
        deadline = time.monotonic() + START_SECONDS
        while words not in said and time.monotonic() < deadline and (line := self.process.stdout.readline()):
            said += line
        return said

    def get(self, path: str) -> tuple[int, bytes]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.status, answer.read()

    def pid_of(self, words: str) -> int:
        """Return the process id of the member with these words in its command line."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parent = stat.read_text().rsplit(")", 1)[1].split()[1]
                if parent == str(self.process.pid) and words in stat.with_name("cmdline").read_text().replace("\0", " "):
                    return int(stat.parent.name)
        raise AssertionError(f"no member runs “{words}”")

    def end(self) -> float:
        """Stop it as Ctrl-C does; return the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)
        return time.monotonic() - began


@pytest.fixture
def serve(tmp_path):
    started = []

    def start(port):
        started.append(Serving(tmp_path, port))
        return started[-1]

    yield start
    for serving in started:
        if serving.process.poll() is None:
            serving.process.send_signal(signal.SIGTERM)
            serving.process.communicate(timeout=30)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_says_so_when_the_port_is_taken_and_starts_nothing(serve, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said, _ = serve(port).process.communicate(timeout=60)

    assert f"make run PORT={port + 1}" in said
    assert not (tmp_path / "postgres").exists()


def test_a_group_lives_together_ends_together_and_comes_back(serve, free_port, tmp_path):
    """One folder, three lives: the first makes the data, which takes as long as all that follows."""
    lives_until_it_is_killed(serve, free_port, tmp_path)
    comes_back_and_ends_by_ctrl_c(serve(free_port))
    comes_back_and_ends_with_its_database(serve(free_port), tmp_path)


def lives_until_it_is_killed(serve, port, folder):
    first = serve(port)
    said = first.wait_for("quan-tri")
    assert f"http://127.0.0.1:{port}/" in said
    assert first.get("/healthz/live") == (200, b"ok")
    assert json.loads(first.get("/healthz/ready")[1]) == {"database": True, "queue": True}

    # A second group in the same folder is refused.
    refused = serve(port + 1).process.communicate(timeout=60)[0]
    assert str(first.process.pid) in refused

    # A worker that falls comes back, and so does beat.
    for name in ("worker", "beat"):
        fallen = first.pid_of(f"celery -A portal {name}")
        kill_hard(fallen)
        assert f"{name}: dừng đột ngột" in first.wait_for(f"{name}: dừng đột ngột")
        assert first.pid_of(f"celery -A portal {name}") != fallen

    first.process.kill()
    first.process.communicate()
    assert wait_until_all_left(folder), "a member outlived the group"


def comes_back_and_ends_by_ctrl_c(serving):
    assert "quan-tri" in serving.wait_for("quan-tri")
    assert serving.get("/healthz/live") == (200, b"ok")
    members = [serving.pid_of(words) for words in ("gunicorn", "worker", "beat", "postgres", "redis")]
    assert serving.end() < 15
    assert serving.process.returncode == 0
    assert not any(map(is_running, members))


def comes_back_and_ends_with_its_database(serving, folder):
    assert "quan-tri" in serving.wait_for("quan-tri")
    kill_hard(serving.pid_of("postgres"))
    said, _ = serving.process.communicate(timeout=30)
    assert "“postgres” đã dừng" in said
    assert serving.process.returncode == 1
    assert wait_until_all_left(folder)
