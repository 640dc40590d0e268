"""Who is who on the desk's page: the person it is for, and the one who filed for him."""

from dossiers import drafts
from dossiers.actors import ActCall, citizen
from dossiers.acts.submit import submit_dossier
from dossiers.models import Dossier, RecordReading
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.dossiers import Situations

FILER = {"full_name": "Lò Văn Con", "identity_number": "001085000123", "phone": "0987654321", "relation": "child"}


def filed_for_other(make: Situations) -> Dossier:
    draft = make.draft()
    drafts.save_filer(draft, FILER)
    return submit_dossier(draft.pk, call=ActCall(citizen(make.applicant), NOW), agreed=True)


def test_filer_and_relation_stand_beside_the_applicant(sign_in: SignIn, make: Situations) -> None:
    page = sign_in().get(f"/mot-cua/{filed_for_other(make).code}/").content.decode()
    assert page.index("Chủ hồ sơ</dt>") < page.index("Người nộp thay (con)</dt>")
    for words in ("Trần Thị Thử", "Lò Văn Con", "0987 654 321"):
        assert words in page
    assert "001085000123" not in page


def test_a_dossier_of_ones_own_names_nobody_else(sign_in: SignIn, make: Situations) -> None:
    assert "Người nộp thay" not in sign_in().get(f"/mot-cua/{make.submitted().code}/").content.decode()


def test_the_filers_number_is_shown_against_a_purpose_too(sign_in: SignIn, make: Situations) -> None:
    dossier = filed_for_other(make)
    response = sign_in().post(f"/mot-cua/{dossier.code}/so-dinh-danh/", {"role": "filer", "purpose_code": "compare"})
    assert "001085000123" in response.content.decode()
    assert RecordReading.objects.filter(dossier=dossier).exists()
