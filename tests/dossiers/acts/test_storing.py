"""Files of an act: stored before others have to wait for the dossier, and never left behind for good."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.conf import settings as configured
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import connection

from accounts.permissions import Post
from core import clock
from dossiers import janitor
from dossiers.actors import ActCall, citizen
from dossiers.acts.release_result import release_result
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.errors import ActNotYours, MoveNotAllowed, UploadRefused
from dossiers.models import Dossier, DossierFile
from tests.factories.dossiers import MONDAY_9H, Office, Situations, checked_picture, signed_result

Act = Callable[[], Dossier]


class LookingStorage(FileSystemStorage):
    """A store that looks, while it writes, whether anybody else could have the dossier."""

    free: ClassVar[list[bool]] = []

    def _save(self, name: str, content: File[bytes]) -> str:
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT id FROM dossiers_dossier FOR UPDATE SKIP LOCKED")
                self.free.append(cursor.fetchone() is not None)
        finally:
            other.close()
        return str(super()._save(name, content))  # type: ignore[misc]  # not in the stubs


@pytest.fixture
def looking(settings: Any) -> list[bool]:
    """Watch the store from here on; return what it saw."""
    LookingStorage.free.clear()
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.LookingStorage"}}
    return LookingStorage.free


def supplement(make: Situations, dossier: Dossier, position: int = 1) -> Dossier:
    sent = [Sent(position, "", [checked_picture("moi.png", "black")])]
    return supplement_dossier(dossier.pk, call=ActCall(citizen(make.applicant), MONDAY_9H), sent=sent)


def release(office: Office, dossier: Dossier, post: Post = Post.CLERK) -> Dossier:
    return release_result(dossier.pk, call=office.call(post), result=signed_result())


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_supplement_is_stored(make: Situations, request: pytest.FixtureRequest) -> None:
    dossier = make.awaiting_supplement()
    seen: list[bool] = request.getfixturevalue("looking")
    supplement(make, dossier)
    assert seen == [True]


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_result_is_stored(make: Situations, office: Office, request: pytest.FixtureRequest) -> None:
    dossier = make.processing()
    seen: list[bool] = request.getfixturevalue("looking")
    release(office, dossier)
    assert seen == [True]


def names_in_store() -> set[str]:
    root = Path(configured.MEDIA_ROOT)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_what_a_refused_act_stored_goes_at_night(make: Situations, office: Office) -> None:
    asked, processing = make.awaiting_supplement(), make.processing()
    before = names_in_store()
    with pytest.raises(UploadRefused):
        supplement(make, asked, position=9)
    with pytest.raises(ActNotYours):
        release(office, processing, Post.DESK_OFFICER)
    with pytest.raises(MoveNotAllowed):
        supplement(make, processing)
    assert len(names_in_store() - before) == 3

    assert janitor.remove_strays(now=clock.now() + timedelta(hours=25)) == 3
    assert names_in_store() == before == set(DossierFile.objects.values_list("stored", flat=True))
