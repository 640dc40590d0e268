"""What is cleaned away at night: stored objects that no row names, and drafts nobody goes on with, after a warning.

Source: docs/adr/0011-uploads-checked-by-content.md
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from core.clock import ZONE
from dossiers.drafts import discard_draft
from dossiers.filing import step_to_go_on
from dossiers.models import DossierFile, Draft, DraftFile
from notifications.service import Address, NoticeKind, Telling, queue_notices

log = logging.getLogger(__name__)

FOLDERS = ("dossiers", "drafts")
STRAY_AGE = timedelta(hours=24)  # an object is written before its row; the act that writes both takes seconds
KEPT_READY = STRAY_AGE - timedelta(hours=1)  # for what a session alone knows of; the hour is the longest a run takes
BATCH = 5_000  # names one statement asks the database about
MOST_OBJECTS = 1_000_000  # one run looks at; the next one goes on from there
DRAFTS_AT_ONCE = 100  # one transaction discards or warns of
WARNING = timedelta(days=5)  # between telling the owner and deleting
PLACE = "janitor-place"  # in the cache: the last name a run looked at; lost, the round begins again


def remove_strays(*, now: datetime, most: int = MOST_OBJECTS) -> int:
    """Delete objects at least a day old that no file of a draft or dossier names; return how many went.

    Looks at `most` objects at most, in the order of names, and keeps the place. Safe to run twice at once. With a database
    that names no file of a dossier at all nothing is deleted: then it is more likely the wrong database than a new one.
    """
    if not DossierFile.objects.exists():
        return 0
    names = islice(_names_after(cache.get(PLACE, "")), most)
    looked = removed = 0
    while batch := list(islice(names, BATCH)):
        removed += sum(_remove_if_old(name, now - STRAY_AGE) for name in _unnamed(batch))
        looked += len(batch)
        cache.set(PLACE, batch[-1], timeout=None)
    if looked < most:
        cache.delete(PLACE)
    log.info("Looked at %s stored objects, removed %s that no row names.", looked, removed)
    return removed


def warn_old_drafts(*, now: datetime) -> int:
    """Tell owners of drafts that will be deleted in WARNING's time, once for each rest; return how many drafts.

    Whoever goes on with a draft hears again when it has rested anew. A draft somebody works on at this moment is left out.
    """
    warned, before = 0, now - timedelta(days=settings.DRAFT_DAYS) + WARNING
    while some := _warn_some(before, now):
        warned += some
    return warned


def remove_old_drafts(*, now: datetime) -> int:
    """Discard drafts without a change or a new file for DRAFT_DAYS, with their files; return how many went.

    Only what its owner was warned of WARNING ago, so that a missed night never deletes without a word. A draft somebody
    works on at this moment is left out.
    """
    removed, before = 0, now - timedelta(days=settings.DRAFT_DAYS)
    while some := _discard_some(before, now - WARNING):
        removed += some
    return removed


def _resting_since(before: datetime) -> QuerySet[Draft]:
    """Return drafts without a change since then, each with `rests_from`: its last change, or that of its files."""
    newest_file = DraftFile.objects.filter(draft=OuterRef("pk")).order_by("-added_at").values("added_at")[:1]
    rests_from = Greatest(F("saved_at"), Coalesce(Subquery(newest_file), F("saved_at")))
    return Draft.objects.annotate(rests_from=rests_from).filter(saved_at__lte=before, rests_from__lte=before).order_by("saved_at", "pk")


@transaction.atomic
def _warn_some(before: datetime, now: datetime) -> int:
    unwarned = _resting_since(before).filter(Q(warned_at__isnull=True) | Q(warned_at__lt=F("rests_from")))
    rows = unwarned.select_related("owner", "procedure_version__procedure", "commune").select_for_update(skip_locked=True, of=("self",))
    drafts = list(rows[:DRAFTS_AT_ONCE])
    for draft in drafts:
        _warn(draft, now)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).update(warned_at=now)
    return len(drafts)


def _warn(draft: Draft, now: datetime) -> None:
    owner, procedure = draft.owner, draft.procedure_version
    page = reverse("filing_step", args=[procedure.procedure.code, draft.pk, step_to_go_on(draft).code])
    rests_from: datetime = draft.rests_from  # type: ignore[attr-defined]  # counted by _resting_since
    deletes_at = max(now + WARNING, rests_from + timedelta(days=settings.DRAFT_DAYS))
    facts = {"what": procedure.plain_name, "deletes_on": f"{deletes_at.astimezone(ZONE):%d/%m/%Y}"}
    once = f"{draft.pk}@{now:%Y%m%d}"
    by_post, by_phone = Address(user=owner, email=owner.email or ""), Address(phone=owner.phone or "" if owner.phone_verified else "")
    for address, path in ((by_post, page), (by_phone, reverse("my_dossiers"))):  # an SMS has no room for the long address
        link = settings.SITE_ADDRESS + path
        queue_notices(Telling(NoticeKind.DRAFT_EXPIRING, None, "", once, now, {**facts, "link": link}), [address])


@transaction.atomic
def _discard_some(before: datetime, warned_before: datetime) -> int:
    rows = _resting_since(before).filter(warned_at__lte=warned_before, warned_at__gte=F("rests_from"))
    old = list(rows.select_for_update(skip_locked=True, of=("self",))[:DRAFTS_AT_ONCE])
    for draft in old:
        discard_draft(draft)
    return len(old)


def _names_after(place: str) -> Iterator[str]:
    """Give the names of all objects behind `place`, folder by folder; folders that lie before it are not listed."""
    after = place.split("/") if place else []
    for folder in FOLDERS:
        if [folder] >= after[:1]:
            yield from _names_in([folder], after)


def _names_in(folder: list[str], after: list[str]) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir("/".join(folder))
    except FileNotFoundError:  # nothing was stored here yet
        return
    inner = set(folders)
    for name in sorted([*folders, *files]):
        path = [*folder, name]
        if name in inner and path >= after[: len(path)]:
            yield from _names_in(path, after)
        elif name not in inner and path > after:
            yield "/".join(path)


def _unnamed(names: list[str]) -> list[str]:
    """Return the names no row holds. One statement: a file that moves from a draft to a dossier is seen in one of them."""
    asked = Q(stored__in=names) | Q(original__in=names)
    drafts, dossiers = (model.objects.filter(asked).order_by().values_list("stored", "original") for model in (DraftFile, DossierFile))
    named = {name for row in drafts.union(dossiers, all=True) for name in row}
    return [name for name in names if name not in named]


def _remove_if_old(name: str, before: datetime) -> bool:
    try:
        if default_storage.get_modified_time(name) > before:
            return False
    except FileNotFoundError:  # somebody else removed it
        return False
    default_storage.delete(name)
    return True
