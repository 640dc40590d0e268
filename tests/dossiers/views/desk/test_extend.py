"""The letter of apology at the desk: seen as the citizen reads it, asked twice, everything typed kept."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.test import Client

from accounts.permissions import Post
from dossiers.acts.extend import extend_dossier
from dossiers.models import Dossier, Extension
from dossiers.states import Act
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.dossiers import REASON, Office, Situations


def url(dossier: Dossier) -> str:
    return f"/mot-cua/{dossier.code}/extend/"


def press(client: Client, dossier: Dossier, **typed: Any) -> Any:
    return client.post(url(dossier), {"key": str(uuid4()), "version": dossier.version, "pick": "2026-11-09", "reason": REASON, **typed})


def test_it_suggests_working_days_after_the_appointment(sign_in: SignIn, make: Situations) -> None:
    form = sign_in(Post.COMMUNE_LEADER).get(url(make.processing())).context["form"]
    assert [value for value, _ in form.fields["pick"].choices] == ["2026-11-09", "2026-11-10", "2026-11-12", "khac"]
    assert form["pick"].value() == "2026-11-09"


def test_typing_shows_the_letter_and_does_nothing(sign_in: SignIn, make: Situations) -> None:
    dossier, leader = make.processing(), sign_in(Post.COMMUNE_LEADER)
    page = press(leader, dossier, preview="1", pick="khac", other="10/11/2026").content.decode()
    beside = page[page.index('id="thu-xin-loi"') :]
    assert REASON in beside
    assert "17:00, thứ Ba 10/11/2026" in beside
    assert not Extension.objects.exists()


def test_it_asks_once_more_with_what_the_citizen_will_get_and_then_does_it(sign_in: SignIn, make: Situations) -> None:
    dossier, leader, key = make.processing(), sign_in(Post.COMMUNE_LEADER), str(uuid4())
    page = press(leader, dossier, key=key).content.decode()
    assert "Người dân sẽ nhận tin nhắn và thư xin lỗi" in page
    assert "17:00, thứ Hai 09/11/2026" in page
    assert not Extension.objects.exists()

    done = press(leader, dossier, key=key, confirmed="1")
    shown = leader.get(done["Location"]).content.decode()
    assert "Đã xin lỗi và gia hạn." in shown
    assert "Phiếu 04 số 1/PXL." in shown
    assert f"/mot-cua/{dossier.code}/phieu/04.pdf" in shown
    assert "Hẹn ban đầu 17:00 05/11/2026. Đã xin lỗi, hẹn lại một lần, thư số 1/PXL." in shown
    assert press(leader, dossier, key=key, confirmed="1").status_code == 302
    assert dossier.events.filter(act=Act.EXTEND).count() == 1


WRONG = (
    ({"pick": "khac", "other": "07/11/2026"}, "Ngày hẹn lại 07/11/2026 là ngày nghỉ"),
    ({"pick": "khac", "other": "04/11/2026"}, "phải sau ngày hẹn cũ"),
    ({"pick": "khac", "other": ""}, "Nhập ngày hẹn lại"),
    ({"pick": "khac", "other": "mai"}, "Ngày hẹn lại cần có dạng"),
    ({"pick": "khac", "other": "06/01/2031"}, "2031"),
    ({"pick": ""}, "Chọn ngày hẹn lại"),
    ({"reason": "Lý do khách quan"}, "Ghi rõ vì sao chưa kịp"),
)


def test_what_is_wrong_is_said_beside_its_box_and_the_rest_is_kept(sign_in: SignIn, make: Situations) -> None:
    leader, dossier = sign_in(Post.COMMUNE_LEADER), make.processing()
    for typed, message in WRONG:
        response = press(leader, dossier, confirmed="1", **typed)
        page = response.content.decode()
        assert response.status_code == 422
        assert message in page
        assert typed.get("reason", REASON) in page
    assert not Extension.objects.exists()


def test_changing_it_goes_back_to_the_form(sign_in: SignIn, make: Situations) -> None:
    page = press(sign_in(Post.COMMUNE_LEADER), make.processing(), edit="1").content.decode()
    assert "Xem lại trước khi gửi" in page
    assert f">{REASON}</textarea>" in page.replace("\n", "")


def test_a_second_letter_is_neither_offered_nor_shown(sign_in: SignIn, make: Situations, office: Office) -> None:
    dossier, leader = make.processing(), sign_in(Post.COMMUNE_LEADER)
    assert url(dossier) in leader.get(f"/mot-cua/{dossier.code}/").content.decode()
    extend_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, NOW), reason=REASON, until=date(2026, 11, 9))
    assert url(dossier) not in leader.get(f"/mot-cua/{dossier.code}/").content.decode()
    response = leader.get(url(dossier))
    assert response.status_code == 409
    assert "đã xin lỗi và hẹn lại một lần, thư số 1/PXL" in response.content.decode()


def test_others_are_told_whose_act_it_is(sign_in: SignIn, make: Situations) -> None:
    address = url(make.processing())
    for post in (Post.DESK_OFFICER, Post.SPECIALIST, Post.CLERK):
        response = sign_in(post).get(address)
        assert response.status_code == 403
        assert "Lãnh đạo" in response.content.decode()


def test_a_draft_of_the_clock_waits_on_the_dossier(sign_in: SignIn, make: Situations) -> None:
    dossier = make.processing()
    Extension.objects.create(dossier=dossier, drafted_at=NOW)
    assert "Thư xin lỗi đã soạn, chờ lãnh đạo phát hành." in sign_in().get(f"/mot-cua/{dossier.code}/").content.decode()
