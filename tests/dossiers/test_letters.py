"""Forms 02 to 05 as people get them: their words, the same bytes each time, and nobody else's."""

import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from pypdf import PageObject, PdfReader

from accounts.permissions import Post
from core.errors import FieldErrors
from dossiers.actors import ActCall, citizen
from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.decline import decline_dossier
from dossiers.acts.extend import extend_dossier
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.stop import GivenBack, stop_dossier
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.models import Dossier
from dossiers.slips import find_slip, issued_slips, print_slip
from dossiers.slips.typesetting import qr_svg
from dossiers.telling import short_link
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations

TUESDAY_9H = MONDAY_9H + timedelta(days=1)
HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Láng, ngày", "TT 03/2025/TT-VPCP")


def printed(dossier: Dossier, form: str) -> bytes:
    slip = find_slip(list(dossier.events.order_by("seq")), form)
    assert slip is not None
    return print_slip(dossier, slip)


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def says(pdf: bytes, *parts: str) -> None:
    text = words(pdf)
    assert [part for part in (*HEAD, *parts) if part not in text] == []


def in_mm(points: float) -> int:
    return round(points * 25.4 / 72)


def qr_width(page: PageObject, dossier: Dossier) -> int:
    """Return the width in millimetres of the QR code: the one drawing of a letter that is scaled, a unit a module."""
    drawn = page.get_contents()
    modules = re.search(r' width="(\d+)"', qr_svg(short_link(dossier)))
    assert drawn is not None
    assert modules is not None
    (scale,) = set(re.findall(rb"([\d.]+) 0 0 -\1 ", drawn.get_data())) - {b"1"}
    return in_mm(float(scale) * int(modules[1]))


def test_the_letter_of_apology(make: Situations, office: Office) -> None:
    dossier = make.extended()
    pdf = printed(dossier, "04")
    says(
        pdf,
        "ỦY BAN NHÂN DÂN PHƯỜNG LÁNG",
        "Số: 1/PXL",
        "ngày 02 tháng 11 năm 2026",
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT",
        "Kính gửi: ông/bà Trần Thị Thử",
        "0912 345 678",
        "hẹn trả kết quả lúc 17 giờ 00, ngày 05 tháng 11 năm 2026",
        "không kịp trả kết quả theo đúng thời gian đã hẹn",
        f"Lý do: {REASON}",
        "17 giờ 00, thứ Hai, ngày 09 tháng 11 năm 2026",
        "Gia hạn lần: 01",
        office.person(Post.COMMUNE_LEADER).full_name,
    )
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (in_mm(page.mediabox.width), in_mm(page.mediabox.height)) == (210, 297)
    assert qr_width(page, dossier) >= 30


def test_a_late_letter_does_not_speak_of_an_appointment_to_come(make: Situations, office: Office) -> None:
    dossier = make.processing()
    at = MONDAY_9H + timedelta(days=4)
    extend_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, at), reason=REASON, until=date(2026, 11, 9))
    says(printed(dossier, "04"), "Đến nay Ủy ban nhân dân phường Láng chưa trả kết quả theo đúng thời gian đã hẹn")


def test_the_letter_stays_as_it_was_issued_whatever_happens_later(make: Situations) -> None:
    dossier = make.extended()
    first = printed(dossier, "04")
    withdraw_dossier(dossier.pk, call=ActCall(citizen(make.applicant), TUESDAY_9H))
    dossier.refresh_from_db()
    assert printed(dossier, "04") == first


def test_the_request_for_a_supplement_and_the_one_before_it(make: Situations, office: Office) -> None:
    dossier = make.awaiting_supplement()
    supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), TUESDAY_9H), sent=[Sent(1, "Bản rõ hơn")])
    again = [Asked("Mục 2 tờ khai", "Thiếu ngày sinh của mẹ")]
    request_supplement(dossier.pk, call=office.call(Post.COMMUNE_LEADER, TUESDAY_9H), items=again, legal_basis="Điều 5 Luật Thử")
    first, second = issued_slips(dossier.events.order_by("seq"))
    assert (first.name, second.name) == (f"02-{first.event.seq}", "02")
    says(print_slip(dossier, first), "Số: 1/HDHS", "Yêu cầu lần thứ: 01, giai đoạn thẩm định", "Giấy thử số 1", "Ảnh mờ", "NGƯỜI HƯỚNG DẪN")
    says(
        print_slip(dossier, second),
        "Yêu cầu lần thứ: 02",
        "Mục 2 tờ khai",
        "Thiếu ngày sinh của mẹ",
        "Căn cứ: Điều 5 Luật Thử",
        "NGƯỜI DUYỆT",
    )


