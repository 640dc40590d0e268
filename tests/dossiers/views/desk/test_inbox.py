"""The inbox: what must be done first, groups whose counts are lists, filters in the address, a fixed number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.permissions import Post
from dossiers.models import Dossier
from dossiers.states import DossierState
from tests.bench.copies import copy_until
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations

INBOX = "/mot-cua/"


def codes(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{INBOX}{query}")
    assert response.status_code == 200
    return [row.code for row in response.context["page"].rows]


def shown_count(client: Client, code: str) -> str:
    columns = client.get(INBOX).context["columns"]
    return next(item["count"] for column in columns for item in column["items"] if item["url"].endswith(f"nhom={code}"))


def test_a_visitor_is_sent_to_sign_in(client: Client, office: Office) -> None:
    response = client.get(INBOX)
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/cong-chuc/")


def test_a_citizen_cannot_tell_that_the_page_exists(client: Client, office: Office) -> None:
    client.force_login(UserFactory())
    assert client.get(INBOX).status_code == 404


def test_it_shows_open_dossiers_of_the_office_only(sign_in: SignIn, make: Situations, elsewhere: Office) -> None:
    dossier = make.received()
    assert codes(sign_in()) == [dossier.code]
    assert codes(sign_in(office=elsewhere)) == []


def test_what_must_be_done_first_stands_first(sign_in: SignIn, make: Situations) -> None:
    later = make.received(MONDAY_9H)
    overdue = make.received(MONDAY_9H - timedelta(days=14))
    assert codes(sign_in()) == [overdue.code, later.code]


@pytest.mark.parametrize("size", [1, 50])
def test_it_costs_six_queries_whatever_the_number_of_rows(
    sign_in: SignIn, make: Situations, size: int, django_assert_max_num_queries: Any
) -> None:
    make.at_counter()
    copy_until(size)
    client = sign_in()
    client.get(f"{INBOX}?dong=50")  # the calendar is read once a process, the session once a sign-in
    # 1 person · 2 posts · 3 page · 4 counts · 5 options of the filters · 6 unread notices
    with django_assert_max_num_queries(6):
        response = client.get(f"{INBOX}?dong=50")
    assert len(response.context["page"].rows) == size


def test_every_group_opens_a_list_with_the_same_count(sign_in: SignIn, make: Situations) -> None:
    make.submitted()
    make.received(MONDAY_9H - timedelta(days=14))
    make.processing()
    make.awaiting_supplement()
    client = sign_in()
    for group in (
        "cho-tiep-nhan",
        "qua-han",
        "hom-nay",
        "sap-den-han",
        "dang-giai-quyet",
        "tam-dung",
        "phi-dia-gioi",
        "chua-giao",
        "cua-toi",
    ):
        assert shown_count(client, group) == str(len(codes(client, f"?nhom={group}"))), group


def test_the_groups_hold_what_their_names_say(sign_in: SignIn, make: Situations) -> None:
    waiting, overdue, paused = make.submitted(), make.received(MONDAY_9H - timedelta(days=14)), make.awaiting_supplement()
    client = sign_in()
    assert codes(client, "?nhom=cho-tiep-nhan") == [waiting.code]
    assert codes(client, "?nhom=qua-han") == [overdue.code]
    assert codes(client, "?nhom=tam-dung") == [paused.code]
    assert codes(client, "?nhom=cua-toi") == [overdue.code]
    assert codes(sign_in(Post.SPECIALIST), "?nhom=cua-toi") == [paused.code]


@pytest.mark.parametrize(
    ("moved", "group"), [(timedelta(seconds=-1), "qua-han"), (timedelta(), "hom-nay"), (timedelta(hours=13, minutes=59), "hom-nay")]
)
def test_the_due_moment_decides_the_group(sign_in: SignIn, make: Situations, moved: timedelta, group: str) -> None:
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW + moved)
    assert codes(sign_in(), f"?nhom={group}") == [dossier.code]


def test_tomorrow_is_soon_not_today(sign_in: SignIn, make: Situations) -> None:
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=NOW + timedelta(hours=14), due_soon_at=NOW)
    assert codes(sign_in(), "?nhom=hom-nay") == []
    assert codes(sign_in(), "?nhom=sap-den-han") == [dossier.code]


def test_a_dossier_received_for_another_commune_is_in_both_inboxes(sign_in: SignIn, make: Situations, elsewhere: Office) -> None:
    dossier = make.at_counter(competent=elsewhere.commune)
    assert codes(sign_in(), "?nhom=phi-dia-gioi") == [dossier.code]
    assert codes(sign_in(office=elsewhere), "?nhom=phi-dia-gioi") == [dossier.code]


def test_filters_narrow_the_list_and_stay_in_the_address(sign_in: SignIn, make: Situations) -> None:
    online, at_counter = make.received(), make.at_counter()
    client = sign_in()
    assert codes(client, "?kenh=1") == [at_counter.code]
    assert codes(client, f"?kenh=2&trang-thai={DossierState.RECEIVED.value}") == [online.code]
    assert codes(client, "?linh-vuc=ho-tich&nguoi-giu=chua-giao") == []


@pytest.mark.parametrize("text", ["tran thi", "Thị Trần", "THU"])
def test_names_are_found_without_marks(sign_in: SignIn, make: Situations, text: str) -> None:
    wanted = make.received()
    make.received(full_name="Đặng Văn Khuê")
    assert codes(sign_in(), f"?tim={text}") == [wanted.code]


def test_the_end_of_a_code_finds_its_dossier(sign_in: SignIn, make: Situations) -> None:
    first, _ = make.received(), make.received()
    assert codes(sign_in(), f"?tim={first.code[-8:]}") == [first.code]


def test_an_address_made_up_is_no_error(sign_in: SignIn, make: Situations) -> None:
    make.received()
    desk = sign_in()
    queries = ("nhom=x", "kenh=9", "trang-thai=abc", "nguoi-giu=;--", "sau=x", "truoc=99999999999999999-1", "tim=%00'\\\\:*|")
    answers = {query: desk.get(f"{INBOX}?{query}").status_code for query in queries}
    assert answers == dict.fromkeys(queries, 200)


def test_next_and_previous_visit_every_row_once(sign_in: SignIn, make: Situations) -> None:
    make.at_counter()
    copy_until(25)
    client, seen, address = sign_in(), [], ""
    pages = []
    while True:
        response = client.get(f"{INBOX}{address}")
        pages.append([row.code for row in response.context["page"].rows])
        seen += pages[-1]
        address = response.context["paging"]["next"]
        if not address:
            break
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len(set(seen)) == 25
    back = client.get(f"{INBOX}{response.context['paging']['previous']}")
    assert [row.code for row in back.context["page"].rows] == pages[1]
    first = client.get(f"{INBOX}{back.context['paging']['previous']}")
    assert [row.code for row in first.context["page"].rows] == pages[0]
    assert first.context["paging"]["previous"] == ""


def test_an_empty_group_says_so_and_leads_on(sign_in: SignIn, make: Situations) -> None:
    page = sign_in().get(f"{INBOX}?nhom=qua-han").content.decode()
    assert "Không có hồ sơ quá hạn" in page


def test_filters_without_result_offer_the_list_without_one(sign_in: SignIn, make: Situations) -> None:
    make.at_counter()
    page = sign_in().get(f"{INBOX}?kenh=3").content.decode()
    assert "Không có hồ sơ nào khớp 1 điều kiện" in page
    assert "Bỏ điều kiện “Kênh” sẽ có 1 hồ sơ." in page


def test_a_paused_row_shows_what_is_left_instead_of_a_date(sign_in: SignIn, make: Situations) -> None:
    make.awaiting_supplement()
    (row,) = sign_in().get(INBOX).context["page"].rows
    assert (row.clock.label, row.moment) == ("Tạm dừng, chờ bổ sung", None)
    assert row.moment_text.startswith("còn ")


def test_an_online_filing_nobody_answered_in_time_is_marked(sign_in: SignIn, make: Situations) -> None:
    make.submitted(MONDAY_9H - timedelta(days=7))
    (row,) = sign_in().get(INBOX).context["page"].rows
    assert row.clock.label == "Quá hạn trả lời"
