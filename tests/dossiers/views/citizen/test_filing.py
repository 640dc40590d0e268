"""Filing: one topic a page, saved each time, nothing lost on the way to signing in."""

from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from dossiers.filing import answers_of, applicant_of, steps_of_draft
from dossiers.models import Dossier, Draft
from procedures.models import ProcedureVersion
from tests.factories.dossiers import PERSON, Situations, picture
from tests.factories.procedures import ProcedureFactory, ProcedureVersionFactory

pytestmark = pytest.mark.django_db

CASES = [{"code": "co-giay", "label": "Có giấy", "hint": ""}, {"code": "mat-giay", "label": "Mất giấy", "hint": ""}]


def first_page(version: ProcedureVersion) -> str:
    return f"/nop-ho-so/{version.procedure.code}/"


def page(draft: Draft, step: str) -> str:
    return f"/nop-ho-so/{draft.procedure_version.procedure.code}/{draft.pk}/{step}/"


def send(browser: Client, address: str, data: dict[str, Any] | None = None, **extra: Any) -> Any:
    """Post a page and return what the person sees then."""
    return browser.post(address, data or {}, follow=True)


@pytest.fixture
def draft(make: Situations) -> Draft:
    """A draft of which only place and case are chosen."""
    return Draft.objects.create(
        owner=make.applicant, procedure_version=make.procedure(), commune=make.office.commune, done_steps=["noi-nop"]
    )


class TestTheFirstPage:
    def test_it_opens_without_signing_in(self, client: Client, make: Situations) -> None:
        response = client.get(first_page(make.procedure()))
        assert response.status_code == HTTPStatus.OK
        assert "Dữ liệu của bạn được dùng thế nào" in response.content.decode()

    def test_what_is_left_out_is_named_and_what_was_chosen_stays(self, client: Client, make: Situations) -> None:
        version = ProcedureVersionFactory(cases=CASES)
        response = send(client, first_page(version), {"case": "mat-giay", "commune": ""})
        html = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "<title>Lỗi: " in html
        assert '<a href="#id_commune">Chọn phường, xã nơi nộp</a>' in html
        assert 'value="mat-giay" id="id_case_1" checked' in html or 'id="id_case_1"' in html.split('value="mat-giay"')[1][:120]
        assert not Draft.objects.exists()

    def test_an_unknown_commune_is_refused(self, citizen: Client, make: Situations) -> None:
        response = send(citizen, first_page(make.procedure()), {"commune": "99999"})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Không tìm thấy phường, xã này" in response.content.decode()
        assert not Draft.objects.exists()

    def test_what_was_chosen_survives_signing_in(self, client: Client, make: Situations) -> None:
        version = ProcedureVersionFactory(cases=CASES)
        path = first_page(version)
        response = client.post(path, {"case": "mat-giay", "commune": make.office.commune.code})
        assert response.headers["Location"] == f"/dang-nhap/?next={path.replace('/', '%2F')}"

        client.force_login(make.applicant)
        response = client.get(path)

        draft = Draft.objects.get()
        assert (draft.owner, draft.case_code, draft.commune) == (make.applicant, "mat-giay", make.office.commune)
        assert response.headers["Location"] == page(draft, "nguoi-nop")

    def test_it_is_taken_up_only_once(self, client: Client, make: Situations) -> None:
        path = first_page(make.procedure())
        client.post(path, {"commune": make.office.commune.code})
        client.force_login(make.applicant)
        client.get(path)
        assert client.get(path).status_code == HTTPStatus.OK
        assert Draft.objects.count() == 1

    @pytest.mark.parametrize(("done", "goes_on"), [([], "noi-nop"), (["noi-nop"], "nguoi-nop"), (None, "xem-lai")])
    def test_a_draft_of_the_same_procedure_goes_on_where_it_was_left(
        self, citizen: Client, draft: Draft, done: list[str] | None, goes_on: str
    ) -> None:
        draft.done_steps = done if done is not None else [step.code for step in steps_of_draft(draft)[:-1]]
        draft.save()
        html = citizen.get(first_page(draft.procedure_version)).content.decode()
        assert "Bạn đang viết dở thủ tục này" in html
        assert f'href="{page(draft, goes_on)}"' in html

    @pytest.mark.parametrize(
        ("version", "words"),
        [
            ({"counter": True}, "chỉ nhận tại quầy"),
            ({"in_force_from": "2027-01-01"}, "Không có thủ tục này"),
        ],
    )
    def test_what_cannot_be_filed_online_says_where_to_go(
        self, client: Client, make: Situations, version: dict[str, Any], words: str
    ) -> None:
        response = client.get(first_page(ProcedureVersionFactory(**version)))
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in response.content.decode()

    def test_a_replaced_procedure_leads_to_its_successor(self, client: Client, make: Situations) -> None:
        replaced = ProcedureVersionFactory(procedure=ProcedureFactory(replaced_by=make.procedure().procedure))
        html = client.get(first_page(replaced)).content.decode()
        assert f'href="/thu-tuc/{make.procedure().procedure.code}/"' in html

    def test_an_unknown_procedure_is_refused_in_words(self, client: Client, db: None) -> None:
        response = client.get("/nop-ho-so/9.999999/")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Không có thủ tục này" in response.content.decode()


