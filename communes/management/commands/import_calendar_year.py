"""Take a yearly announcement of days off over into the calendar: shown first, written as a change that waits for approval."""

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from communes.acts.calendar_drafts import begin_draft, draft_stand, hand_in_draft, save_draft
from communes.calendar_content import read_calendar
from communes.calendar_difference import calendar_changes
from communes.calendar_file import read_announcement, with_year
from communes.models import Commune
from communes.selectors import newest_revision, open_draft
from core import clock
from core.errors import DomainError
from core.lookup import get_or_none

HELP = """Take the days of one year over from a file: CSV with the columns ngày,loại,tên,trạng thái,giờ (nguồn if wanted), or JSON.

The file names every day off and every worked day of rest of that year; days it does not name are taken out.
Without --write it says what would change. With --write and --user it hands the change in; another person approves it on /lich/."""


class Command(BaseCommand):
    """A file with a fault is refused whole, every fault named."""

    help = HELP

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, the year, the paper it rests on, and who hands it in."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--source", required=True, help='"Thông báo 1234/TB-BNV, 16/10/2027"')
        parser.add_argument("--commune", metavar="CODE", help="five-digit code; without it the calendar of the city")
        parser.add_argument("--write", action="store_true", help="hand the change in for approval")
        parser.add_argument("--user", metavar="USERNAME", help="who prepares it; needed with --write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what changes, then hand it in if asked to."""
        try:
            self._take_over(options)
        except DomainError as error:
            raise CommandError("\n".join([error.message.split(":")[0], *getattr(error, "problems", ())])) from error
        except OSError as error:
            raise CommandError(f"cannot read {options['file']}: {error.strerror}") from error

    def _take_over(self, options: dict[str, Any]) -> None:
        commune_id, person_id = _commune_id(options["commune"]), _person_id(options)
        file: Path = options["file"]
        entries = read_announcement(file.name, file.read_bytes(), year=options["year"], source=options["source"])
        in_force = newest_revision(commune_id)
        content = with_year(in_force.content, options["year"], entries)
        read_calendar(content)
        changes = calendar_changes(in_force.content, content)
        self.stdout.write("\n".join([f"{in_force}: {len(changes)} thay đổi", *(f"- {change}" for change in changes)]))
        if person_id is None:
            self.stdout.write("Chưa ghi gì. Thêm --write --user để trình duyệt.")
            return
        _hand_in(commune_id, content, person_id, source=options["source"], note=f"Nạp từ tệp {file.name}")
        self.stdout.write("Đã trình duyệt. Người khác xem và duyệt ở trang Lịch làm việc.")


@transaction.atomic
def _hand_in(commune_id: int | None, content: dict[str, Any], person_id: int, *, source: str, note: str) -> None:
    if open_draft(commune_id) is not None:
        raise CommandError("Đang có một bản soạn của lịch này. Duyệt hoặc bỏ bản đó trước.")
    now = clock.now()
    draft = begin_draft(commune_id, person_id=person_id, at=now)
    draft = save_draft(draft.pk, content, seen=draft_stand(draft), person_id=person_id, at=now)
    hand_in_draft(draft.pk, seen=draft_stand(draft), source=source, note=note, person_id=person_id, at=now)


def _person_id(options: dict[str, Any]) -> int | None:
    if not options["write"]:
        return None
    person = get_or_none(get_user_model().objects.filter(username=options["user"] or "", is_active=True))
    if person is None:
        raise CommandError("--write cần --user với tên đăng nhập của người soạn")
    return int(person.pk)


def _commune_id(code: str | None) -> int | None:
    if code is None:
        return None
    commune = get_or_none(Commune.objects.filter(code=code))
    if commune is None:
        raise CommandError(f"no commune has the code {code}")
    return commune.pk