def test_the_refusal(make: Situations, office: Office) -> None:
    dossier = make.submitted()
    decline_dossier(dossier.pk, call=office.call(Post.DESK_OFFICER), ground="not_competent", explanation="Nộp tại phường khác.\nGọi trước.")
    says(printed(dossier, "03"), "Số: 1/TC", "Không thuộc thẩm quyền, phạm vi giải quyết", "Nộp tại phường khác. Gọi trước.", dossier.code)


def test_the_stop_names_ground_money_papers_and_who_decided(make: Situations, office: Office) -> None:
    dossier = make.awaiting_supplement()
    call = office.call(Post.COMMUNE_LEADER, MONDAY_9H + timedelta(days=30))
    given = GivenBack("Hoàn 8.000 đồng", "Giấy khai sinh: 01 bản chính")
    stop_dossier(dossier.pk, call=call, legal_basis="Điều 7", explanation="Chưa nộp đủ", ground="supplement_expired", given_back=given)
    leader = office.person(Post.COMMUNE_LEADER).full_name
    says(
        printed(dossier, "05"),
        *("Số: 1/TBD", "Hết hạn bổ sung mà chưa nộp", "Điều 7", "Chưa nộp đủ", "09 giờ 00, ngày 02 tháng 12 năm 2026"),
        *("Hoàn 8.000 đồng", "Giấy khai sinh: 01 bản chính", leader),
    )


def test_a_withdrawal_that_was_let_go(make: Situations, office: Office) -> None:
    dossier = make.processing()
    withdraw_dossier(dossier.pk, call=ActCall(citizen(make.applicant), TUESDAY_9H))
    approve_withdrawal(dossier.pk, call=office.call(Post.COMMUNE_LEADER, TUESDAY_9H))
    says(printed(dossier, "05"), "Người nộp xin rút hồ sơ", "Hồ sơ chưa thu khoản nào", "Không có giấy tờ bản giấy phải trả lại")


def test_letters_that_typst_reads_as_marks_stay_letters(make: Situations, office: Office) -> None:
    dossier = make.processing(full_name="Trần #let *Thị*")
    reason = 'Chờ #eval("1") *đậm* $x$ [ô] \\ trả lời'
    extend_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER), reason=reason, until=date(2026, 11, 9))
    assert 'Chờ #eval("1") *đậm* $x$ [ô] \\ trả lời' in words(printed(dossier, "04"))


def test_a_number_of_a_result_is_no_form(make: Situations) -> None:
    assert issued_slips(make.returned().events.order_by("seq")) == []


def test_its_own_citizen_and_its_office_open_it_nobody_else(make: Situations, office: Office, elsewhere: Office) -> None:
    dossier, own_client, stranger = make.extended(), Client(), Client()
    own_client.force_login(make.applicant)
    stranger.force_login(UserFactory())
    own, desk = f"/ho-so/{dossier.code}/phieu/04.pdf", f"/mot-cua/{dossier.code}/phieu/04.pdf"
    response = own_client.get(own)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in response["Cache-Control"]
    assert [own_client.get(own.replace("04.pdf", f"{name}.pdf")).status_code for name in ("01", "05", "04-99", "x")] == [404] * 4
    assert stranger.get(own).status_code == 404
    assert Client().get(own).status_code == 302
    here, there = Client(), Client()
    here.force_login(office.person(Post.DESK_OFFICER))
    there.force_login(elsewhere.person(Post.DESK_OFFICER))
    assert (here.get(desk).status_code, there.get(desk).status_code, here.get(own).status_code) == (200, 404, 404)
    assert dossier.readings.filter(purpose="In phiếu 04").count() == 1


@pytest.mark.parametrize(("situation", "ground"), [("processing", "supplement_expired"), ("awaiting_supplement", "supplement_expired"), ("processing", "withdrawal")])  # fmt: skip
def test_a_ground_that_does_not_hold_stops_nothing(make: Situations, office: Office, situation: str, ground: str) -> None:
    dossier = getattr(make, situation)()
    with pytest.raises(FieldErrors) as refused:
        stop_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER), legal_basis="Điều 7", explanation="Hết hạn", ground=ground)
    assert list(refused.value.errors) == ["ground"]
