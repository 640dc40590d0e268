"""The nightly comparison: every clock that runs counted again, and what differs kept as an incident.

It never changes a due moment: whoever looks at a difference decides by an act. What to do: docs/operations.md#clocks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.permissions import Post
from communes.models import Commune
from core.clock import ZONE
from core.money import number
from dossiers.city_digests import tell_the_city
from dossiers.clock_recount import CLOCK_ACTS, Facts, Finding, Published, is_countable, recount
from dossiers.models import ClockDifference, Dossier, DossierEvent, Extension, Suspension
from dossiers.states import Act
from notifications.service import NoticeKind

AT_ONCE = 1_000  # dossiers held in memory, and locked together when they are looked at again
CODES_TOLD = 5
TOLD = (Post.CITY_STAFF, Post.AUDITOR)

COLUMNS = (
    "code",
    "state",
    "receiving_unit",
    "competent_unit",
    "calendar_revision",
    "time_limit_rule",
    "submitted_at",
    "received_at",
    "finished_at",
    "response_due_at",
    "due_at",
    "original_due_at",
    "due_soon_at",
    "apology_due_at",
    "supplement_due_at",
    "remaining_minutes",
    "next_act_by",
)


@dataclass(slots=True)
class ClockCheck:
    """What a comparison found: dossiers compared, not countable (no rule), different; of these new ones, and those right again.

    `busy` are dossiers somebody was acting on when they were looked at again: the next comparison sees them.
    """

    compared: int = 0
    not_countable: int = 0
    different: int = 0
    new: int = 0
    gone: int = 0
    busy: int = 0


def check_and_tell(now: datetime) -> Mapping[str, int]:
    """Compare all clocks and tell the city once of differences it has not heard of. The daily job."""
    found = compare_clocks(now=now)
    tell_of_differences(now)
    return asdict(found)


def compare_clocks(*, now: datetime, commune: Commune | None = None, code: str = "") -> ClockCheck:
    """Count the clocks of open dossiers again, and of those that ended yesterday or today; note what differs from the store.

    Reads in order of ids, AT_ONCE at a time: memory stays flat, five queries a portion. A dossier that seems wrong is
    locked and read again before it counts, because its rows may come from both sides of an act. Differences that are gone
    are marked. With `commune` only its dossiers, with `code` only that one.

    Source: docs/legal/time-limits.md#derivation
    """
    found, last = ClockCheck(), 0
    scope = _scope(now, commune, code)
    while rows := list(scope.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        _compare(rows, now, found)
    return found


def _scope(now: datetime, commune: Commune | None, code: str) -> QuerySet[Dossier]:
    dossiers = Dossier.objects.only(*COLUMNS)
    if code:
        return dossiers.filter(code=code)
    yesterday = datetime.combine(now.astimezone(ZONE).date() - timedelta(days=1), time.min, ZONE)
    known = ClockDifference.objects.filter(gone_at__isnull=True).values("dossier")
    dossiers = dossiers.filter(Q(finished_at__isnull=True) | Q(finished_at__gte=yesterday) | Q(pk__in=known))
    return dossiers.filter(Q(competent_unit=commune) | Q(receiving_unit=commune)) if commune else dossiers


def _compare(rows: Sequence[Dossier], now: datetime, found: ClockCheck) -> None:
    countable = [row for row in rows if is_countable(row)]
    findings = dict(_findings(countable))
    found.compared += len(countable)
    found.not_countable += len(rows) - len(countable)
    found.gone += _mark_gone([row.pk for row in countable if row.pk not in findings], now)
    if findings:
        _look_again(list(findings), now, found)


def _findings(rows: Sequence[Dossier]) -> Iterator[tuple[int, Finding]]:
    published = Published()
    for facts in _facts(rows):
        finding = recount(facts, published)
        if finding is not None:
            yield facts.dossier.pk, finding


def _facts(rows: Sequence[Dossier]) -> Iterator[Facts]:
    """Yield the rows with what their clocks hang on. Three queries."""
    ids = [row.pk for row in rows]
    stops: dict[int, list[Suspension]] = defaultdict(list)
    for stop in Suspension.objects.filter(dossier__in=ids).order_by("started_at", "pk"):
        stops[stop.dossier_id].append(stop)
    extensions = {each.dossier_id: each for each in Extension.objects.filter(dossier__in=ids).order_by("pk")}
    logs: dict[int, dict[Act, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    events = DossierEvent.objects.filter(dossier__in=ids, act__in=CLOCK_ACTS).order_by("dossier", "seq")
    for dossier_id, act, at in events.values_list("dossier_id", "act", "at").iterator():
        logs[dossier_id][Act(act)].append(at)
    for row in rows:
        yield Facts(row, stops[row.pk], extensions.get(row.pk), logs[row.pk])


@transaction.atomic
def _look_again(ids: Sequence[int], now: datetime, found: ClockCheck) -> None:
    """Note the differences of dossiers that nobody can change meanwhile; those somebody holds are left out."""
    held = Dossier.objects.select_for_update(no_key=True, of=("self",), skip_locked=True).only(*COLUMNS)
    rows = list(held.filter(pk__in=ids).order_by("pk"))
    findings = dict(_findings(rows))
    found.busy += len(ids) - len(rows)
    found.different += len(findings)
    found.new += _note(rows, findings, now)
    found.gone += _mark_gone([row.pk for row in rows if row.pk not in findings], now)


def _note(rows: Iterable[Dossier], findings: Mapping[int, Finding], now: datetime) -> int:
    """Write one open difference a dossier, or what it is now; return how many are new."""
    known = {
        each.dossier_id: each for each in ClockDifference.objects.filter(dossier__in=list(findings), gone_at__isnull=True).order_by("pk")
    }
    new: list[ClockDifference] = []
    changed: list[ClockDifference] = []
    for row in rows:
        if (finding := findings.get(row.pk)) is None:
            continue
        difference = known.get(row.pk) or ClockDifference(dossier=row, found_at=now)
        difference.stored_due_at, difference.computed_due_at, difference.what = row.due_at, finding.computed_due_at, finding.what
        (changed if difference.pk else new).append(difference)
    ClockDifference.objects.bulk_create(new)
    ClockDifference.objects.bulk_update(changed, ["stored_due_at", "computed_due_at", "what"], batch_size=AT_ONCE)
    return len(new)


def _mark_gone(ids: Sequence[int], now: datetime) -> int:
    return ClockDifference.objects.filter(dossier__in=ids, gone_at__isnull=True).update(gone_at=now)


def open_differences(commune: Commune | None = None, code: str = "") -> QuerySet[ClockDifference]:
    """Return the differences that last, the newest first, each with its dossier; of one commune or one dossier if asked."""
    differences = ClockDifference.objects.filter(gone_at__isnull=True)
    if code:
        differences = differences.filter(dossier__code=code)
    if commune is not None:
        differences = differences.filter(Q(dossier__competent_unit=commune) | Q(dossier__receiving_unit=commune))
    return differences.select_related("dossier").order_by("-pk")


def tell_of_differences(now: datetime) -> None:
    """Tell auditors and staff of the city of the open differences, unless the newest was told them before.

    So a run that died before telling is made up for by the next one.
    """
    differences = open_differences()
    newest = list(differences[:CODES_TOLD])
    if not newest:
        return
    codes = ", ".join(each.dossier.code for each in newest)
    data = {"count": number(differences.count()), "codes": codes}
    tell_the_city(NoticeKind.CLOCK_DIFFERS, TOLD, once=f"{newest[0].pk}", now=now, data=data, path=reverse("city_clock_differences"))
