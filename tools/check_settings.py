"""Compare what the settings read from the environment with docs/operations.md and with the defaults of docker-compose.yml."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "portal" / "settings"
CITY = ("base.py", "sign_in.py", "production.py")  # a later file wins
LAPTOP = ("base.py", "sign_in.py", "local.py")
READERS = {"env_text", "env_int", "env_bool", "env_list"}
ROW = re.compile(r"^\| (`[A-Z][^|]*) \| ([^|]*) \| ([^|]*) \|", re.MULTILINE)
PASSED = re.compile(r"\$\{(\w+):?-([^}]*)\}")
MEANT = {("TRUSTED_PROXY_COUNT", "1")}  # in the containers a proxy stands in front
NOT_READ = "–"


def written(value: object) -> str:
    """Return a default as people write it in .env."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def default_of(call: ast.Call) -> str | None:
    """Return the default of one reading; None: the variable is needed, or its default is computed."""
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords if keyword.arg == "default")]
    if not given:
        return None
    try:
        return written(ast.literal_eval(given[0]))
    except ValueError:
        return None


def readings(path: Path) -> Iterator[tuple[str, str | None]]:
    """Yield name and default of every variable that a file of settings reads."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS and node.args:
            yield str(ast.literal_eval(node.args[0])), default_of(node)


def read_by(names: tuple[str, ...]) -> dict[str, str | None]:
    """Return the variables of one size of running with their defaults; VAR_DIR is read by portal/env.py itself."""
    return {"VAR_DIR": None} | {name: default for file in names for name, default in readings(SETTINGS / file)}


def table(text: str) -> dict[str, tuple[str, str]]:
    """Return name → default on a laptop, default in a city, as docs/operations.md#variables has them."""
    section = text.partition('<a id="variables"></a>')[2].partition("\n## ")[0]
    return {names.strip("` "): (laptop.strip("` "), city.strip("` ")) for names, laptop, city in ROW.findall(section)}


def column_faults(told: dict[str, str], read: dict[str, str | None], size: str) -> list[str]:
    """Return where one column of the table differs from the settings of that size."""
    faults = []
    for name, cell in told.items():
        if name not in read:
            faults += [] if cell == NOT_READ else [f"{name}: no settings of the {size} read it, the table says “{cell}”"]
        elif cell == NOT_READ or read[name] not in {None, cell if cell != "empty" else ""}:
            faults.append(f"{name}: the {size} reads it with default “{read[name]}”, the table says “{cell}”")
    return faults


def faults_of(operations: str, compose: str) -> list[str]:
    """Return what is wrong in sentences; an empty list is good news."""
    city, laptop, told = read_by(CITY), read_by(LAPTOP), table(operations)
    faults = [f"{name} is missing in docs/operations.md#variables" for name in sorted((city.keys() | laptop.keys()) - told.keys())]
    faults += column_faults({name: cells[0] for name, cells in told.items()}, laptop, "laptop")
    faults += column_faults({name: cells[1] for name, cells in told.items()}, city, "city")
    for name, default in PASSED.findall(compose):
        if city.get(name) not in {None, default} and (name, default) not in MEANT:
            faults.append(f"{name}: docker-compose.yml says “{default}”, the settings say “{city[name]}”")
    return faults


def main() -> int:
    operations, compose = ((ROOT / path).read_text(encoding="utf-8") for path in ("docs/operations.md", "docker-compose.yml"))
    faults = faults_of(operations, compose)
    print("\n".join(faults) or f"{len(table(operations))} variables stand in docs/operations.md with the defaults of the settings.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
