"""The explained date word by word: the same on the citizen's page, at the desk and in the API, and what officers alone are told."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.actors import ActCall, citizen
from dossiers.acts.extend import extend_dossier
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.models import Dossier
from tests.api.clients import client_of
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations

TET_10H = datetime(2026, 2, 12, 10, 0, tzinfo=ZONE)
TET = (
    "Thủ tục này có 3 ngày làm việc. Ngày nhận hồ sơ không tính. Thứ Bảy, Chủ nhật và ngày nghỉ Tết không tính.",
    "Nhận hồ sơ: 10:00 thứ Năm 12/02, chưa tính.",
    "Ngày 1: thứ Sáu 13/02.",
    "Nghỉ: 14/02 đến 22/02, gồm Tết Nguyên đán 16–20/02 (Thông báo 9441/TB-BNV) và cuối tuần.",
    "Ngày 2: thứ Hai 23/02. Ngày 3: thứ Ba 24/02, trả trước khi hết giờ làm việc, 17:00.",
)
MOVED = (
    "Thủ tục này có 3 ngày làm việc. Ngày nhận hồ sơ không tính.",
    "Nhận hồ sơ: 09:00 thứ Hai 02/11, chưa tính.",
    "Ngày 1: thứ Ba 03/11. Ngày 2: thứ Tư 04/11. Ngày 3: thứ Năm 05/11, trả trước khi hết giờ làm việc, 17:00.",
    "Hẹn đầu: 17:00 thứ Năm 05/11.",
    "Dừng 09:00 thứ Ba 03/11 – {waits}. Còn 23 giờ làm việc.",
    "Tính tiếp từ 10:00 thứ Tư 04/11. Hẹn trả: 09:00 thứ Hai 09/11.",
    "Gia hạn 11:00 thứ Tư 04/11 – thư xin lỗi số 1/PXL. Hẹn lại: 17:00 thứ Tư 11/11.",
    "Nghỉ: 07/11 và 08/11, cuối tuần.",
)


def text_of(response: Any) -> str:
    assert response.status_code == 200
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
    return re.sub(r" (?=[.,;])", "", words)


def own_page(make: Situations, dossier: Dossier) -> str:
    client = Client()
    client.force_login(make.applicant)
    return text_of(client.get(f"/ho-so/{dossier.code}/"))


def desk_page(office: Office, dossier: Dossier, page: str = "vi-sao-hen/") -> str:
    client = Client()
    client.force_login(office.person(Post.DESK_OFFICER))
    return text_of(client.get(f"/mot-cua/{dossier.code}/{page}"))


def why(office: Office, dossier: Dossier) -> dict[str, Any]:
    found: dict[str, Any] = client_of(office.posts[Post.DESK_OFFICER]).get(f"/api/v1/dossiers/{dossier.code}/why/").json()
    return found


def moved(make: Situations, office: Office) -> Dossier:
    """Stopped on Tuesday, resumed on Wednesday, extended an hour later."""
    dossier, day = make.processing(), timedelta(days=1)
    items = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
    request_supplement(dossier.pk, call=office.call(Post.SPECIALIST, MONDAY_9H + day), items=items)
    resumed = MONDAY_9H + 2 * day + timedelta(hours=1)
    supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), resumed), sent=[Sent(1, "Bản rõ")])
    leader = office.call(Post.COMMUNE_LEADER, resumed + timedelta(hours=1))
    return extend_dossier(dossier.pk, call=leader, reason=REASON, until=date(2026, 11, 11))


def test_the_tet_case_reads_the_same_everywhere(make: Situations, office: Office) -> None:
    with time_machine.travel(TET_10H + timedelta(hours=1), tick=False):
        dossier = make.received(TET_10H)
        assert dossier.due_at == datetime(2026, 2, 24, 17, 0, tzinfo=ZONE)
        own, desk, api = own_page(make, dossier), desk_page(office, dossier), why(office, dossier)
    assert TET[0] in own
    assert " ".join(TET[1:]) in own
    assert tuple(api["sentences"]) == TET
    assert (api["due_at"], api["changes"]) == ("2026-02-24T17:00:00+07:00", [])
    assert "17:00, thứ Ba 24/02/2026" in own
    assert [part for part in (TET[0], "Ngày nhận: chưa tính.", *TET[2:]) if part not in desk] == []
    assert "Hẹn trả hiện tại 17:00, thứ Ba 24/02/2026 Ngày đang lưu bằng ngày tính lại từ nhật ký." in desk
    assert "Căn cứ: Bộ luật Dân sự 2015, Điều 147 và 148" in desk


def test_a_stop_and_an_apology_are_told_in_the_order_in_which_they_came(make: Situations, office: Office) -> None:
    with time_machine.travel(MONDAY_9H + timedelta(days=2, hours=3), tick=False):
        dossier = moved(make, office)
        own, desk, api = own_page(make, dossier), desk_page(office, dossier), why(office, dossier)
    assert tuple(api["sentences"]) == tuple(line.format(waits="chờ bổ sung") for line in MOVED)
    assert [(each["change"], each["until"], each["due_after"]) for each in api["changes"]] == [
        ("stop", "2026-11-04T10:00:00+07:00", "2026-11-09T09:00:00+07:00"),
        ("extension", "2026-11-11T17:00:00+07:00", "2026-11-11T17:00:00+07:00"),
    ]
    assert " ".join(line.format(waits="chờ bạn bổ sung") for line in MOVED[1:]) in own
    told = f"Phường xin lỗi bạn vì hồ sơ chưa kịp hẹn. Hẹn lại 17:00, thứ Tư 11/11/2026 trước là 09:00, thứ Hai 09/11/2026 Lý do: {REASON}"
    assert told in own
    assert own.index("Phường xin lỗi bạn") < own.index("Đang giải quyết, đúng hẹn")
    steps = (
        "Tạm dừng T3 03/11 09:00 đến T4 04/11 10:00 Chờ bổ sung; còn lại 23 giờ làm việc khi dừng Căn cứ: Phiếu 02 số 1/HDHS",
        "Cộng lại 23 giờ còn lại từ T4 04/11 10:00 Hẹn trả 09:00 thứ Hai 09/11/2026 Căn cứ: Giờ làm việc 08:00–12:00, 13:00–17:00",
        f"Xin lỗi và hẹn lại 17:00 thứ Tư 11/11/2026 {REASON} Căn cứ: Mẫu 04 số 1/PXL, 11:00, thứ Tư 04/11/2026",
        "Hẹn trả hiện tại 17:00, thứ Tư 11/11/2026 Ngày đang lưu bằng ngày tính lại từ nhật ký.",
    )
    assert " ".join(steps) in desk
    assert (
        "Hẹn trả dời từ 17:00, thứ Năm 05/11/2026 vì chờ bổ sung từ T3 03/11 09:00 đến T4 04/11 10:00; phường, xã xin lỗi và hẹn lại."
        in desk
    )


def test_tracking_apologises_without_the_letter_itself(make: Situations) -> None:
    with time_machine.travel(MONDAY_9H + timedelta(hours=1), tick=False):
        dossier = make.extended()
        page = Client().post("/tra-cuu/", {"code": dossier.code, "second": dossier.track_key})
    assert f"Hẹn lại 17:00, thứ Hai 09/11/2026 trước là 17:00, thứ Năm 05/11/2026 Lý do: {REASON}" in text_of(page)
    assert "phieu/04.pdf" not in page.content.decode()


@pytest.mark.parametrize("page", ["vi-sao-hen/", ""])
def test_a_date_that_differs_is_shown_to_officers_in_red_and_not_explained_to_the_citizen(
    make: Situations, office: Office, page: str
) -> None:
    with time_machine.travel(MONDAY_9H + timedelta(hours=1), tick=False):
        dossier = make.received()
        Dossier.objects.filter(pk=dossier.pk).update(due_at=datetime(2026, 11, 6, 17, 0, tzinfo=ZONE))
        own, desk = own_page(make, dossier), desk_page(office, dossier, page)
    assert "Ngày đang lưu khác ngày tính lại từ nhật ký." in desk
    if page:
        assert "Đang lưu: 17:00, thứ Sáu 06/11/2026. Tính lại: 17:00, thứ Năm 05/11/2026." in desk
        assert "Giữ ngày đang lưu với người dân" in desk
    assert "17:00, thứ Sáu 06/11/2026" in own
    assert "Vì sao ngày" not in own
    assert "tính lại" not in own


def test_a_log_that_cannot_have_happened_is_said_not_hidden(make: Situations, office: Office) -> None:
    with time_machine.travel(MONDAY_9H + timedelta(hours=1), tick=False):
        dossier = make.extended()
        type(dossier.extension).objects.filter(dossier=dossier).update(until=date(2026, 11, 8))
        own, desk = own_page(make, dossier), desk_page(office, dossier)
    assert "Không tính lại được: Ngày hẹn lại 08/11/2026 là ngày nghỉ." in desk
    assert "Vì sao ngày" not in own
