"""The night's tidying: what nobody names goes after a day, everything somebody may still ask for stays."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet

from core import clock
from dossiers import drafts, janitor
from dossiers.models import DossierFile, Draft
from dossiers.tasks import tidy_up
from notifications.kinds import WORDS, NoticeKind, fill
from notifications.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.dossiers import MONDAY_9H, Office, Situations, picture

NOW = MONDAY_9H
DAY, MINUTE = timedelta(hours=24), timedelta(minutes=1)
Store = Callable[..., str]


@pytest.fixture
def store() -> Store:
    """Return a function that puts an object of some age into the store."""

    def put(name: str, age: timedelta = 2 * DAY) -> str:
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(b"%PDF-"))
        moment = (NOW - age).timestamp()
        os.utime(default_storage.path(name), (moment, moment))
        return name

    return put


@pytest.fixture
def papers(make: Situations, store: Store) -> DossierFile:
    """A submitted dossier with one paper, long stored."""
    paper = make.submitted().files.get()
    store(paper.stored.name)
    return paper


def rests(draft: Draft, since: timedelta, warned: timedelta | None = None) -> Draft:
    """Let the draft and its files be that old, and its warning if there was one."""
    Draft.objects.filter(pk=draft.pk).update(saved_at=NOW - since, warned_at=None if warned is None else NOW - warned)
    draft.files.update(added_at=NOW - since)
    return draft


def warnings() -> QuerySet[Notice]:
    return Notice.objects.filter(kind=NoticeKind.DRAFT_EXPIRING).order_by("channel", "pk")


@pytest.mark.parametrize("folder", ["drafts/2026/11", "drafts/0f1e", "dossiers/2026/7"])
@pytest.mark.parametrize(("age", "stays"), [(DAY - MINUTE, True), (DAY, False)])
@pytest.mark.usefixtures("papers")
def test_an_object_nobody_names_goes_after_a_day(store: Store, folder: str, age: timedelta, stays: bool) -> None:
    stray = store(f"{folder}/a", age)
    assert janitor.remove_strays(now=NOW) == (not stays)
    assert default_storage.exists(stray) is stays


def test_the_paper_of_a_dossier_stays_where_its_draft_put_it(papers: DossierFile) -> None:
    assert papers.stored.name.startswith("drafts/")
    assert janitor.remove_strays(now=NOW) == 0
    assert default_storage.exists(papers.stored.name)


def test_the_original_of_a_picture_stays(papers: DossierFile, store: Store) -> None:
    DossierFile.objects.filter(pk=papers.pk).update(original=store("drafts/2026/11/original"))
    assert janitor.remove_strays(now=NOW) == 0


def test_a_replaced_file_stays(make: Situations, papers: DossierFile, store: Store) -> None:
    newer = make.submitted().files.get()
    store(newer.stored.name)
    DossierFile.objects.filter(pk=papers.pk).update(replaced_by=newer)
    assert janitor.remove_strays(now=NOW) == 0


@pytest.mark.usefixtures("papers")
def test_the_file_of_a_draft_stays(make: Situations, store: Store) -> None:
    store(make.draft().files.get().stored.name)
    assert janitor.remove_strays(now=NOW) == 0


@pytest.mark.usefixtures("db")
def test_a_database_without_any_paper_removes_nothing(store: Store) -> None:
    stray = store("drafts/2026/11/a")
    assert janitor.remove_strays(now=NOW) == 0
    assert default_storage.exists(stray)


@pytest.mark.usefixtures("papers")
def test_what_lies_in_other_folders_is_none_of_its_business(store: Store) -> None:
    other = store("logos/a")
    assert janitor.remove_strays(now=NOW) == 0
    assert default_storage.exists(other)


@pytest.mark.usefixtures("papers")
def test_a_run_that_stopped_goes_on_the_next_night(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "BATCH", 2)
    for name in ("dossiers/2026/1/a", "dossiers/2026/1/b", "dossiers/2026/10/a", "dossiers/2026/2/a", "drafts/2025/12/a"):
        store(name)
    assert [janitor.remove_strays(now=NOW, most=3) for _ in range(3)] == [3, 2, 0]


@pytest.mark.usefixtures("papers")
def test_a_second_run_finds_nothing_to_do(store: Store) -> None:
    store("drafts/2026/11/a")
    assert [janitor.remove_strays(now=NOW) for _ in range(2)] == [1, 0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("since", "warned", "stays"),
    [
        (30 * DAY - MINUTE, 5 * DAY, True),
        (30 * DAY, 5 * DAY, False),
        (30 * DAY, 5 * DAY - MINUTE, True),
        (90 * DAY, None, True),  # no night is so late that it deletes without a word
        (90 * DAY, 91 * DAY, True),  # somebody went on with it after the warning
    ],
)
def test_a_draft_goes_with_its_files_once_it_rested_and_its_owner_was_warned(
    make: Situations, since: timedelta, warned: timedelta | None, stays: bool
) -> None:
    draft = rests(make.draft(), since, warned)
    stored = draft.files.get().stored.name
    assert janitor.remove_old_drafts(now=NOW) == (not stays)
    assert Draft.objects.filter(pk=draft.pk).exists() is stays
    assert default_storage.exists(stored) is stays


def test_an_old_draft_with_a_new_file_stays_and_needs_no_warning(make: Situations) -> None:
    draft = rests(make.draft(), 31 * DAY, 6 * DAY)
    paper = drafts.add_file(draft, "giay-1", picture(colour="red"))[0]
    rests_from = {"saved_at": NOW - 31 * DAY, "warned_at": NOW - 6 * DAY}
    Draft.objects.filter(pk=draft.pk).update(**rests_from)
    draft.files.filter(pk=paper.pk).update(added_at=NOW - 5 * DAY)
    assert (janitor.remove_old_drafts(now=NOW), janitor.warn_old_drafts(now=NOW)) == (0, 0)


def test_many_old_drafts_go_in_small_steps(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "DRAFTS_AT_ONCE", 1)
    for _ in range(3):
        rests(make.draft(), 31 * DAY, 5 * DAY)
    assert janitor.remove_old_drafts(now=NOW) == 3


@pytest.mark.parametrize(("since", "warns"), [(25 * DAY - MINUTE, 0), (25 * DAY, 1), (40 * DAY, 1)])
def test_the_owner_is_warned_once_five_days_before(make: Situations, since: timedelta, warns: int) -> None:
    draft = rests(make.draft(), since)
    assert [janitor.warn_old_drafts(now=NOW) for _ in range(2)] == [warns, 0]
    draft.refresh_from_db()
    assert draft.warned_at == (NOW if warns else None)
    assert draft.saved_at == NOW - since


def test_the_warning_names_the_procedure_the_day_and_the_page_by_every_way_the_account_has(office: Office) -> None:
    owner = UserFactory(with_phone=True, with_email=True)
    draft = rests(Situations(office, owner).draft(), 26 * DAY)
    janitor.warn_old_drafts(now=NOW)
    shown, sms, mail = warnings().filter(channel="in_app").get(), warnings().get(channel="sms"), warnings().get(channel="email")
    assert (shown.recipient, shown.about_id) == (owner, None)
    assert shown.data["deletes_on"] == "07/11/2026"  # not 06/11: five days lie between telling and deleting
    assert shown.data["what"] == "Xác nhận việc thử"
    assert shown.data["link"].startswith(f"{settings.SITE_ADDRESS}/nop-ho-so/")
    assert f"/{draft.pk}/" in shown.data["link"] == mail.data["link"]
    assert len(fill(WORDS[NoticeKind.DRAFT_EXPIRING].sms, {**sms.data})) <= 160


def test_a_number_nobody_confirmed_hears_nothing(office: Office) -> None:
    rests(Situations(office, UserFactory(phone="+84900000001")).draft(), 26 * DAY)
    janitor.warn_old_drafts(now=NOW)
    assert [notice.channel for notice in warnings()] == ["in_app"]


def test_whoever_goes_on_after_a_warning_is_warned_anew_when_it_rests_again(make: Situations) -> None:
    draft = rests(make.draft(), 60 * DAY)
    assert janitor.warn_old_drafts(now=NOW - 35 * DAY) == 1
    Draft.objects.filter(pk=draft.pk).update(saved_at=NOW - 25 * DAY)
    assert (janitor.remove_old_drafts(now=NOW), janitor.warn_old_drafts(now=NOW)) == (0, 1)
    assert warnings().count() == 2


def test_a_night_clears_sessions_drafts_and_strays_and_may_come_twice(make: Situations, papers: DossierFile, store: Store) -> None:
    now = clock.now()
    old = rests(make.draft(), NOW - now + 31 * DAY, NOW - now + 5 * DAY)
    stray = store("drafts/2026/11/a", NOW - now + 2 * DAY)
    for key, expires in (("old", now - DAY), ("new", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)

    for _ in range(2):
        tidy_up()

    assert not Draft.objects.filter(pk=old.pk).exists()
    assert not default_storage.exists(stray)
    assert default_storage.exists(papers.stored.name)
    assert [session.session_key for session in Session.objects.all()] == ["new"]
