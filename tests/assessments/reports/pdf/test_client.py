"""The process that draws: one for each process of the site, warm, bounded, replaced when it goes, gone when we go."""

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf import client, worker
from assessments.reports.pdf.pdf_file import PdfError, draw, drawing_environment, report_html
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE

PAGE = '<!DOCTYPE html><html lang="zh-CN"><head><title>报告</title></head><body><p>{}</p></body></html>'
SLOW = PAGE.format("<table>" + "<tr><td>1</td></tr>" * 50_000 + "</table>")


@pytest.fixture
def anew():
    """No process runs before the test, and none stays that the test has changed."""
    client.close()
    yield
    client.close()


def parent():
    """The number of the process that draws."""
    draw(PAGE.format("一"))
    return client.running()


def children_of(process):
    return [int(number) for number in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def is_alive(process):
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


def test_documents_share_a_parent_and_nothing_else(anew):
    first = draw(PAGE.format("甲"))
    process = parent()
    assert draw(PAGE.format("乙")) != first
    assert draw(PAGE.format("甲")) == first
    assert parent() == process


def test_a_new_parent_gives_the_same_bytes(anew):
    first = draw(PAGE.format("甲"))
    client.close()
    assert draw(PAGE.format("甲")) == first


def test_threads_draw_at_once(anew):
    texts = [f"第{number}份" for number in range(6)]
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(draw, map(PAGE.format, texts)))
    assert [Paper(item.pdf).text.removesuffix("—1—") for item in drawn] == texts


def test_a_changed_style_sheet_is_read_again(anew, tmp_path, monkeypatch):
    monkeypatch.setattr("assessments.reports.pdf.pdf_file._STYLES", tmp_path)
    monkeypatch.setattr("assessments.reports.pdf.pdf_file._SHEETS", ("own.css",))
    shown = []
    for number, text in enumerate("甲乙"):
        (tmp_path / "own.css").write_text(f'body::before {{ content: "{text}" }}', "utf-8")
        os.utime(tmp_path / "own.css", (number, number))
        shown.append(Paper(draw(PAGE.format("")).pdf).text)
    assert shown == ["甲", "乙"]


