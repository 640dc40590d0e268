"""The nightly comparison: silent where the clock is right, whatever happened to it; loud where anybody turned it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.permissions import Post
from communes.acts.publish_calendar import publish_calendar
from core.clock import ZONE
from dossiers import clock_check
from dossiers.actors import ActCall, citizen
from dossiers.acts.apply_calendar import apply_calendar
from dossiers.acts.approve_withdrawal import approve_withdrawal
from dossiers.acts.cancel_withdrawal import cancel_withdrawal
from dossiers.acts.complete_at_desk import Completion, complete_at_desk
from dossiers.acts.decline import decline_dossier
from dossiers.acts.extend import extend_dossier
from dossiers.acts.reopen import reopen_dossier
from dossiers.acts.request_supplement import Asked, request_supplement
from dossiers.acts.supplement import Sent, supplement_dossier
from dossiers.acts.withdraw import withdraw_dossier
from dossiers.clock_check import ClockCheck, check_and_tell, compare_clocks
from dossiers.models import ClockDifference, Dossier, Suspension
from dossiers.sweeps import note_all
from notifications.models import Notice
from tests.factories.accounts import MembershipFactory
from tests.factories.calendars import approved_draft
from tests.factories.communes import city_calendar
from tests.factories.dossiers import MONDAY_9H, REASON, Office, Situations
from tests.factories.procedures import ProcedureVersionFactory
from tests.factories.replays import replay_past, small_city

pytestmark = pytest.mark.django_db

DUE = datetime(2026, 11, 5, 17, 0, tzinfo=ZONE)
NIGHT = datetime(2026, 11, 4, 2, 30, tzinfo=ZONE)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def differences() -> list[ClockDifference]:
    return list(ClockDifference.objects.filter(gone_at__isnull=True).order_by("pk"))


def turn(dossier: Dossier, **columns: Any) -> None:
    """Change rows as somebody with rights in the database could."""
    Dossier.objects.filter(pk=dossier.pk).update(**columns)


def by_applicant(make: Situations, at: datetime) -> ActCall:
    return ActCall(citizen(make.applicant), at)


def ask(make: Situations, dossier: Dossier, post: Post, at: datetime) -> Dossier:
    return request_supplement(dossier.pk, call=make.office.call(post, at), items=[Asked("Giấy thử số 1", "Ảnh mờ", "giay-1")])


def answer(make: Situations, dossier: Dossier, at: datetime) -> Dossier:
    return supplement_dossier(dossier.pk, call=by_applicant(make, at), sent=[Sent(1, "Đã gửi lại")])


def withdrawal(make: Situations, at: datetime = MONDAY_9H + HOUR) -> Dossier:
    return withdraw_dossier(make.processing().pk, call=by_applicant(make, at))


def asked_at_reception(make: Situations) -> Dossier:
    return ask(make, make.submitted(), Post.DESK_OFFICER, MONDAY_9H + HOUR)


def answered_at_reception(make: Situations) -> Dossier:
    return answer(make, asked_at_reception(make), MONDAY_9H + DAY)


def answered(make: Situations) -> Dossier:
    return answer(make, ask(make, make.processing(), Post.SPECIALIST, MONDAY_9H + HOUR), MONDAY_9H + DAY + timedelta(seconds=7))


def answered_and_extended(make: Situations) -> Dossier:
    call = make.office.call(Post.COMMUNE_LEADER, MONDAY_9H + 2 * DAY)
    return extend_dossier(answered(make).pk, call=call, reason=REASON, until=date(2026, 12, 10))


def asked_twice_after_extension(make: Situations) -> Dossier:
    return ask(make, answered_and_extended(make), Post.COMMUNE_LEADER, MONDAY_9H + 3 * DAY)


def stopped_when_late(make: Situations) -> Dossier:
    return answer(make, ask(make, make.processing(), Post.SPECIALIST, DUE + HOUR), DUE + DAY)


def let_go(make: Situations) -> Dossier:
    return approve_withdrawal(withdrawal(make).pk, call=make.office.call(Post.COMMUNE_LEADER, MONDAY_9H + DAY))


def kept(make: Situations) -> Dossier:
    return cancel_withdrawal(withdrawal(make).pk, call=by_applicant(make, MONDAY_9H + DAY))


def withdrawn_while_waiting(make: Situations) -> Dossier:
    return withdraw_dossier(make.awaiting_supplement().pk, call=by_applicant(make, MONDAY_9H + DAY))


def declined_while_waiting(make: Situations) -> Dossier:
    call = make.office.call(Post.DESK_OFFICER, MONDAY_9H + DAY)
    return decline_dossier(asked_at_reception(make).pk, call=call, ground="duplicate", explanation="Trùng hồ sơ đã nộp")


def reopened(make: Situations) -> Dossier:
    return reopen_dossier(make.result_ready().pk, call=make.office.call(Post.COMMUNE_LEADER, MONDAY_9H + HOUR), reason="Sai ngày sinh")


def done_at_desk(make: Situations) -> Dossier:
    make.version = ProcedureVersionFactory(immediate=True, counter=True)
    completion = Completion(make.office.person(Post.COMMUNE_LEADER).pk, "Trần Thị Thử", "Ký nhận", fee_settled=True)
    return complete_at_desk(make.counter_filing(), call=make.office.call(Post.DESK_OFFICER), completion=completion)


STORIES: tuple[Callable[[Situations], Dossier], ...] = (
    Situations.submitted,
    Situations.received,
    Situations.at_counter,
    Situations.awaiting_supplement,
    Situations.result_ready,
    Situations.returned,
    asked_at_reception,
    answered_at_reception,
    answered,
    answered_and_extended,
    asked_twice_after_extension,
    stopped_when_late,
    withdrawal,
    let_go,
    kept,
    withdrawn_while_waiting,
    declined_while_waiting,
    reopened,
    done_at_desk,
)


def test_whatever_the_acts_did_to_a_clock_it_is_right(make: Situations) -> None:
    for tell in STORIES:
        tell(make)
    note_all(now=NIGHT)
    found = compare_clocks(now=NIGHT - DAY)
    assert [(each.dossier.code, each.what) for each in differences()] == []
    assert found == ClockCheck(compared=len(STORIES))

    later = DUE + 3 * DAY
    assert apply_calendar(approved_draft(at=later).pk, now=later)  # a storm on Wednesday: dossiers move, each in its own way
    found = compare_clocks(now=later)
    assert [(each.dossier.code, each.what) for each in differences()] == []
    assert Dossier.objects.filter(events__act="apply_calendar").exclude(due_at=F("original_due_at")).exists()


@pytest.mark.parametrize("rule", ["4h", "7cd", "1m", "same-day@15:00"])
def test_every_kind_of_limit_is_counted_as_the_acts_do(make: Situations, rule: str) -> None:
    make.version = ProcedureVersionFactory(time_limit_rule=rule)
    answered_and_extended(make)
    withdrawal(make)
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=2)


def test_a_minute_is_found_and_gone_when_put_right(make: Situations) -> None:
    dossier, other = make.processing(), make.processing()
    turn(dossier, due_at=DUE - timedelta(minutes=1))
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=2, different=1, new=1)
    assert compare_clocks(now=NIGHT + DAY) == ClockCheck(compared=2, different=1)
    difference = differences()[0]
    assert (difference.dossier, difference.found_at) == (dossier, NIGHT)
    assert (difference.stored_due_at, difference.computed_due_at) == (DUE - timedelta(minutes=1), DUE)
    assert difference.what.startswith("hẹn trả")

    turn(dossier, due_at=DUE)
    assert compare_clocks(now=NIGHT + 2 * DAY) == ClockCheck(compared=2, gone=1)
    assert (differences(), ClockDifference.objects.get().gone_at) == ([], NIGHT + 2 * DAY)
    assert not ClockDifference.objects.filter(dossier=other).exists()


def test_nothing_in_the_dossier_is_changed(make: Situations) -> None:
    dossier = make.processing()
    turn(dossier, due_at=DUE + DAY, due_soon_at=DUE)
    before = Dossier.objects.filter(pk=dossier.pk).values().get()
    compare_clocks(now=NIGHT)
    assert Dossier.objects.filter(pk=dossier.pk).values().get() == before


@pytest.mark.parametrize(
    ("tell", "column", "label"),
    [
        (Situations.processing, "original_due_at", "hẹn trả ban đầu: lưu 18:00 05/11/2026, tính lại 17:00 05/11/2026"),
        (Situations.processing, "due_soon_at", "sắp đến hạn từ: lưu 09:00 03/11/2026, tính lại 08:00 03/11/2026"),
        (Situations.processing, "apology_due_at", "hạn gửi thư xin lỗi"),
        (Situations.processing, "next_act_by", "việc kế tiếp trước"),
        (Situations.processing, "received_at", "tiếp nhận lúc 10:00 02/11/2026 không có trong nhật ký"),
        (Situations.submitted, "response_due_at", "hạn trả lời"),
        (answered_at_reception, "response_due_at", "hạn trả lời"),
        (Situations.awaiting_supplement, "supplement_due_at", "hạn bổ sung"),
        (answered_and_extended, "due_soon_at", "sắp đến hạn từ"),
    ],
)
def test_each_stored_moment_is_compared(make: Situations, tell: Callable[[Situations], Dossier], column: str, label: str) -> None:
    dossier = tell(make)
    turn(dossier, **{column: getattr(dossier, column) + HOUR})
    compare_clocks(now=NIGHT)
    assert label in differences()[0].what


def test_the_minutes_of_a_stopped_clock_and_the_stops_themselves_are_compared(make: Situations) -> None:
    minutes, start, end, removed = make.awaiting_supplement(), answered(make), answered(make), answered(make)
    turn(minutes, remaining_minutes=(minutes.remaining_minutes or 0) + 1)
    Suspension.objects.filter(dossier=start).update(started_at=MONDAY_9H)
    Suspension.objects.filter(dossier=end).update(ended_at=MONDAY_9H + 2 * DAY)
    removed.suspensions.get().items.all().delete()
    removed.suspensions.all().delete()
    compare_clocks(now=NIGHT)
    found = [each.what for each in differences()]
    assert "phút làm việc còn lại: lưu 1861 phút, tính lại 1860 phút" in found[0]
    assert "dừng lúc 09:00 02/11/2026 không có trong nhật ký" in found[1]
    assert "hết dừng lúc 09:00 04/11/2026 không có trong nhật ký" in found[2]
    assert "số lần yêu cầu bổ sung khác nhật ký" in found[3]


def test_what_cannot_be_counted_is_said_and_what_came_without_a_rule_is_no_difference(make: Situations) -> None:
    broken, imported, unpinned = make.processing(), make.processing(), make.processing()
    turn(broken, time_limit_rule="0d")
    turn(imported, time_limit_rule="")
    turn(unpinned, calendar_revision=None)
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=1, not_countable=2, different=1, new=1)
    assert (differences()[0].computed_due_at, "Thời hạn phải từ 1" in differences()[0].what) == (None, True)


def test_a_calendar_published_later_changes_no_clock_that_runs(make: Situations, office: Office) -> None:
    waiting, running = make.submitted(), make.processing()
    content = city_calendar()
    content["weekly"] = {day: [["07:30", "11:30"], ["13:30", "17:30"]] for day in content["weekly"]}
    publish_calendar(content, at=MONDAY_9H, commune_id=office.commune.pk)
    after = make.processing()
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=3)
    assert (after.due_at, running.due_at) == (DUE.replace(minute=30), DUE)
    assert waiting.response_due_at is not None


def test_open_dossiers_and_those_of_yesterday_are_compared_older_ones_only_while_they_differ(make: Situations) -> None:
    dossier = make.returned()
    turn(dossier, due_at=DUE + HOUR)
    assert compare_clocks(now=NIGHT).compared == 0  # it ended the day before yesterday
    assert compare_clocks(now=NIGHT - DAY) == ClockCheck(compared=1, different=1, new=1)
    turn(dossier, due_at=DUE)
    assert compare_clocks(now=NIGHT + 30 * DAY) == ClockCheck(compared=1, gone=1)
    assert compare_clocks(now=NIGHT + 30 * DAY).compared == 0


def test_a_row_that_was_caught_in_the_middle_of_an_act_is_no_difference(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier, look_again = make.processing(), clock_check._look_again
    turn(dossier, due_at=DUE + HOUR)

    def after_commit(*args: Any) -> None:
        turn(dossier, due_at=DUE)  # the other side of the act becomes visible
        look_again(*args)

    monkeypatch.setattr(clock_check, "_look_again", after_commit)
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=1)


@pytest.mark.django_db(transaction=True)
def test_a_row_somebody_holds_is_left_to_the_next_night(make: Situations) -> None:
    dossier = make.processing()
    turn(dossier, due_at=DUE + HOUR)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM dossiers_dossier WHERE id = %s FOR NO KEY UPDATE", [dossier.pk])
        assert compare_clocks(now=NIGHT) == ClockCheck(compared=1, busy=1)
    finally:
        other.close()
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=1, different=1, new=1)


def test_the_number_of_queries_does_not_grow_with_the_dossiers(make: Situations) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            compare_clocks(now=NIGHT)
        return len(captured)

    make.received()
    compare_clocks(now=NIGHT)  # the process knows the calendar from now on
    one = queries()
    answered(make)
    make.submitted()
    assert queries() == one == 7  # rows, calendars, stops, extensions, events, differences that are gone, end of rows


def test_portions_add_up(make: Situations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_check, "AT_ONCE", 2)
    for dossier in [make.at_counter() for _ in range(5)]:
        turn(dossier, due_at=DUE + HOUR)
    assert compare_clocks(now=NIGHT) == ClockCheck(compared=5, different=5, new=5)


def test_the_city_hears_once_of_what_is_new(make: Situations, city: Any) -> None:
    MembershipFactory(commune=None, post=Post.AUDITOR)
    MembershipFactory(commune=make.office.commune, post=Post.AUDITOR)
    first, second = make.processing(), make.processing()

    def told() -> list[dict[str, str]]:
        rows = Notice.objects.filter(kind="clock_differs", channel="in_app").order_by("pk")
        return [(row.data["count"], row.data["codes"]) for row in rows]

    assert check_and_tell(NIGHT)["different"] == 0
    assert told() == []
    turn(first, due_at=DUE + HOUR)
    check_and_tell(NIGHT)
    check_and_tell(NIGHT + DAY)
    assert told() == [("1", first.code)] * 2
    turn(second, due_at=DUE + HOUR)
    compare_clocks(now=NIGHT + DAY)  # found by hand, or by a run that died before it told
    check_and_tell(NIGHT + 2 * DAY)
    assert told()[2:] == [("2", f"{second.code}, {first.code}")] * 2
    assert Notice.objects.filter(kind="clock_differs", recipient=city.user).count() == 2


def test_a_replayed_past_holds_no_difference() -> None:
    small_city()
    replay_past()
    night = datetime(2026, 11, 16, 2, 30, tzinfo=ZONE)
    found = compare_clocks(now=night - 30 * DAY)  # everything that ended since
    assert [(each.dossier.code, each.what) for each in differences()] == []
    assert (found.compared, found.not_countable) == (300, 0)


def test_the_command_says_what_differs_and_fails(make: Situations, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = make.processing()
    call_command("check_clocks")
    assert "Đã so 1 hồ sơ: 0 lệch" in capsys.readouterr().out
    turn(dossier, due_at=DUE + HOUR)
    for scope in ({}, {"commune": make.office.commune.code}, {"code": dossier.code}):
        with pytest.raises(SystemExit) as stopped:
            call_command("check_clocks", **scope)
        assert stopped.value.code == 1
        assert f"{dossier.code}: hẹn trả" in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("check_clocks", code="H26.999-000000-0001")
