"""What the office may change by hand."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from communes.models import CalendarRevision, Commune
from tests.factories.communes import CommuneFactory


@pytest.fixture
def request_of_staff(rf: RequestFactory):
    return rf.get("/admin/")


@pytest.mark.parametrize(("is_used", "is_locked"), [(False, False), (True, True)])
def test_the_unit_code_is_locked_once_a_dossier_carries_it(request_of_staff, is_used, is_locked):
    commune = CommuneFactory.build(unit_code_used=is_used)
    locked = admin.site.get_model_admin(Commune).get_readonly_fields(request_of_staff, commune)
    assert ("unit_code" in locked) is is_locked
    assert "unit_code_used" in locked


def test_a_commune_is_never_deleted(request_of_staff):
    assert not admin.site.get_model_admin(Commune).has_delete_permission(request_of_staff)


def test_a_published_calendar_is_only_read(request_of_staff):
    model_admin = admin.site.get_model_admin(CalendarRevision)
    assert not model_admin.has_add_permission(request_of_staff)
    assert not model_admin.has_change_permission(request_of_staff)
    assert not model_admin.has_delete_permission(request_of_staff)
