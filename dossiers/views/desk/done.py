"""What the desk reads after an act: done, or done before by the same press; taken from the log, never from the address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from core.lookup import get_or_none
from core.vietnamese_dates import clock_time, long_date
from dossiers.actors import ActCall
from dossiers.models import Dossier, DossierEvent
from dossiers.selectors.office_timeline import form_of, note_of
from dossiers.slips import issued_slips
from dossiers.states import Act

DONE, REPEATED = "xong", "lap"


@dataclass(frozen=True, slots=True)
class Done:
    """The message over a dossier after an act, with the ways on."""

    kind: str
    title: str
    text: str
    links: Sequence[tuple[str, str]]


def done_address(dossier: Dossier, call: ActCall) -> str:
    """Return where to go after an act: the dossier, with what has just been done, or with what the same press did before."""
    event = get_or_none(dossier.events.filter(act_key=call.key))
    page = reverse("desk_dossier", args=[dossier.code])
    if event is None:
        return page
    return f"{page}?{DONE if event.at == call.at else REPEATED}={event.seq}"


def done_message(dossier: Dossier, events: Sequence[DossierEvent], *, done: str, repeated: str) -> Done | None:
    """Return the message an address asks for; None where it names no event of this dossier."""
    wanted = done or repeated
    event = next((each for each in events if str(each.seq) == wanted), None)
    if event is None:
        return None
    return _repeated(dossier, event) if repeated else _done(dossier, event)


def _done(dossier: Dossier, event: DossierEvent) -> Done:
    act = Act(event.act)
    label = f"{act.label[:1].lower()}{act.label[1:]}"
    if act is Act.RECEIVE:
        due = f"Hẹn trả {clock_time(dossier.due_at)} {long_date(dossier.due_at)}." if dossier.due_at else ""
        return Done("ok", f"Đã tiếp nhận, mã {dossier.code}.", due, _slip_links(dossier, first="In phiếu 01"))
    if act is Act.FORWARD:
        data = note_of(event)
        return Done("ok", "Đã chuyển bước.", f"{data.get('step', '')}: {data.get('to', '')}.", _inbox_link())
    if act is Act.RETURN_RESULT:
        return Done("ok", "Đã trả kết quả.", "Hồ sơ kết thúc ở đây.", [("Tiếp nhận hồ sơ khác", reverse("desk_receive")), *_inbox_link()])
    form = form_of(event)
    links = [*_letter_link(dossier, event), *_inbox_link()]
    return Done("ok", f"Đã {label}.", f"{form[:1].upper()}{form[1:]}." if form else "", links)


def _repeated(dossier: Dossier, event: DossierEvent) -> Done:
    act, moment = Act(event.act), clock_time(event.at)
    form = form_of(event)
    facts = f"Mã {dossier.code}{f', {form}' if form else ''}."
    if act is Act.RECEIVE:
        text = f"{facts} Không tạo hồ sơ thứ hai."
        return Done("info", f"Hồ sơ này đã tiếp nhận lúc {moment}.", text, _slip_links(dossier, first="In lại phiếu 01"))
    label = f"{act.label[:1].lower()}{act.label[1:]}"
    return Done("info", f"Hồ sơ này đã {label} lúc {moment}.", f"{facts} Không làm lần thứ hai.", _inbox_link())


def _slip_links(dossier: Dossier, first: str) -> list[tuple[str, str]]:
    return [(first, reverse("desk_slip", args=[dossier.code, "01"])), ("Nhận tiếp", reverse("desk_receive")), *_inbox_link()]


def _letter_link(dossier: Dossier, event: DossierEvent) -> list[tuple[str, str]]:
    slips = issued_slips([event])
    return [(f"In phiếu {slip.form}", reverse("desk_slip", args=[dossier.code, slip.name])) for slip in slips]


def _inbox_link() -> list[tuple[str, str]]:
    return [("Về hộp việc", reverse("desk_inbox"))]
