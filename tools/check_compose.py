"""Check docker-compose.yml: with Docker's own plugin, else Debian's docker-compose, else rules of the Compose specification."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from tools.check_settings import CITY, read_by

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docker-compose.yml"
SET_BY_THE_IMAGE = {"STATIC_ROOT", "MEDIA_ROOT", "VAR_DIR"}  # folders of the container; MEDIA_ROOT follows VAR_DIR
PORTAL = ("migrate", "web", "worker", "beat")
NEEDED = {"postgres", "redis", "migrate", "web", "worker", "beat"}

TEXT, COUNT = {"type": "string"}, {"type": ["integer", "string"]}
TEXTS = {"type": "array", "items": TEXT, "minItems": 1}
PLAIN_VALUES = {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}}
DURATION = {"type": "string", "pattern": r"^(\d+(us|ms|s|m|h))+$"}
SIZE = {"type": "string", "pattern": r"^\d+[bkmg]b?$"}

HEALTH = {
    "type": "object",
    "required": ["test"],
    "additionalProperties": False,
    "properties": {
        "test": {"type": "array", "prefixItems": [{"enum": ["CMD", "CMD-SHELL", "NONE"]}], "items": TEXT},
        "retries": {"type": "integer", "minimum": 1},
        **dict.fromkeys(("interval", "timeout", "start_period", "start_interval"), DURATION),
    },
}
DEPENDENCY = {
    "type": "object",
    "required": ["condition"],
    "properties": {"condition": {"enum": ["service_started", "service_healthy", "service_completed_successfully"]}},
}
SERVICE = {
    "type": "object",
    "anyOf": [{"required": ["image"]}, {"required": ["build"]}],
    "additionalProperties": False,
    "properties": {
        "build": {"type": ["string", "object"]},
        "image": TEXT,
        "command": {"anyOf": [TEXT, TEXTS]},
        "environment": PLAIN_VALUES,
        "restart": {"enum": ["no", "always", "on-failure", "unless-stopped"]},
        "volumes": {"type": "array", "items": {"type": "string", "pattern": r"^[^:]+:/[^:]+(:ro|:rw)?$"}},
        "ports": {"type": "array", "items": {"type": "string", "pattern": r"^([\d.]+:)?(\d+:)?\d+(/tcp|/udp)?$"}},
        "networks": TEXTS,
        "depends_on": {"type": "object", "additionalProperties": DEPENDENCY},
        "healthcheck": HEALTH,
        "deploy": {"type": "object"},
        "logging": {"type": "object", "required": ["driver"], "properties": {"driver": TEXT, "options": PLAIN_VALUES}},
        "shm_size": SIZE,
        "stop_grace_period": DURATION,
    },
}
COMPOSE = {
    "type": "object",
    "required": ["services"],
    "patternProperties": {"^x-": {}},
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]*$"},
        "services": {"type": "object", "minProperties": 1, "additionalProperties": SERVICE},
        "volumes": {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
        "networks": {"type": "object", "additionalProperties": {"type": ["object", "null"]}},
    },
}


def variables_of(text: str) -> set[str]:
    """Return the variables that have to be given."""
    return set(re.findall(r"(?<!\$)\$\{(\w+):\?", text))


def with_values(text: str) -> str:
    """Return the file as Compose reads it: defaults filled in, needed variables made up."""
    text = re.sub(r"(?<!\$)\$\{\w+:?-([^}]*)\}", r"\1", text)
    text = re.sub(r"(?<!\$)\$\{\w+:\?[^}]*\}", "made-up", text)
    return text.replace("$$", "$")


def settings_to_pass() -> set[str]:
    """Return the variables that the settings of a city read: one left out of a container does nothing in .env, silently."""
    return read_by(CITY).keys() - SET_BY_THE_IMAGE


def faults_of(compose: dict[str, Any]) -> list[str]:
    """Return what is wrong in sentences; an empty list is good news."""
    validator = jsonschema.Draft202012Validator(COMPOSE)
    faults = [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(compose)]
    if faults:
        return faults
    services = compose["services"]
    wanted = settings_to_pass()
    faults = [f"service “{name}” is missing" for name in NEEDED - services.keys()]
    for name, service in services.items():
        faults += [f"{name} depends on unknown “{other}”" for other in service.get("depends_on", {}).keys() - services.keys()]
        faults += [f"{name}: unknown network “{one}”" for one in set(service.get("networks", [])) - compose["networks"].keys()]
        mounts = {volume.split(":")[0] for volume in service.get("volumes", [])}
        faults += [f"{name}: unknown volume “{one}”" for one in mounts - compose["volumes"].keys() if not one.startswith((".", "/"))]
        if name != "migrate" and "healthcheck" not in service:
            faults.append(f"{name} has no health check")
        if name in PORTAL:
            faults += [f"{name} does not get {one}" for one in sorted(wanted - service.get("environment", {}).keys())]
    return faults


def compose_command() -> list[str] | None:
    """Return the Compose of this machine, or None."""
    if shutil.which("docker") and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode:  # noqa: S607
        return ["docker", "compose"]
    return ["docker-compose"] if shutil.which("docker-compose") else None


def main() -> int:
    text = FILE.read_text(encoding="utf-8")
    if command := compose_command():
        env = os.environ | dict.fromkeys(variables_of(text), "made-up")
        if subprocess.run([*command, "-f", FILE, "config", "--quiet"], env=env, check=False).returncode:
            return 1
        print(f"docker-compose.yml: checked by {' '.join(command)}.")
    faults = faults_of(yaml.safe_load(with_values(text)))
    print("\n".join(faults) or "docker-compose.yml: follows the Compose specification as far as our rules write it.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
