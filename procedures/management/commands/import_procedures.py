"""Load the catalogue: what comes with the portal, or a list in the shape of the official one."""

import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.permissions import Permission
from accounts.selectors import holds
from core import clock
from core.errors import DomainError
from core.lookup import get_or_none
from procedures.acts.check_list import Terms
from procedures.acts.take_list import take_list
from procedures.importing import BUNDLED, load_procedures, read_files
from procedures.importing.difference import Dates, difference
from procedures.importing.list_rows import read_list
from procedures.importing.progress import Progress, silent
from procedures.importing.report import report_lines, report_of
from procedures.importing.table import MOST_BYTES


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}” không phải ngày, ghi như 2026-12-01") from error


class Command(BaseCommand):
    """`import_procedures`: the procedures that come with the portal. `import_procedures FILE`: what a list would change."""

    help = "Nạp danh mục kèm theo cổng; với FILE (.csv, .xlsx, .json): so với danh mục, chỉ ghi khi có --write."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="danh sách theo mẫu danh mục công bố")
        parser.add_argument("--write", action="store_true", help="ghi vào danh mục, tất cả hoặc không gì cả")
        parser.add_argument("--in-force-from", type=_day, metavar="YYYY-MM-DD", help="ngày hiệu lực")
        parser.add_argument("--citation", default="", help="văn bản công bố, ví dụ “4567/QĐ-UBND”")
        parser.add_argument("--approved-by", default="", metavar="USERNAME", help="biên tập viên danh mục đã duyệt")
        parser.add_argument("--end-missing", action="store_true", help="kết thúc thủ tục không có trong danh sách")

    def handle(self, *args: Any, **options: Any) -> None:
        progress = self._bar if sys.stderr.isatty() else silent
        if options["file"] is None:
            report = load_procedures(read_files(BUNDLED), today=clock.today(), progress=progress)
            self.stdout.write(f"Danh mục: {report}.")
            return
        try:
            self._list(options, progress)
        except DomainError as error:
            raise CommandError(error.message) from error

    def _list(self, options: dict[str, Any], progress: Progress) -> None:
        now, file = clock.now(), options["file"]
        content = _content(file)
        dates = Dates(clock.today(), options["in_force_from"], options["end_missing"])
        found = difference(read_list(file.name, content), dates)
        for line in report_lines(report_of(found)):
            self.stdout.write(line)
        if not options["write"]:
            self.stdout.write("Chưa ghi gì. Thêm --write để ghi.")
            return
        terms, approver = _terms(options), _approver(options["approved_by"])
        if found.refused or found.writes(ends_missing=terms.ends_missing):
            take_list(file.name, content, terms, approver=approver, at=now, progress=progress)
            self.stdout.write(f"Đã ghi, hiệu lực từ {terms.in_force_from:%d/%m/%Y}.")

    def _bar(self, done: int, total: int) -> None:
        self.stderr.write(f"\rĐã ghi {done}/{total}", ending="\n" if done == total else "")
        self.stderr.flush()


def _content(file: Path) -> bytes:
    """Return the bytes of a file; one byte more than is taken is enough to refuse it."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"Không mở được tệp {file}.") from error


def _terms(options: dict[str, Any]) -> Terms:
    missing = [f"--{name.replace('_', '-')}" for name in ("in_force_from", "citation", "approved_by") if not options[name]]
    if missing:
        raise CommandError(f"Để ghi, cần thêm {', '.join(missing)}.")
    return Terms(options["in_force_from"], options["citation"][:400], options["end_missing"])


def _approver(username: str) -> User:
    person = get_or_none(User.objects.filter(username=username, is_active=True))
    if person is None or not holds(person, Permission.EDIT_CATALOGUE, clock.today()):
        raise CommandError(f"“{username}” không phải người đang giữ vị trí biên tập danh mục.")
    return person
