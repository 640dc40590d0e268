import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.env import database_settings, env_bool, env_int, env_list, env_text
from portal.queueing import broker_address


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("postgres://portal:geheim@db.example:5433/city", "db.example", "5433"),
        ("postgres://portal@%2FVar%2FRun:5432/city", "/Var/Run", "5432"),
        ("postgresql://portal@[::1]:5432/city", "::1", "5432"),
        ("postgres:///city", "", ""),
    ],
)
def test_it_reads_a_database_address_as_written(address, host, port):
    read = database_settings(address)
    assert (read["HOST"], read["PORT"], read["NAME"]) == (host, port, "city")


def test_it_unquotes_a_password():
    assert database_settings("postgres://portal:a%40b%2Fc@db/city")["PASSWORD"] == "a@b/c"


@pytest.mark.parametrize("address", ["mysql://db/city", "sqlite:///city.db", "postgres://portal@db:port/city"])
def test_it_refuses_an_address_of_something_else(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_settings(address)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("off", False), ("", False)])
def test_it_reads_yes_and_no(monkeypatch, text, value):
    monkeypatch.setenv("SWITCH", text)
    assert env_bool("SWITCH", default=not value) is value


@pytest.mark.parametrize(("read", "text"), [(lambda: env_bool("WRONG", default=True), "perhaps"), (lambda: env_int("WRONG", 1), "ten")])
def test_a_wrong_value_is_named(monkeypatch, read, text):
    monkeypatch.setenv("WRONG", text)
    with pytest.raises(ImproperlyConfigured, match=f"WRONG.*{text}"):
        read()


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from-a-file\n")
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
    assert env_text("SOME_KEY") == "from-a-file"


def test_a_missing_secret_is_named(monkeypatch):
    monkeypatch.delenv("SOME_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="SOME_KEY"):
        env_text("SOME_KEY")


def test_a_list_drops_what_is_empty(monkeypatch):
    monkeypatch.setenv("NAMES", "a, b,,c ")
    assert env_list("NAMES") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("address", "broker"),
    [
        ("redis://redis:6379/0", "redis://redis:6379/0"),
        ("unix:///tmp/x/redis.sock?db=3", "redis+socket:///tmp/x/redis.sock?virtual_host=3"),
    ],
)
def test_celery_gets_a_socket_in_its_own_spelling(address, broker):
    assert broker_address(address) == broker
