"""Count every running clock again and say which stored moments differ."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communes.models import Commune
from core import clock
from core.lookup import get_or_none
from core.money import number
from dossiers.clock_check import compare_clocks, open_differences
from dossiers.models import Dossier

SHOWN = 20


class Command(BaseCommand):
    help = "Tính lại hẹn trả của hồ sơ đang mở và so với số đã lưu; mã thoát 1 nếu có hồ sơ lệch. Không sửa gì trong hồ sơ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--commune", default="", metavar="MÃ", help="chỉ hồ sơ của xã, phường này")
        parser.add_argument("--code", default="", metavar="MÃ", help="chỉ hồ sơ này, kể cả đã xong")

    def handle(self, *args: Any, commune: str, code: str, **options: Any) -> None:
        unit = get_or_none(Commune.objects.filter(code=commune))
        if commune and unit is None:
            raise CommandError(f"Không có xã, phường mã {commune}.")
        if code and not Dossier.objects.filter(code=code).exists():
            raise CommandError(f"Không có hồ sơ {code}.")
        found = compare_clocks(now=clock.now(), commune=unit, code=code)
        self.stdout.write(
            f"Đã so {number(found.compared)} hồ sơ: {number(found.different)} lệch ({number(found.new)} mới), {number(found.gone)} hết lệch,"
            f" {number(found.not_countable)} không tính lại được, {number(found.busy)} đang có người xử lý."
        )
        for difference in open_differences(unit, code)[:SHOWN]:
            self.stderr.write(f"{difference.dossier.code}: {difference.what}")
        if found.different:
            sys.exit(1)
