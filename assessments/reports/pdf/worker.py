"""Draws PDFs in a process of its own: a warm parent that forks one bounded child for each document.

It runs as a script and knows nothing of the site but how a page is drawn (`weasyprint_drawing`): not its settings, its
database or its secrets. It reads files under the given folder and nothing else.

How it is spoken to (the other end is `client`): argument 1 is a Unix socket of packets, argument 2 where our packages
lie, argument 3 a folder, the others names of style sheets in it. Each packet brings one end of a connection. A job
comes in over it as JSON; back go from the child one line of JSON and the PDF, and from the parent how the child ended.
When the socket closes, the site is gone, and so are parent and children.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any, Protocol

LIBRARIES_MISSING, RESOURCE_REFUSED, OUT_OF_MEMORY, FAILED = 3, 4, 5, 6
EXIT = "exit %4d\n"  # the end of every answer: the child's exit code, negative for a signal
IDLE = 600  # seconds without a job after which the parent goes; the next job starts another
# Up to this size of HTML a document is drawn without garbage collection: faster, and the process ends anyway.
_SMALL = 2_000_000
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
# Every face of the report once: what the first document looks up is kept for all that follow.
_WARM_UP = """<!DOCTYPE html>
<html lang="zh-CN"><title>报告</title><article class="report">
<section class="report-text"><h1 class="report-title"><span>预算绩效</span></h1>
<h2>一、项目</h2><h3>（一）项目</h3><h4>1.项目</h4><p>预算 2022 ABC，项目。</p></section>
<section class="report-sheet"><p class="sheet-label">附件1</p><h2 class="sheet-title">项目</h2>
<table class="report-table"><thead><tr><th class="label">项目</th></tr></thead>
<tbody><tr><td>项目</td></tr><tr><td class="number">1,234.56</td></tr></tbody></table></section>
</article></html>"""


class Studio(Protocol):
    """What the processes know of drawing; it is `weasyprint_drawing.Studio`."""

    refusal: type[BaseException]  # raised where a page asks for what it may not read

    def draw(
        self, html: str, enclosed: dict[str, str] | None = None, *, is_cut: bool = False
    ) -> tuple[bytes, dict[str, Any]]: ...


def _limit(seconds: int, memory: int) -> None:
    """Bound processor time, and memory beyond what the parent has handed down; end with the parent."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(studio: Studio, job: dict[str, Any]) -> tuple[int, bytes]:
    """The exit code, and what is said: a line and the file, or why there is none."""
    _limit(job["seconds"], job["memory"])
    if len(job["html"]) > _SMALL:
        gc.enable()
    try:
        pdf, told = studio.draw(job["html"], job["enclosed"], is_cut=job["is_cut"])
    except studio.refusal as refused:
        return RESOURCE_REFUSED, str(refused).encode()
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except Exception as fault:  # noqa: BLE001 - whatever it is, it is told and ends this child only
        return FAILED, f"{type(fault).__name__}: {fault}".encode()
    return 0, json.dumps(told).encode() + b"\n" + pdf


def _work(studio: Studio, connection: socket.socket) -> None:
    with connection.makefile("rb") as incoming:
        job = json.load(incoming)
    code, said = _answer(studio, job)
    connection.sendall(said)
    os._exit(code)


class Office:
    """Takes connections from the control socket, and has a child for each until it ends or nobody waits for it."""

    def __init__(self, studio: Studio, control: socket.socket) -> None:
        self._studio = studio
        self._control = control
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)
        self._children: dict[int, tuple[int, socket.socket]] = {}  # by its file descriptor: process, connection
        self._waiting: dict[int, int] = {}  # file descriptor of a connection: process

    def run(self) -> None:
        """Serve until the control socket closes, or nothing has been asked for a while."""
        while events := self._poll.poll(None if self._children else IDLE * 1000):
            for descriptor, _ in events:
                if descriptor in self._children:
                    self._end(descriptor)
                elif descriptor in self._waiting:  # the other end was closed
                    self._give_up(descriptor)
                elif not self._begin():
                    self._stop()
                    return

    def _begin(self) -> bool:
        packet, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
        if not packet:
            return False
        connection = socket.socket(fileno=descriptors[0])
        process = os.fork()
        if process == 0:
            try:
                self._control.close()
                for _, other in self._children.values():
                    other.close()
                _work(self._studio, connection)
            finally:
                os._exit(FAILED)
        child = os.pidfd_open(process)
        self._children[child] = process, connection
        self._waiting[connection.fileno()] = process
        self._poll.register(child, select.POLLIN)
        self._poll.register(connection, 0)  # only told when it is closed
        return True

    def _give_up(self, descriptor: int) -> None:
        self._poll.unregister(descriptor)
        os.kill(self._waiting.pop(descriptor), signal.SIGKILL)

    def _end(self, child: int) -> None:
        self._poll.unregister(child)
        os.close(child)
        process, connection = self._children.pop(child)
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        with connection:
            if self._waiting.pop(connection.fileno(), None):
                self._poll.unregister(connection)
                try:
                    connection.sendall((EXIT % code).encode())
                except OSError:  # nobody waits any more
                    return

    def _stop(self) -> None:
        for process, _ in self._children.values():
            os.kill(process, signal.SIGKILL)


def main() -> None:
    """Start warm: what is looked up and compiled for the first page is there for every child."""
    control, packages, folder = socket.socket(fileno=int(sys.argv[1])), sys.argv[2], Path(sys.argv[3]).resolve()
    sys.path.append(packages)
    try:
        from assessments.reports.pdf import weasyprint_drawing  # noqa: PLC0415 - only here may system libraries lack

        studio = weasyprint_drawing.Studio(folder, sys.argv[4:])
    except OSError as missing:
        sys.stderr.write(str(missing))
        sys.exit(LIBRARIES_MISSING)
    gc.disable()
    studio.draw(_WARM_UP)
    gc.collect()
    gc.freeze()
    Office(studio, control).run()


if __name__ == "__main__":
    main()
