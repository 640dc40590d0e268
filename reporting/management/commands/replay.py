"""Make up a past for training and measuring, or remove one: `manage.py replay --dossiers 66000 --days 13`."""

from argparse import ArgumentTypeError
from datetime import date, timedelta
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from core import clock
from core.errors import DomainError
from core.money import number
from dossiers.models import Dossier
from dossiers.replay.batches import SEED, Past, purge, replay
from reporting.tallies import roll_tallies, uncount_dossiers

ONLINE_SHARE = 0.5
TABLES = ("dossiers_dossier", "dossiers_dossierevent", "dossiers_dossierparty", "dossiers_dossierstep", "reporting_tallyunitday")


class Command(BaseCommand):
    """It lives here and not with the dossiers because it keeps the sums right."""

    help = "Dựng một quá khứ để tập huấn và đo đạc, ghi theo đợt; --purge xóa trọn một đợt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossiers", type=_positive, help="số hồ sơ")
        parser.add_argument("--days", type=_positive, help="số ngày, kể cả ngày nghỉ")
        parser.add_argument("--start", type=_day, help="ngày đầu, dạng 2025-07-01; mặc định: kết thúc vào hôm qua")
        parser.add_argument("--online-share", type=_share, default=ONLINE_SHARE, help="phần nộp trực tuyến, 0 đến 1")
        parser.add_argument("--seed", type=int, default=SEED, help="cùng số thì cùng dữ liệu")
        parser.add_argument("--purge", metavar="BATCH", help="xóa đợt này")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["purge"]:
            return self._purge(options["purge"])
        if not options["dossiers"] or not options["days"]:
            raise CommandError("Cần --dossiers và --days, hoặc --purge.")
        return self._replay(options)

    def _replay(self, options: dict[str, Any]) -> None:
        today, days, count = clock.today(), options["days"], options["dossiers"]
        first = options["start"] or today - timedelta(days=days)
        if first + timedelta(days=days) > today:
            raise CommandError("Quá khứ phải kết thúc chậm nhất vào hôm qua.")
        started = monotonic()
        past = Past(count=count, days=days, first=first, today=today, online_share=options["online_share"], seed=options["seed"])
        try:
            batch = replay(past, progress=lambda done: self._tell("Đã ghi", done, count, started))
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"Đã đếm {number(roll_tallies())} sự kiện.")
        _settle()
        self.stdout.write(f"Đợt {batch}: {number(count)} hồ sơ, {monotonic() - started:.0f} giây. Xóa: manage.py replay --purge {batch}")

    def _purge(self, batch: str) -> None:
        count = Dossier.objects.filter(batch=batch).count()
        if not count:
            known = ", ".join(Dossier.objects.exclude(batch="").order_by("batch").values_list("batch", flat=True).distinct())
            raise CommandError(f"Không có đợt {batch}. Đang có: {known or 'không đợt nào'}.")
        started = monotonic()
        purge(batch, before=uncount_dossiers, progress=lambda done: self._tell("Đã xóa", done, count, started))
        _settle()

    def _tell(self, what: str, done: int, count: int, started: float) -> None:
        self.stdout.write(f"{what} {number(done)} trong {number(count)} hồ sơ ({done * 100 // count} %), {monotonic() - started:.0f} giây")


def _settle() -> None:
    """Let the planner know, and mark pages as seen by all: counts of open dossiers then read the index alone."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(TABLES)}")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError("cần một số nguyên từ 1")
    return int(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:
        raise ArgumentTypeError("cần một số từ 0 đến 1, ví dụ 0.14")
    return share


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("cần một ngày dạng 2025-07-01") from error
