"""Children are bounded before they get their content, know no secret, and leave nothing running."""

import re
import sys
import time
from pathlib import Path

import pytest

from assessments.processes import limited_process
from assessments.processes.child import Refusal
from evalsite.costs import metered

MEMORY = 256 * 1024**2


def python(code, content=b"", **bounds):
    return limited_process.run([sys.executable, "-I", "-c", code], content, **{"seconds": 5, "memory": MEMORY} | bounds)


def test_what_a_child_says():
    ended = python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1]); sys.exit('因故')", b"abc")
    assert (ended.code, ended.output, ended.complaint.decode().strip()) == (1, b"cba", "因故")
    assert (ended.is_out_of_time, ended.is_out_of_memory) == (False, False)


def test_the_bounds_are_set_before_the_content_comes():
    code = (
        "import resource, sys; sys.stdin.read()\n"
        "for name in ('CPU', 'AS', 'FSIZE', 'CORE'): print(*resource.getrlimit(getattr(resource, f'RLIMIT_{name}')))"
    )
    assert python(code, seconds=7, files=10).output.split() == [
        b"7", b"8", b"%d" % MEMORY, b"%d" % MEMORY, b"10", b"10", b"0", b"0",
    ]  # fmt: skip


def test_a_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s" * 60)
    monkeypatch.setenv("DATABASE_URL", "postgres://someone:secret@host/name")
    known = set(python("import os; print(*os.environ, sep='\\n')").output.decode().split())
    assert known <= {"PATH", "TMPDIR", "LD_LIBRARY_PATH", "LANG"}


def test_processor_time_ends_a_child():
    assert python("while True: pass", seconds=1).is_out_of_time


def test_memory_is_bounded():
    assert b"MemoryError" in python("x = bytes(10**9)").complaint


@pytest.mark.parametrize("files", [0, 100])
def test_files_are_bounded(files, tmp_path):
    path = tmp_path / "written"
    ended = python(f"with open({str(path)!r}, 'wb') as file: file.write(b'x' * 1000)", files=files)
    assert ended.code != 0
    assert path.stat().st_size <= files


def test_one_that_waits_is_ended(monkeypatch):
    monkeypatch.setattr(limited_process, "WAITING", -3.5)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        python("import time; time.sleep(60)", seconds=1)
    assert time.monotonic() - begun < 20


def test_one_that_does_not_read_its_content():
    assert python("pass", b"x" * 10_000_000).code == 0


def test_a_program_that_is_not_there():
    with pytest.raises(FileNotFoundError):
        limited_process.run(["/nowhere/pdftoppm"], b"", seconds=1, memory=MEMORY)


BOUNDS = limited_process.Bounds(seconds=5, memory=MEMORY)


def test_a_task_answers_with_plain_values():
    task, content = "tests.assessments.tasks:echo", "字\ud800".encode("utf-8", "surrogatepass")

    assert limited_process.ask(task, content, "a", bounds=BOUNDS) == {"text": "字\ud800", "said": ["a"]}


def test_a_refusal_comes_back_as_it_was_said():
    with pytest.raises(Refusal) as caught:
        limited_process.ask("tests.assessments.tasks:refuse", b"", bounds=BOUNDS)
    assert str(caught.value) == "不收。"


BEYOND = [
    ("spin", limited_process.OutOfTimeError),
    ("grow", limited_process.OutOfMemoryError),
    ("sink", limited_process.OutOfMemoryError),
]


@pytest.mark.parametrize(("task", "fault"), BEYOND, ids=[task for task, _ in BEYOND])
def test_a_task_beyond_its_bounds(task, fault):
    with pytest.raises(fault):
        limited_process.ask(
            f"tests.assessments.tasks:{task}", b"", bounds=limited_process.Bounds(seconds=1, memory=MEMORY)
        )


def test_a_task_that_fails_says_why():
    with pytest.raises(limited_process.FailedError, match="ZeroDivisionError"):
        limited_process.ask("tests.assessments.tasks:fail", b"", bounds=BOUNDS)


def test_a_child_gives_way_to_those_who_look_at_pages():
    assert limited_process.ask("tests.assessments.tasks:niceness", b"", bounds=BOUNDS) >= 10


def test_so_many_at_once_and_no_more(monkeypatch):
    monkeypatch.setattr(limited_process, "AT_ONCE", 2)
    with limited_process._seat(), limited_process._seat():
        begun = time.monotonic()
        with pytest.raises(limited_process.BusyError, match="现在有 2 份文件正在读取"):
            limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)
        assert time.monotonic() - begun < 1
    assert limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)["text"] == ""


class Asked:
    """The meter of somebody's request."""

    is_deliberate = True

    def __init__(self, asker):
        self.asker = asker

    def count(self):
        pass


def test_a_person_has_one_seat_whatever_the_number_of_tabs():
    with metered(Asked("1")), limited_process._seat():
        with pytest.raises(limited_process.BusyError, match="您的上一份文件还在读取"), metered(Asked("1")):
            limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)
        with metered(Asked("2")):
            assert limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)["text"] == ""
    with metered(Asked("1")):
        assert limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)["text"] == ""


def test_whoever_finds_no_seat_keeps_none(monkeypatch):
    monkeypatch.setattr(limited_process, "AT_ONCE", 1)
    busy = pytest.raises(limited_process.BusyError, match="现在有 1 份文件正在读取")
    with metered(Asked("1")), limited_process._seat(), metered(Asked("2")), busy:
        limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)
    with metered(Asked("2")):
        assert limited_process.ask("tests.assessments.tasks:echo", b"", bounds=BOUNDS)["text"] == ""


def test_commands_and_jobs_are_nobody_s():
    """They take a seat of the site and stand in the way of no person."""
    with limited_process._seat(), limited_process._seat():
        pass


def test_fewer_at_once_than_the_service_has_processes():
    unit = (Path(__file__).parents[3] / "deploy" / "evalsite.service").read_text()

    source = Path(limited_process.__file__).read_text()

    assert (
        int(re.search(r"--workers (\d+)", unit)[1]) >= int(re.search(r"^AT_ONCE = (\d+)", source, re.MULTILINE)[1]) + 2
    )
