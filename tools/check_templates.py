"""Compile every template of ours: a broken tag is found here, not by the first visitor."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def template_names() -> list[str]:
    """Return the names of all templates under templates/ and the rooms."""
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in settings.ROOMS)]
    files = ((folder, path) for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"})
    return sorted(str(path.relative_to(folder)) for folder, path in files)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    faults = []
    for name in template_names():
        try:
            engines["django"].get_template(name)
        except TemplateSyntaxError as error:
            faults.append(f"{name}: {error}")
    print("\n".join(faults) or f"{len(template_names())} templates compile.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
