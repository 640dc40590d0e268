"""The lock and its inputs: `lock.py seal` notes what the lock was made from, `lock.py check` compares.

Comparing needs no network, so `make check` can say on any machine that pyproject.toml moved without its lock.
"""

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.lock": ("embedded",), "requirements-dev.lock": ("embedded", "dev")}
SEAL = "# inputs: sha256:"


def inputs_digest(groups: tuple[str, ...]) -> str:
    """Return the digest of everything in pyproject.toml that a lock depends on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "python": project["project"]["requires-python"],
        "dependencies": sorted(project["project"]["dependencies"]),
        "groups": {name: sorted(project["dependency-groups"][name]) for name in groups},
    }
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def seal(name: str) -> None:
    path = ROOT / name
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(SEAL)]
    path.write_text("\n".join([f"{SEAL}{inputs_digest(LOCKS[name])}", *kept, ""]), encoding="utf-8")


def faults_of(name: str) -> list[str]:
    """Return what is wrong with a lock, in sentences; an empty list is good news."""
    text = (ROOT / name).read_text(encoding="utf-8")
    faults = []
    if f"{SEAL}{inputs_digest(LOCKS[name])}" not in text:
        faults.append(f"{name} was not made from this pyproject.toml: run “make lock”.")
    if re.search(r"https?://|--(extra-)?index-url|--find-links|file://", text):
        faults.append(f"{name} names an index or an address.")
    pins = re.findall(r"^[a-z0-9][\w.\[\],-]*(?:==)?.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    faults += [f"{name}: no hash for {pin.split()[0]}" for pin in pins if "==" not in pin or "--hash=sha256:" not in pin]
    return faults


def main() -> int:
    if sys.argv[1:] == ["seal"]:
        for name in LOCKS:
            seal(name)
        return 0
    faults = [fault for name in LOCKS for fault in faults_of(name)]
    print("\n".join(faults) or "Locks are up to date.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
