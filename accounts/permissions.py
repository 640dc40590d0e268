"""What each post may do: the one table of permissions. Tested over every address of the portal."""

from django.db import models


class Post(models.TextChoices):
    """A post (vị trí việc làm) somebody holds in a commune or in the city; labels are the desk's words."""

    DESK_OFFICER = "desk_officer", "Một cửa"
    SPECIALIST = "specialist", "Thụ lý"
    DIVISION_HEAD = "division_head", "Trưởng phòng"
    COMMUNE_LEADER = "commune_leader", "Lãnh đạo xã, phường"
    CLERK = "clerk", "Văn thư"
    CITY_STAFF = "city_staff", "Cán bộ thành phố"
    CATALOGUE_EDITOR = "catalogue_editor", "Biên tập danh mục thủ tục"
    AUDITOR = "auditor", "Kiểm tra, giám sát"


class Permission(models.TextChoices):
    """A door that opens to some posts. Which act a post may perform on a dossier is in dossiers.states."""

    OPEN_DESK = "open_desk", "Mở trang một cửa"
    READ_DOSSIER = "read_dossier", "Xem hồ sơ của đơn vị"
    OPEN_CITY = "open_city", "Mở trang thành phố"
    EDIT_CATALOGUE = "edit_catalogue", "Sửa danh mục thủ tục"
    EDIT_CALENDAR = "edit_calendar", "Sửa lịch làm việc"


_DESK = frozenset({Permission.OPEN_DESK, Permission.READ_DOSSIER})

GRANTS: dict[Post, frozenset[Permission]] = {
    Post.DESK_OFFICER: _DESK,
    Post.SPECIALIST: _DESK,
    Post.DIVISION_HEAD: _DESK,
    Post.COMMUNE_LEADER: _DESK | {Permission.EDIT_CALENDAR},
    Post.CLERK: _DESK,
    Post.CITY_STAFF: frozenset({Permission.OPEN_CITY, Permission.READ_DOSSIER, Permission.EDIT_CALENDAR}),
    Post.CATALOGUE_EDITOR: frozenset({Permission.EDIT_CATALOGUE}),
    Post.AUDITOR: frozenset({Permission.OPEN_CITY, Permission.READ_DOSSIER}),
}

COMMUNE_POSTS = frozenset({Post.DESK_OFFICER, Post.SPECIALIST, Post.DIVISION_HEAD, Post.COMMUNE_LEADER, Post.CLERK})
CITY_POSTS = frozenset({Post.CITY_STAFF, Post.CATALOGUE_EDITOR})  # an auditor may belong to either
