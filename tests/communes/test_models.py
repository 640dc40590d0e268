"""What the database promises of communes, desks and calendars."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from communes.errors import RevisionIsFixed
from communes.models import CalendarRevision, Commune
from tests.factories.communes import CalendarRevisionFactory, CommuneFactory, DivisionFactory, ReceptionPointFactory

pytestmark = pytest.mark.django_db


def test_a_commune_is_named_with_its_kind():
    assert CommuneFactory.build(name="Láng").full_name == "phường Láng"
    assert str(CommuneFactory.build(name="Ba Vì", xa=True)) == "xã Ba Vì"


def test_a_new_name_moves_its_key_and_its_folded_form():
    commune = CommuneFactory(name="Láng")
    commune.name = "Đống Đa"
    commune.save(update_fields=["name"])
    commune.refresh_from_db()
    assert (commune.name_folded, commune.sort_key) == ("dong da", "d1o1ng.d1a0 4.0")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "1234"},
        {"code": "1234x"},
        {"unit_code": "12"},
        {"unit_code": "12x"},
        {"kind": "dac_khu"},
        {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 6, 30)},
    ],
)
def test_it_refuses_an_impossible_commune(wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(**wrong)


@pytest.mark.parametrize("column", ["code", "unit_code", "slug"])
def test_it_refuses_a_second_commune_with_the_same(column):
    first = CommuneFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommuneFactory(**{column: getattr(first, column)})


def test_a_unit_code_may_change_until_a_dossier_carries_it():
    commune = CommuneFactory(unit_code="701")
    Commune.objects.filter(pk=commune.pk).update(unit_code="702", unit_code_used=True)
    with pytest.raises(IntegrityError, match="dossiers carry this unit code"), transaction.atomic():
        Commune.objects.filter(pk=commune.pk).update(unit_code="703")
    Commune.objects.filter(pk=commune.pk).update(unit_code="702", population=1)


def test_a_commune_has_one_main_desk():
    main = ReceptionPointFactory()
    ReceptionPointFactory(commune=main.commune, name="Điểm hỗ trợ", is_main=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReceptionPointFactory(commune=main.commune, name="Điểm khác")


def test_a_division_stands_once_in_its_commune():
    division = DivisionFactory()
    DivisionFactory(code=division.code)
    with pytest.raises(IntegrityError), transaction.atomic():
        DivisionFactory(code=division.code, commune=division.commune)


def test_a_revision_number_stands_once_for_the_city_and_once_a_commune():
    CalendarRevisionFactory(number=7)
    CalendarRevisionFactory(number=7, commune=CommuneFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarRevisionFactory(number=7)


def test_a_stored_revision_is_not_saved_again():
    revision = CalendarRevisionFactory()
    with pytest.raises(RevisionIsFixed):
        revision.save()


@pytest.mark.parametrize("change", [lambda rows: rows.update(note="x"), lambda rows: rows.delete()])
def test_the_database_refuses_to_change_a_revision(change):
    CalendarRevisionFactory()
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        change(CalendarRevision.objects.all())


@pytest.mark.parametrize(
    ("table", "column"),
    [("commune", "code"), ("commune", "unit_code"), ("commune", "sort_key"), ("commune", "name_folded"), ("division", "code")],
)
def test_codes_and_folded_columns_compare_by_bytes(table, column):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [f"communes_{table}", column],
        )
        assert cursor.fetchone() == ("C",)