def test_its_environment_has_no_secret(anew, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("DATABASE_URL", "canary")
    names = {line.split(b"=")[0] for line in Path(f"/proc/{parent()}/environ").read_bytes().split(b"\0") if line}
    assert names <= {b"PATH", b"TMPDIR", b"LD_LIBRARY_PATH", b"LANG", b"FONTCONFIG_FILE"}


def test_a_parent_that_was_killed_is_replaced(anew):
    process = parent()
    os.kill(process, signal.SIGKILL)
    assert Paper(draw(PAGE.format("又")).pdf).text == "又—1—"
    assert parent() != process


def test_a_parent_killed_at_work_is_replaced_and_the_work_done_again(anew):
    process = parent()
    with ThreadPoolExecutor(1) as pool:
        drawn = pool.submit(draw, PAGE.format("<table>" + "<tr><td>1</td></tr>" * 800 + "</table>"))
        child = wait_for(lambda: children_of(process))[0]
        os.kill(process, signal.SIGKILL)
        assert len(Paper(drawn.result().pdf).pages) > 5
    wait_for(lambda: not is_alive(child))


def test_a_killed_child_is_told(anew):
    process = parent()
    with ThreadPoolExecutor(1) as pool:
        drawn = pool.submit(draw, SLOW)
        os.kill(wait_for(lambda: children_of(process))[0], signal.SIGKILL)
        with pytest.raises(PdfError, match="填报内容过多"):
            drawn.result()
    assert parent() == process


def test_a_child_for_which_nobody_waits_is_ended(anew, monkeypatch):
    process = parent()
    monkeypatch.setattr("assessments.processes.limited_process.WAITING", 0.5 - 4 * 60)
    with pytest.raises(PdfError, match="超时"):
        draw(SLOW, seconds=60)
    wait_for(lambda: not children_of(process))


def test_it_goes_with_its_site():
    """A site that is killed takes its drawing process along, at work or not."""
    code = (
        "import django, threading, time; django.setup()\n"
        "from assessments.reports.pdf import client, pdf_file\n"
        f"page = {PAGE!r}.format\n"
        "pdf_file.draw(page(''))\n"
        "threading.Thread(target=pdf_file.draw, args=(page('<p>1' * 50_000),)).start()\n"
        "print(client.running(), flush=True)\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    site = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
    with site:
        process = int(site.stdout.readline())
        child = wait_for(lambda: children_of(process))[0]
        site.kill()
    wait_for(lambda: not is_alive(process))
    wait_for(lambda: not is_alive(child))


def test_it_goes_when_nothing_is_asked_for_and_comes_back(anew, tmp_path, monkeypatch):
    run_instead(tmp_path, monkeypatch, "IDLE = 600", "IDLE = 0.1")
    process = parent()
    wait_for(lambda: not is_alive(process))
    assert parent() != process


def test_a_fork_of_the_site_starts_its_own(anew):
    process = parent()
    reader, writer = os.pipe()
    fork = os.fork()
    if fork == 0:
        os.write(writer, str(parent()).encode())
        client.close()
        os._exit(0)
    os.waitpid(fork, 0)
    own = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    assert own != process
    assert parent() == process


def run_instead(tmp_path, monkeypatch, first, then):
    """Let the drawing process run a changed copy of its script."""
    changed = tmp_path / "drawing.py"
    source = Path(worker.__file__).read_text("utf-8")
    assert first in source
    changed.write_text(source.replace(first, then), "utf-8")
    monkeypatch.setattr(worker, "__file__", str(changed))


START, CHILD = (
    "from assessments.reports.pdf import weasyprint_drawing  #",
    'pdf, told = studio.draw(job["html"], job["enclosed"], is_cut=job["is_cut"])',
)
FAULTS = [
    (START, 'raise OSError("cannot load library")', "系统组件（libpangoft2-1.0-0、libharfbuzz-subset0）"),
    (START, "os._exit(1)", "生成 PDF 文件失败：绘制进程意外终止，请重试"),
    (CHILD, "raise MemoryError", "填报内容过多"),
    (CHILD, "os.kill(os.getpid(), 9)", "填报内容过多"),
    (CHILD, "os.abort()", "生成 PDF 文件失败：绘制进程意外终止，请重试"),
    (CHILD, 'raise ValueError("odd")', "生成 PDF 文件失败：ValueError: odd"),
    (CHILD, "os._exit(1)", "生成 PDF 文件失败：绘制进程意外终止，请重试"),
]


@pytest.mark.parametrize(("place", "fault", "message"), FAULTS)
def test_each_way_to_fail_is_said_in_chinese(place, fault, message, anew, tmp_path, monkeypatch):
    run_instead(tmp_path, monkeypatch, place, f"{fault}  #")
    with pytest.raises(PdfError, match=re.escape(message)):
        draw("<html></html>")


def test_waiting_is_bounded(anew, tmp_path, monkeypatch):
    run_instead(tmp_path, monkeypatch, CHILD, "import time; time.sleep(60)  #")
    monkeypatch.setattr("assessments.processes.limited_process.WAITING", 0.5)
    with pytest.raises(PdfError, match="超时"):
        draw("<html></html>", seconds=0)


def test_what_is_left_out_for_speed_changes_nothing_that_is_seen():
    """The same words at the same places as from WeasyPrint with level lines: lists and notes are not in our pages."""
    html = report_html(build_report(SAMPLE, SCHEME_2020_10), draft=True)
    code = (
        "import runpy, sys, weasyprint\n"
        "runpy.run_path(sys.argv[2])['level_lines']()\n"
        "page = weasyprint.HTML(string=sys.stdin.read(), base_url=sys.argv[1])\n"
        "sheets = [sys.argv[1] + name for name in ('report.css', 'report-columns.css')]\n"
        "sys.stdout.buffer.write(page.write_pdf(stylesheets=sheets, pdf_variant='pdf/a-3a'))\n"
    )
    drawing = str(Path(worker.__file__).with_name("weasyprint_drawing.py"))
    command = [sys.executable, "-c", code, f"{settings.BASE_DIR}/static/css/", drawing]
    plain = subprocess.run(
        command, input=html.encode(), env=drawing_environment(), capture_output=True, check=True, timeout=60
    )
    untouched, ours = Paper(plain.stdout), Paper(draw(html).pdf)
    assert ours.pages == untouched.pages
    assert ours.bookmarks() == untouched.bookmarks()
    assert ours.fonts == untouched.fonts
