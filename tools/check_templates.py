"""Compile every template of ours, and find the components that no page shows: neither waits for the first visitor."""

import os
import re
import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines

ROOT = Path(__file__).resolve().parent.parent
COMPONENTS, GALLERY = "components/", "dev/"
INCLUDE = re.compile(r"""{%\s*include\s+["']([^"']+)""")
sys.path.insert(0, str(ROOT))


def templates() -> dict[str, Path]:
    """Return all templates under templates/ and the rooms, by name."""
    folders = [ROOT / "templates", *(ROOT / room / "templates" for room in settings.ROOMS)]
    files = ((folder, path) for folder in folders for path in folder.rglob("*") if path.suffix in {".html", ".txt"})
    return {str(path.relative_to(folder)): path for folder, path in sorted(files)}


def broken(names: list[str]) -> list[str]:
    """Return what the template engine refuses, a line each."""
    faults = []
    for name in names:
        try:
            engines["django"].get_template(name)
        except TemplateSyntaxError as error:
            faults.append(f"{name}: {error}")
    return faults


def unused_components(files: dict[str, Path]) -> list[str]:
    """Return the components that no page outside the gallery includes, itself or through another fragment."""
    included = {name: set(INCLUDE.findall(path.read_text())) for name, path in files.items()}
    waiting = [name for name in files if not name.startswith((COMPONENTS, GALLERY))]
    reached = set(waiting)
    while waiting:
        new = included.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return sorted(name for name in files.keys() - reached if name.startswith(COMPONENTS))


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    django.setup()
    files = templates()
    faults = broken(list(files)) + [f"{name}: no page includes it" for name in unused_components(files)]
    print("\n".join(faults) or f"{len(files)} templates compile.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
