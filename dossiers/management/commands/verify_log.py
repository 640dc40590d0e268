"""Check every hash chain of the log, and that each dossier stands where its last event left it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from core.money import number
from dossiers.log_check import Checked, Fault, check_log

SHOWN = 20


class Command(BaseCommand):
    help = "Kiểm tra chuỗi băm của nhật ký hồ sơ; mã thoát 1 nếu có chỗ đứt."

    def handle(self, *args: Any, **options: Any) -> None:
        faults: list[Fault] = []
        checked = Checked(0, 0, ())
        for checked in check_log():
            faults += checked.faults
            self.stdout.write(f"Đã kiểm tra {number(checked.dossiers)} hồ sơ, {number(checked.events)} sự kiện")
            if faults:
                break
        for fault in faults[:SHOWN]:
            self.stderr.write(f"{fault.code}, sự kiện {fault.seq}: {fault.what}")
        if faults:
            sys.exit(1)
        self.stdout.write(f"Nhật ký nguyên vẹn: {number(checked.dossiers)} hồ sơ, {number(checked.events)} sự kiện.")
