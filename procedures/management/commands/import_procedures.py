"""Load the catalogue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from procedures.importing import BUNDLED, load_procedures, read_files


class Command(BaseCommand):
    """`import_procedures [FOLDER]`: without a folder, the procedures that come with the portal."""

    help = "Nạp danh mục thủ tục. Nạp lại cùng nội dung không thay đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=BUNDLED)

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        rows = read_files(folder)
        if not rows:
            raise CommandError(f"Không có tệp .json nào trong {folder}.")
        self.stdout.write(f"Danh mục: {load_procedures(rows, today=clock.today())}.")
