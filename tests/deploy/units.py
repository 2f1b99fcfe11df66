"""The files of deploy/ as the service manager and a shell would read them."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"


@dataclass(frozen=True)
class Unit:
    """One service: what it runs before and as itself, where, and what is told to it."""

    before: tuple[tuple[str, ...], ...]
    command: tuple[str, ...]
    directory: str
    state: str  # below /var/lib
    environment: dict[str, str]


def unit(name: str) -> Unit:
    text = re.sub(r"\\\n\s*", "", (DEPLOY / f"{name}.service").read_text(encoding="utf-8"))
    pairs = [line.partition("=")[::2] for line in text.splitlines() if re.match(r"[A-Z]\w+=", line)]
    values = dict(pairs)
    return Unit(
        before=tuple(tuple(shlex.split(value.removeprefix("-"))) for key, value in pairs if key == "ExecStartPre"),
        command=tuple(shlex.split(values["ExecStart"])),
        directory=values["WorkingDirectory"],
        state=values["StateDirectory"],
        environment=dict(shlex.split(value)[0].split("=", 1) for key, value in pairs if key == "Environment"),
    )


def environment_file(**filled: str) -> dict[str, str]:
    """The example of the environment file with these of its lines filled in; None takes a line away."""
    lines = (DEPLOY / "environment.example").read_text(encoding="utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]", line))
    assert set(filled) <= set(example) | {"MEDIA_ROOT", "FORM_LAYOUT_DIR", "FONT_DIR", "LOG_LEVEL"}, filled
    merged = {name: " ".join(shlex.split(value)) for name, value in example.items()} | filled
    return {name: value for name, value in merged.items() if value is not None}


def commands_of_the_manual() -> list[tuple[str, ...]]:
    """What deploy/README.md has the administrator run as the account of the service."""
    text = (DEPLOY / "README.md").read_text(encoding="utf-8")
    return [tuple(shlex.split(line)) for line in re.findall(r"^ +runuser -u evalsite -- (.+)$", text, re.MULTILINE)]
