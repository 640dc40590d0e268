"""The declaration at the counter: out of the way until it is opened, and then nothing of it is required."""

from typing import Any

import pytest
from django.test import Client

from dossiers.models import Dossier
from dossiers.selectors.office_dossier import office_dossier
from procedures.models import ProcedureVersion
from tests.dossiers.views.desk.conftest import SignIn
from tests.dossiers.views.desk.test_reception import take, typed
from tests.factories.dossiers import Office
from tests.factories.procedures import ProcedureVersionFactory

PAPER = {"code": "ten_giay", "label": "Tên giấy", "type": "text", "required": True}
COPIES = {"code": "so_ban", "label": "Cần mấy bản?", "type": "number", "required": True}
SECTIONS = [
    {"code": "giay", "title": "Giấy cần sao", "repeat": {"min": 1, "max": 3, "item_title": "Giấy"}, "fields": [PAPER, COPIES]},
    {"code": "khac", "title": "Việc khác", "fields": [{**PAPER, "code": "viec", "label": "Việc gì"}]},
]


@pytest.fixture
def version(calendar: None) -> ProcedureVersion:
    return ProcedureVersionFactory(papers=2, declaration={"sections": SECTIONS})


def first_item(**answers: str) -> dict[str, str]:
    return {"khai": "1", "khai-giay-muc.so_muc": "1", **{f"khai-giay-muc.0.{code}": text for code, text in answers.items()}}


def declared(dossier: Dossier) -> list[tuple[str, str]]:
    return [(line.label, line.value) for part in office_dossier(dossier).answers for block in part.blocks for line in block.lines]


def test_it_stays_shut_until_it_is_wanted(sign_in: SignIn, version: ProcedureVersion) -> None:
    html = sign_in().get(f"/mot-cua/tiep-nhan/?thu-tuc={version.procedure.code}").content.decode()
    assert "Nhập tờ khai" in html
    assert "khai-giay" not in html


def test_opening_it_keeps_what_was_typed_and_writes_nothing(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    html = take(sign_in(), version, typed(office, do="declare")).content.decode()
    assert 'name="khai-giay-muc.0.ten_giay"' in html
    assert "Hà Thị Vân Khánh" in html
    assert not Dossier.objects.exists()


def test_it_is_received_with_the_dossier(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    take(sign_in(), version, typed(office, **first_item(ten_giay=" Bằng  tốt nghiệp ")))
    assert declared(Dossier.objects.get()) == [("Tên giấy", "Bằng tốt nghiệp")]


@pytest.mark.parametrize("more", [{}, {"khai": "1"}])
def test_it_may_be_left_to_the_paper(sign_in: SignIn, version: ProcedureVersion, office: Office, more: dict[str, Any]) -> None:
    take(sign_in(), version, typed(office, **more))
    assert declared(Dossier.objects.get()) == []


def test_what_cannot_be_right_stands_beside_it(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    response = take(sign_in(), version, typed(office, **first_item(ten_giay="Bằng", so_ban="hai")))
    html = response.content.decode()
    assert response.status_code == 422
    assert "Tờ khai còn 1 chỗ cần sửa" in html
    assert "Giấy 1: cần mấy bản: chỉ ghi số, ví dụ 12" in html
    assert not Dossier.objects.exists()


def pressed(client: Client, version: ProcedureVersion, office: Office, **button: str) -> str:
    data = typed(office, **first_item(ten_giay="Bằng"), **button)
    del data["do"]
    return str(take(client, version, data).content.decode())


def test_a_paper_more_keeps_the_others(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    html = pressed(sign_in(), version, office, **{"khai-giay-them": "muc"})
    assert 'name="khai-giay-muc.0.ten_giay" value="Bằng"' in html
    assert 'name="khai-giay-muc.1.ten_giay"' in html
    assert "Hà Thị Vân Khánh" in html
    assert not Dossier.objects.exists()
