"""Live counts of an office and what its filters offer: two queries over the open dossiers of the unit."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from core.money import number
from dossiers.models import Channel, Dossier
from dossiers.selectors.inbox import open_of_unit
from dossiers.selectors.inbox_filters import GROUP_BY_CODE, NOBODY, Asker, InboxFilters, filter_condition, group_condition
from dossiers.states import DossierState

MOST = 1_000  # beyond it a count says nothing that helps to choose the next dossier


def count_words(count: int) -> str:
    """Return a count as lists show it, "hơn 1.000" beyond the cap."""
    return number(count) if count <= MOST else f"hơn {number(MOST)}"


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """Counts of one moment: `groups` asked for, by code, `open` all open dossiers, `views` those of the filters, in their order."""

    groups: Mapping[str, int]
    open: int
    to_return: int
    views: tuple[int, ...]


def office_counts(asker: Asker, *views: InboxFilters, groups: Collection[str] = GROUP_BY_CODE) -> OfficeCounts:
    """Return the counts of groups, of the results to hand over, and of filtered views. One query."""
    ready = Dossier.objects.filter(state=DossierState.RESULT_READY, receiving_unit=asker.unit_id)
    newest = ready.order_by("-finished_at", "-pk").values("pk")[: MOST + 1]
    branches = [rows.order_by().values("pk") for rows in open_of_unit(asker.unit_id)]
    is_open = Q(finished_at__isnull=True)
    counted = {code.replace("-", "_"): Count("pk", filter=is_open & group_condition(code, asker)) for code in groups}
    counted |= {f"_view_{at}": Count("pk", filter=is_open & filter_condition(view, asker)) for at, view in enumerate(views)}
    found = Dossier.objects.filter(pk__in=branches[0].union(*branches[1:], newest)).aggregate(
        **counted,
        _open=Count("pk", filter=is_open),
        _to_return=Count("pk", filter=Q(state=DossierState.RESULT_READY)),
    )
    by_code = {code: found[code.replace("-", "_")] for code in groups}
    return OfficeCounts(by_code, found["_open"], found["_to_return"], tuple(found[f"_view_{at}"] for at in range(len(views))))


@dataclass(frozen=True, slots=True)
class Option:
    """One value a filter offers, with how many open dossiers have it."""

    value: str
    label: str
    count: int


def filter_options(asker: Asker) -> dict[str, list[Option]]:
    """Return what the filters of the inbox offer, by filter name: only values that some open dossier has. One query."""
    branches = [rows.order_by().values("pk") for rows in open_of_unit(asker.unit_id)]
    rows = (
        Dossier.objects.filter(pk__in=branches[0].union(*branches[1:]))
        .values(
            "state",
            "channel",
            "assignee",
            holder=F("assignee__full_name"),
            field_code=F("procedure_version__procedure__field__code"),
            field_name=F("procedure_version__procedure__field__name"),
            field_key=F("procedure_version__procedure__field__sort_key"),
        )
        .annotate(count=Count("pk"))
        .order_by("field_key", "holder", "state", "channel")
    )
    counts: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in ("state", "field", "channel", "holder")}
    for row in rows:
        counts["state"][str(row["state"]), DossierState(row["state"]).label] += row["count"]
        counts["field"][row["field_code"], row["field_name"]] += row["count"]
        counts["channel"][str(row["channel"]), Channel(row["channel"]).label] += row["count"]
        counts["holder"][str(row["assignee"] or NOBODY), row["holder"] or "Chưa giao"] += row["count"]
    return {name: [Option(value, label, count) for (value, label), count in found.items()] for name, found in counts.items()}


def open_load(unit_id: int, user_ids: Sequence[int]) -> dict[int, int]:
    """Return how many open dossiers of a unit each person holds; people who hold none are left out. One query."""
    rows = (
        Dossier.objects.filter(assignee__in=user_ids, finished_at__isnull=True, competent_unit=unit_id)
        .values("assignee")
        .annotate(count=Count("pk"))
        .order_by("assignee")
    )
    return {row["assignee"]: row["count"] for row in rows}
