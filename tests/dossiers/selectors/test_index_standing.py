"""In time or late for the index, case by case: no letter makes a late dossier one in time."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.permissions import Post
from core.clock import ZONE
from dossiers.access import get_office_dossier
from dossiers.actors import ActCall, citizen
from dossiers.acts.extend import extend_dossier
from dossiers.acts.release_result import release_result
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.stop import stop_dossier
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.models import Dossier, Extension
from dossiers.selectors.derivation import extension_of
from dossiers.selectors.due_steps import explained_due
from dossiers.selectors.index_standing import Apology, IndexStanding, index_standing
from dossiers.selectors.office_dossier import office_dossier
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations, signed_result

PERIOD_END = datetime(2026, 11, 14, 0, 0, tzinfo=ZONE)
Deed = Callable[[Dossier, Situations, Office], Any]


def on(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, 0, tzinfo=ZONE)


def asked(at: datetime) -> Deed:
    items = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
    return lambda dossier, make, office: request_supplement(dossier.pk, call=office.call(Post.COMMUNE_LEADER, at), items=items)


def answered(at: datetime) -> Deed:
    return lambda dossier, make, office: supplement_dossier(
        dossier.pk, call=ActCall(citizen(make.applicant), at), sent=[Sent(1, "Bản rõ hơn")]
    )


def extended(at: datetime, until: date) -> Deed:
    return lambda dossier, make, office: extend_dossier(dossier.pk, call=office.call(Post.COMMUNE_LEADER, at), reason=REASON, until=until)


def released(at: datetime) -> Deed:
    return lambda dossier, make, office: release_result(dossier.pk, call=office.call(Post.CLERK, at), result=signed_result(at))


def stopped(at: datetime) -> Deed:
    return lambda dossier, make, office: stop_dossier(
        dossier.pk, call=office.call(Post.COMMUNE_LEADER, at), legal_basis="Luật", explanation="Hết hạn"
    )


def standing_after(deeds: list[Deed], make: Situations, office: Office, at: datetime = PERIOD_END) -> IndexStanding | None:
    """Due at first on Thursday 05/11 17:00."""
    dossier = make.processing()
    for deed in deeds:
        dossier = deed(dossier, make, office)
    dossier.refresh_from_db()
    return index_standing(dossier, list(dossier.suspensions.order_by("started_at", "pk")), extension_of(dossier), at=at)


NEW = date(2026, 11, 9)
CASES: dict[str, tuple[list[Deed], bool, Apology]] = {
    "ready on the due day": ([released(on(5, 17))], False, Apology.NONE),
    "ready a day late": ([released(on(6))], True, Apology.NONE),
    "open at the end of the period": ([], True, Apology.NONE),
    "apologised in time, ready by the first appointment": ([extended(on(4), NEW), released(on(5))], False, Apology.IN_TIME),
    "apologised in time, ready by the new appointment only": ([extended(on(4), NEW), released(on(9))], True, Apology.IN_TIME),
    "apologised after the appointment": ([extended(on(6), NEW), released(on(9))], True, Apology.LATE),
    "one supplement, its time given back": ([asked(on(4)), answered(on(6)), released(on(9))], False, Apology.NONE),
    "one supplement, then an apology": ([asked(on(4)), answered(on(6)), extended(on(6, 11), date(2026, 11, 12)), released(on(12))], True, Apology.IN_TIME),
    "an apology, then a supplement after the first appointment": ([extended(on(4), NEW), asked(on(6)), answered(on(9)), released(on(9, 11))], True, Apology.IN_TIME),
    "two supplements, ready at once": ([asked(on(3)), answered(on(4)), asked(on(4, 11)), answered(on(4, 14)), released(on(4, 15))], True, Apology.NONE),
    "never answered, still waiting": ([asked(on(4))], False, Apology.NONE),
    "never answered, stopped long after": ([asked(on(4)), stopped(on(13))], False, Apology.NONE),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_how_it_counts(make: Situations, office: Office, case: str) -> None:
    deeds, is_late, apology = CASES[case]
    standing = standing_after(deeds, make, office)
    assert standing is not None
    assert (standing.is_late, standing.apology) == (is_late, apology)
    assert bool(standing.why) is is_late


def test_a_setting_takes_the_date_sent_last(make: Situations, office: Office, settings: Any) -> None:
    settings.INDEX_TAKES_EXTENDED_DATE = True
    standing = standing_after([extended(on(4), NEW), released(on(9))], make, office)
    assert standing is not None
    assert (standing.is_late, standing.due_at) == (False, on(9, 17))


@pytest.mark.parametrize(("at", "is_late"), [(on(5, 17), False), (on(5, 17) + timedelta(seconds=1), True)])
def test_an_open_one_is_late_once_its_first_appointment_has_passed(make: Situations, office: Office, at: datetime, is_late: bool) -> None:
    standing = standing_after([extended(on(4), NEW)], make, office, at)
    assert standing is not None
    assert standing.is_late is is_late


def test_without_an_appointment_it_does_not_count(make: Situations) -> None:
    assert index_standing(make.submitted(MONDAY_9H), [], None, at=PERIOD_END) is None


def test_the_stored_appointment_says_whether_the_letter_was_late_on_every_page(make: Situations, office: Office) -> None:
    """A calendar applied since may give another moment when the log is counted again."""
    dossier = make.extended(at=on(4))
    Extension.objects.filter(dossier=dossier).update(due_before=on(3))
    letter = extension_of(dossier)
    explained = explained_due(office_dossier(get_office_dossier(office.posts[Post.COMMUNE_LEADER], dossier.code)), on(6))
    assert letter is not None
    assert letter.is_late
    assert explained is not None
    assert explained.index is not None
    assert explained.index.apology is Apology.LATE
    assert explained.steps[-1].source.endswith(", xin lỗi sau hạn")
