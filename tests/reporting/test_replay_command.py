"""The command: what it accepts, what it prints, and that sums follow."""

from datetime import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from core.clock import ZONE
from dossiers.models import Dossier, EventFeed
from reporting.flows import between, flows_since
from reporting.models import TallyUnitDay
from tests.factories.replays import TODAY, small_city

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 9, 42, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


def run(capsys, *arguments):
    call_command("replay", *arguments)
    return capsys.readouterr().out


def test_it_ends_yesterday_counts_and_says_how_to_undo_it(db, capsys):
    small_city()
    said = run(capsys, "--dossiers", "120", "--days", "14")
    assert "Đã ghi 120 trong 120 hồ sơ (100 %)" in said
    assert "replay --purge replay-20261102-14d-120" in said
    assert not EventFeed.objects.exists()
    received = Dossier.objects.filter(received_at__isnull=False).count()
    assert between(flows_since(TODAY.replace(month=1)), TODAY.replace(month=1), TODAY).received == received


def test_a_purge_takes_its_dossiers_out_of_the_sums(db, capsys):
    small_city()
    run(capsys, "--dossiers", "50", "--days", "14", "--online-share", "0.14")
    run(capsys, "--purge", "replay-20261102-14d-50")
    assert not Dossier.objects.exists()
    assert not TallyUnitDay.objects.exclude(received=0, early=0, on_time=0, late_plain=0, declined=0).exists()


def test_two_pasts_of_the_same_kind_have_names_of_their_own(db, capsys):
    small_city()
    run(capsys, "--dossiers", "10", "--days", "14")
    assert "replay-20261102-14d-10-2" in run(capsys, "--dossiers", "10", "--days", "14")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Cần --dossiers và --days"),
        (("--dossiers", "0", "--days", "3"), "cần một số nguyên từ 1"),
        (("--dossiers", "5", "--days", "3", "--start", "mai"), "cần một ngày dạng 2025-07-01"),
        (("--dossiers", "5", "--days", "3", "--online-share", "14"), "cần một số từ 0 đến 1"),
        (("--dossiers", "5", "--days", "3", "--start", "2026-11-14"), "kết thúc chậm nhất vào hôm qua"),
        (("--dossiers", "5", "--days", "3"), "Nạp danh mục trước"),
        (("--purge", "replay-x"), "Không có đợt replay-x. Đang có: không đợt nào"),
    ],
)
def test_what_it_cannot_do_it_says(db, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("replay", *arguments)
