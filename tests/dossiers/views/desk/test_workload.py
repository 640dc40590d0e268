"""What falls due when, at one office: every count opens its list, each dossier is counted once, by the date of its due moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client

from accounts.models import Membership, User
from accounts.permissions import Post
from core.clock import ZONE
from dossiers.models import Dossier
from dossiers.selectors.inbox_filters import Asker, read_filters
from dossiers.selectors.inbox_groups import office_counts
from dossiers.states import DossierState
from dossiers.workload_words import Line
from tests.dossiers.views.desk.conftest import NOW, SignIn
from tests.factories.communes import CalendarRevisionFactory, DivisionFactory, city_calendar
from tests.factories.dossiers import Office, Situations

PAGE = "/mot-cua/khoi-luong/"
TODAY = NOW.date()
THURSDAY = datetime(2026, 11, 5, 17, tzinfo=ZONE)
LAST_DAY = date(2026, 11, 13)  # the tenth working day from Monday 02/11


def copies(dossier: Dossier, dues: Sequence[datetime | None], **columns: Any) -> list[Dossier]:
    """Store copies of a dossier that fall due at these moments, with other columns changed."""
    made = []
    for due_at in dues:
        copied = Dossier.objects.get(pk=dossier.pk)
        copied.pk, copied.opening_key = None, None
        copied.code, copied.link_key, copied.due_at = f"X.{uuid4().hex}", uuid4().hex[:16], due_at
        for name, value in columns.items():
            setattr(copied, name, value)
        made.append(copied)
    return Dossier.objects.bulk_create(made)


def lines(client: Client) -> dict[str, Line]:
    return {line.name: line for line in client.get(PAGE).context["lines"]}


def figures(client: Client, name: str) -> dict[str, int]:
    """Return the figures of a line that are not zero, by column."""
    page = client.get(PAGE).context
    line = next(line for line in page["lines"] if line.name == name)
    return {head.key: int(cell.text) for head, cell in zip(page["heads"], line.cells, strict=True) if cell.text != "0"}


def put_in_division(post: Membership, name: str = "Phòng Thử") -> None:
    post.division = DivisionFactory(commune=post.commune, name=name)
    post.save(update_fields=["division"])


@pytest.fixture
def busy(make: Situations, office: Office, elsewhere: Office) -> Office:
    """An office with something in every column, held by a specialist, a desk, nobody, and somebody who left."""
    dossier = make.processing()
    specialist = office.posts[Post.SPECIALIST]
    put_in_division(specialist)
    copies(dossier, [NOW - timedelta(minutes=1), NOW, THURSDAY, THURSDAY, THURSDAY + timedelta(days=30)])
    copies(dossier, [THURSDAY + timedelta(days=2)], assignee=office.person(Post.DESK_OFFICER))  # Saturday 07/11: a day off
    copies(dossier, [THURSDAY, NOW - timedelta(days=3)], assignee=None)
    copies(dossier, [THURSDAY], assignee=elsewhere.person(Post.SPECIALIST))
    copies(dossier, [THURSDAY], state=DossierState.AWAITING_SUPPLEMENT, remaining_minutes=60)
    copies(dossier, [None], state=DossierState.SUBMITTED, assignee=None, remaining_minutes=None)
    copies(dossier, [THURSDAY], competent_unit=elsewhere.commune)  # received here, decided there: their work
    return office


def test_every_count_opens_a_list_with_the_same_count(sign_in: SignIn, busy: Office) -> None:
    client = sign_in(Post.COMMUNE_LEADER)
    page = client.get(PAGE).context
    shown = [(cell.url, cell.text) for line in page["lines"] for cell in line.cells if cell.url]
    shown += [(bar.url, bar.count) for bar in page["chart"].bars] + [(cell.url, cell.text) for _, cell in page["rest"] if cell.url]
    assert len(shown) > 40
    filters = [read_filters(dict(parse_qsl(urlsplit(url).query))) for url, _ in shown]
    asker = Asker(busy.person(Post.COMMUNE_LEADER).pk, busy.commune.pk, NOW)
    assert [str(count) for count in office_counts(asker, *filters).views] == [count for _, count in shown]
    for url, count in {(cell.url, cell.text) for line in page["lines"] if line.kind == "total" for cell in line.cells if cell.url}:
        listed = client.get(f"{url}&dong=50").context
        assert (str(len(listed["page"].rows)), listed["facts"].partition(" ")[0]) == (count, count), url


def test_lines_sum_up_to_what_the_tables_of_the_database_say(sign_in: SignIn, busy: Office) -> None:
    client = sign_in(Post.COMMUNE_LEADER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN due_at < %s THEN 'qua-han' ELSE ((due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date)::text END, count(*)"
            " FROM dossiers_dossier WHERE competent_unit_id = %s AND state IN (2, 4) GROUP BY 1",
            [NOW, busy.commune.pk],
        )
        counted = dict(cursor.fetchall())
    total = figures(client, "Cả đơn vị")
    later = sum(count for day, count in counted.items() if day > str(LAST_DAY) and day != "qua-han")
    days = {day: count for day, count in counted.items() if day <= str(LAST_DAY)}
    assert total == {**days, "qua-han": counted["qua-han"], "hen-sau": later, "dang-tinh-han": sum(counted.values()), "tam-dung": 1}
    page = client.get(PAGE).context
    people = [[int(cell.text) for cell in line.cells] for line in page["lines"] if line.kind in {"person", ""}]
    assert [sum(column) for column in zip(*people, strict=True)] == [int(cell.text) for cell in page["lines"][-1].cells]


def test_each_holder_stands_in_one_line(sign_in: SignIn, busy: Office) -> None:
    found = lines(sign_in(Post.COMMUNE_LEADER))
    names = list(found)
    assert names[:2] == ["Phòng Thử", str(busy.person(Post.SPECIALIST))]
    assert names.index("Không thuộc phòng") < names.index("Không còn ở đơn vị") < names.index("Chưa giao") < names.index("Cả đơn vị")
    assert figures(sign_in(Post.COMMUNE_LEADER), "Chưa giao") == {"qua-han": 1, "2026-11-05": 1, "dang-tinh-han": 2}
    assert figures(sign_in(Post.COMMUNE_LEADER), "Không còn ở đơn vị") == {"2026-11-05": 1, "dang-tinh-han": 1}


def test_a_day_off_on_which_something_is_due_has_a_column(sign_in: SignIn, busy: Office) -> None:
    heads = sign_in(Post.COMMUNE_LEADER).get(PAGE).context["heads"]
    assert [head.second for head in heads if "nghỉ" in head.second] == ["07/11 nghỉ"]


COLUMNS = (
    (NOW - timedelta(microseconds=1), "qua-han"),
    (NOW, "2026-11-02"),
    (datetime(2026, 11, 2, 17, tzinfo=ZONE), "2026-11-02"),
    (datetime(2026, 11, 3, 0, tzinfo=ZONE) - timedelta(microseconds=1), "2026-11-02"),
    (datetime(2026, 11, 3, 0, tzinfo=ZONE), "2026-11-03"),
    (datetime(2026, 11, 14, 0, tzinfo=ZONE) - timedelta(microseconds=1), "2026-11-13"),
    (datetime(2026, 11, 14, 0, tzinfo=ZONE), "hen-sau"),
)


def test_the_due_moment_decides_the_column(sign_in: SignIn, make: Situations) -> None:
    leader, dossier = sign_in(Post.COMMUNE_LEADER), make.at_counter()
    for due_at, column in COLUMNS:
        Dossier.objects.filter(pk=dossier.pk).update(due_at=due_at)
        assert figures(leader, "Cả đơn vị") == {column: 1, "dang-tinh-han": 1}


@pytest.mark.parametrize(("moment", "column"), [(timedelta(), "2026-11-05"), (timedelta(seconds=1), "qua-han")])
def test_what_is_due_at_closing_is_of_today_until_the_moment_has_passed(
    sign_in: SignIn, make: Situations, moment: timedelta, column: str
) -> None:
    dossier = make.at_counter()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=THURSDAY)
    with time_machine.travel(THURSDAY + moment, tick=False):
        assert figures(sign_in(Post.COMMUNE_LEADER), "Cả đơn vị") == {column: 1, "dang-tinh-han": 1}


def test_tet_is_stepped_over(sign_in: SignIn, make: Situations) -> None:
    dossier = make.at_counter()
    Dossier.objects.filter(pk=dossier.pk).update(due_at=datetime(2026, 2, 23, 17, tzinfo=ZONE))
    with time_machine.travel(datetime(2026, 2, 12, 10, tzinfo=ZONE), tick=False):
        heads = [head.second for head in sign_in(Post.COMMUNE_LEADER).get(PAGE).context["heads"] if head.second]
    assert heads[:4] == ["12/02", "13/02", "23/02", "24/02"]
    assert len(heads) == 10


def test_the_days_are_those_of_the_communes_own_calendar(sign_in: SignIn, make: Situations, office: Office) -> None:
    make.at_counter()
    content = city_calendar()
    content["weekly"]["saturday"] = content["weekly"]["monday"]  # this commune works on Saturdays
    CalendarRevisionFactory(commune=office.commune, content=content)
    heads = [head.key for head in sign_in(Post.COMMUNE_LEADER).get(PAGE).context["heads"]]
    assert "2026-11-07" in heads


def test_others_see_themselves_and_the_sum_of_their_division(sign_in: SignIn, busy: Office, make: Situations) -> None:
    colleague = busy.posts[Post.CLERK]
    colleague.division = busy.posts[Post.SPECIALIST].division
    colleague.save(update_fields=["division"])
    copies(make.at_counter(), [THURSDAY], assignee=colleague.user)
    client = sign_in(Post.SPECIALIST)
    found = lines(client)
    assert list(found) == ["Phòng Thử", str(busy.person(Post.SPECIALIST))]
    assert figures(client, "Phòng Thử")["2026-11-05"] == 4
    assert figures(client, str(busy.person(Post.SPECIALIST)))["2026-11-05"] == 3
    assert list(lines(sign_in(Post.DESK_OFFICER))) == [str(busy.person(Post.DESK_OFFICER))]
    assert "Cả đơn vị" in lines(sign_in(Post.DIVISION_HEAD))


def test_a_person_with_two_posts_stands_in_one_line(sign_in: SignIn, busy: Office) -> None:
    specialist = busy.posts[Post.SPECIALIST]
    Membership.objects.create(user=specialist.user, commune=busy.commune, post=Post.CLERK, valid_from=specialist.valid_from)
    page = sign_in(Post.COMMUNE_LEADER).get(PAGE).context
    assert [line.second for line in page["lines"] if line.name == str(specialist.user)] == ["Thụ lý"]


def test_an_office_with_nothing_open_says_so(sign_in: SignIn) -> None:
    for post in (Post.COMMUNE_LEADER, Post.SPECIALIST):
        assert "Không có hồ sơ nào đang tính hạn" in sign_in(post).get(PAGE).content.decode()


def test_a_line_shows_what_the_office_can_do_only_where_that_is_known(sign_in: SignIn, busy: Office, settings: Any) -> None:
    client = sign_in(Post.COMMUNE_LEADER)
    assert "due-days__most" not in client.get(PAGE).content.decode()
    settings.WORKLOAD_PER_OFFICER_A_DAY = 3
    page = client.get(PAGE)
    chart = page.context["chart"]
    assert (chart.most_a_day, [bar.over > 0 for bar in chart.bars if bar.day == THURSDAY.date()]) == (3, [True])
    assert "vượt sức làm trong ngày" in page.content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_it_costs_eight_queries_whatever_the_number_of_rows(
    sign_in: SignIn, make: Situations, office: Office, size: int, django_assert_max_num_queries: Any
) -> None:
    dossier = make.processing()
    for number in range(size):
        copies(dossier, [THURSDAY + timedelta(days=number)], assignee=User.objects.create(username=f"da-di-{number}"))
    client = sign_in(Post.COMMUNE_LEADER)
    client.get(PAGE)  # the calendar is read once a process, the session once a sign-in
    # 1 person · 2 posts · 3 calendar · 4 loads · 5 posts here · 6 names of who left · 7 counts of the header · 8 unread notices
    with django_assert_max_num_queries(8):
        assert client.get(PAGE).status_code == 200


def test_a_filter_made_up_is_dropped(sign_in: SignIn, make: Situations) -> None:
    desk, dossier = sign_in(), make.at_counter()
    for query in (
        *("ngay=x", "ngay=9999-12-31", "ngay=20261105", "ngay=sau-", "ngay=%00"),
        *("nguoi-giu=1,,2", "nguoi-giu=1,a", "nguoi-giu=,"),
    ):
        rows = desk.get(f"/mot-cua/?{query}").context["page"].rows
        assert [row.code for row in rows] == [dossier.code], query


def test_the_page_has_no_style_of_its_own(sign_in: SignIn, busy: Office) -> None:
    assert " style=" not in sign_in(Post.COMMUNE_LEADER).get(PAGE).content.decode()
