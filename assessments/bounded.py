"""Programs of others, and our own readers, in children with bounded time, memory and files.

A child gets its content on standard input after its limits are set, so nothing of it is looked at without them. It
knows paths and no secret. Children of a child are under the same limits.
"""

import os
import resource
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

WAITING = 30  # seconds more than four times its own: other work may hold the processors
_PASSED_ON = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Ended:
    code: int  # minus a signal
    output: bytes
    complaint: bytes  # what it wrote on standard error

    @property
    def is_out_of_bounds(self) -> bool:
        """Whether it was ended for its processor time, or by a system without memory."""
        return -self.code in {signal.SIGXCPU, signal.SIGKILL}


def environment() -> dict[str, str]:
    """All that a child may know."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"LANG": "C.UTF-8"}


def run(command: Sequence[str], content: bytes, *, seconds: int, memory: int, files: int = 0) -> Ended:
    """Run a program, without a shell, until it ends.

    `seconds` of processor time, bytes of address space, and bytes that it may write into one file. Raises
    FileNotFoundError where there is no such program, TimeoutError where it does not end.
    """
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


def _limit(process: int, seconds: int, memory: int, files: int) -> None:
    bounds = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_FSIZE: files,
        resource.RLIMIT_CORE: 0,
    }
    for bound, most in bounds.items():
        resource.prlimit(process, bound, (most, most))
