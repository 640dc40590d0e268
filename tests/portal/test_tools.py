import yaml
from django.conf import settings

from tools import check_compose, lock


def compose():
    return yaml.safe_load(check_compose.with_values((settings.BASE_DIR / "docker-compose.yml").read_text()))


def test_the_compose_file_is_sound():
    assert check_compose.faults_of(compose()) == []


def test_a_misspelt_key_is_found():
    wrong = compose()
    wrong["services"]["web"]["enviroment"] = wrong["services"]["web"].pop("environment")
    assert any("enviroment" in fault for fault in check_compose.faults_of(wrong))


def test_a_dependency_on_nobody_is_found():
    wrong = compose()
    wrong["services"]["web"]["depends_on"] = {"postgers": {"condition": "service_healthy"}}
    assert check_compose.faults_of(wrong) == ["web depends on unknown “postgers”"]


def test_a_service_without_a_health_check_is_found():
    wrong = compose()
    del wrong["services"]["worker"]["healthcheck"]
    assert check_compose.faults_of(wrong) == ["worker has no health check"]


def test_a_setting_of_mail_that_no_container_gets_is_found():
    wrong = compose()
    wrong["services"]["web"]["environment"] = {**wrong["services"]["web"]["environment"]}
    del wrong["services"]["web"]["environment"]["EMAIL_USE_TLS"]
    assert check_compose.faults_of(wrong) == ["web does not get EMAIL_USE_TLS"]


def test_the_database_answers_to_nobody_outside():
    assert compose()["services"]["postgres"]["networks"] == ["inside"]
    assert "ports" not in compose()["services"]["postgres"]


def test_both_locks_belong_to_this_project_file():
    assert [fault for name in lock.LOCKS for fault in lock.faults_of(name)] == []


def test_a_lock_with_an_address_or_without_a_hash_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "ROOT", tmp_path)
    (tmp_path / "pyproject.toml").write_text((settings.BASE_DIR / "pyproject.toml").read_text())
    (tmp_path / "requirements.lock").write_text(
        "--extra-index-url https://example.com/simple\ndjango==5.2.1\nredis==6.0 \\\n    --hash=sha256:00\n"
    )

    faults = lock.faults_of("requirements.lock")

    assert len(faults) == 3
    assert "requirements.lock: no hash for django==5.2.1" in faults
