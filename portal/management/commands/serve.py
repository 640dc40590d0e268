"""Run the whole portal: servers where none are given, data, web, worker, beat. Ctrl-C stops all of it."""

import os
import signal
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from accounts.demo import sign_ins
from core.identity import format_phone
from portal.embedded.errors import EmbeddedError
from portal.embedded.postgres import last_lines
from portal.embedded.servers import embedded_servers
from portal.group import Group, environment_for, is_port_free, members, wait_for_web, watch
from portal.preparation import prepare

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    """One command for a laptop or a training room; a city runs the members by themselves (docs/operations.md)."""

    help = "Chạy cả hệ thống: cơ sở dữ liệu, hàng đợi, trang web, tiến trình nền. Ctrl-C để dừng."
    requires_system_checks = ()  # the database is not up yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1", help="address to listen on; loopback unless given")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
        parser.add_argument("--web-workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        require_free_port(options["host"], options["port"])
        began = time.monotonic()
        wanted = members(options["host"], options["port"], options["web_workers"])
        env = environment_for(options["host"], options["port"])
        try:
            with stopped_by_signals(), self.group(env) as group:
                for member in wanted:
                    group.start(member)
                if wait_for_web(group, options["host"], options["port"]):
                    self.say(welcome(env["SITE_ADDRESS"], time.monotonic() - began))
                    raise fall_of(watch(group, wanted, self.say))
                raise fall_of("web")
        except EmbeddedError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.say("\nĐã dừng.")

    @contextmanager
    def group(self, env: dict[str, str]) -> Iterator[Group]:
        """Start the servers that no address was given for, prepare the data; at the end stop members, then servers."""
        given = os.environ.keys()
        with embedded_servers(settings.VAR_DIR, postgres="DATABASE_URL" not in given, redis="REDIS_URL" not in given) as servers:
            if settings.STATIC_ROOT is not None:
                settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
            settings.SITE_ADDRESS = env["SITE_ADDRESS"]  # links in the demo's messages lead here too
            prepare(self.say)
            connections.close_all()
            group = Group(servers.children, servers.lock, settings.VAR_DIR / "log", env)
            try:
                yield group
            finally:
                group.stop()

    def say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Turn the first stop signal into KeyboardInterrupt and let the clean-up it causes finish undisturbed."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    kept = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def require_free_port(host: str, port: int) -> None:
    if not is_port_free(host, port):
        raise CommandError(
            f"Không mở được cổng {port} trên {host}: đang có chương trình khác dùng. Chạy cổng khác: make run PORT={port + 1}\n"
            f"Cannot listen on {host} port {port}, probably taken. Use another port: make run PORT={port + 1}"
        )


def fall_of(name: str) -> CommandError:
    log = settings.VAR_DIR / "log" / f"{name}.log"
    return CommandError(
        f"“{name}” đã dừng nên cả hệ thống dừng theo. Nhật ký: {log}\n“{name}” ended, so everything was stopped:\n{last_lines(log)}"
    )


def welcome(address: str, seconds: float) -> str:
    """Return what the person at the keyboard needs now: where to look and as whom."""
    lines = [f"\nMột cửa Hà Nội chạy tại {address}/  (sẵn sàng sau {seconds:.1f} giây, Ctrl-C để dừng)"]
    if getattr(settings, "DEMO_PASSWORD", ""):
        lines.append(f"Đăng nhập thử, mật khẩu chung: {settings.DEMO_PASSWORD}")
        people = list(sign_ins())
        width = max(len(person.what_for) for person in people) + 2
        lines += [
            f"  {format_phone(person.phone) if person.phone else person.username:<26}{person.what_for:<{width}}{address}{person.address}"
            for person in people
        ]
        lines.append(f"Người dân đăng nhập bằng mã; tin nhắn thử hiện tại {address}/phat-trien/tin-nhan/")
    return "\n".join(lines)
