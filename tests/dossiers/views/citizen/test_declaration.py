"""A page of a declaration: groups grow and shrink without a script, cases choose the pages, what is known is filled in."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from dossiers.actors import ActCall
from dossiers.actors import citizen as as_citizen
from dossiers.acts.submit import submit_dossier
from dossiers.filing import answers_of, steps_of_draft
from dossiers.forms.declaration import SectionForm
from dossiers.models import Draft
from dossiers.selectors.my_page import declared_sections
from dossiers.selectors.office_dossier import office_dossier
from procedures.declarations import sections_of
from tests.factories.dossiers import PERSON, Situations
from tests.factories.procedures import ProcedureVersionFactory

pytestmark = pytest.mark.django_db

NAME = {"code": "ho_ten", "label": "Họ, chữ đệm, tên", "type": "text", "required": True}
MEMBERS = {
    "code": "thanh_vien",
    "label": "Các thành viên",
    "type": "group",
    "repeat": {"min": 1, "max": 2, "item_title": "Thành viên"},
    "fields": [NAME, {"code": "so", "label": "Số định danh", "type": "identity"}],
}
OWNER = {"code": "chu_ho", "label": "Chủ hộ", "type": "text", "required": True, "prefill": "applicant.full_name"}
DECLARATION = {
    "sections": [
        {"code": "ho", "title": "Hộ", "fields": [OWNER, MEMBERS]},
        {"code": "rieng", "title": "Phần riêng", "cases": ["hai"], "fields": [{**NAME, "code": "x"}]},
    ]
}
PRESSED_IN_VAIN = [
    *({"bo": f"thanh_vien.{position}"} for position in ("7", "x", "", "-1", "٠", "²", "9" * 5_000)),
    {"them": "thanh_vien", "thanh_vien.so_muc": "999"},
]
CASES = [{"code": "mot", "label": "Một", "hint": ""}, {"code": "hai", "label": "Hai", "hint": ""}]


@pytest.fixture
def draft(make: Situations) -> Draft:
    version = ProcedureVersionFactory(declaration=DECLARATION, cases=CASES, papers=0)
    return Draft.objects.create(
        owner=make.applicant, procedure_version=version, commune=make.office.commune, case_code="mot", done_steps=["noi-nop"]
    )


def address(draft: Draft, step: str = "khai-ho") -> str:
    return f"/nop-ho-so/{draft.procedure_version.procedure.code}/{draft.pk}/{step}/"


def typed(*names: str, **more: str) -> dict[str, str]:
    items = {f"thanh_vien.{n}.ho_ten": name for n, name in enumerate(names)}
    return {"chu_ho": "Chủ", "thanh_vien.so_muc": str(len(names)), **items, **more}


def kept(draft: Draft) -> Any:
    draft.refresh_from_db()
    return answers_of(draft).get("ho")


def test_an_item_more_keeps_what_was_typed_and_leads_to_it(citizen: Client, draft: Draft) -> None:
    response = citizen.post(address(draft), typed("An", them="thanh_vien"))
    assert response.status_code == HTTPStatus.FOUND
    assert response.headers["Location"] == f"{address(draft)}#id_thanh_vien.so_muc-2"
    html = citizen.get(address(draft)).content.decode()
    assert 'name="thanh_vien.0.ho_ten" value="An"' in html
    assert 'name="thanh_vien.1.ho_ten"' in html
    assert "Thêm thành viên" not in html  # two are the most


def test_an_item_less_keeps_the_others(citizen: Client, draft: Draft) -> None:
    citizen.post(address(draft), typed("An", "Bình", bo="thanh_vien.0"))
    assert kept(draft) == {"chu_ho": "Chủ", "thanh_vien": [{"ho_ten": "Bình", "so": ""}]}
    assert "khai-ho" not in draft.done_steps


@pytest.mark.parametrize("pressed", [{"them": "khac"}, {"bo": "khac.0"}])
def test_a_button_of_no_group_is_no_button(citizen: Client, draft: Draft, pressed: dict[str, str]) -> None:
    citizen.post(address(draft), typed("An", **pressed))
    assert "khai-ho" in Draft.objects.get(pk=draft.pk).done_steps


@pytest.mark.parametrize("pressed", PRESSED_IN_VAIN, ids=range(len(PRESSED_IN_VAIN)))
def test_what_cannot_be_removed_or_added_changes_nothing(citizen: Client, draft: Draft, pressed: dict[str, str]) -> None:
    citizen.post(address(draft), typed("An", "Bình", **pressed))
    assert [item["ho_ten"] for item in kept(draft)["thanh_vien"]] == ["An", "Bình"]


def test_an_amount_of_any_length_is_shown_as_it_was_kept() -> None:
    money = {"sections": [{"code": "s", "title": "S", "fields": [{"code": "tien", "label": "Tiền", "type": "money"}]}]}
    form = SectionForm(section=sections_of(money)[0], answers={"tien": "9" * 5_000})
    assert form["tien"].value() == "9" * 5_000


def test_what_is_wrong_stands_beside_its_item(citizen: Client, draft: Draft) -> None:
    response = citizen.post(address(draft), typed("An", "", **{"thanh_vien.1.so": "001"}), follow=True)
    html = response.content.decode()
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert '<a href="#id_thanh_vien.1.ho_ten">Thành viên 2: nhập họ, chữ đệm, tên</a>' in html
    assert 'value="001"' in html


def test_it_is_kept_as_a_list(citizen: Client, draft: Draft) -> None:
    citizen.post(address(draft), typed("An", "", **{"thanh_vien.0.so": "001 185 000 123"}))
    assert kept(draft) == {"chu_ho": "Chủ", "thanh_vien": [{"ho_ten": "An", "so": "001185000123"}]}


def test_what_is_known_is_filled_in_once(citizen: Client, draft: Draft) -> None:
    citizen.post(address(draft, "nguoi-nop"), PERSON)
    html = citizen.get(address(draft)).content.decode()
    assert f'name="chu_ho" value="{PERSON["full_name"]}"' in html
    assert "Điền sẵn từ thông tin người yêu cầu, sửa được" in html
    citizen.post(address(draft), {**typed("An"), "chu_ho": "Người khác"})
    html = citizen.get(address(draft)).content.decode()
    assert 'name="chu_ho" value="Người khác"' in html
    assert "Điền sẵn" not in html


@pytest.mark.parametrize(("case", "pages"), [("mot", ["khai-ho"]), ("hai", ["khai-ho", "khai-rieng"])])
def test_a_case_has_its_own_pages(draft: Draft, case: str, pages: list[str]) -> None:
    draft.case_code = case
    assert [step.code for step in steps_of_draft(draft) if step.section] == pages


def test_what_was_sent_is_what_the_case_asks_for(citizen: Client, draft: Draft, make: Situations) -> None:
    Draft.objects.filter(pk=draft.pk).update(case_code="hai")
    citizen.post(address(draft, "khai-rieng"), {"x": "Thừa"})
    Draft.objects.filter(pk=draft.pk).update(case_code="mot")
    citizen.post(address(draft, "nguoi-nop"), PERSON)
    citizen.post(address(draft), typed("An", **{"thanh_vien.0.so": "001185000123"}))
    citizen.post(address(draft, "nhan-ket-qua"), {"delivery": "counter"})
    review = citizen.get(address(draft, "xem-lai")).content.decode()
    assert "Thành viên 1" in review
    assert "Thừa" not in review

    dossier = submit_dossier(draft.pk, call=ActCall(actor=as_citizen(make.applicant), key=draft.pk), agreed=True)

    assert [[block.title for block in part["blocks"]] for part in declared_sections(dossier)] == [["", "Thành viên 1"]]
    lines = [line.value for part in office_dossier(dossier).answers for block in part.blocks for line in block.lines]
    assert lines == ["Chủ", "An", "001*****0123"]
