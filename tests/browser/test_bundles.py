"""A bundle ordered in a browser, drawn by a real cluster whose workers are killed meanwhile, and taken home whole."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path

from assessments.models import Bundle
from tests.assessments.web.conftest import add_departments
from tests.conftest import ROOT, site_environment
from tests.factories import make_world

DEPARTMENTS = 6
KILLS = 4
PATIENCE = 180  # seconds


@contextmanager
def cluster(directory):
    """The background, as the site runs it; gone afterwards with all its processes."""
    environment = site_environment(directory) | {"JOB_RETRY_SECONDS": "10", "JOB_WORKERS": "2"}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "run_jobs"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def children(pid):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(path.parent.name))
    return sorted(found)


def below(pid):
    return [process for child in children(pid) for process in (child, *below(child))]


def kill_one(watcher, number):
    """SIGKILL, without a word, to a process of the cluster: workers busy and idle, their helpers, the sentinel."""
    processes = below(watcher)
    if processes:
        with suppress(ProcessLookupError):
            os.kill(processes[number % len(processes)], signal.SIGKILL)


def test_a_bundle_survives_killed_workers_and_comes_home_whole(live_site, new_context, tmp_path):
    with live_site.database():
        world = make_world()
        add_departments(world, DEPARTMENTS - 2)
        administrator = world.administrator
    context = new_context(accept_downloads=True)
    live_site.sign_in(context, administrator)
    page = context.new_page()
    page.goto("/review/")
    page.get_by_role("link", name="打包下载").last.click()
    page.get_by_role("button", name="开始打包").click()
    page.get_by_text(f"共 {DEPARTMENTS} 份，已完成 0 份").wait_for()
    address = page.url

    with cluster(live_site.directory) as process:
        for number in range(KILLS):
            time.sleep(1.5)
            kill_one(process.pid, number)
        page.goto("/")
        page.goto(address)
        page.get_by_role("link", name="下载压缩文件（ZIP）").wait_for(timeout=PATIENCE * 1000)
        with page.expect_download() as download:
            page.get_by_role("link", name="下载压缩文件（ZIP）").click()
        file = tmp_path / "bundle.zip"
        download.value.save_as(file)

    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        sums = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        found = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist() if ".pdf" in name}
        assert all(archive.read(name).startswith(b"%PDF-") for name in found)
    assert (len(found), found) == (DEPARTMENTS, sums)
    with live_site.database():
        bundle = Bundle.objects.get()
        assert bundle.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_bundle_is_cancelled_from_its_page(live_site, new_context):
    with live_site.database():
        administrator = make_world().administrator
    context = new_context()
    live_site.sign_in(context, administrator)
    page = context.new_page()
    page.goto("/bundles/order/")
    page.get_by_role("button", name="开始打包").click()
    page.get_by_role("button", name="取消打包").click()

    page.get_by_role("heading", name="已取消").wait_for()
    page.goto("/bundles/")
    assert page.get_by_role("row", name="已取消").count() == 1
