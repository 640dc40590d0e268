"""Lists of dossiers: what a caller may see, in which order, page by page, and how many."""

from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import Membership
from accounts.permissions import Post
from core.keyset import Cursor
from dossiers.selectors import history
from dossiers.selectors.history import View, Wanted, office_page
from tests.api.clients import client_of
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory

LIST = "/api/v1/dossiers/"


@pytest.fixture
def desk(office: Office) -> APIClient:
    return client_of(office.posts[Post.DESK_OFFICER])


def codes(response: Any) -> list[str]:
    return [row["code"] for row in response.json()["results"]]


def test_an_office_sees_what_must_be_acted_on_first_on_top(desk: APIClient, make: Situations) -> None:
    late = make.processing(at=MONDAY_9H - timedelta(days=10))
    today, waiting = make.submitted(), make.received()
    assert codes(desk.get(LIST)) == [late.code, today.code, waiting.code]


def test_the_history_holds_what_is_finished_newest_first(desk: APIClient, make: Situations) -> None:
    old, new = make.returned(at=MONDAY_9H - timedelta(days=3)), make.received()
    assert codes(desk.get(LIST)) == [new.code]
    assert codes(desk.get(f"{LIST}?view=history")) == [new.code, old.code]


def test_a_dossier_received_for_another_commune_is_in_both_lists_once(desk: APIClient, make: Situations, elsewhere: Office) -> None:
    for_them, own = make.at_counter(competent=elsewhere.commune), make.at_counter()
    assert sorted(codes(desk.get(LIST))) == sorted([for_them.code, own.code])
    assert codes(client_of(elsewhere.posts[Post.SPECIALIST]).get(LIST)) == [for_them.code]
    assert codes(client_of(elsewhere.posts[Post.SPECIALIST]).get(f"{LIST}?view=history")) == [for_them.code]


def test_a_citizen_sees_his_own_only(make: Situations, office: Office) -> None:
    mine = make.received()
    Situations(office, UserFactory(), make.version).received()
    done = make.returned()
    citizen = client_of(make.applicant)
    assert codes(citizen.get(LIST)) == [mine.code]
    assert set(codes(citizen.get(f"{LIST}?view=history"))) == {mine.code, done.code}


def test_an_officer_sees_his_own_dossiers_as_a_citizen(make: Situations, elsewhere: Office) -> None:
    officer = elsewhere.posts[Post.CLERK]
    make.applicant = officer.user
    dossier = make.received()
    client = client_of(officer)
    assert codes(client.get(LIST)) == []
    assert codes(client.get(LIST, headers={"X-Office": "citizen"})) == [dossier.code]
    assert client.get(f"{LIST}{dossier.code}/").json()["allowed_acts"][0]["act"] == "withdraw"
    assert client.get(f"{LIST}{dossier.code}/", headers={"X-Office": str(officer.pk)}).status_code == 404


def test_somebody_with_two_posts_says_which(office: Office, elsewhere: Office, make: Situations) -> None:
    here = office.posts[Post.DESK_OFFICER]
    there = MembershipFactory(user=here.user, commune=elsewhere.commune, post=Post.DESK_OFFICER)
    dossier, client = make.submitted(), client_of(here)
    assert client.get(LIST).json()["code"] == "office-not-chosen"
    assert codes(client.get(LIST, headers={"X-Office": str(here.pk)})) == [dossier.code]
    assert codes(client.get(LIST, headers={"X-Office": str(there.pk)})) == []
    # Only one of the posts serves this dossier, so the act needs no header.
    assert client.post(f"{LIST}{dossier.code}/receive/", {}).status_code == 200


def test_the_city_names_the_commune(city: Membership, make: Situations, elsewhere: Office) -> None:
    dossier, client = make.received(), client_of(city)
    assert codes(client.get(f"{LIST}?commune={make.office.commune.code}")) == [dossier.code]
    assert codes(client.get(f"{LIST}?commune={elsewhere.commune.code}")) == []


def test_an_editor_of_the_catalogue_reads_no_dossiers(make: Situations) -> None:
    editor = client_of(MembershipFactory(commune=None, post=Post.CATALOGUE_EDITOR))
    assert editor.get(f"{LIST}?commune={make.office.commune.code}").status_code == 403
    assert editor.get(f"{LIST}{make.received().code}/").status_code == 404


