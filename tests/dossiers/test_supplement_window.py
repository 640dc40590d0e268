"""How long a citizen may take: one to ninety working days, by whichever door it is asked for."""

from datetime import datetime

import pytest
from rest_framework.exceptions import ValidationError

from accounts.permissions import Post
from communes.selectors import city_calendar
from core.clock import ZONE
from core.errors import FieldErrors
from dossiers.acts.request_supplement import Asked, answer_until, request_supplement
from dossiers.api.given import RequestSupplementSerializer
from dossiers.deadlines import supplement_window
from tests.factories.dossiers import MONDAY_9H, Office, Situations

ITEMS = [Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")]
OUTSIDE, INSIDE = (-1, 0, 91), (1, 90)


def closing(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 17, 0, tzinfo=ZONE)


def test_it_ends_when_the_last_working_day_closes(calendar: None) -> None:
    assert supplement_window(MONDAY_9H, 1, city_calendar()) == closing(11, 3)
    assert supplement_window(MONDAY_9H, 7, city_calendar()) == closing(11, 11)


def test_asked_after_hours_it_begins_the_next_day(calendar: None) -> None:
    assert supplement_window(MONDAY_9H.replace(hour=18), 1, city_calendar()) == closing(11, 4)


@pytest.mark.parametrize("days", OUTSIDE)
def test_it_has_no_other_length(calendar: None, days: int) -> None:
    with pytest.raises(ValueError, match="1 to 90"):
        supplement_window(MONDAY_9H, days, city_calendar())


@pytest.mark.parametrize("days", OUTSIDE)
def test_the_act_refuses_any_other_length(make: Situations, office: Office, days: int) -> None:
    dossier = make.processing()
    with pytest.raises(FieldErrors) as refused:
        request_supplement(dossier.pk, call=office.call(Post.SPECIALIST), items=ITEMS, working_days=days)
    assert refused.value.errors == {"working_days": "Hạn bổ sung từ 1 đến 90 ngày làm việc"}


@pytest.mark.parametrize("days", INSIDE)
def test_the_act_keeps_what_the_page_foretold(make: Situations, office: Office, days: int) -> None:
    dossier = make.processing()
    foretold = answer_until(dossier, MONDAY_9H, days)
    asked = request_supplement(dossier.pk, call=office.call(Post.SPECIALIST), items=ITEMS, working_days=days)
    assert asked.supplement_due_at == foretold == asked.suspensions.get().answer_by


@pytest.mark.parametrize("days", [*OUTSIDE, *INSIDE])
def test_the_api_has_the_same_bounds(days: int) -> None:
    given = RequestSupplementSerializer(data={"items": [{"what": "a", "reason": "b"}], "working_days": days})
    if days in INSIDE:
        given.is_valid(raise_exception=True)
        return
    with pytest.raises(ValidationError) as refused:
        given.is_valid(raise_exception=True)
    assert list(refused.value.detail) == ["working_days"]
