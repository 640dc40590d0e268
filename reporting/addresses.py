"""Where the lists behind the figures of the workload lie."""

from django.urls import reverse
from django.utils.http import urlencode

from communes.models import Commune
from dossiers.selectors import inbox_due
from dossiers.workload_words import Address
from reporting.listings import DUE_ON, LATER, OVERDUE, PAUSED_ONES, RUNNING

_LISTINGS = {inbox_due.RUNNING: RUNNING, inbox_due.OVERDUE: OVERDUE, inbox_due.STANDING: PAUSED_ONES}


def address_of(unit: Commune | None) -> Address:
    """Return the addresses of the lists of one commune or, without one, of the city."""
    path = reverse("city_commune", args=[unit.code]) if unit else reverse("city_dossiers")
    return lambda due: f"{path}?{urlencode(_query(due))}"


def _query(due: str) -> dict[str, str]:
    if due in _LISTINGS:
        return {"loc": _LISTINGS[due].slug}
    return {"loc": LATER.slug} if due.startswith(inbox_due.AFTER) else {"loc": DUE_ON, "ngay": due}
