"""Ladders are data: shipped, the city's, a commune's; one that would not hold is refused in the administration."""

import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from accounts.permissions import Post
from dossiers.admin import EscalationRuleForm
from dossiers.escalation.rules import Rung, faults_of, ladders, shipped_ladder
from dossiers.models import EscalationRule
from tests.factories.communes import CommuneFactory

pytestmark = pytest.mark.django_db
HEAD, LEADER, CITY = Post.DIVISION_HEAD, Post.COMMUNE_LEADER, Post.CITY_STAFF


def test_without_rules_the_shipped_ladder_holds() -> None:
    commune = CommuneFactory()
    assert ladders().of(commune.pk) == shipped_ladder() == (Rung(1, HEAD, 240), Rung(2, LEADER, 480), Rung(3, CITY, 960))
    assert faults_of(shipped_ladder()) == []


def test_the_citys_comes_before_the_shipped_and_the_communes_before_the_citys() -> None:
    own, other = CommuneFactory(), CommuneFactory()
    EscalationRule.objects.create(level=1, post=LEADER, after_minutes=60)
    EscalationRule.objects.create(commune=own, level=1, post=HEAD, after_minutes=30)
    found = ladders()
    assert (found.of(own.pk), found.of(other.pk)) == ((Rung(1, HEAD, 30),), (Rung(1, LEADER, 60),))


@pytest.mark.parametrize(
    ("ladder", "fault"),
    [
        ([Rung(2, HEAD, 60)], "liền nhau từ 1"),
        ([Rung(1, HEAD, 60), Rung(3, LEADER, 90)], "liền nhau từ 1"),
        ([Rung(1, HEAD, 60), Rung(2, LEADER, 60)], "muộn hơn"),
        ([Rung(level, HEAD, level) for level in range(1, 8)], "nhiều nhất 6 cấp"),
        ([Rung(1, Post.CATALOGUE_EDITOR, 60)], "không mở được hồ sơ"),
    ],
)
def test_a_ladder_that_would_not_hold_is_named(ladder: list[Rung], fault: str) -> None:
    assert any(fault in found for found in faults_of(ladder))


def test_six_levels_are_allowed() -> None:
    assert faults_of([Rung(level, HEAD, level) for level in range(1, 7)]) == []


def form(instance: EscalationRule | None = None, **data: object) -> EscalationRuleForm:
    return EscalationRuleForm({"level": 1, "post": HEAD, "after_minutes": 60, **data}, instance=instance)


def test_the_form_refuses_what_breaks_the_ladder_of_that_place_only() -> None:
    commune = CommuneFactory()
    first = EscalationRule.objects.create(level=1, post=HEAD, after_minutes=240)
    assert not form(level=3, after_minutes=960).is_valid()
    assert not form(level=2, after_minutes=240).is_valid()
    assert form(level=2, after_minutes=480).is_valid()
    assert not form(commune=commune.pk, level=2, after_minutes=480).is_valid()
    assert form(commune=commune.pk).is_valid()
    EscalationRule.objects.create(level=2, post=LEADER, after_minutes=480)
    assert not form(first, after_minutes=480).is_valid()
    assert form(first, after_minutes=479).is_valid()
    assert not form().is_valid()  # the city has its level 1


def test_administrators_edit_it_and_read_that_no_law_confirms_it(client: Client) -> None:
    client.force_login(User.objects.create_superuser("quan-tri"))
    page = client.get("/admin/dossiers/escalationrule/add/").content.decode()
    assert "Chưa kiểm chứng" in page
    assert 'value="240"' in page
    facts = {"commune": "", "level": 1, "post": HEAD, "after_minutes": 240}
    assert client.post("/admin/dossiers/escalationrule/add/", facts).status_code == 302
    rule = EscalationRule.objects.get()
    assert "chưa kiểm chứng" in client.get("/admin/dossiers/escalationrule/").content.decode()
    changed = client.post(f"/admin/dossiers/escalationrule/{rule.pk}/change/", {"post": LEADER, "after_minutes": 300})
    assert changed.status_code == 302
    rule.refresh_from_db()
    assert (rule.level, rule.post, rule.after_minutes) == (1, LEADER, 300)
    again = client.post("/admin/dossiers/escalationrule/add/", {**facts, "level": 3})
    assert "liền nhau từ 1" in again.content.decode()


def test_only_the_highest_rung_goes(rf) -> None:
    low = EscalationRule.objects.create(level=1, post=HEAD, after_minutes=240)
    high = EscalationRule.objects.create(level=2, post=LEADER, after_minutes=480)
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("quan-tri")
    rules = admin.site.get_model_admin(EscalationRule)
    assert [rules.has_delete_permission(request, rule) for rule in (low, high)] == [False, True]


def test_others_do_not_reach_it(client: Client) -> None:
    client.force_login(User.objects.create_user("can-bo"))
    assert client.get("/admin/dossiers/escalationrule/")["Location"].startswith("/admin/login/")