class TestThePages:
    def test_each_page_is_saved_and_leads_to_the_next(self, citizen: Client, draft: Draft) -> None:
        response = citizen.post(page(draft, "nguoi-nop"), PERSON)
        assert response.headers["Location"] == page(draft, "khai-viec")
        draft.refresh_from_db()
        assert applicant_of(draft)["phone"] == "+84912345678"
        assert "nguoi-nop" in draft.done_steps

    def test_known_contacts_are_filled_in(self, citizen: Client, draft: Draft) -> None:
        draft.owner.phone = "+84900000123"
        draft.owner.save(update_fields=["phone"])
        assert 'value="0900 000 123"' in citizen.get(page(draft, "nguoi-nop")).content.decode()

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"identity_number": "0011 8500"}, "Số định danh cần đủ 12 chữ số, bạn mới nhập 8"),
            ({"phone": "12345"}, "Số điện thoại cần 10 chữ số, bắt đầu bằng 0"),
            ({"full_name": " "}, "Nhập họ, chữ đệm, tên"),
            ({"email": "khong-phai"}, "E-mail cần có dạng"),
        ],
    )
    def test_what_cannot_be_right_is_said_and_kept(self, citizen: Client, draft: Draft, wrong: dict[str, str], message: str) -> None:
        response = send(citizen, page(draft, "nguoi-nop"), {**PERSON, **wrong})
        html = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "<title>Lỗi: " in html
        assert html.count(message) == 2  # in the summary and beside the field
        assert f'value="{PERSON["full_name"]}"' in html or "full_name" in wrong

        draft.refresh_from_db()
        assert "nguoi-nop" not in draft.done_steps
        field, typed = next(iter(wrong.items()))
        assert applicant_of(draft)[field].strip() == typed.strip()

    def test_every_post_is_answered_by_a_redirect_so_that_back_never_sends_again(self, citizen: Client, draft: Draft) -> None:
        for step, data in (("nguoi-nop", {}), ("khai-viec", {}), ("giay-to", {}), ("nhan-ket-qua", {}), ("xem-lai", {})):
            assert citizen.post(page(draft, step), data).status_code == HTTPStatus.FOUND
            assert citizen.get(page(draft, step)).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
            assert citizen.get(page(draft, step)).status_code == HTTPStatus.OK

    def test_a_page_put_right_and_then_spoilt_is_no_longer_done(self, citizen: Client, draft: Draft) -> None:
        send(citizen, page(draft, "khai-viec"), {"noi_dung": "Việc thử"})
        send(citizen, page(draft, "khai-viec"), {"noi_dung": ""})
        draft.refresh_from_db()
        assert "khai-viec" not in draft.done_steps

    def test_a_date_may_be_typed_in_three_boxes_or_one(self, citizen: Client, make: Situations) -> None:
        questions = [{"code": "ngay", "label": "Ngày sinh", "type": "date", "required": True}]
        version = ProcedureVersionFactory(declaration={"sections": [{"code": "con", "title": "Con", "fields": questions}]})
        draft = Draft.objects.create(owner=make.applicant, procedure_version=version)
        send(citizen, page(draft, "khai-con"), {"ngay_0": "2", "ngay_1": "11", "ngay_2": "2026"})
        assert answers_of(Draft.objects.get())["con"] == {"ngay": "2026-11-02"}
        send(citizen, page(draft, "khai-con"), {"ngay_0": "03/11/2026", "ngay_1": "", "ngay_2": ""})
        assert answers_of(Draft.objects.get())["con"] == {"ngay": "2026-11-03"}

    def test_an_impossible_date_keeps_its_boxes(self, citizen: Client, make: Situations) -> None:
        questions = [{"code": "ngay", "label": "Ngày sinh", "type": "date", "required": True}]
        version = ProcedureVersionFactory(declaration={"sections": [{"code": "con", "title": "Con", "fields": questions}]})
        draft = Draft.objects.create(owner=make.applicant, procedure_version=version)
        response = send(citizen, page(draft, "khai-con"), {"ngay_0": "31", "ngay_1": "11", "ngay_2": "2026"})
        html = response.content.decode()
        assert 'href="#id_ngay_0"' in html
        assert 'name="ngay_0" value="31"' in html
        assert 'name="ngay_0" value="31"' in citizen.get(page(draft, "khai-con")).content.decode()

    def test_leaving_saves_what_is_there_and_signs_out(self, citizen: Client, draft: Draft) -> None:
        response = send(citizen, page(draft, "nguoi-nop"), {**PERSON, "phone": "091", "exit": "yes"})
        assert "Đã lưu lúc 09:00" in response.content.decode()
        assert "_auth_user_id" not in citizen.session
        draft.refresh_from_db()
        assert applicant_of(draft)["phone"] == "091"

    def test_a_session_that_ran_out_loses_nothing(self, client: Client, draft: Draft) -> None:
        response = client.post(page(draft, "khai-viec"), {"noi_dung": "Đã gõ rất lâu"})
        assert response.headers["Location"].startswith("/dang-nhap/?next=")
        client.force_login(draft.owner)
        assert client.get(page(draft, "khai-viec")).status_code == HTTPStatus.FOUND
        draft.refresh_from_db()
        assert answers_of(draft)["viec"] == {"noi_dung": "Đã gõ rất lâu"}

    def test_another_case_drops_the_files_it_does_not_ask_for(self, citizen: Client, make: Situations) -> None:
        version = ProcedureVersionFactory(cases=CASES, papers=1)
        version.documents.update(case_code="co-giay")
        draft = Draft.objects.create(owner=make.applicant, procedure_version=version, commune=make.office.commune, case_code="co-giay")
        send(citizen, page(draft, "giay-to"), {"tep-giay-1": picture(), "upload": "giay-1"})
        assert draft.files.count() == 1
        response = send(citizen, page(draft, "noi-nop"), {"case": "mat-giay", "commune": make.office.commune.code})
        assert "Đã bỏ 1 tệp" in response.content.decode()
        assert not draft.files.exists()

    def test_a_strangers_draft_does_not_exist(self, stranger: Client, draft: Draft) -> None:
        for step in ("noi-nop", "nguoi-nop", "giay-to", "xem-lai"):
            assert stranger.get(page(draft, step)).status_code == HTTPStatus.NOT_FOUND
        assert stranger.post(page(draft, "nguoi-nop"), PERSON).status_code == HTTPStatus.NOT_FOUND

    @pytest.mark.parametrize("step", ["khong-co", "khai-khong-co"])
    def test_a_page_that_does_not_exist_is_not_found(self, citizen: Client, draft: Draft, step: str) -> None:
        assert citizen.get(page(draft, step)).status_code == HTTPStatus.NOT_FOUND

    def test_a_draft_can_be_thrown_away(self, citizen: Client, make: Situations) -> None:
        draft = make.draft()
        stored = draft.files.get().stored
        assert "Xóa bài viết dở?" in citizen.get(page(draft, "xoa")).content.decode()
        send(citizen, page(draft, "xoa"))
        assert not Draft.objects.exists()
        assert not stored.storage.exists(stored.name)


