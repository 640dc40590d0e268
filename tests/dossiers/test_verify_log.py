"""The check of the log finds what was changed behind the portal's back."""

import pytest
from django.core.management import call_command
from django.db import connection

from dossiers.models import Dossier, DossierEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(make):
    return make.processing()


def behind_the_back(statement, *values):
    """Change rows as somebody with all rights in the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def refused(capsys):
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_log")
    assert stopped.value.code == 1
    return capsys.readouterr().err


def test_it_finds_an_intact_log_intact(dossier, capsys):
    call_command("verify_log")
    assert "Nhật ký nguyên vẹn: 1 hồ sơ, 3 sự kiện." in capsys.readouterr().out


def test_it_finds_an_empty_log_intact(db, capsys):
    call_command("verify_log")
    assert "0 hồ sơ" in capsys.readouterr().out


def test_it_names_the_dossier_and_the_event_that_was_changed(dossier, capsys):
    behind_the_back("UPDATE dossiers_dossierevent SET at = at - interval '1 day' WHERE dossier_id = %s AND seq = 2", dossier.pk)
    assert f"{dossier.code}, sự kiện 2" in refused(capsys)


def test_it_finds_an_event_taken_out_of_the_middle(dossier, capsys):
    behind_the_back("DELETE FROM dossiers_eventnote")
    behind_the_back("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = 2", dossier.pk)
    assert f"{dossier.code}, sự kiện 2" in refused(capsys)


def test_it_finds_a_tail_that_was_cut_off(dossier, capsys):
    behind_the_back("DELETE FROM dossiers_eventnote")
    behind_the_back("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s AND seq = 3", dossier.pk)
    assert f"{dossier.code}, sự kiện 3" in refused(capsys)


def test_it_finds_a_state_that_no_act_left(dossier, capsys):
    Dossier.objects.filter(pk=dossier.pk).update(state=2)
    assert "trạng thái" in refused(capsys)


def test_it_finds_a_dossier_without_any_event(dossier, capsys):
    behind_the_back("DELETE FROM dossiers_eventnote")
    behind_the_back("DELETE FROM dossiers_eventfeed")
    behind_the_back("DELETE FROM dossiers_dossierevent WHERE dossier_id = %s", dossier.pk)
    Dossier.objects.filter(pk=dossier.pk).update(last_seq=0, last_hash=b"")
    assert "không có sự kiện nào" in refused(capsys)
    assert not DossierEvent.objects.exists()
