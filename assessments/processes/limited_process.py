"""Programs of others, and our own readers, in children with bounded time, memory and files.

A child gets its content on standard input after its limits are set, so nothing of it is looked at without them. It
knows paths and no secret. Children of a child are under the same limits.
"""

import json
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from assessments.processes import child
from evalsite.costs import asker, begin_costly_work

# Tasks at once on one site: fewer than its processes (deploy/evalsite.service), so that some always answer pages.
AT_ONCE = 3
WAITING = 30  # seconds more than four times its own: other work may hold the processors
_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one task may use."""

    seconds: int  # of processor time
    memory: int = 1024**3  # bytes of address space
    files: int = 64 * 1024**2  # bytes that it may write into one file


class OutOfTimeError(Exception):
    """A task came to the end of its processor time, or did not end."""


class OutOfMemoryError(Exception):
    """A task wanted more memory than it may have, or a deeper stack."""


class BusyError(child.Refusal):
    """As many tasks run as may run at once. Nobody waits: who waits holds a process that answers others."""


class FailedError(Exception):
    """A task ended by a fault that it does not know. The message is what it wrote about it."""


@dataclass(frozen=True, slots=True)
class Ended:
    code: int  # minus a signal
    output: bytes
    complaint: bytes  # what it wrote on standard error

    @property
    def is_out_of_time(self) -> bool:
        """Whether it was ended for its processor time."""
        return -self.code == signal.SIGXCPU

    @property
    def is_out_of_memory(self) -> bool:
        """Whether it was ended by a system without memory."""
        return -self.code == signal.SIGKILL


def environment() -> dict[str, str]:
    """All that a child may know."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"LANG": "C.UTF-8"}


def run(command: Sequence[str], content: bytes, *, seconds: int, memory: int, files: int = 0) -> Ended:
    """Run a program, without a shell, until it ends.

    `seconds` of processor time, bytes of address space, and bytes that it may write into one file. Raises
    FileNotFoundError where there is no such program, TimeoutError where it does not end.
    """
    begin_costly_work()
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment()) as process:  # noqa: S603
        try:
            _limit(process.pid, seconds, memory, files)
            output, complaint = process.communicate(content, timeout=WAITING + 4 * seconds)
        except subprocess.TimeoutExpired as late:
            process.kill()
            raise TimeoutError from late
        except BaseException:
            process.kill()
            raise
    return Ended(process.returncode, output, complaint)


def _site() -> str:
    """What the processes of one site have in common: who started them."""
    return str(os.getppid())


def _taken(name: str) -> socket.socket | None:
    """A seat of the site, until it is closed or its holder ends, however it ends; None where somebody has it.

    A seat is an abstract socket of the system: no file, and no two can have the same name.
    """
    seat = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        seat.bind(f"\0evalsite-{_site()}-{name}")
    except OSError:
        seat.close()
        return None
    return seat


@contextmanager
def _seat() -> Iterator[None]:
    """One of the seats that the processes of a site share, and for a person's request the one seat of that person."""
    with ExitStack() as held:
        person = asker()
        if person:
            own = _taken(f"person-{person}")
            if own is None:
                raise BusyError("您的上一份文件还在读取，本次没有执行。请等它完成后再试。")
            held.enter_context(own)
        seat = next(filter(None, map(_taken, map(str, range(AT_ONCE)))), None)
        if seat is None:
            raise BusyError(f"现在有 {AT_ONCE} 份文件正在读取，本次没有执行。请一分钟后再试。")
        held.enter_context(seat)
        yield


def ask(task: str, content: bytes, *arguments: str, bounds: Bounds) -> Any:
    """What a task of our own ("module:function") answers about a content, as plain values.

    Raises child.Refusal where the task refuses the content, BusyError, OutOfTimeError, OutOfMemoryError, FailedError.
    """
    command = [sys.executable, "-I", child.__file__, task, *arguments]
    try:
        with _seat():
            ended = run(command, content, seconds=bounds.seconds, memory=bounds.memory, files=bounds.files)
    except TimeoutError as late:
        raise OutOfTimeError from late
    if ended.code == child.REFUSED:
        raise child.Refusal(ended.complaint.decode(errors="replace"))
    if ended.is_out_of_time:
        raise OutOfTimeError
    if ended.code == child.OUT_OF_MEMORY or ended.is_out_of_memory:
        raise OutOfMemoryError
    if ended.code:
        raise FailedError(ended.complaint.decode(errors="replace"))
    return json.loads(ended.output.decode("utf-8", "surrogatepass"))


def _limit(process: int, seconds: int, memory: int, files: int) -> None:
    bounds = {
        resource.RLIMIT_CPU: (seconds, seconds + 1),  # the first ends it with a signal of its own
        resource.RLIMIT_AS: (memory, memory),
        resource.RLIMIT_FSIZE: (files, files),
        resource.RLIMIT_CORE: (0, 0),
    }
    for bound, limits in bounds.items():
        resource.prlimit(process, bound, limits)
