"""What the page of an act tells beside its form: what it will do to the clock, and what the law adds."""

from typing import Any

from communes.selectors import calendar_of_revision
from core.vietnamese_dates import moment
from core.working_calendar import CalendarMissing
from dossiers.acts.request_supplement import answer_until
from dossiers.deadlines import hours_label, minutes_left
from dossiers.forms.desk_acts import ActForm, Desk
from dossiers.forms.desk_extend import ExtendForm
from dossiers.forms.desk_supplement import RequestSupplementForm
from dossiers.offered import needs_leader, times_asked
from dossiers.selectors.new_appointment import letter_preview
from dossiers.selectors.office_dossier import OfficeDossier
from dossiers.states import Act


def facts_of(act: Act, office: OfficeDossier, desk: Desk, form: ActForm, *, typed_days: str | None = None) -> dict[str, Any]:
    """Return the further context of an act's page; nothing for most."""
    if act is Act.REQUEST_SUPPLEMENT and isinstance(form, RequestSupplementForm):
        return supplement_facts(office, desk, typed_days or form["working_days"].value())
    if act is Act.EXTEND and isinstance(form, ExtendForm):
        return {"letter": letter_preview(desk.dossier, str(form["reason"].value() or ""), form.until, desk.at)}
    return {}


def supplement_facts(office: OfficeDossier, desk: Desk, days: Any) -> dict[str, Any]:
    """Return the effect on the clock, the end of the window, and whether this is a second request."""
    return {
        "number": times_asked(office.suspensions) + 1,
        "needs_leader": needs_leader(desk.membership.post, office.suspensions),
        "clock_title": _clock_title(desk),
        "clock_text": _clock_text(desk),
        "window": _window(desk, days),
    }


def _clock_title(desk: Desk) -> str:
    dossier = desk.dossier
    if dossier.due_at is None or dossier.calendar_revision_id is None:
        return "Chưa tính hạn giải quyết"
    left = minutes_left(dossier.due_at, desk.at, calendar_of_revision(dossier.calendar_revision_id))
    return f"Dừng, còn {hours_label(left)} làm việc" if left else "Dừng khi đã quá hạn"


def _clock_text(desk: Desk) -> str:
    if desk.dossier.due_at is None:
        return "Khi người dân bổ sung, quầy có lại đủ thời gian trả lời."
    return f"Hẹn trả {moment(desk.dossier.due_at)} được tính lại khi người dân nộp đủ."


def _window(desk: Desk, typed: Any) -> str:
    """Return until when the citizen may answer, for the number of days in the form right now."""
    try:
        return f"Người dân nộp trước {moment(answer_until(desk.dossier, desk.at, int(str(typed).strip())))}"
    except (ValueError, CalendarMissing):
        return ""
