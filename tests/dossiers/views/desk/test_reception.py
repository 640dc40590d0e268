"""Reception at the counter: found in people's words, one form, one press; nothing typed is lost."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.permissions import Post
from dossiers.models import Channel, Dossier, RecordReading
from dossiers.states import DossierState
from procedures.models import Fee, ProcedureVersion
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.dossiers import Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

URL = "/mot-cua/tiep-nhan/"
PERSON = {"identity_number": "001 192 009 999", "full_name": "Hà Thị Vân Khánh", "phone": "", "address": "Ngõ Thử Nghiệm", "email": ""}


@pytest.fixture
def version(calendar: None) -> ProcedureVersion:
    return ProcedureVersionFactory(plain_name="Giấy xác nhận tình trạng hôn nhân", papers=2)


def typed(office: Office, **more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid4()),
        "by": "self",
        "competent": office.commune.code,
        "delivery": "counter",
        "channel": "1",
        "do": "receive",
        **PERSON,
        "tick-giay-1": "on",
        "originals-giay-1": "1",
        "copies-giay-1": "2",
        "tick-giay-2": "on",
        "originals-giay-2": "1",
        "copies-giay-2": "0",
        **more,
    }


def take(client: Client, version: ProcedureVersion, data: dict[str, Any]) -> Any:
    return client.post(f"{URL}?thu-tuc={version.procedure.code}", data)


def test_only_people_of_the_desk_receive(sign_in: SignIn) -> None:
    response = sign_in(Post.SPECIALIST).get(URL)
    assert response.status_code == 403
    assert "Tiếp nhận là việc của Một cửa" in response.content.decode()


@pytest.mark.parametrize("text", ["xac nhan tinh trang hon", "hôn nhân"])
def test_a_procedure_is_found_without_marks(sign_in: SignIn, version: ProcedureVersion, text: str) -> None:
    assert [found.pk for found in sign_in().get(f"{URL}?q={text}").context["found"]] == [version.pk]


def test_what_the_desk_receives_often_is_a_number_away(sign_in: SignIn, make: Situations) -> None:
    make.at_counter()
    client = sign_in()
    assert [found.pk for found in client.get(URL).context["often"]] == [make.procedure().pk]
    assert [found.pk for found in client.get(f"{URL}?q=1").context["found"]] == [make.procedure().pk]


@pytest.mark.parametrize("code", ["0.000000", "1.0%001193", "%00", "x" * 500])
def test_an_unknown_procedure_says_what_to_do(sign_in: SignIn, version: ProcedureVersion, code: str) -> None:
    response = sign_in().get(f"{URL}?thu-tuc={code}")
    assert response.status_code == 422
    assert "Không có thủ tục này" in response.content.decode()


def test_one_press_receives_and_leads_to_the_slip(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    client = sign_in()
    response = take(client, version, typed(office))
    dossier = Dossier.objects.get()
    page = client.get(response["Location"]).content.decode()
    assert f"Đã tiếp nhận, mã {dossier.code}." in page
    assert f"/mot-cua/{dossier.code}/phieu/01.pdf" in page
    assert (dossier.state, dossier.channel, dossier.competent_unit) == (DossierState.RECEIVED, Channel.DIRECT, office.commune)
    assert [(p.document_code, p.kind, p.quantity) for p in dossier.papers.order_by("position")] == [
        ("giay-1", "original", 1),
        ("giay-1", "copy", 2),
        ("giay-2", "original", 1),
    ]


def test_a_second_press_makes_no_second_dossier(sign_in: SignIn, version: ProcedureVersion, office: Office, time_machine: Any) -> None:
    client, data = sign_in(), typed(office)
    take(client, version, data)
    time_machine.move_to(NOW.replace(minute=5))
    page = client.get(take(client, version, data)["Location"]).content.decode()
    assert Dossier.objects.count() == 1
    assert "Hồ sơ này đã tiếp nhận lúc 10:00." in page
    assert "Không tạo hồ sơ thứ hai." in page


WRONG = (
    ({"identity_number": "0011920099"}, "Số định danh cần đủ 12 chữ số, bạn mới nhập 10"),
    ({"identity_number": ""}, "Nhập số định danh, 12 chữ số"),
    ({"full_name": " "}, "Nhập họ, chữ đệm, tên"),
    ({"phone": "123"}, "Số điện thoại cần 10 chữ số, bắt đầu bằng 0"),
    ({"by": "other"}, "Nhập số định danh, 12 chữ số"),
    ({"tick-giay-1": ""}, "Còn thiếu giấy tờ: Giấy thử số 1."),
)


def test_what_cannot_be_is_said_and_the_rest_kept(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    desk = sign_in()
    for change, words in WRONG:
        response = take(desk, version, {**typed(office), **change})
        assert response.status_code == 422
        page = response.content.decode()
        assert words in page
        assert "Ngõ Thử Nghiệm" in page
    assert not Dossier.objects.exists()


def test_somebody_else_may_bring_the_papers(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    filer = {"by": "other", "filer_identity_number": "001085000123", "filer_full_name": "Lò Văn Thử", "filer_phone": ""}
    take(sign_in(), version, typed(office, **filer))
    roles = Dossier.objects.get().parties.order_by("role").values_list("role", "full_name")
    assert list(roles) == [("applicant", "Hà Thị Vân Khánh"), ("filer", "Lò Văn Thử")]


def test_a_dossier_of_another_commune_is_received_for_it(
    sign_in: SignIn, version: ProcedureVersion, office: Office, elsewhere: Office
) -> None:
    client = sign_in()
    looked = take(client, version, typed(office, competent=elsewhere.commune.code, do="refresh"))
    assert "Nhận hộ phường Cầu Giấy" in looked.content.decode()
    take(client, version, typed(office, competent=elsewhere.commune.code))
    dossier = Dossier.objects.get()
    assert (dossier.receiving_unit, dossier.competent_unit) == (office.commune, elsewhere.commune)


def test_looking_again_writes_nothing_and_judges_nothing(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    response = take(sign_in(), version, typed(office, identity_number="00119", do="refresh"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Số định danh cần đủ 12 chữ số, bạn mới nhập 5" in page
    assert "Đủ 2 trong 2 giấy phải có" in page
    assert 'value="00119"' in page
    assert "chỗ cần sửa" not in page
    assert not Dossier.objects.exists()


def test_the_same_procedure_within_ninety_days_is_warned_of(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    client = sign_in()
    take(client, version, typed(office))
    page = take(client, version, typed(office, do="refresh")).content.decode()
    assert f"Đã nộp thủ tục này ngày T2 02/11, mã {Dossier.objects.get().code}" in page


def test_a_limit_the_catalogue_does_not_know_is_stated(sign_in: SignIn, office: Office) -> None:
    version = ProcedureVersionFactory(unknown_limit=True, papers=0)
    client = sign_in()
    assert take(client, version, typed(office)).status_code == 422
    take(client, version, typed(office, limit_amount="4", limit_unit="h", basis="Quy chế"))
    assert Dossier.objects.get().time_limit_rule == "4h"


def test_papers_follow_the_case(sign_in: SignIn, office: Office) -> None:
    cases = [{"code": "lan-dau", "label": "Lần đầu"}, {"code": "cap-lai", "label": "Cấp lại"}]
    version = ProcedureVersionFactory(cases=cases, papers=2)
    version.documents.filter(code="giay-2").update(case_code="cap-lai")
    client = sign_in()
    shown = client.get(f"{URL}?thu-tuc={version.procedure.code}").context["form"]
    assert [paper.code for paper in shown.papers] == ["giay-1"]
    again = take(client, version, typed(office, case="cap-lai", do="refresh")).context["form"]
    assert [paper.code for paper in again.papers] == ["giay-1", "giay-2"]


def test_what_is_made_at_once_is_returned_in_the_same_press(sign_in: SignIn, office: Office) -> None:
    version = ProcedureVersionFactory(immediate=True, papers=0)
    client = sign_in()
    more = {"signer": office.person(Post.COMMUNE_LEADER).pk, "number": "", "evidence": "Ký nhận tại quầy", "fee_settled": "on"}
    data = typed(office, do="complete", **more)
    page = client.get(take(client, version, data)["Location"]).content.decode()
    assert "Đã trả kết quả." in page
    assert Dossier.objects.get().state == DossierState.RETURNED
    take(client, version, data)
    assert Dossier.objects.count() == 1


def test_made_at_once_without_the_fee_is_refused_whole(sign_in: SignIn, office: Office) -> None:
    version = ProcedureVersionFactory(immediate=True, papers=0)
    more = {"signer": office.person(Post.COMMUNE_LEADER).pk, "number": "", "evidence": "Ký nhận"}
    response = take(sign_in(), version, typed(office, do="complete", **more))
    assert response.status_code == 422
    assert "Chưa xác nhận phí, lệ phí." in response.content.decode()
    assert not Dossier.objects.exists()


def test_what_another_commune_decides_cannot_be_ended_here(sign_in: SignIn, office: Office, elsewhere: Office) -> None:
    version, client = ProcedureVersionFactory(immediate=True, papers=0), sign_in()
    assert "signer" in client.get(f"{URL}?thu-tuc={version.procedure.code}").context["form"].fields
    data = typed(office, competent=elsewhere.commune.code, do="complete", signer=office.person(Post.COMMUNE_LEADER).pk)
    response = take(client, version, data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "chuyển phường Cầu Giấy giải quyết" in page
    assert "không trả ngay tại đây" in page
    assert "Ngõ Thử Nghiệm" in page
    assert 'value="complete"' not in page
    assert not Dossier.objects.exists()


def test_the_buttons_follow_the_commune_that_is_chosen(sign_in: SignIn, office: Office, elsewhere: Office) -> None:
    version, client = ProcedureVersionFactory(immediate=True, papers=0), sign_in()
    own = client.get(f"{URL}?thu-tuc={version.procedure.code}").content.decode()
    assert 'hx-target="#tra-ngay" hx-select="#tra-ngay" hx-select-oob="#nut-tiep-nhan"' in own
    pages = [own, *(take(client, version, typed(to, do="refresh")).content.decode() for to in (elsewhere, office))]
    assert [page.count('id="tra-ngay"') + page.count('id="nut-tiep-nhan"') for page in pages] == [2, 2, 2]
    assert ["Giải quyết và trả ngay" in page for page in pages] == [True, False, True]
    assert ['name="signer"' in page for page in pages] == [True, False, True]


def test_what_is_only_charged_online_is_not_shown_at_the_counter(sign_in: SignIn, version: ProcedureVersion) -> None:
    Fee.objects.create(version=version, position=8, channel=Fee.Channel.ONLINE, label="Lệ phí trực tuyến", amount=0)
    Fee.objects.create(version=version, position=9, channel=Fee.Channel.COUNTER, label="Lệ phí tại quầy", amount=8_000)
    page = sign_in().get(f"{URL}?thu-tuc={version.procedure.code}").content.decode()
    assert "Lệ phí tại quầy" in page
    assert "Lệ phí trực tuyến" not in page


def test_a_press_that_ends_at_once_never_only_receives(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    response = take(sign_in(), version, typed(office, do="complete"))
    assert response.status_code == 409
    assert not Dossier.objects.exists()


def test_the_earlier_dossier_a_check_tells_of_is_noted(sign_in: SignIn, version: ProcedureVersion, office: Office) -> None:
    client = sign_in()
    take(client, version, typed(office))
    assert not RecordReading.objects.exists()
    for _ in range(2):
        take(client, version, typed(office, do="refresh"))
    reading = RecordReading.objects.get(dossier=Dossier.objects.get())
    assert (reading.reader, reading.purpose) == (office.person(Post.DESK_OFFICER), "Kiểm tra hồ sơ trùng")
