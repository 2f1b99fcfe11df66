"""What another person's page costs while reports are checked, on a site with the processes of its unit.

Beside it the same site with the reading inside those processes: the figure that this design avoids.
"""

import itertools
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessments.demo.people import PASSWORD
from tests.benchmarks.measuring import once
from tests.conftest import ROOT, manage, site_environment
from tests.deploy.units import unit
from tests.deploy.visitor import Visitor

CHECK_UPS = 10
PEOPLE = ("guanli", "jixiao", "xzzf", "jkw", "shbz")  # who paste
READER = "xfj.tb"  # who only looks
PAGE = "/assessments/1/check/"
MOST = 2.0  # times as long as when nobody pastes
_LOOKS = 15
_LINE = "平安县水务局2023年项目支出1,234.56万元，其中：供水项目100万元，执行率98.5%。\n"
PASTED = ("9" * 9_000, _LINE * 2_000, "1.项目\n" * 5_000, "（" * 50_000, _LINE * 40)


@contextmanager
def _site(directory: Path, application: str) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        command = [part.replace("127.0.0.1:8000", f"fd://{listener.fileno()}") for part in unit("evalsite").command]
        command[0], command[command.index("evalsite.wsgi")] = sys.executable, application
        environment = site_environment(directory) | {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "WARNING"}
        process = subprocess.Popen(command, env=environment, cwd=ROOT, pass_fds=[listener.fileno()])
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait()


def _paste(visitor: Visitor, turns: Iterator[int], left: threading.Semaphore) -> None:
    """Check reports until as many are checked as are wanted, again where the site is busy."""
    while left.acquire(blocking=False):
        visitor.get("/report-checks/")
        form = visitor.form("text")
        form.fields["text"] = "平安县水务局2023年度部门整体支出绩效自评报告\n" + PASTED[next(turns) % len(PASTED)]
        if visitor.send(form).status != 200:
            left.release()
            time.sleep(0.2)


def _looks(reader: Visitor, while_alive: list[threading.Thread] | None = None) -> list[float]:
    if while_alive is None:
        return [once(lambda: reader.get(PAGE)) for _ in range(_LOOKS)]
    times = []
    while any(thread.is_alive() for thread in while_alive):
        times.append(once(lambda: reader.get(PAGE)))
    return times


def _medians(port: int) -> tuple[float, float]:
    """Seconds of the page alone, and while the reports are checked."""
    reader = Visitor(port, "http", "127.0.0.1").sign_in(READER, PASSWORD)
    visitors = [Visitor(port, "http", "127.0.0.1").sign_in(name, PASSWORD) for name in PEOPLE]
    _looks(reader)  # every process has answered once
    alone, turns, left = _looks(reader), itertools.count(), threading.Semaphore(CHECK_UPS)
    threads = [threading.Thread(target=_paste, args=(visitor, turns, left)) for visitor in visitors]
    for thread in threads:
        thread.start()
    busy = _looks(reader, threads)
    return statistics.median(alone), statistics.median(busy or [float("inf")])


def run() -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        manage(directory, "migrate", "--verbosity=0")
        manage(directory, "load_demo", "--stage", "draft", "--departments", "0")
        for title, application, most in (
            ("in children", "evalsite.wsgi", MOST),
            ("in the processes that answer (must be worse)", "tests.benchmarks.in_process_site", None),
        ):
            with _site(directory, application) as port:
                _wait(port)
                alone, busy = _medians(port)
            verdict = "" if most is None else f", at most {most:g}   {'ok' if busy <= most * alone else 'OVER'}"
            print(
                f"  {title:<46} {alone * 1000:7.1f} ms alone, {busy * 1000:8.1f} ms, {busy / alone:5.2f} times{verdict}"
            )


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and Visitor(port, "http", "127.0.0.1").get("/login/").status != 200:
        time.sleep(0.2)