def test_filters_narrow_the_list(desk: APIClient, make: Situations) -> None:
    late = make.processing(at=MONDAY_9H - timedelta(days=10))
    waiting = make.submitted()
    make.version = ProcedureVersionFactory()
    counter = make.at_counter()
    assert codes(desk.get(f"{LIST}?overdue=true")) == [late.code]
    assert set(codes(desk.get(f"{LIST}?overdue=false"))) == {waiting.code, counter.code}
    assert set(codes(desk.get(f"{LIST}?state=4&state=1"))) == {late.code, waiting.code}
    assert codes(desk.get(f"{LIST}?channel=1")) == [counter.code]
    assert codes(desk.get(f"{LIST}?procedure={make.version.procedure.code}")) == [counter.code]
    assert codes(desk.get(f"{LIST}?procedure=9.0")) == []


@pytest.mark.parametrize("view", ["open", "history"])
def test_pages_lead_forward_and_back_over_rows_of_one_moment(desk: APIClient, make: Situations, view: str) -> None:
    made = [make.received() for _ in range(7)]  # all due at one moment: the id decides
    pages = [desk.get(f"{LIST}?view={view}&page_size=3").json()]
    while pages[-1]["next"]:
        pages.append(desk.get(pages[-1]["next"]).json())
    walked = [[row["code"] for row in page["results"]] for page in pages]
    assert [len(page) for page in walked] == [3, 3, 1]
    assert sorted(chain.from_iterable(walked)) == sorted(dossier.code for dossier in made)
    back = [desk.get(pages[-1]["previous"]).json()]
    back.append(desk.get(back[-1]["previous"]).json())
    assert [[row["code"] for row in page["results"]] for page in back] == [walked[1], walked[0]]
    assert (back[-1]["previous"], pages[0]["previous"], pages[-1]["next"]) == (None, None, None)
    assert codes(desk.get(back[-1]["next"])) == walked[1]


def test_the_count_stops_where_it_gets_dear(desk: APIClient, make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        make.received()
    exact = desk.get(LIST).json()
    monkeypatch.setattr(history, "COUNT_LIMIT", 2)
    capped = desk.get(LIST).json()
    assert (exact["count"], exact["count_is_exact"]) == (3, True)
    assert (capped["count"], capped["count_is_exact"]) == (2, False)


def test_lists_show_masked_numbers_only(desk: APIClient, make: Situations) -> None:
    make.received()
    shown = desk.get(LIST).content.decode()
    assert "001*****0123" in shown
    assert "001185000123" not in shown
    assert "912345678" not in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_whatever_its_rows(desk: APIClient, make: Situations, rows: int) -> None:
    for _ in range(rows):
        make.received()
    desk.get(LIST)  # the calendar is read once a process
    # 1. key  2. posts held today  3. ids  4. dossiers  5. people  6. count
    with CaptureQueriesContext(
        connection,
    ) as queries:
        desk.get(LIST)
    assert len(queries) == 6


@pytest.mark.parametrize("rows", [1, 4])
def test_a_dossier_costs_the_same_whatever_hangs_on_it(desk: APIClient, make: Situations, rows: int) -> None:
    make.version = ProcedureVersionFactory(papers=rows)
    dossier = make.received()
    address = f"{LIST}{dossier.code}/"
    desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        desk.get(address)
    assert len(queries) <= 18, "\n".join(query["sql"] for query in queries)


@pytest.mark.parametrize(("view", "branches"), [(View.OPEN, 3), (View.HISTORY, 2)])
def test_the_scans_stop_after_a_page(office: Office, view: View, branches: int) -> None:
    """Each branch is cut before the union: there is a limit a unit column, and one above."""
    with CaptureQueriesContext(connection) as queries:
        office_page(office.commune.pk, view, Wanted(), now=MONDAY_9H, cursor=Cursor(MONDAY_9H, 1))
    sql = queries[0]["sql"]
    assert (sql.count("LIMIT 51"), sql.count("UNION"), " OR " in sql) == (branches + 1, branches - 1, False)
