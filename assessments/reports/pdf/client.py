"""The other end of `drawing`: starts that process when the first page is to be drawn, hands it jobs, reads the answers.

One drawing process belongs to each process of the site. It ends with it, or after a while without work, and the next
job starts another.
"""

import atexit
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assessments.reports.pdf import worker
from evalsite.costs import begin_costly_work

_PACKAGES = Path(__file__).resolve().parents[3]
_PIECE = 1 << 20  # bytes
_EXIT = re.compile(rb"exit +(-?\d+)\n\Z")


class NotStartedError(Exception):
    """The drawing process ended before it took a job; `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class DrawingError(Exception):
    """A job ended without a file: `code` of `drawing`, or minus a signal; `said` is what it wrote about it."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(code, said)
        self.code, self.said = code, said


class _GoneError(Exception):
    """The drawing process ended without telling what became of the job."""


@dataclass(frozen=True, slots=True)
class Drawn:
    pdf: bytes
    missing: tuple[str, ...]  # characters that no font can show
    pages: int
    rest: int | None  # of a page that was to be cut: the band with which the next one begins, None where it cannot


@dataclass(frozen=True, slots=True)
class Workplace:
    """What a drawing process is started with; another one needs another process."""

    folder: Path
    styles: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    edition: tuple[
        int, ...
    ] = ()  # changes with the style sheets and fonts: a process that has read older ones is replaced


class _Process:
    """A running drawing process."""

    def __init__(self, workplace: Workplace) -> None:
        self.made_for = workplace
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-I", worker.__file__]
            arguments = [str(theirs.fileno()), str(_PACKAGES), str(workplace.folder), *workplace.styles]
            self._process = subprocess.Popen(  # noqa: S603 - our own script, no shell, nothing typed in its arguments
                [*command, *arguments],
                env=dict(workplace.environment),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    @property
    def number(self) -> int:
        return self._process.pid

    def connect(self) -> socket.socket:
        """Send the process one end of a new connection, and give the other; OSError where it has gone."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self._control, [b"1"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def exit_code(self) -> int:
        """How it ended, asked only of one that has gone."""
        return self._process.wait()

    def close(self) -> None:
        self._control.close()
        self._process.wait()

    def disown(self) -> None:
        """In a fork of the process that started it: nothing to end and nothing to wait for."""
        self._control.close()
        self._process.returncode = 0


_current: _Process | None = None
_lock = threading.Lock()


def _process(workplace: Workplace) -> _Process:
    global _current  # noqa: PLW0603 - one for each process of the site
    with _lock:
        if _current and _current.made_for != workplace:
            _drop(_current)
        if _current is None:
            _current = _Process(workplace)
        return _current


def _drop(process: _Process) -> None:
    global _current  # noqa: PLW0603
    if _current is process:
        _current = None
        process.close()


def running() -> int | None:
    """The number of the drawing process, where one was started."""
    return _current.number if _current else None


def close() -> None:
    """End the drawing process, if there is one."""
    with _lock:
        if _current:
            _drop(_current)


def _start_anew() -> None:
    global _current, _lock  # noqa: PLW0603
    _lock = threading.Lock()
    if _current:
        _current.disown()
    _current = None


atexit.register(close)
os.register_at_fork(after_in_child=_start_anew)


def draw(workplace: Workplace, job: Mapping[str, object], *, wait: float) -> Drawn:
    """Have one job drawn; try once more where the drawing process has gone.

    Raises DrawingError where the job fails, NotStartedError where no process can be had, TimeoutError after `wait`
    seconds.
    """
    begin_costly_work()
    content = json.dumps(job).encode()
    until = time.monotonic() + wait
    for _ in range(2):
        process = _process(workplace)
        try:
            return _ask(process, content, until)
        except _GoneError:
            with _lock:
                _drop(process)
    raise NotStartedError(process.exit_code())


def _ask(process: _Process, content: bytes, until: float) -> Drawn:
    try:
        connection = process.connect()
    except OSError as gone:
        raise _GoneError from gone
    with connection:
        answer = _exchange(connection, content, until)
    end = _EXIT.search(answer, max(0, len(answer) - 20))
    if end is None:
        raise _GoneError
    said, code = answer[: end.start()], int(end[1])
    if code:
        raise DrawingError(code, said.decode(errors="replace"))
    line, _, pdf = said.partition(b"\n")
    told = json.loads(line)
    return Drawn(pdf, tuple(told["missing"]), told["pages"], told["rest"])


def _exchange(connection: socket.socket, content: bytes, until: float) -> bytes:
    pieces = []
    try:
        _set_deadline(connection, until)
        connection.sendall(content)
        connection.shutdown(socket.SHUT_WR)
        while piece := _received(connection, until):
            pieces.append(piece)
    except (BrokenPipeError, ConnectionResetError) as gone:
        if not pieces:
            raise _GoneError from gone
    return b"".join(pieces)


def _received(connection: socket.socket, until: float) -> bytes:
    _set_deadline(connection, until)
    return connection.recv(_PIECE)


def _set_deadline(connection: socket.socket, until: float) -> None:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection.settimeout(left)
