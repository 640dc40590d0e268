import time

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from portal import group as grouping
from portal.group import Group, Member, members
from portal.management.commands import wait_for


@pytest.fixture
def group(tmp_path):
    return Group(servers={}, lock=-1, log_folder=tmp_path, env={})


def test_a_worker_comes_back_five_times_and_no_more(group):
    worker = Member("worker", (), is_restarted=True)
    assert [group.may_restart(worker) for _ in range(6)] == [True] * 5 + [False]


def test_falls_of_long_ago_are_forgotten(group, monkeypatch):
    worker = Member("worker", (), is_restarted=True)
    assert all(group.may_restart(worker) for _ in range(5))
    later = time.monotonic() + grouping.RESTART_WINDOW + 1
    monkeypatch.setattr(grouping.time, "monotonic", lambda: later)
    assert group.may_restart(worker)


def test_each_member_counts_its_own_falls(group):
    worker, beat = (Member(name, (), is_restarted=True) for name in ("worker", "beat"))
    assert all(group.may_restart(worker) for _ in range(5))
    assert group.may_restart(beat)


def test_the_web_server_never_comes_back_alone(group):
    web = next(member for member in members("127.0.0.1", 8000, 2) if member.name == "web")
    assert not group.may_restart(web)


def test_waiting_ends_when_the_servers_answer(db, monkeypatch):
    answers = iter([False, True])
    monkeypatch.setitem(wait_for.CHECKS, "queue", lambda: next(answers))
    call_command("wait_for", seconds=5)
    assert not list(answers)


@override_settings(REDIS_URL="redis://127.0.0.1:1/0")
def test_waiting_ends_with_an_error_when_time_is_up(db):
    with pytest.raises(CommandError, match="queue does not answer"):
        call_command("wait_for", seconds=0)
