"""A server as deploy/README.md has it: the code at its place, of root and read-only, and one folder to write to.

Commands run as `nobody` in a mount namespace of their own: the whole file system is read-only but for the state folder
and a private /tmp, as ProtectSystem=strict and PrivateTmp=yes have it. Paths are those of the units.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.deploy.units import ROOT, Unit

ACCOUNT = "nobody"
START_SECONDS = 180  # where other work holds the processors
_ENTER = """
set -e
mount -t tmpfs tmpfs /opt && mkdir /opt/evalsite
mount --bind "$TREE" /opt/evalsite && mount -o remount,bind,ro /opt/evalsite
mount -t tmpfs tmpfs /var/lib && mkdir "/var/lib/$STATE"
mount --bind "$STATE_FOLDER" "/var/lib/$STATE"
mkdir /opt/compiled && mount --bind "$COMPILED" /opt/compiled
mount --bind "$TEMPORARY" /tmp
mount -o remount,bind,ro /
cd "$1"
shift
exec setpriv --reuid=nobody --regid=nogroup --clear-groups --no-new-privs -- /usr/bin/env -i "$@"
"""


def why_not() -> str:
    """Why this machine cannot play it; empty where it can."""
    if os.geteuid() != 0:
        return "only root can become another user and mount a file system read-only"
    if not (shutil.which("unshare") and shutil.which("setpriv")):
        return "no unshare or setpriv (util-linux) here"
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/opt"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        return "this machine allows no mount namespaces"
    return ""


@dataclass(frozen=True)
class Sandbox:
    unit: Unit
    directory: Path  # of the test
    compiled: Path  # what Python makes of the code, once for all commands, as where root has installed it
    environment: Mapping[str, str]  # of the environment file

    def __post_init__(self) -> None:
        for folder, mode in ((self.state, 0o750), (self.temporary, 0o1777)):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)
        for folder in (self.state, self.compiled):
            shutil.chown(folder, ACCOUNT, "nogroup")

    def told(self, **options: str) -> "Sandbox":
        """The same machine with other lines in its environment file."""
        return replace(self, environment={**self.environment, **options})

    def beside(self, unit: Unit) -> AbstractContextManager[Path]:
        """Another service of the same machine, while it runs."""
        return replace(self, unit=unit).service(unit.command)

    @property
    def state(self) -> Path:
        return self.directory / "state"

    @property
    def temporary(self) -> Path:
        return self.directory / "private-tmp"

    def _start(self, command: Sequence[str], **options: object) -> subprocess.Popen[str]:
        told = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "STATE_DIRECTORY": f"/var/lib/{self.unit.state}"}
        told |= {"PYTHONPYCACHEPREFIX": "/opt/compiled"} | self.unit.environment | dict(self.environment)
        places = {"TREE": ROOT, "STATE": self.unit.state, "STATE_FOLDER": self.state, "TEMPORARY": self.temporary}
        places |= {"COMPILED": self.compiled}
        return subprocess.Popen(
            [
                *("unshare", "--mount", "--propagation", "private", "bash", "-c", _ENTER, "bash", self.unit.directory),
                *(f"{name}={value}" for name, value in told.items()),
                *command,
            ],
            env={"PATH": os.environ["PATH"]} | {name: str(place) for name, place in places.items()},
            text=True,
            **options,
        )

    def run(self, command: Sequence[str]) -> str:
        """What a command says; it must end well."""
        process = self._start(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, f"{' '.join(command)}\n{said}"
        return said

    def manage(self, *arguments: str) -> str:
        return self.run([f"{self.unit.directory}/.venv/bin/python", "manage.py", *arguments])

    @contextmanager
    def service(self, command: Sequence[str]) -> Iterator[Path]:
        """A service while it runs; gives the file with what it says. It must say nothing of a fault."""
        log = self.directory / f"service-{time.monotonic_ns()}.log"
        with log.open("w") as output:
            process = self._start(command, stdout=output, stderr=output)
            try:
                yield log
            finally:
                process.terminate()
                process.wait(timeout=START_SECONDS)
                print(log.read_text())  # noqa: T201 - shown where a test fails
        assert "Traceback" not in log.read_text(), log.read_text()

    @contextmanager
    def site(self, *more: str) -> Iterator[int]:
        """The site, at a port of its own in place of the unit's, which may be taken on this machine."""
        port = _free_port()
        command = [part.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for part in self.unit.command]
        assert f"127.0.0.1:{port}" in command
        with self.service([*command, *more]) as log:
            _wait_until_up(port, log)
            yield port


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait_until_up(port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"The site did not start:\n{log.read_text()}")
