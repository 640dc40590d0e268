"""Which files somebody may open."""

from datetime import timedelta

import pytest

from accounts.permissions import Post
from dossiers.acts.release_result import release_result
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.return_result import return_result
from dossiers.errors import DossierNotFound
from dossiers.models import DossierFile
from dossiers.selectors.files import files_open_to, open_file
from tests.factories.dossiers import MONDAY_9H, Office, Situations, signed_result

LATER = MONDAY_9H + timedelta(hours=1)
RESULT = DossierFile.Purpose.RESULT


def test_a_citizen_opens_the_result_only_after_hand_over(make: Situations) -> None:
    waiting, returned = make.result_ready(), make.returned()
    assert not files_open_to(waiting, is_office=False).filter(purpose=RESULT).exists()
    assert files_open_to(waiting, is_office=True).filter(purpose=RESULT).exists()
    assert files_open_to(returned, is_office=False).filter(purpose=RESULT).exists()


def test_a_voided_result_is_never_opened_by_a_citizen(make: Situations, office: Office) -> None:
    dossier = make.result_ready()
    void = dossier.files.get(purpose=RESULT)
    reopen_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, LATER), reason="Sai họ tên")
    release_result(dossier.pk, call=office.call(Post.CLERK, LATER), result=signed_result(LATER, "13/XN"))
    desk = office.call(Post.DESK_OFFICER, LATER)
    dossier = return_result(dossier.pk, call=desk, receiver_name="A", evidence="ký nhận", fee_settled=True)

    assert files_open_to(dossier, is_office=False).filter(purpose=RESULT).count() == 1
    with pytest.raises(DossierNotFound):
        open_file(dossier, void.pk, is_office=False)


def test_an_infected_file_is_opened_by_nobody(make: Situations) -> None:
    dossier = make.submitted()
    dossier.files.update(scan=DossierFile.Scan.INFECTED)
    assert not files_open_to(dossier, is_office=True).exists()
