"""One dossier of one's own: state, papers, receipt, withdrawal; for anybody else it does not exist."""

from http import HTTPStatus
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from accounts.permissions import Post
from dossiers.acts.decline import decline_dossier
from dossiers.models import Dossier, DossierFile
from dossiers.states import DossierState
from tests.factories.dossiers import MONDAY_9H, Situations

pytestmark = pytest.mark.django_db


def html_of(client: Client, dossier: Dossier, page: str = "") -> str:
    response = client.get(f"/ho-so/{dossier.code}/{page}")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_strangers_and_officers_get_not_found(stranger: Client, make: Situations) -> None:
    dossier = make.awaiting_supplement()
    officer = Client()
    officer.force_login(make.office.person(Post.DESK_OFFICER))
    for page in ("", "da-nop/", "bo-sung/", "rut/"):
        address = f"/ho-so/{dossier.code}/{page}"
        assert stranger.get(address).status_code == HTTPStatus.NOT_FOUND
        assert officer.get(address).status_code == HTTPStatus.NOT_FOUND
        assert Client().get(address).status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("code", ["H26.101-261102-9999", "khong-phai-ma", "x%00"])
def test_a_code_that_does_not_exist_is_not_found(citizen: Client, code: str) -> None:
    assert citizen.get(f"/ho-so/{code}/").status_code == HTTPStatus.NOT_FOUND


class TestThePage:
    def test_it_shows_state_papers_and_what_was_declared(self, citizen: Client, make: Situations) -> None:
        dossier = make.processing()
        html = html_of(citizen, dossier)
        assert "Đang giải quyết, đúng hẹn" in html
        assert "Giấy thử số 1" in html
        assert "Việc thử" in html
        assert "Vì sao ngày 05/11?" in html

    def test_a_refusal_shows_its_reason(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        call = make.office.call(Post.COMMUNE_LEADER)
        decline_dossier(dossier.pk, call=call, ground="not_competent", explanation="Nơi khác giải quyết việc này.")
        html = html_of(citizen, dossier)
        assert "Không được tiếp nhận" in html
        assert "Nơi khác giải quyết việc này." in html
        assert "Xem cách nộp lại" in html

    def test_the_result_file_opens_only_after_it_was_handed_over(self, citizen: Client, make: Situations) -> None:
        ready = make.result_ready()
        result = ready.files.get(purpose=DossierFile.Purpose.RESULT)
        assert "ket-qua.png" not in html_of(citizen, ready)
        assert citizen.get(f"/ho-so/{ready.code}/tep/{result.pk}/").status_code == HTTPStatus.NOT_FOUND

        returned = make.returned()
        result = returned.files.get(purpose=DossierFile.Purpose.RESULT)
        assert "ket-qua.png" in html_of(citizen, returned)
        response = citizen.get(f"/ho-so/{returned.code}/tep/{result.pk}/")
        assert response.status_code == HTTPStatus.OK
        assert "ket-qua.png" in response.headers["Content-Disposition"]
        assert b"".join(response).startswith(b"\x89PNG")  # type: ignore[arg-type]  # a stream of bytes

    def test_files_of_another_dossier_are_not_found(self, citizen: Client, stranger: Client, make: Situations) -> None:
        one, other = make.submitted(), make.submitted()
        file = other.files.get()
        assert citizen.get(f"/ho-so/{one.code}/tep/{file.pk}/").status_code == HTTPStatus.NOT_FOUND
        assert stranger.get(f"/ho-so/{other.code}/tep/{file.pk}/").status_code == HTTPStatus.NOT_FOUND


class TestTheReceipt:
    def test_it_says_code_key_until_when_and_what_next(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        html = html_of(citizen, dossier, "da-nop/")
        assert dossier.code in html
        assert dossier.track_key in html
        assert "SMS 0912 ••• 678" in html
        # Filed on Monday 02/11 at 09:00: eight office hours end on Tuesday at 09:00.
        assert "Trả lời bạn chậm nhất 09:00 thứ Ba 03/11/2026." in html
        assert 'src="data:image/svg+xml' in html

    def test_it_names_the_holiday_on_the_way(self, citizen: Client, make: Situations, clock: time_machine.Traveller) -> None:
        at = MONDAY_9H.replace(day=23, hour=14, minute=32)
        clock.move_to(at)
        citizen.force_login(make.applicant)
        html = html_of(citizen, make.submitted(at), "da-nop/")
        assert "Trả lời bạn chậm nhất 14:32 thứ Tư 25/11/2026." in html
        assert "8 giờ làm việc; thứ Ba 24/11 nghỉ Ngày Văn hóa Việt Nam." in html


class TestWithdrawal:
    def post(self, citizen: Client, dossier: Dossier, page: str = "rut", **data: str) -> int:
        fields = {"key": str(uuid4()), "version": str(dossier.version), **data}
        return citizen.post(f"/ho-so/{dossier.code}/{page}/", fields).status_code

    def test_it_asks_first(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        assert "Phường chưa nhận hồ sơ này, nên rút có hiệu lực ngay." in html_of(citizen, dossier, "rut/")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.SUBMITTED

    def test_before_reception_it_takes_effect_at_once(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        assert self.post(citizen, dossier) == HTTPStatus.FOUND
        dossier.refresh_from_db()
        assert dossier.state == DossierState.STOPPED

    def test_after_reception_it_asks_the_leader_and_can_be_taken_back(self, citizen: Client, make: Situations) -> None:
        dossier = make.processing()
        self.post(citizen, dossier, reason="Nộp nhầm")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.WITHDRAWAL_REQUESTED
        assert "Không rút nữa, giải quyết tiếp" in html_of(citizen, dossier)

        self.post(citizen, dossier, "khong-rut")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.PROCESSING

    def test_a_dossier_that_moved_meanwhile_is_not_withdrawn_and_the_reason_is_kept(self, citizen: Client, make: Situations) -> None:
        dossier = make.submitted()
        make.processing()
        response = citizen.post(f"/ho-so/{dossier.code}/rut/", {"key": str(uuid4()), "version": "0", "reason": "Đổi ý"})
        assert response.status_code == HTTPStatus.CONFLICT
        assert "Đổi ý" in response.content.decode()
        dossier.refresh_from_db()
        assert dossier.state == DossierState.SUBMITTED

    def test_what_is_over_cannot_be_withdrawn(self, citizen: Client, make: Situations) -> None:
        dossier = make.returned()
        assert self.post(citizen, dossier) == HTTPStatus.CONFLICT
        assert "Rút hồ sơ</a>" not in html_of(citizen, dossier)

    @pytest.mark.parametrize("fields", [{"key": "x", "version": "y"}, {"key": "", "version": ""}, {}, {"reason": "Đổi \x00ý"}])
    def test_a_mangled_form_is_no_fault_of_the_server(self, citizen: Client, make: Situations, fields: dict[str, str]) -> None:
        dossier = make.submitted()
        assert citizen.post(f"/ho-so/{dossier.code}/rut/", fields).status_code == HTTPStatus.FOUND
