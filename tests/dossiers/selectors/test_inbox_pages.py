"""Pages of the inbox: one limited branch a unit column, never an OR."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Post
from core.keyset import Cursor
from dossiers.selectors.inbox import PAGE_SIZES, UNIT_COLUMNS, inbox_page
from dossiers.selectors.inbox_filters import Asker, InboxFilters, read_filters
from dossiers.selectors.inbox_groups import count_words
from tests.factories.dossiers import MONDAY_9H, Office, Situations


def asker(office: Office, post: Post = Post.DESK_OFFICER) -> Asker:
    return Asker(office.person(post).pk, office.commune.pk, MONDAY_9H)


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
