"""Measure against own servers in a folder that goes away: `python -m tests.bench [--size N] [--only PART …]`."""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import django

from portal.embedded import database_url, redis_url
from portal.embedded.servers import embedded_servers

SIZE = 20_000
PARTS = ("deadlines", "search", "replay", "inbox", "city", "tracking", "submit", "receptions", "sweep", "punctual", "group")
ONLY_WHEN_ASKED = ("bare",)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=f"dossiers in the database (default {SIZE:,})")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=(*PARTS, *ONLY_WHEN_ASKED),
        metavar="PART",
        help=f"only these parts: {', '.join(PARTS)}; bare, the commands of the README on a clone, runs only so",
    )
    return parser.parse_args()


def main() -> None:
    asked = arguments()
    report = Path(os.environ.get("VAR_DIR", "var")).resolve() / "bench.json"
    with tempfile.TemporaryDirectory(prefix="mot-cua-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DATABASE_URL"] = database_url(Path(folder))
        os.environ["REDIS_URL"] = redis_url(Path(folder))
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        with embedded_servers(Path(folder)):
            django.setup()  # what follows may be imported only now
            rows = import_module("tests.bench.plan").measure(asked.size, set(asked.only or PARTS))
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    missed = [row.what for row in rows if row.met is False]
    sys.stdout.write(f"\n{report}: {len(rows)} rows, {len(missed)} goals missed{': ' + '; '.join(missed) if missed else ''}\n")


if __name__ == "__main__":
    main()
