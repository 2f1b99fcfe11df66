"""Draws docs/images anew: `python -m tests.screens` takes pictures of the demo county for the guides.

Wants a Chromium at /usr/bin/chromium and LibreOffice. The pictures of whole documents are drawn by `tests.gallery`.
"""

import io
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from tests.gallery import SHADES, pages_of, side_by_side

_ROOT = Path(__file__).resolve().parent.parent
_FOLDER = _ROOT / "docs" / "images"
_WIDTH = 1080
_EDGE = 700  # pixels of the long edge of a page of a paper
_COLOURS = 200
_PATIENCE = 60  # seconds


@dataclass(frozen=True)
class Screen:
    """One picture: who looks at what, and how much of it is seen; `clip` is a part that is shown alone."""

    name: str
    account: str
    department: str  # "" for the home page
    place: str
    height: int
    width: int = _WIDTH
    clip: str = ""
    before: Callable[[Page], object] = lambda page: None


def _open_preview(page: Page) -> None:
    page.get_by_role("button", name="预览", exact=True).click()
    page.locator("#preview img").first.wait_for(timeout=_PATIENCE * 1000)
    page.wait_for_load_state("networkidle")


SCREENS = (
    Screen("task-list", "xfj.tb", "信访局", "/assessments/{pk}/", 760),
    Screen("finance", "xfj.tb", "信访局", "/assessments/{pk}/finance/", 660),
    Screen("check", "xfj.tb", "信访局", "/assessments/{pk}/check/", 900, clip="section:has(> .panel-head > #errors)"),
    Screen("preview", "jtj.tb", "交通运输局", "/assessments/{pk}/narrative/", 720, width=1296, before=_open_preview),
    Screen("remarks", "wjj.tb", "卫生健康局", "/assessments/{pk}/", 720),
    Screen("progress", "jixiao", "", "/", 1040),
    Screen("review", "jixiao", "生态环境局", "/review/{pk}/", 960),
)
_PAPERS = "退役军人事务局"  # approved, with a form of every kind that has no transfers


@contextmanager
def _site(state: Path) -> Iterator[str]:
    """Its address, while it serves."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "evalsite.settings",
        "DEVELOPMENT": "on",
        "DATABASE_URL": f"sqlite:///{state}/demo.sqlite3",
        "STATE_DIR": str(state),
        "COUNTY_NAME": "青龙满族自治县",
        "SITE_URL": "https://zp.example.gov.cn",
    }
    for command in (["migrate", "--verbosity", "0"], ["load_demo", "--stage", "approved"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=_ROOT, env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    server = [sys.executable, "-m", "gunicorn", "evalsite.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    process = subprocess.Popen([*server, "--no-control-socket"], cwd=_ROOT, env=environment)
    try:
        _wait_for(port)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.2)
    raise TimeoutError("the site does not serve")


@contextmanager
def _signed_in(browser: Browser, site: str, account: str, width: int, height: int) -> Iterator[Page]:
    from assessments.demo.people import PASSWORD  # noqa: PLC0415 - Django comes first

    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.goto(site)
        page.get_by_label("账号").fill(account)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        yield page


def _papers_by_department(browser: Browser, site: str) -> Mapping[str, str]:
    """The key of the newest assessment of every department."""
    with _signed_in(browser, site, "guanli", _WIDTH, 800) as page:
        page.goto(f"{site}/review/")
        links = page.locator("th[scope=row] a")
        found = [(link.text_content() or "", link.get_attribute("href") or "") for link in links.all()]
    return {name: href.strip("/").split("/")[-1] for name, href in reversed(found)}


def _take(page: Page, screen: Screen) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "screen.png"
        if screen.clip:
            page.locator(screen.clip).screenshot(path=path)
        else:
            page.screenshot(path=path)
        return Image.open(path).convert("RGB")


def _screens(browser: Browser, site: str) -> Iterator[tuple[str, Image.Image]]:
    keys = _papers_by_department(browser, site)
    for screen in SCREENS:
        with _signed_in(browser, site, screen.account, screen.width, screen.height) as page:
            page.goto(site + screen.place.format(pk=keys.get(screen.department, "")))
            screen.before(page)
            yield screen.name, _take(page, screen)


# What stands here for the faces that an office owns and Word files name.
_FACES = {
    "方正小标宋简体": "Noto Serif CJK SC",
    "仿宋_GB2312": "FandolFang",
    "楷体_GB2312": "FandolKai",
    "黑体": "FandolHei",
    "宋体": "FandolSong",
}
_ALIAS = "<alias binding='same'><family>{}</family><prefer><family>{}</family></prefer></alias>"


def _with_faces(folder: str) -> dict[str, str]:
    from django.conf import settings  # noqa: PLC0415

    from assessments.reports.pdf.fonts import font_configuration  # noqa: PLC0415

    usual = font_configuration(Path(settings.FONT_DIR), Path(folder))
    aliases = "".join(_ALIAS.format(*pair) for pair in _FACES.items())
    own = Path(folder) / "faces.conf"
    own.write_text(f"<fontconfig><include>{usual}</include>{aliases}</fontconfig>", encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(own)}


def _as_pdf(content: bytes, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"report.{ending}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_with_faces(folder))
        return source.with_suffix(".pdf").read_bytes()


def _chosen(pdf: bytes, *titles: str) -> list[Image.Image]:
    """The first page, and the first that has each of these titles."""
    texts = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    places = [next(at for at, text in enumerate(texts) if title in text[:80]) for title in titles]
    drawn = pages_of(pdf, edge=_EDGE, most=len(texts))
    return [drawn[at] for at in (0, *places)]


def _papers(browser: Browser, site: str) -> Iterator[tuple[str, Image.Image]]:
    key = _papers_by_department(browser, site)[_PAPERS]
    with _signed_in(browser, site, "guanli", _WIDTH, 800) as page:
        report = page.request.get(f"{site}/assessments/{key}/report.pdf").body()
        word = page.request.get(f"{site}/assessments/{key}/documents/report.docx").body()
        excel = page.request.get(f"{site}/assessments/{key}/documents/report.xlsx").body()
    form, summary = "项目支出绩效自评表", "项目支出绩效自评结果汇总表"
    yield "report-pages", side_by_side(_chosen(report, "部门整体支出绩效自评情况表", form, summary))
    yield (
        "word-and-excel",
        side_by_side([*_chosen(_as_pdf(word, "docx"), form), *_chosen(_as_pdf(excel, "xlsx"), "项目名称主管部门")[1:]]),
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, _site(Path(folder)) as site, sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, picture in _screens(browser, site):
            picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(_FOLDER / f"{name}.png", optimize=True)
        for name, picture in _papers(browser, site):
            picture.quantize(SHADES).save(_FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