class TestPapers:
    def test_good_files_stay_when_others_are_refused(self, citizen: Client, draft: Draft) -> None:
        wrong = SimpleUploadedFile("don.docx", b"PK\x03\x04 not a picture")
        response = send(citizen, page(draft, "giay-to"), {"tep-giay-1": [picture("tot.png"), wrong], "upload": "giay-1"})
        html = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "<strong>1 tệp chưa gửi được.</strong>" in html
        assert "Chỉ nhận ảnh JPG, PNG, HEIC và PDF" in html
        assert "tot.png" in html
        assert [file.name for file in draft.files.all()] == ["tot.png"]

    @pytest.mark.parametrize(
        ("name", "content", "words"),
        [
            ("rong.pdf", b"", "Tệp trống (0 byte)"),
            ("gia.jpg", b"MZ\x90\x00 a program", "Nội dung tệp không phải ảnh hay PDF như tên tệp"),
            ("hong.png", b"\x89PNG\r\n\x1a\n broken", "Tệp hỏng, không mở được"),
        ],
    )
    def test_a_file_is_judged_by_its_content(self, citizen: Client, draft: Draft, name: str, content: bytes, words: str) -> None:
        response = send(citizen, page(draft, "giay-to"), {"tep-giay-1": SimpleUploadedFile(name, content), "upload": "giay-1"})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert words in response.content.decode()
        assert not draft.files.exists()

    def test_a_file_that_is_too_large_names_both_sizes(self, citizen: Client, draft: Draft, settings: Any) -> None:
        settings.CITIZEN_FILE_LIMIT = 1024 * 1024
        large = SimpleUploadedFile("lon.pdf", b"%PDF-1.7" + b"0" * 1_600_000)
        response = send(citizen, page(draft, "giay-to"), {"tep-giay-1": large, "upload": "giay-1"})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert "Tệp quá lớn: 1,5 MB, tối đa 1 MB" in response.content.decode()

    def test_more_files_than_a_paper_takes_are_refused_together(self, citizen: Client, draft: Draft) -> None:
        files = [picture(f"{n}.png", f"#0000{n}0") for n in range(6)]
        response = send(citizen, page(draft, "giay-to"), {"tep-giay-1": files, "upload": "giay-1"})
        assert "Giấy này nhận tối đa 5 tệp, bạn chọn 6. Bỏ bớt 1 tệp" in response.content.decode()
        assert not draft.files.exists()

    def test_the_same_file_twice_is_kept_once(self, citizen: Client, draft: Draft) -> None:
        for _ in range(2):
            send(citizen, page(draft, "giay-to"), {"tep-giay-1": picture(), "upload": "giay-1"})
        assert draft.files.count() == 1

    def test_a_missing_paper_stops_only_here(self, citizen: Client, draft: Draft) -> None:
        response = send(citizen, page(draft, "giay-to"))
        html = response.content.decode()
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert '<a href="#tep-giay-1">Chưa có Giấy thử số 1. Gửi ảnh hoặc tệp PDF của giấy này</a>' in html

    def test_a_file_can_be_seen_and_taken_away_by_its_owner_only(self, citizen: Client, stranger: Client, draft: Draft) -> None:
        send(citizen, page(draft, "giay-to"), {"tep-giay-1": picture("toi.png"), "upload": "giay-1"})
        address = page(draft, f"tep/{draft.files.get().pk}")
        response = citizen.get(address)
        assert (response.headers["Content-Type"], response.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
        assert b"".join(response).startswith(b"\x89PNG")  # type: ignore[arg-type]  # a stream of bytes
        assert stranger.get(address).status_code == HTTPStatus.NOT_FOUND
        send(citizen, page(draft, "giay-to"), {"remove": str(draft.files.get().pk)})
        assert not draft.files.exists()

    def test_uploads_are_slowed_down(self, citizen: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("dossiers.views.citizen.requests.UPLOADS", "1/5m")
        send(citizen, page(draft, "giay-to"), {"tep-giay-1": picture("a.png", "red"), "upload": "giay-1"})
        response = send(citizen, page(draft, "giay-to"), {"tep-giay-1": picture("b.png", "blue"), "upload": "giay-1"})
        assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert draft.files.count() == 1


class TestReview:
    def test_it_shows_what_will_be_sent(self, citizen: Client, make: Situations) -> None:
        html = citizen.get(page(make.draft(), "xem-lai")).content.decode()
        assert "<strong>Đủ giấy tờ</strong>" in html
        assert "001 185 000 123" in html
        assert "0912 345 678 (SMS)" in html
        assert "Việc thử" in html
        assert "Ủy ban nhân dân phường Láng" in html
        assert 'name="agreed" value="yes" id="agreed">' in html

    def test_it_names_pages_that_are_not_done(self, citizen: Client, draft: Draft) -> None:
        html = citizen.get(page(draft, "xem-lai")).content.decode()
        assert "Còn 4 trang chưa xong." in html
        assert "Còn thiếu giấy tờ:" in html

    def test_the_statement_must_be_agreed_to(self, citizen: Client, make: Situations) -> None:
        response = send(citizen, page(make.draft(), "xem-lai"))
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert '<a href="#agreed">Đánh dấu vào ô cam đoan trước khi nộp</a>' in response.content.decode()
        assert not Dossier.objects.exists()

    def test_an_unfinished_draft_is_not_sent(self, citizen: Client, draft: Draft) -> None:
        response = send(citizen, page(draft, "xem-lai"), {"agreed": "yes"})
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert f'href="{page(draft, "nguoi-nop")}">Điền người yêu cầu' in response.content.decode()
        assert not Dossier.objects.exists()

    def test_sending_gives_a_receipt_and_sending_twice_the_same(self, citizen: Client, make: Situations) -> None:
        draft = make.draft()
        first = citizen.post(page(draft, "xem-lai"), {"agreed": "yes"})
        dossier = Dossier.objects.get()
        assert first.headers["Location"] == f"/ho-so/{dossier.code}/da-nop/"

        again = send(citizen, page(draft, "xem-lai"), {"agreed": "yes"})
        assert "Hồ sơ này đã nộp lúc 09:00. Đây là mã của bạn" in again.content.decode()
        assert dossier.code in again.content.decode()
        assert Dossier.objects.count() == 1

    def test_a_sent_draft_stays_hidden_from_strangers(self, citizen: Client, stranger: Client, make: Situations) -> None:
        draft = make.draft()
        send(citizen, page(draft, "xem-lai"), {"agreed": "yes"})
        assert stranger.get(page(draft, "xem-lai")).status_code == HTTPStatus.NOT_FOUND

    def test_a_version_out_of_force_is_said_before_and_after_sending(
        self, citizen: Client, applicant: User, make: Situations, clock: time_machine.Traveller
    ) -> None:
        draft = make.draft()
        ProcedureVersion.objects.filter(pk=draft.procedure_version_id).update(in_force_to="2026-11-02")
        clock.move_to("2026-11-03T09:00:00+07:00")
        citizen.force_login(applicant)
        assert "Bản thủ tục này không còn áp dụng." in citizen.get(page(draft, "xem-lai")).content.decode()
        assert send(citizen, page(draft, "xem-lai"), {"agreed": "yes"}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert Draft.objects.filter(pk=draft.pk).exists()

    def test_a_doubtful_number_warns_and_lets_pass(self, citizen: Client, make: Situations) -> None:
        draft = make.draft(identity_number="003185000123")
        assert "không phải mã tỉnh" in citizen.get(page(draft, "xem-lai")).content.decode()
        assert "Đã nộp hồ sơ" in send(citizen, page(draft, "xem-lai"), {"agreed": "yes"}).content.decode()
