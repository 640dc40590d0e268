"""What falls due on the next ten working days: /mot-cua/khoi-luong/."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import require
from accounts.permissions import Permission
from communes.selectors import calendar_for
from dossiers.desk_context import WORKLOAD, asker_of, office_of, render_desk
from dossiers.selectors.inbox_filters import InboxFilters
from dossiers.selectors.office_workload import Holder, OfficeWorkload, Section, office_workload
from dossiers.selectors.workload import Horizon, days_ahead
from dossiers.workload_words import Address, Cell, Head, Line, cells, chart, heads


@require(Permission.OPEN_DESK)
@require_safe
def workload(request: HttpRequest) -> HttpResponse:
    """Show who must finish what when. Eight queries at most: person, posts, calendar, the table's three, counts, notices."""
    asker = asker_of(request)
    _, calendar = calendar_for(asker.unit_id)
    shown = office_workload(office_of(request), asker.unit_id, Horizon(asker.now, days_ahead(asker.now, calendar)))
    return render_desk(request, "desk/workload.html", _context(shown), asker=asker, active=WORKLOAD)


def _context(shown: OfficeWorkload) -> dict[str, object]:
    per_officer = settings.WORKLOAD_PER_OFFICER_A_DAY  # 0: not known, nothing is compared with it
    table = _Table(shown.columns, shown.horizon, per_officer)
    whole = Holder(",".join(section.value for section in shown.sections) if not shown.sees_all else "", "Cả đơn vị", "", shown.whole)
    return {
        "shown": shown,
        "whole": whole.load,
        "name": Head("ten", "Người giữ"),
        "heads": heads(table.columns, shown.horizon),
        "lines": [*table.lines(shown.sections), *([table.line(whole, "total")] if shown.sees_all else [])],
        "chart": chart(whole.load, table.columns, _inbox(whole.value), per_officer * shown.specialists),
        "rest": table.rest(whole),
        "per_officer": per_officer,
    }


@dataclass(frozen=True, slots=True)
class _Table:
    columns: list[date]
    horizon: Horizon
    per_officer: int

    def lines(self, sections: list[Section]) -> list[Line]:
        """Return a line for each division with its sum, and under it one for each person."""
        lines = []
        for section in sections:
            if section.name:
                lines.append(self.line(Holder(section.value, section.name, "", section.load), "group"))
            lines += [self.line(holder, "person" if section.name else "") for holder in section.holders]
        return lines

    def line(self, holder: Holder, kind: str) -> Line:
        most = self.per_officer if kind == "person" else 0
        return Line(holder.name, holder.note, cells(holder.load, self.columns, self.horizon, _inbox(holder.value), most), kind)

    def rest(self, whole: Holder) -> list[tuple[str, Cell]]:
        """Return what the bars do not show, then what they and the rest with a running clock sum to."""
        overdue, *_, later, running, paused = cells(whole.load, self.columns, self.horizon, _inbox(whole.value))
        last = f"hẹn sau {self.horizon.last:%d/%m}"
        return [("quá hạn", overdue), (last, later), ("tạm dừng", paused), ("tất cả đang tính hạn", running)]


def _inbox(holder: str) -> Address:
    """Return the addresses of the lists of a holder, of several, or of everybody."""
    return lambda due: f"{reverse('desk_inbox')}{InboxFilters(holder=holder, due=due).address()}"
