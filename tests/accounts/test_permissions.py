"""The table of permissions, written out a second time: a change must be meant."""

import pytest

from accounts.permissions import CITY_POSTS, COMMUNE_POSTS, GRANTS, Permission, Post

DESK = {"open_desk", "read_dossier"}
EXPECTED = {
    "desk_officer": DESK,
    "specialist": DESK,
    "division_head": DESK,
    "commune_leader": {*DESK, "edit_calendar"},
    "clerk": DESK,
    "city_staff": {"open_city", "read_dossier", "edit_calendar"},
    "catalogue_editor": {"edit_catalogue"},
    "auditor": {"open_city", "read_dossier"},
}


@pytest.mark.parametrize("post", list(Post))
def test_each_post_grants_exactly_this(post):
    assert {permission.value for permission in GRANTS[post]} == EXPECTED[post.value]


def test_every_permission_is_granted_to_somebody():
    assert frozenset().union(*GRANTS.values()) == set(Permission)


def test_the_catalogue_is_edited_by_one_post():
    assert [post for post, granted in GRANTS.items() if Permission.EDIT_CATALOGUE in granted] == [Post.CATALOGUE_EDITOR]


def test_no_post_belongs_to_communes_and_to_the_city():
    assert not COMMUNE_POSTS & CITY_POSTS
