from io import StringIO

import pytest
from django.core.management import call_command

from portal import preparation
from portal.group import environment_for, is_port_free, reachable_host


@pytest.fixture
def calls(monkeypatch, tmp_path, settings):
    """Return the list of loaders that were called, in a folder that remembers nothing."""
    settings.VAR_DIR = tmp_path
    made = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **_: made.append(name))
    return made


@pytest.fixture
def said():
    return []


def test_the_first_start_loads_everything_in_order(db, calls, said):
    preparation.prepare(said.append)
    assert calls[:3] == ["load_communes", "load_calendar", "import_procedures"]
    assert "make_demo_people" in calls


def test_the_second_start_loads_nothing(db, calls, said):
    preparation.prepare(said.append)
    calls.clear()
    preparation.prepare(said.append)
    assert calls == []


def test_changed_data_are_loaded_again(db, calls, said, monkeypatch):
    preparation.prepare(said.append)
    calls.clear()
    monkeypatch.setattr(preparation, "room_fingerprint", lambda room: f"new-{room}" if room == "procedures" else room)
    preparation.prepare(said.append)
    assert "import_procedures" in calls


def test_a_start_cut_short_goes_on_where_it_stopped(db, calls, said, monkeypatch):
    def fail(name, **_):
        if name == "import_procedures":
            raise RuntimeError
        calls.append(name)

    with monkeypatch.context() as patch:
        patch.setattr(preparation, "call_command", fail)
        with pytest.raises(RuntimeError):
            preparation.prepare(said.append)
    calls.clear()
    preparation.prepare(said.append)
    assert calls[0] == "import_procedures"


def test_no_demo_people_without_a_demo_password(db, calls, said, settings):
    settings.DEMO_PASSWORD = ""
    preparation.prepare(said.append)
    assert not [name for name in calls if name.startswith("make_demo")]


def test_models_and_migrations_agree(db):
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said)
    assert said.getvalue() == "No changes detected\n"


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "http://127.0.0.1:8001"), ("0.0.0.0", "http://127.0.0.1:8001"), ("::1", "http://[::1]:8001")]
)
def test_members_know_an_address_people_can_open(monkeypatch, host, address):
    monkeypatch.delenv("SITE_ADDRESS", raising=False)
    assert environment_for(host, 8001)["SITE_ADDRESS"] == address
    assert reachable_host(host) in {"127.0.0.1", "::1"}


def test_a_port_in_use_is_not_free(live_server):
    host, port = live_server.thread.host, live_server.thread.port
    assert not is_port_free("127.0.0.1" if host == "localhost" else host, port)
