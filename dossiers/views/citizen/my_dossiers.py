"""A citizen's list: what do I have to do?"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from dossiers.access import own_dossiers
from dossiers.filing import step_to_go_on
from dossiers.selectors.mine import Group, Row, group_count, matching, my_rows
from dossiers.states import DossierState
from dossiers.views.citizen.requests import person_of

PAGE_SIZE = 20
LONGEST_QUERY = 200
_ACTIONS = {
    DossierState.AWAITING_SUPPLEMENT: ("Bổ sung", "my_dossier_supplement"),
    DossierState.RESULT_READY: ("Xem nơi nhận", "my_dossier"),
    DossierState.DECLINED: ("Xem lý do", "my_dossier"),
    DossierState.STOPPED: ("Xem lý do", "my_dossier"),
    DossierState.RETURNED: ("Xem kết quả", "my_dossier"),
}


@never_cache
@require_safe
@login_required
def my_dossiers(request: HttpRequest) -> HttpResponse:
    """Show drafts and dossiers in groups by who must act, filtered and searched by the address."""
    person = person_of(request)
    rows = my_rows(own_dossiers(person), person, clock.now())
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen = request.GET.get("loc", "")
    found = matching(rows, text)
    shown = [row for row in found if not chosen or row.group == chosen]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "has_rows": bool(rows),
        "filters": _filters(found, chosen, text),
        "text": text,
        "chosen": chosen,
        "page": page,
        "groups": _groups(list(page.object_list), shown),
        "query": f"{urlencode({'loc': chosen, 'q': text})}&",
    }
    return render(request, "citizen/mine/list.html", context)


def _filters(found: list[Row], chosen: str, text: str) -> list[dict[str, Any]]:
    everything = {"label": "Tất cả", "count": group_count(found), "url": _address("", text), "active": not chosen}
    return [everything, *[_filter(group, found, chosen, text) for group in Group]]


def _filter(group: Group, found: list[Row], chosen: str, text: str) -> dict[str, Any]:
    rows = [row for row in found if row.group is group]
    return {"label": group.heading, "count": group_count(rows), "url": _address(group, text), "active": chosen == group}


def _address(group: str, text: str) -> str:
    query = {name: value for name, value in (("loc", group), ("q", text)) if value}
    return f"{reverse('my_dossiers')}?{urlencode(query)}" if query else reverse("my_dossiers")


def _groups(rows: list[Row], shown: list[Row]) -> list[dict[str, Any]]:
    """Return the lines of a page under the headings of their groups, which count the lines of all pages."""
    return [
        {
            "title": group.heading,
            "count": group_count([row for row in shown if row.group is group]),
            "lines": [{"row": row, **_links(row)} for row in rows if row.group is group],
        }
        for group in Group
        if any(row.group is group for row in rows)
    ]


def _links(row: Row) -> dict[str, str]:
    if row.draft is not None:
        args = [row.draft.procedure_version.procedure.code, row.draft.pk]
        url = reverse("filing_step", args=[*args, step_to_go_on(row.draft).code])
        return {"url": url, "action": "Viết tiếp", "action_url": url, "discard_url": reverse("filing_discard", args=args)}
    label, name = _ACTIONS.get(DossierState(row.status.state), ("Xem hồ sơ", "my_dossier"))
    page = reverse("my_dossier", args=[row.code])
    return {"url": page, "action": label, "action_url": reverse(name, args=[row.code]), "discard_url": ""}
