"""The night's tidying: what nobody names goes after a day, everything somebody may still ask for stays."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core import clock
from dossiers import drafts, janitor
from dossiers.models import DossierFile, Draft
from dossiers.tasks import tidy_up
from tests.factories.dossiers import MONDAY_9H, Situations, picture

NOW = MONDAY_9H
DAY = timedelta(hours=24)
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


def saved_at(draft: Draft, moment: datetime) -> Draft:
    Draft.objects.filter(pk=draft.pk).update(saved_at=moment)
    draft.files.update(added_at=moment)
    return draft


@pytest.mark.parametrize("folder", ["drafts/2026/11", "drafts/0f1e", "dossiers/2026/7"])
@pytest.mark.parametrize(("age", "stays"), [(DAY - timedelta(minutes=1), True), (DAY, False)])
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
@pytest.mark.parametrize(("age", "stays"), [(timedelta(days=30) - timedelta(minutes=1), True), (timedelta(days=30), False)])
def test_a_draft_nobody_goes_on_with_goes_with_its_files(make: Situations, age: timedelta, stays: bool) -> None:
    draft = saved_at(make.draft(), NOW - age)
    stored = draft.files.get().stored.name
    assert janitor.remove_old_drafts(now=NOW) == (not stays)
    assert Draft.objects.filter(pk=draft.pk).exists() is stays
    assert default_storage.exists(stored) is stays


def test_an_old_draft_with_a_new_file_stays(make: Situations) -> None:
    draft = saved_at(make.draft(), NOW - timedelta(days=31))
    paper = drafts.add_file(draft, "giay-1", picture(colour="red"))[0]
    draft.files.filter(pk=paper.pk).update(added_at=NOW - timedelta(days=29))
    assert janitor.remove_old_drafts(now=NOW) == 0


def test_many_old_drafts_go_in_small_steps(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(janitor, "DRAFTS_AT_ONCE", 1)
    for _ in range(3):
        saved_at(make.draft(), NOW - timedelta(days=31))
    assert janitor.remove_old_drafts(now=NOW) == 3


def test_a_night_clears_sessions_drafts_and_strays_and_may_come_twice(make: Situations, papers: DossierFile, store: Store) -> None:
    now = clock.now()
    old = saved_at(make.draft(), now - timedelta(days=31))
    stray = store("drafts/2026/11/a", NOW - now + 2 * DAY)
    for key, expires in (("old", now - DAY), ("new", now + DAY)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)

    for _ in range(2):
        tidy_up()

    assert not Draft.objects.filter(pk=old.pk).exists()
    assert not default_storage.exists(stray)
    assert default_storage.exists(papers.stored.name)
    assert [session.session_key for session in Session.objects.all()] == ["new"]
