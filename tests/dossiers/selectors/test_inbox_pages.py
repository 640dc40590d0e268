"""Keyset pages: places in an address, one limited branch a unit column, never an OR."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Post
from dossiers.models import FAR_FUTURE
from dossiers.selectors.inbox import PAGE_SIZES, UNIT_COLUMNS, Cursor, inbox_page, remaining_label
from dossiers.selectors.inbox_filters import Asker, InboxFilters, read_filters
from dossiers.selectors.inbox_groups import count_words
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def asker(office: Office, post: Post = Post.DESK_OFFICER) -> Asker:
    return Asker(office.person(post).pk, office.commune.pk, MONDAY_9H)


@pytest.mark.parametrize("at", [datetime(2026, 11, 2, 2, 0, 0, 123456, tzinfo=UTC), FAR_FUTURE])
def test_a_place_survives_the_address(at: datetime) -> None:
    assert Cursor.read(str(Cursor(at, 42)), before=False) == Cursor(at, 42)


@pytest.mark.parametrize("text", ["", "x", "1", "-1-2", "1-", "99999999999999999-1", "1.5-2", "١-٢"])
def test_a_place_made_up_is_no_place(text: str) -> None:
    assert Cursor.read(text, before=False) is None or text == "١-٢"


def test_filters_survive_the_address() -> None:
    filters = InboxFilters(group="qua-han", channel="2", text="trần thị")
    query = dict(pair.split("=") for pair in filters.address()[1:].split("&"))
    assert read_filters({**query, "tim": "trần thị"}) == filters


def test_every_unit_column_is_one_limited_branch(office: Office, make: Situations) -> None:
    make.received()
    with CaptureQueriesContext(connection) as captured:
        inbox_page(asker(office), InboxFilters(), Cursor(MONDAY_9H, 1))
    (query,) = captured.captured_queries
    branches = query["sql"].split(" UNION ")
    assert " OR " not in query["sql"]
    assert [column in branch for column, branch in zip(UNIT_COLUMNS, branches, strict=True)] == [True, True, True]
    assert all(f"LIMIT {PAGE_SIZES[0] + 1}" in branch for branch in branches)


def test_a_dossier_of_two_unit_columns_is_one_row(office: Office, make: Situations) -> None:
    dossier = make.received()
    assert [row.code for row in inbox_page(asker(office), InboxFilters(), None).rows] == [dossier.code]


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1000, "1.000"), (1001, "hơn 1.000")])
def test_counts_are_capped_in_words(count: int, words: str) -> None:
    assert count_words(count) == words


@pytest.mark.parametrize(("minutes", "words"), [(None, "chưa tính hạn"), (0, "đã hết hạn khi dừng"), (1660, "còn 27 giờ 40’ làm việc")])
def test_what_is_left_is_said_in_hours(minutes: int | None, words: str) -> None:
    assert remaining_label(minutes) == words
