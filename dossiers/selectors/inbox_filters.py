"""What a list of the desk shows: groups and filters as data, read from the address and written back to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, TextField, Value

from accounts.selectors import stood_in_for
from core.clock import ZONE
from core.text import fold
from dossiers.models import Channel, DossierParty
from dossiers.selectors.inbox_due import due_condition, read_due
from dossiers.states import CLOCK_RUNNING, PAUSED, DossierState

MY_OWN = "cua-toi"  # the group of what the asker holds, on every page of the desk
NOBODY = "chua-giao"  # the holder filter for dossiers nobody holds
HOLDERS = re.compile(r"[0-9]{1,9}(,[0-9]{1,9}){0,199}", re.ASCII)  # one person, or the people of a division
TEXT_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks, for which unit, at which moment: what every list is measured against."""

    user_id: int
    unit_id: int
    now: datetime

    @property
    def midnight(self) -> datetime:
        """The moment at which today ends."""
        today = self.now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        return today + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Group:
    """A view of the inbox with a live count. `nothing` is the title when it is empty."""

    code: str
    label: str
    icon: str
    nothing: str
    tone: str = ""
    urgent: bool = False


GROUPS = (
    Group("cho-tiep-nhan", "Chờ tiếp nhận", "globe", "Không có hồ sơ chờ tiếp nhận", urgent=True),
    Group("qua-han", "Quá hạn", "triangle-alert", "Không có hồ sơ quá hạn", tone="overdue", urgent=True),
    Group("hom-nay", "Đến hạn hôm nay", "clock", "Không có hồ sơ đến hạn hôm nay", tone="soon", urgent=True),
    Group("sap-den-han", "Sắp đến hạn", "clock", "Không có hồ sơ sắp đến hạn", tone="soon", urgent=True),
    Group("dang-giai-quyet", "Đang giải quyết", "sheet", "Không có hồ sơ đang giải quyết"),
    Group("tam-dung", "Tạm dừng", "pause-circle", "Không có hồ sơ tạm dừng", tone="paused"),
    Group("phi-dia-gioi", "Phi địa giới", "transfer", "Không có hồ sơ phi địa giới"),
    Group("chua-giao", "Chưa giao người", "person", "Không có hồ sơ chưa giao người"),
    Group(MY_OWN, "Của tôi", "star", "Bạn không giữ hồ sơ nào"),
)
GROUP_BY_CODE = {group.code: group for group in GROUPS}


def group_condition(code: str, asker: Asker) -> Q:
    """Return the condition of a group within the open dossiers; counts and lists share it, so they always agree."""
    return _CONDITIONS[code](asker)


def held_for(asker: Asker) -> Q:
    """Return dossiers of people for whom the asker stands in today. Source: docs/legal/one-stop.md#delegation."""
    return Q(assignee__in=stood_in_for(asker.user_id, asker.unit_id, asker.now.astimezone(ZONE).date()))


