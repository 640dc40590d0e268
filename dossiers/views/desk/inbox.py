"""The inbox of an office: /mot-cua/."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from core.keyset import Cursor, Page, read_cursor
from dossiers.desk_context import INBOX, MINE, asker_of, render_desk
from dossiers.selectors.inbox import PAGE_SIZES, InboxRow, inbox_page
from dossiers.selectors.inbox_due import due_words
from dossiers.selectors.inbox_filters import GROUP_BY_CODE, GROUPS, PARAMETERS, Asker, InboxFilters, read_filters
from dossiers.selectors.inbox_groups import OfficeCounts, Option, count_words, filter_options, office_counts

LABELS = {"state": "Trạng thái", "field": "Lĩnh vực", "channel": "Kênh", "holder": "Người giữ", "due": "Hẹn trả"}
AFTER, BEFORE, SIZE = "sau", "truoc", "dong"


@require(Permission.OPEN_DESK)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what must be done next. Six queries with the person's own: person, posts, counts, options, page, notices."""
    asker, filters = asker_of(request), read_filters(request.GET)
    size = _size(request.GET.get(SIZE, ""))
    page = inbox_page(asker, filters, read_cursor(request.GET.get(AFTER, ""), request.GET.get(BEFORE, "")), size=size)
    counts = office_counts(asker, filters, filters.fewer())
    context = {
        "page": page,
        "filters": filters,
        "title": GROUP_BY_CODE[filters.group].label if filters.group else "Hộp việc",
        "facts": _facts(filters, counts),
        "columns": _columns(filters, counts),
        "chips": _chips(filters, filter_options(asker)),
        "hidden": [(PARAMETERS["group"], filters.group), *((PARAMETERS[name], value) for name, value in filters.narrowing.items())],
        "paging": _paging(page, filters, size),
        "empty": None if page.rows else _empty(filters, counts, asker),
    }
    return render_desk(
        request, "desk/inbox.html", context, asker=asker, counts=counts, active=MINE if filters.group == "cua-toi" else INBOX
    )


def _size(text: str) -> int:
    return int(text) if text in map(str, PAGE_SIZES) else PAGE_SIZES[0]


def _facts(filters: InboxFilters, counts: OfficeCounts) -> str:
    """Return what stands beside the title: the view's own count, and of how many."""
    if not filters.group and not filters.narrowing:
        return f"{count_words(counts.open)} hồ sơ đang mở"
    return f"{count_words(counts.views[0])} trong {count_words(counts.open)} hồ sơ đang mở"


def _columns(filters: InboxFilters, counts: OfficeCounts) -> list[dict[str, Any]]:
    """Return the groups at the left; a group keeps no other filter, so that its count is the list's."""
    inbox_url = reverse("desk_inbox")
    items = [
        {
            "label": group.label,
            "url": f"{inbox_url}{InboxFilters(group=group.code).address()}",
            "count": count_words(counts.groups[group.code]),
            "icon": group.icon,
            "tone": group.tone,
            "active": group.code == filters.group,
        }
        for group in GROUPS
    ]
    urgent = [item for item, group in zip(items, GROUPS, strict=True) if group.urgent]
    watched = [item for item, group in zip(items, GROUPS, strict=True) if not group.urgent]
    ready = {"label": "Chờ trả kết quả", "url": reverse("desk_returns"), "count": count_words(counts.to_return), "icon": "upload"}
    everything = {"label": "Tất cả đang mở", "url": inbox_url, "count": count_words(counts.open), "icon": "folder"}
    return [
        {"title": "Cần làm ngay", "items": [*urgent, {**ready, "tone": "", "active": False}]},
        {"title": "Theo dõi", "items": [*watched, {**everything, "tone": "", "active": not filters.group}]},
    ]


def _chips(filters: InboxFilters, options: Mapping[str, Sequence[Option]]) -> list[dict[str, Any]]:
    """Return a chip for each filter; the due day is chosen on the page of the workload, so unset it has none."""
    shown = {name: label for name, label in LABELS.items() if name in options or getattr(filters, name)}
    return [_chip(name, label, filters, options.get(name, ())) for name, label in shown.items()]


def _chip(name: str, label: str, filters: InboxFilters, options: Sequence[Option]) -> dict[str, Any]:
    chosen = getattr(filters, name)
    return {
        "label": label,
        "value": _chosen_words(name, chosen, options) if chosen else "",
        "clear_url": filters.address(**{name: ""}),
        "options": [
            {"label": o.label, "url": filters.address(**{name: o.value}), "count": count_words(o.count), "active": False} for o in options
        ],
    }


def _chosen_words(name: str, chosen: str, options: Sequence[Option]) -> str:
    if name == "due":
        return due_words(chosen)
    if "," in chosen:
        return f"{chosen.count(',') + 1} người"
    return next((option.label for option in options if option.value == chosen), "không có")


def _paging(page: Page[InboxRow], filters: InboxFilters, size: int) -> dict[str, Any]:
    def address(name: str, cursor: Cursor | None) -> str:
        query = {name: str(cursor)} | ({SIZE: str(size)} if size != PAGE_SIZES[0] else {})
        joined = filters.address()
        return f"{joined}{'' if joined == '?' else '&'}{urlencode(query)}" if cursor else ""

    return {
        "previous": address(BEFORE, page.previous),
        "next": address(AFTER, page.next),
        "fact": f"{len(page.rows)} dòng, việc cần làm sớm nhất ở trên",
    }


def _empty(filters: InboxFilters, counts: OfficeCounts, asker: Asker) -> dict[str, str]:
    """Return the words of an empty list, and the one thing to do then."""
    if narrowing := filters.narrowing:
        dropped = LABELS.get(next(iter(narrowing)), "chữ đã gõ")
        return {
            "title": f"Không có hồ sơ nào khớp {len(narrowing) + bool(filters.group)} điều kiện",
            "text": f"Bỏ điều kiện “{dropped}” sẽ có {count_words(counts.views[1])} hồ sơ.",
            "url": filters.fewer().address(),
            "label": "Bỏ điều kiện này",
            "other_url": reverse("desk_inbox"),
            "other_label": "Bỏ hết",
        }
    due_today = counts.groups["hom-nay"]
    title = GROUP_BY_CODE[filters.group].nothing if filters.group else "Chưa có hồ sơ nào đang mở"
    if due_today and filters.group != "hom-nay":
        return {
            "title": title,
            "text": f"Tính đến {asker.now:%H:%M}. Có {count_words(due_today)} hồ sơ đến hạn hôm nay.",
            "url": InboxFilters(group="hom-nay").address(),
            "label": f"Xem {count_words(due_today)} hồ sơ",
        }
    return {"title": title, "text": f"Tính đến {asker.now:%H:%M}.", "url": reverse("desk_inbox"), "label": "Xem tất cả đang mở"}
