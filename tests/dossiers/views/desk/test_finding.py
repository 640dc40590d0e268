"""Finding and handing over: search within the office, results to return, notices."""

from datetime import timedelta

import pytest

from accounts.permissions import Post
from dossiers.models import RecordReading
from tests.dossiers.views.desk.conftest import SignIn
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def found(client: object, text: str) -> list[str]:
    response = client.post("/mot-cua/tim/", {"q": text})  # type: ignore[attr-defined]
    assert response.status_code == 200
    return [row.code for row in response.context["rows"]]


def test_a_person_is_found_by_name_number_or_phone(sign_in: SignIn, make: Situations) -> None:
    wanted, client = make.received(), sign_in()
    make.received(full_name="Đặng Văn Khuê", identity_number="001085000999", phone="0987654321")
    for text in ("tran thi", "Trần Thử", "001185000123", "001 185 000 123", "0912 345 678", "+84912345678"):
        assert found(client, text) == [wanted.code]


def test_a_dossier_is_found_by_its_code_or_the_end_of_it(sign_in: SignIn, make: Situations) -> None:
    dossier = make.received()
    client = sign_in()
    for text in (dossier.code, dossier.code.lower(), dossier.code[-11:], dossier.code[-4:]):
        assert found(client, text) == [dossier.code]


def test_dossiers_of_other_offices_do_not_exist_here(sign_in: SignIn, make: Situations, elsewhere: Office) -> None:
    dossier, client = make.received(), sign_in(office=elsewhere)
    for text in ("tran thi", "001185000123", "0912345678", dossier.code):
        assert found(client, text) == []


def test_odd_words_find_nothing_and_break_nothing(sign_in: SignIn, make: Situations) -> None:
    make.received()
    client = sign_in()
    for text in ("", "   ", "\x00", "'", "\\", ":*&|!", "000000000000", "Ж" * 500):
        assert found(client, text) == []


@pytest.mark.parametrize(("text", "purpose"), [("001185000123", "Tìm theo số định danh"), ("0912345678", "Tìm theo số điện thoại")])
def test_finding_by_a_persons_number_is_noted_once_an_hour(sign_in: SignIn, make: Situations, text: str, purpose: str) -> None:
    dossiers, client = {make.received().pk, make.received().pk}, sign_in()
    for _ in range(2):
        found(client, text)
    assert set(RecordReading.objects.values_list("dossier", "purpose")) == {(pk, purpose) for pk in dossiers}
    assert RecordReading.objects.count() == 2


def test_finding_by_code_or_name_notes_nothing(sign_in: SignIn, make: Situations) -> None:
    dossier, client = make.received(), sign_in()
    for text in (dossier.code, "tran thi"):
        assert found(client, text) == [dossier.code]
    assert not RecordReading.objects.exists()


def test_no_page_of_the_desk_stays_in_the_browser(sign_in: SignIn, make: Situations) -> None:
    code, client = make.received().code, sign_in()
    for page in ("", "tra-ket-qua/", "thong-bao/", "tim/", "tiep-nhan/", f"{code}/", f"{code}/vi-sao-hen/", f"{code}/ai-da-mo/"):
        response = client.get(f"/mot-cua/{page}")
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]


def test_results_wait_at_the_receiving_desk_newest_first(sign_in: SignIn, make: Situations, elsewhere: Office) -> None:
    older, newer = make.result_ready(MONDAY_9H), make.result_ready(MONDAY_9H + timedelta(minutes=5))
    client = sign_in()
    assert [row.code for row in client.get("/mot-cua/tra-ket-qua/").context["page"].rows] == [newer.code, older.code]
    assert sign_in(office=elsewhere).get("/mot-cua/tra-ket-qua/").context["page"].rows == []


def test_results_are_paged_both_ways(sign_in: SignIn, make: Situations) -> None:
    codes = [make.result_ready(MONDAY_9H + timedelta(minutes=minute % 3)).code for minute in range(12)]
    client = sign_in()
    first = client.get("/mot-cua/tra-ket-qua/")
    second = client.get(f"/mot-cua/tra-ket-qua/{first.context['next']}")
    seen = [row.code for response in (first, second) for row in response.context["page"].rows]
    assert sorted(seen) == sorted(codes)
    back = client.get(f"/mot-cua/tra-ket-qua/{second.context['previous']}")
    assert [row.code for row in back.context["page"].rows] == seen[:10]
    assert (first.context["previous"], second.context["next"]) == ("", "")


def test_results_are_filtered_without_marks(sign_in: SignIn, make: Situations) -> None:
    dossier = make.result_ready()
    client = sign_in()
    assert [row.code for row in client.get("/mot-cua/tra-ket-qua/?tim=thu").context["page"].rows] == [dossier.code]
    assert "Không có kết quả nào khớp" in client.get("/mot-cua/tra-ket-qua/?tim=khong").content.decode()


def test_notices_are_read_when_the_person_says_so(sign_in: SignIn, make: Situations) -> None:
    dossier = make.processing()
    client = sign_in(Post.SPECIALIST)
    page = client.get("/mot-cua/thong-bao/").content.decode()
    assert f"Bạn được giao hồ sơ {dossier.code}" in page
    assert "Mới" in page
    assert client.post("/mot-cua/thong-bao/").status_code == 302
    assert not any(notice.is_read is False for notice in client.get("/mot-cua/thong-bao/").context["notices"])


def test_the_header_counts_what_it_links_to(sign_in: SignIn, make: Situations) -> None:
    make.result_ready()
    make.processing()
    nav = {entry["label"]: entry["count"] for entry in sign_in(Post.SPECIALIST).get("/mot-cua/thong-bao/").context["desk_nav"]}
    assert nav == {"Hộp việc": "1", "Trả kết quả": "1", "Của tôi": "1", "Khối lượng": None, "Thông báo": "2"}