_RUNNING = Q(state__in=CLOCK_RUNNING)
_CONDITIONS: dict[str, Callable[[Asker], Q]] = {
    "cho-tiep-nhan": lambda _: Q(state=DossierState.SUBMITTED),
    "qua-han": lambda asker: _RUNNING & Q(due_at__lt=asker.now),
    "hom-nay": lambda asker: _RUNNING & Q(due_at__gte=asker.now, due_at__lt=asker.midnight),
    "sap-den-han": lambda asker: _RUNNING & Q(due_at__gte=asker.midnight, due_soon_at__lte=asker.now),
    "dang-giai-quyet": lambda _: Q(state__in=CLOCK_RUNNING | PAUSED),
    "tam-dung": lambda _: Q(state__in=PAUSED),
    "phi-dia-gioi": lambda _: ~Q(competent_unit=F("receiving_unit")),
    "chua-giao": lambda _: _RUNNING & Q(assignee__isnull=True),
    MY_OWN: lambda asker: Q(assignee=asker.user_id) | held_for(asker),
}


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """The filters of an address; empty text means not set. A value the address makes up is dropped, never an error."""

    group: str = ""
    state: str = ""
    field: str = ""
    channel: str = ""
    holder: str = ""
    due: str = ""
    text: str = ""

    @property
    def narrowing(self) -> dict[str, str]:
        """The filters set beside the group, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "group" and getattr(self, each.name)}

    def fewer(self) -> "InboxFilters":
        """Return these filters without the first one beside the group: the way out of an empty list."""
        name = next(iter(self.narrowing), "")
        return replace(self, **{name: ""}) if name else self

    def address(self, **changes: str) -> str:
        """Return the query of the same list with some filters changed: "?nhom=qua-han&kenh=2"."""
        changed = replace(self, **changes)
        query = {PARAMETERS[each.name]: getattr(changed, each.name) for each in fields(self) if getattr(changed, each.name)}
        return f"?{urlencode(query)}" if query else "?"


PARAMETERS = {
    "group": "nhom",
    "state": "trang-thai",
    "field": "linh-vuc",
    "channel": "kenh",
    "holder": "nguoi-giu",
    "due": "ngay",
    "text": "tim",
}
_STATES = {str(state.value) for state in CLOCK_RUNNING | PAUSED | {DossierState.SUBMITTED}}


def read_filters(query: Mapping[str, str]) -> InboxFilters:
    """Return the filters of an address."""
    typed = {name: str(query.get(parameter, "")).strip() for name, parameter in PARAMETERS.items()}
    holder = typed["holder"]
    return InboxFilters(
        group=typed["group"] if typed["group"] in GROUP_BY_CODE else "",
        state=typed["state"] if typed["state"] in _STATES else "",
        field=typed["field"][:60],
        channel=typed["channel"] if typed["channel"] in {str(value) for value in Channel.values} else "",
        holder=holder if holder == NOBODY or HOLDERS.fullmatch(holder) else "",
        due=read_due(typed["due"]),
        text=typed["text"].replace("\x00", "")[:TEXT_LENGTH],
    )


def filter_condition(filters: InboxFilters, asker: Asker) -> Q:
    """Return everything an address asks for as one condition on open dossiers."""
    condition = group_condition(filters.group, asker) if filters.group else Q()
    if filters.state:
        condition &= Q(state=int(filters.state))
    if filters.field:
        condition &= Q(procedure_version__procedure__field__code=filters.field)
    if filters.channel:
        condition &= Q(channel=int(filters.channel))
    if filters.holder:
        holders = [] if filters.holder == NOBODY else [int(holder) for holder in filters.holder.split(",")]
        condition &= Q(assignee__in=holders) if holders else Q(assignee__isnull=True)
    if filters.due:
        condition &= due_condition(filters.due, asker.unit_id, asker.now)
    if filters.text:
        condition &= text_condition(filters.text, asker.unit_id)
    return condition


def text_condition(text: str, unit_id: int) -> Q:
    """Return dossiers of a person whose name holds these words, or whose code ends like this; marks do not matter."""
    if any(letter.isdigit() for letter in text):
        return Q(code__iendswith=text.replace(" ", ""))
    named = DossierParty.objects.filter(named_like(text, unit_id), dossier=OuterRef("pk"))
    return Q(Exists(named)) if fold(text) else Q()


def named_like(text: str, unit_id: int) -> Q:
    """Return the condition on a party by the first letters of each word of a name, in the words of one unit.

    Source: dossiers.parties.search_words
    """
    words = " & ".join(f"'{unit_id}:{word}':*" for word in fold(text).replace("'", " ").replace("\\", " ").split())
    query = Value(words, output_field=TextField())
    return Q(Func(F("search"), query, template="(%(expressions)s::tsquery)", arg_joiner=" @@ ", output_field=BooleanField()))
