"""The armour itself: each plate must stop what it is there for."""

import socket

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.template import Context, Origin, Template, engines

from tests.armour.network import OutsideNetworkForbidden
from tests.armour.templates import UndefinedTemplateVariable


def render(source, **context):
    origin = Origin(str(settings.BASE_DIR / "templates" / "x.html"))
    return Template(source, origin=origin, engine=engines["django"].engine).render(Context(context))


@pytest.mark.parametrize("source", ["{{ missing }}", "{{ known.missing }}", "{% with a=missing %}{% endwith %}", "{{ missing|upper }}"])
def test_an_undefined_variable_fails(source):
    with pytest.raises(UndefinedTemplateVariable, match="missing"):
        render(source, known={})


@pytest.mark.parametrize(
    ("source", "shown"), [("{{ missing|default:'–' }}", "–"), ("{% if missing %}a{% else %}b{% endif %}", "b"), ("{{ known }}", "")]
)
def test_what_may_be_missing_says_so(source, shown):
    assert render(source, known="") == shown


def test_rows_without_an_order_come_shuffled(db):
    orders = {tuple(row.pk for row in ContentType.objects.all()) for _ in range(5)}
    assert len(orders) > 1


def test_rows_with_an_order_keep_it(db):
    keys = [row.pk for row in ContentType.objects.order_by("pk")]
    assert keys == sorted(keys)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.com", "2001:db8::1"])
def test_other_machines_are_out_of_reach(host):
    with pytest.raises(OutsideNetworkForbidden):
        socket.create_connection((host, 80), timeout=1)


def test_a_callback_waits_for_the_outermost_block(db):
    seen = []
    with transaction.atomic():
        with transaction.atomic():
            transaction.on_commit(lambda: seen.append("committed"))
        assert seen == []
    assert seen == ["committed"]


def test_a_callback_of_a_rolled_back_block_never_runs(db):
    seen = []
    with transaction.atomic():
        transaction.on_commit(lambda: seen.append("committed"))
        transaction.set_rollback(True)
    assert seen == []


@pytest.mark.parametrize("_run", [1, 2])
def test_real_commits_are_swept(transactional_db, _run):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO django_session VALUES ('a', 'b', now())")


def test_tests_run_under_their_own_settings(settings):
    assert settings.SETTINGS_MODULE == "portal.settings.test"
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
