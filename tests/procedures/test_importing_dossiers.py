"""Dossiers and the catalogue: an open one keeps its version, and a procedure of which little is known can be handled."""

from datetime import date, datetime, timedelta

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from core.time_limits import TimeLimit
from dossiers.acts.forward import forward_dossier
from dossiers.acts.receive import CounterFiling, Person, receive_at_counter, receive_dossier
from dossiers.acts.release_result import release_result
from dossiers.acts.return_result import return_result
from dossiers.models import Dossier
from dossiers.states import DossierState
from procedures.acts.check_list import Terms
from procedures.acts.take_list import take_list
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.models import ProcedureVersion
from procedures.selectors import version_in_force
from tests.factories.accounts import OfficerFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result
from tests.factories.lists import as_csv, row
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media_folder")]
TODAY = MONDAY_9H.date()
TOMORROW = TODAY + timedelta(days=1)


def approve_version_2(code: str) -> None:
    """Let a list shorten the limit from tomorrow."""
    editor = OfficerFactory(post=Post.CATALOGUE_EDITOR, post__commune=None)
    rows = [row(code, "Thủ tục xác nhận việc thử", time_limit="01 ngày làm việc", fee="20.000")]
    take_list("a.csv", as_csv(rows), Terms(TOMORROW, "1/QĐ"), approver=editor, at=MONDAY_9H)


def papers(dossier: Dossier) -> list[str]:
    return [paper.code for paper in dossier.procedure_version.documents.order_by("position")]


def test_open_dossiers_keep_their_version(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory(procedure=ProcedureFactory(code="9.100001"), papers=2)
    received, submitted = make.received(), make.submitted()
    due = received.due_at

    approve_version_2("9.100001")
    later = MONDAY_9H + timedelta(days=1)
    afterwards = receive_dossier(submitted.pk, call=office.call(Post.DESK_OFFICER, later))

    received.refresh_from_db()
    assert version_in_force("9.100001", TOMORROW) != make.version
    assert (received.procedure_version, received.due_at, received.time_limit_rule) == (make.version, due, "3d")
    assert (afterwards.procedure_version_id, afterwards.time_limit_rule) == (make.version.pk, "3d")
    assert papers(received) == papers(afterwards) == ["giay-1", "giay-2"]


def test_a_dossier_after_the_day_follows_the_new_version(make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory(procedure=ProcedureFactory(code="9.100001"))
    approve_version_2("9.100001")
    make.version = version_in_force("9.100001", TOMORROW)
    dossier = make.at_counter(MONDAY_9H + timedelta(days=1))
    assert (dossier.time_limit_rule, dossier.procedure_version.number) == ("1d", 2)


@pytest.mark.parametrize("has_limit", [True, False])
def test_a_procedure_known_by_its_short_row_goes_all_the_way(office: Office, has_limit: bool) -> None:
    short = [each for each in read_files(BUNDLED) if "documents" not in each and not each["receive_only"] and not each["replaced_by"]]
    load_procedures([next(each for each in short if bool(each["time_limit"]["rule"]) == has_limit)], today=date(2026, 11, 2))
    version = ProcedureVersion.objects.get()
    filing = CounterFiling(version, office.commune, Person("Lò Văn Thử", "001085000123", "+84912345679"))
    stated = {} if has_limit else {"stated_limit": TimeLimit.parse("5d"), "basis": "Điều 5 Quyết định 1/QĐ"}

    dossier = receive_at_counter(filing, call=office.call(Post.DESK_OFFICER), **stated)
    for post in (Post.DESK_OFFICER, Post.SPECIALIST, Post.COMMUNE_LEADER):
        dossier = forward_dossier(dossier.pk, call=office.call(post))
    assert dossier.assignee == office.person(Post.CLERK)
    dossier = release_result(dossier.pk, call=office.call(Post.CLERK), result=signed_result())
    call = office.call(Post.DESK_OFFICER)
    dossier = return_result(dossier.pk, call=call, receiver_name="Lò Văn Thử", evidence="Ký nhận", fee_settled=True)

    assert dossier.state == DossierState.RETURNED
    assert dossier.due_at is not None
    assert dossier.due_at > datetime(2026, 11, 2, tzinfo=ZONE)
    assert [step.post for step in dossier.steps.order_by("position")][:4] == ["desk_officer", "specialist", "commune_leader", "clerk"]
