"""Who handles a procedure, and whether another desk may take it in: kept at every door."""

import pytest
from django.test import Client

from accounts.permissions import Post
from core import clock
from dossiers.acts.receive import CounterFiling, receive_at_counter
from dossiers.drafts import require_place
from dossiers.errors import ProcedureNotAvailable
from dossiers.models import Dossier
from dossiers.parties import Person
from procedures.models import ProcedureVersion
from tests.factories.dossiers import Office
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db

APPLICANT = Person("Hà Thị Thử", "001192009999", "+84912345678", "", "Ngõ Thử")


def at_the_counter(office: Office, competent: Office, **version: object) -> Dossier:
    made: ProcedureVersion = ProcedureVersionFactory(papers=0, **version)
    return receive_at_counter(CounterFiling(made, competent.commune, APPLICANT), call=office.call(Post.DESK_OFFICER))


def test_another_desk_may_take_it_in_unless_the_procedure_says_no(office: Office, elsewhere: Office) -> None:
    assert at_the_counter(office, elsewhere).competent_unit == elsewhere.commune
    assert at_the_counter(office, office, receivable_elsewhere=False).competent_unit == office.commune
    with pytest.raises(ProcedureNotAvailable, match="chỉ nhận tại"):
        at_the_counter(office, elsewhere, receivable_elsewhere=False)


def test_only_the_communes_named_handle_it(office: Office, elsewhere: Office) -> None:
    assert at_the_counter(office, elsewhere, handled_by=[elsewhere.commune.code]).competent_unit == elsewhere.commune
    with pytest.raises(ProcedureNotAvailable, match="không do"):
        at_the_counter(office, office, handled_by=[elsewhere.commune.code])
    version = ProcedureVersionFactory(handled_by=[elsewhere.commune.code])
    assert require_place(version, commune_code=elsewhere.commune.code, case_code="", today=clock.today()) == elsewhere.commune
    with pytest.raises(ProcedureNotAvailable):
        require_place(version, commune_code=office.commune.code, case_code="", today=clock.today())


def test_the_page_says_it_beside_the_place(office: Office, elsewhere: Office, client: Client) -> None:
    version = ProcedureVersionFactory(handled_by=[elsewhere.commune.code])
    answer = client.post(f"/nop-ho-so/{version.procedure.code}/", {"by": "self", "commune": office.commune.code}, follow=True)
    assert f"không do {office.commune.full_name} giải quyết" in answer.content.decode()
