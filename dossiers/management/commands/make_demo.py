"""Demo people and dossiers, for a laptop or a training room."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Membership, User
from communes.models import Commune
from core import clock
from dossiers.demo import make_demo_dossiers
from dossiers.sweeps import note_all


class Command(BaseCommand):
    """Make them once; a second run changes nothing. Refused outside local settings."""

    help = "Tạo người dùng và hồ sơ mẫu để tập huấn. Chạy lại không tạo thêm."

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMO_PASSWORD", ""):
            raise CommandError("Chỉ tạo dữ liệu mẫu với cấu hình local.")
        call_command("make_demo_people", stdout=self.stdout)
        now = clock.now()
        staffed = Membership.objects.valid_on(now.date()).filter(post="clerk").values("commune")
        communes = list(Commune.objects.filter(pk__in=staffed).order_by("code"))
        applicant = User.objects.get(username="cong-dan")
        made = make_demo_dossiers(communes, applicant, now)
        note_all(now=now)
        self.stdout.write(f"Hồ sơ mẫu: {made} hồ sơ mới.")
