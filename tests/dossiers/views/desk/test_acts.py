"""Every act as a page: done once, told in words; a second press, a lost race and bad input lose nothing that was typed."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.permissions import Post
from dossiers.actors import ActCall, citizen
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier
from dossiers.states import Act, DossierState
from dossiers.views.citizen import requests
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, picture
from tests.factories.procedures import ProcedureVersionFactory


def url(dossier: Dossier, act: Act) -> str:
    return f"/mot-cua/{dossier.code}/{act.value.replace('_', '-')}/"


def press(client: Client, dossier: Dossier, act: Act, **typed: Any) -> Any:
    """Send the form of an act as the page would; `key` and `version` may be given."""
    return client.post(url(dossier, act), {"key": str(uuid4()), "version": dossier.version, **typed})


def follow(client: Client, response: Any) -> str:
    assert response.status_code == 302, response.content.decode()
    return client.get(response["Location"]).content.decode()


def state_of(dossier: Dossier) -> DossierState:
    return DossierState(Dossier.objects.get(pk=dossier.pk).state)


def withdrawal(make: Situations) -> Dossier:
    return withdraw_dossier(make.processing().pk, call=ActCall(citizen(make.applicant), NOW))


def test_receiving_tells_the_code_and_the_appointment(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.submitted(), sign_in()
    page = follow(client, press(client, dossier, Act.RECEIVE))
    assert f"Đã tiếp nhận, mã {dossier.code}." in page
    assert "Hẹn trả 17:00 thứ Năm 05/11/2026." in page
    assert "In phiếu 01" in page
    assert "Nhận tiếp" in page


def test_a_second_press_shows_what_the_first_one_did(sign_in: SignIn, make: Situations) -> None:
    dossier, client, key = make.submitted(), sign_in(), str(uuid4())
    press(client, dossier, Act.RECEIVE, key=key)
    assert press(client, dossier, Act.RECEIVE, key=key).status_code == 302
    assert dossier.events.filter(act=Act.RECEIVE).count() == 1


def test_a_second_press_a_minute_later_says_when_it_was_done(sign_in: SignIn, make: Situations, time_machine: Any) -> None:
    dossier, client, key = make.submitted(), sign_in(), str(uuid4())
    press(client, dossier, Act.RECEIVE, key=key)
    time_machine.move_to(NOW.replace(minute=1))
    page = follow(client, press(client, dossier, Act.RECEIVE, key=key))
    assert "Hồ sơ này đã tiếp nhận lúc 10:00." in page
    assert "Không tạo hồ sơ thứ hai." in page


def test_a_lost_race_names_who_was_faster_and_keeps_what_was_typed(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.submitted(), sign_in()
    press(sign_in(Post.COMMUNE_LEADER), dossier, Act.DECLINE, ground="other", explanation="Trùng", confirmed="1")
    response = press(client, dossier, Act.DECLINE, ground="duplicate", explanation="Chữ đã gõ dở", confirmed="1")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Hồ sơ đã được xử lý trước bạn." in page
    assert "Từ chối tiếp nhận, lúc 10:00:00" in page
    assert "Chữ đã gõ dở" in page


def test_a_race_lost_to_the_next_holder_keeps_the_remark(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.received(), sign_in()
    to = client.get(url(dossier, Act.FORWARD)).context["form"].steps[0].people[0].value
    press(client, dossier, Act.FORWARD, to=to, remark="")
    response = press(client, dossier, Act.FORWARD, to=to, remark="Ghi chú đang gõ dở")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Chuyển bước, lúc 10:00:00" in page
    assert "Ghi chú đang gõ dở</textarea>" in page


def test_forwarding_twice_by_one_press_forwards_once(sign_in: SignIn, make: Situations, time_machine: Any) -> None:
    dossier, client, key = make.received(), sign_in(), str(uuid4())
    to = client.get(url(dossier, Act.FORWARD)).context["form"].steps[0].people[0].value
    press(client, dossier, Act.FORWARD, to=to, key=key)
    time_machine.move_to(NOW.replace(minute=1))
    page = follow(client, press(client, dossier, Act.FORWARD, to=to, key=key))
    assert "Hồ sơ này đã chuyển bước lúc 10:00." in page
    assert dossier.events.filter(act=Act.FORWARD).count() == 1


@pytest.mark.parametrize("act", [Act.RECEIVE, Act.FORWARD, Act.STOP, Act.RETURN_RESULT])
def test_an_office_elsewhere_finds_nothing(sign_in: SignIn, make: Situations, elsewhere: Office, act: Act) -> None:
    dossier, client = make.submitted(), sign_in(office=elsewhere)
    assert client.get(url(dossier, act)).status_code == 404
    assert press(client, dossier, act).status_code == 404


def test_a_citizen_finds_nothing(client: Client, make: Situations) -> None:
    dossier = make.submitted()
    client.force_login(UserFactory())
    assert press(client, dossier, Act.RECEIVE).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client: Client, make: Situations) -> None:
    assert press(client, make.submitted(), Act.RECEIVE).status_code == 302


@pytest.mark.parametrize("slug", ["khong-co", "withdraw", "submit", "note-overdue", "request_supplement"])
def test_acts_without_a_page_are_not_found(sign_in: SignIn, make: Situations, slug: str) -> None:
    assert sign_in().get(f"/mot-cua/{make.submitted().code}/{slug}/").status_code == 404


def test_another_post_reads_whose_act_it_is(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.submitted(), sign_in(Post.CLERK)
    assert client.get(url(dossier, Act.RECEIVE)).status_code == 403
    response = press(client, dossier, Act.RECEIVE)
    assert response.status_code == 403
    assert "Tiếp nhận là việc của Một cửa" in response.content.decode()
    assert state_of(dossier) == DossierState.SUBMITTED


def test_an_act_out_of_turn_says_where_the_dossier_is(sign_in: SignIn, make: Situations) -> None:
    response = sign_in().get(url(make.submitted(), Act.RETURN_RESULT))
    assert response.status_code == 409
    assert "đang ở trạng thái “Chờ tiếp nhận”" in response.content.decode()


def test_missing_papers_stop_reception(sign_in: SignIn, make: Situations) -> None:
    dossier = make.submitted()
    dossier.files.all().delete()
    client = sign_in()
    assert "Còn thiếu 1 giấy tờ:" in client.get(url(dossier, Act.RECEIVE)).content.decode()
    response = press(client, dossier, Act.RECEIVE)
    assert (response.status_code, state_of(dossier)) == (422, DossierState.SUBMITTED)


def test_a_limit_the_catalogue_does_not_know_is_stated_with_its_basis(sign_in: SignIn, make: Situations) -> None:
    make.version = ProcedureVersionFactory(unknown_limit=True)
    dossier, client = make.submitted(), sign_in()
    refused = press(client, dossier, Act.RECEIVE, limit_amount="5", limit_unit="d", basis="")
    assert refused.status_code == 422
    assert 'value="5"' in refused.content.decode()
    follow(client, press(client, dossier, Act.RECEIVE, limit_amount="5", limit_unit="d", basis="Quy chế"))
    assert Dossier.objects.get(pk=dossier.pk).time_limit_rule == "5d"


def test_a_supplement_is_asked_for_paper_by_paper(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.processing(), sign_in(Post.SPECIALIST)
    typed = {"ask_0": "on", "why_0": "Ảnh mờ, không đọc được số", "what_0": "Ngày sinh trong tờ khai", "other_why_0": "Khác với căn cước"}
    page = follow(client, press(client, dossier, Act.REQUEST_SUPPLEMENT, working_days="5", **typed))
    assert "Phiếu 02 số 1/HDHS." in page
    items = Dossier.objects.get(pk=dossier.pk).suspensions.get().items.order_by("position")
    assert [(item.what, item.reason) for item in items] == [
        ("Giấy thử số 1", "Ảnh mờ, không đọc được số"),
        ("Ngày sinh trong tờ khai", "Khác với căn cước"),
    ]


GENERIC_REQUESTS = (
    ({}, "Chọn ít nhất một giấy tờ hoặc nội dung cần bổ sung"),
    ({"ask_0": "on"}, "Giấy thử số 1: ghi rõ cần sửa gì"),
    ({"ask_0": "on", "why_0": "Mờ", "working_days": "91"}, "Hạn bổ sung từ 1 đến 90 ngày làm việc"),
    ({"ask_0": "on", "why_0": "Mờ", "working_days": "vài"}, "Hạn bổ sung chỉ ghi số ngày"),
)


def test_a_generic_request_cannot_be_issued(sign_in: SignIn, make: Situations) -> None:
    specialist, dossier = sign_in(Post.SPECIALIST), make.processing()
    for typed, words in GENERIC_REQUESTS:
        response = press(specialist, dossier, Act.REQUEST_SUPPLEMENT, **{"working_days": "7", **typed})
        assert response.status_code == 422
        assert words in response.content.decode()
    assert state_of(dossier) == DossierState.PROCESSING


def test_the_effect_on_the_clock_stands_beside_the_form(sign_in: SignIn, make: Situations) -> None:
    page = sign_in(Post.SPECIALIST).get(f"{url(make.processing(), Act.REQUEST_SUPPLEMENT)}?working_days=2").content.decode()
    assert "Dừng, còn " in page
    assert "Người dân nộp trước 17:00, thứ Tư 04/11/2026" in page


def test_a_second_request_needs_a_leader(sign_in: SignIn, make: Situations) -> None:
    dossier = make.awaiting_supplement()
    desk = sign_in()
    follow(desk, press(desk, dossier, Act.SUPPLEMENT, answer_1="Đã nhận bản giấy rõ"))
    dossier.refresh_from_db()
    client = sign_in(Post.SPECIALIST)
    assert "Phải có lãnh đạo duyệt" in client.get(url(dossier, Act.REQUEST_SUPPLEMENT)).content.decode()
    response = press(client, dossier, Act.REQUEST_SUPPLEMENT, ask_0="on", why_0="Vẫn mờ", working_days="7")
    assert response.status_code == 403
    assert "Vẫn mờ" in response.content.decode()
    leader = sign_in(Post.COMMUNE_LEADER)
    follow(leader, press(leader, dossier, Act.REQUEST_SUPPLEMENT, ask_0="on", why_0="Vẫn mờ", working_days="7"))


def test_a_supplement_brought_to_the_desk_needs_every_item(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.awaiting_supplement(), sign_in()
    response = press(client, dossier, Act.SUPPLEMENT, answer_1="")
    assert response.status_code == 422
    assert "Giấy thử số 1: chọn bản quét hoặc ghi đã nhận gì" in response.content.decode()
    follow(client, press(client, dossier, Act.SUPPLEMENT, file_1=picture(colour="grey")))
    assert state_of(dossier) == DossierState.PROCESSING


def test_a_broken_scan_is_refused_in_words(sign_in: SignIn, make: Situations) -> None:
    dossier = make.awaiting_supplement()
    response = press(sign_in(), dossier, Act.SUPPLEMENT, file_1=ContentFile(b"MZ not a picture", name="a.exe"))
    assert response.status_code == 422
    assert "chỉ nhận ảnh JPG, PNG, HEIC và PDF" in response.content.decode()


def test_files_sent_too_fast_wait_and_what_was_typed_stays(sign_in: SignIn, make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "UPLOADS", "2/5m")
    dossier, client = make.awaiting_supplement(), sign_in()
    wrong = [ContentFile(b"MZ not a picture", name="a.exe") for _ in range(3)]
    answers = [press(client, dossier, Act.SUPPLEMENT, file_1=each, answer_1="Đã xem bản gốc") for each in wrong]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert "Bạn gửi nhiều tệp quá nhanh." in answers[-1].content.decode()
    assert "Đã xem bản gốc" in answers[-1].content.decode()
    follow(client, press(client, dossier, Act.SUPPLEMENT, answer_1="Đã xem bản gốc"))


def test_a_refusal_is_read_once_more_before_it_is_issued(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.submitted(), sign_in()
    typed = {"ground": "not_competent", "explanation": "Nộp tại Sở Tư pháp"}
    first = press(client, dossier, Act.DECLINE, **typed)
    assert first.status_code == 200
    assert "Người dân sẽ nhận phiếu 03 với lý do sau:" in first.content.decode()
    assert state_of(dossier) == DossierState.SUBMITTED
    back = press(client, dossier, Act.DECLINE, edit="1", **typed)
    assert "Nộp tại Sở Tư pháp</textarea>" in back.content.decode()
    page = follow(client, press(client, dossier, Act.DECLINE, confirmed="1", **typed))
    assert "Phiếu 03 số 1/TC." in page
    assert state_of(dossier) == DossierState.DECLINED


def test_a_refusal_without_ground_is_not_read(sign_in: SignIn, make: Situations) -> None:
    response = press(sign_in(), make.submitted(), Act.DECLINE, explanation="")
    assert response.status_code == 422
    assert "Chọn lý do từ chối" in response.content.decode()


def test_forwarding_names_the_next_holder_and_the_load(sign_in: SignIn, make: Situations, office: Office) -> None:
    make.processing()
    dossier, client = make.received(), sign_in()
    form = client.get(url(dossier, Act.FORWARD)).context["form"]
    (recipient,) = form.steps[0].people
    assert (recipient.name, recipient.load, recipient.checked) == (office.person(Post.SPECIALIST).full_name, 1, True)
    page = follow(client, press(client, dossier, Act.FORWARD, to=recipient.value, remark="Đọc kỹ"))
    assert "Đã chuyển bước." in page
    assert Dossier.objects.get(pk=dossier.pk).assignee == office.person(Post.SPECIALIST)


def test_forwarding_to_nobody_is_refused(sign_in: SignIn, make: Situations) -> None:
    desk, dossier = sign_in(), make.received()
    for to in ("", "2:999999", "9:1", "x"):
        assert press(desk, dossier, Act.FORWARD, to=to, remark="Giữ nguyên").status_code == 422
    assert state_of(dossier) == DossierState.RECEIVED


def test_a_leader_lets_a_dossier_go(sign_in: SignIn, make: Situations) -> None:
    dossier, client = withdrawal(make), sign_in(Post.COMMUNE_LEADER)
    follow(client, press(client, dossier, Act.APPROVE_WITHDRAWAL, refund="Hoàn đủ"))
    assert state_of(dossier) == DossierState.STOPPED


def test_a_leader_keeps_a_dossier(sign_in: SignIn, make: Situations) -> None:
    dossier, client = withdrawal(make), sign_in(Post.COMMUNE_LEADER)
    follow(client, press(client, dossier, Act.CANCEL_WITHDRAWAL, reason="Đã có kết quả"))
    assert state_of(dossier) == DossierState.PROCESSING


def test_a_leader_stops_a_dossier_with_its_ground(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.processing(), sign_in(Post.COMMUNE_LEADER)
    assert press(client, dossier, Act.STOP, ground="other", legal_basis="", explanation="Hết hạn").status_code == 422
    typed = {"legal_basis": "Luật", "explanation": "Hết hạn bổ sung", "refund": "Hoàn 8.000 đồng"}
    assert "Hồ sơ không chờ bổ sung" in press(client, dossier, Act.STOP, ground="supplement_expired", **typed).content.decode()
    page = follow(client, press(client, dossier, Act.STOP, ground="other", **typed))
    assert "Phiếu 05 số 1/TBD." in page


def released(make: Situations, sign_in: SignIn) -> tuple[Dossier, Any]:
    dossier, client = make.processing(), sign_in(Post.CLERK)
    typed = {"number": "12/XN-UBND", "issued_on": "02/11/2026", "signer_name": "Nguyễn Văn Ký", "signer_title": "Chủ tịch"}
    return dossier, press(client, dossier, Act.RELEASE_RESULT, file=picture("ket-qua.png"), **typed)


def test_the_clerk_releases_a_signed_result(sign_in: SignIn, make: Situations) -> None:
    dossier, response = released(make, sign_in)
    assert response.status_code == 302
    result = Dossier.objects.get(pk=dossier.pk).results.get()
    assert (result.number, result.signer_name) == ("12/XN-UBND", "Nguyễn Văn Ký")


INCOMPLETE_RESULTS = (
    ({"issued_on": "31/02/2026"}, "Ngày ban hành cần có dạng 02/11/2026"),
    ({"issued_on": "03/11/2026"}, "Ngày ban hành không được sau hôm nay"),
    ({"number": " "}, "Nhập số, ký hiệu của văn bản"),
    ({"file": ""}, "Chọn tệp kết quả đã ký"),
)


def test_an_incomplete_result_is_not_released(sign_in: SignIn, make: Situations) -> None:
    clerk, dossier = sign_in(Post.CLERK), make.processing()
    whole = {"number": "1/XN", "issued_on": "02/11/2026", "signer_name": "Ký", "signer_title": "Chủ tịch"}
    for typed, words in INCOMPLETE_RESULTS:
        response = press(clerk, dossier, Act.RELEASE_RESULT, **{**whole, "file": picture(), **typed})
        assert response.status_code == 422
        assert words in response.content.decode()
    assert state_of(dossier) == DossierState.PROCESSING


def test_a_result_with_an_error_is_taken_back(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.result_ready(), sign_in(Post.COMMUNE_LEADER)
    follow(client, press(client, dossier, Act.REOPEN, reason="Sai ngày sinh"))
    assert state_of(dossier) == DossierState.PROCESSING


def test_a_result_is_handed_over_against_evidence_and_fee(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.result_ready(), sign_in()
    typed = {"receiver_name": "Trần Thị Thử", "evidence": "Ký nhận trên phiếu 01"}
    refused = press(client, dossier, Act.RETURN_RESULT, **typed)
    assert refused.status_code == 422
    assert "Chưa xác nhận phí, lệ phí." in refused.content.decode()
    assert "Ký nhận trên phiếu 01" in refused.content.decode()
    page = follow(client, press(client, dossier, Act.RETURN_RESULT, fee_settled="on", **typed))
    assert "Đã trả kết quả." in page


def test_what_is_made_at_once_is_received_and_returned_in_one_press(sign_in: SignIn, make: Situations, office: Office) -> None:
    make.version = ProcedureVersionFactory(immediate=True)
    dossier, client = make.submitted(), sign_in()
    typed = {"signer": office.person(Post.COMMUNE_LEADER).pk, "receiver_name": "Trần Thị Thử", "evidence": "Ký nhận", "fee_settled": "on"}
    page = follow(client, press(client, dossier, Act.COMPLETE_AT_DESK, number="", **typed))
    assert "Đã trả kết quả." in page
    assert state_of(dossier) == DossierState.RETURNED


def test_a_form_without_its_key_changes_nothing(sign_in: SignIn, make: Situations) -> None:
    dossier = make.submitted()
    assert sign_in().post(url(dossier, Act.RECEIVE), {"key": "x", "version": ""}).status_code == 422
    assert state_of(dossier) == DossierState.SUBMITTED


def test_a_key_used_for_something_else_is_refused(sign_in: SignIn, make: Situations) -> None:
    dossier, client, key = make.submitted(MONDAY_9H), sign_in(), str(uuid4())
    press(client, dossier, Act.RECEIVE, key=key)
    dossier.refresh_from_db()
    response = press(
        client, dossier, Act.FORWARD, key=key, to=client.get(url(dossier, Act.FORWARD)).context["form"].steps[0].people[0].value
    )
    assert response.status_code == 422
    assert "Khóa chống gửi trùng này đã dùng cho nội dung khác." in response.content.decode()
