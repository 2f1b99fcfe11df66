"""Pages as pictures: whole, the same each time, kept by content; a broken file or poppler gives words."""

import hashlib
import io
import os
import zlib

import pytest
from PIL import Image, ImageFile

from assessments.processes import limited_process
from assessments.reports.pdf import page_images
from assessments.reports.pdf.page_images import PageImageError, page_image
from tests.assessments.reports.hostile_pdf import pdf_of_page
from tests.assessments.reports.paper import seal


def picture(content):
    shown = Image.open(io.BytesIO(content))
    shown.load()
    return shown


def pixels(content):
    return picture(content).convert("RGB").tobytes()


def test_a_page_fills_its_long_edge(draft):
    upright, wide = (
        next(n for n, page in enumerate(draft.pages, 1) if page.is_upright is side) for side in (True, False)
    )
    assert picture(page_image(draft.data, upright)).size == (795, 1123)
    assert picture(page_image(draft.data, wide)).size == (1123, 795)
    assert picture(page_image(draft.data, 1, longest=300)).size == (213, 300)


def test_pages_of_words_are_gray_and_small(draft):
    content = page_image(draft.data, 1)
    assert picture(content).mode == "L"
    assert len(content) < 150_000


def test_the_pixels_are_those_of_poppler(draft):
    """Against poppler's own PNG, in gray and in colour."""
    coloured = pdf_of_page("1 0 0 rg 20 20 100 60 re f 0 0.5 1 rg 40 40 30 90 re f")
    for pdf in (draft.data, coloured):
        command = ["pdftoppm", "-png", "-f", "1", "-l", "1", "-scale-to", "500", "-"]
        theirs = limited_process.run(command, pdf, seconds=20, memory=1024**3).output
        assert pixels(page_image(pdf, 1, longest=500)) == pixels(theirs)
    assert picture(page_image(coloured, 1)).mode == "RGB"


def test_the_same_page_gives_the_same_bytes(draft):
    assert page_image(draft.data, 2) == page_image(draft.data, 2)
    assert page_image(draft.data, 2) != page_image(draft.data, 1)


@pytest.fixture
def folder(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = settings.CACHES | {"pictures": {"BACKEND": backend, "LOCATION": tmp_path / "pictures"}}
    return tmp_path / "pictures"


@pytest.fixture
def commands(monkeypatch):
    """The commands that were run."""
    run, started = limited_process.run, []

    def counted(command, *args, **bounds):
        started.append(command)
        return run(command, *args, **bounds)

    monkeypatch.setattr(limited_process, "run", counted)
    return started


def test_a_picture_is_drawn_once(folder, commands, draft):
    first = page_image(draft.data, 1)
    assert seal(page_image(draft.data, 1)) == seal(first)
    assert len(commands) == 1


def test_another_page_size_or_file_is_another_picture(folder, commands, draft, final):
    wanted = [(draft.data, 1, 200), (draft.data, 2, 200), (draft.data, 1, 300), (final.data, 1, 200)]
    for _ in range(2):
        drawn = {hashlib.sha256(page_image(pdf, number, longest=longest)).digest() for pdf, number, longest in wanted}
    assert (len(drawn), len(commands)) == (4, 4)


def test_a_fault_is_not_kept(folder, draft, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setenv("PATH", "/nowhere")
        with pytest.raises(PageImageError):
            page_image(draft.data, 1)
    assert picture(page_image(draft.data, 1))


NOT_SHOWN = "报告的这一页无法显示为图片，请打开 PDF 文件查看。"


def message_of(pdf, number=1):
    with pytest.raises(PageImageError) as refused:
        page_image(pdf, number)
    return str(refused.value)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7\n", b"no PDF at all", os.urandom(5000)])
def test_what_is_no_pdf(pdf):
    assert message_of(pdf) == NOT_SHOWN


def test_a_page_that_is_not_there(draft):
    for number in (0, len(draft.pages) + 1, 10**12):
        assert message_of(draft.data, number) == NOT_SHOWN


def test_poppler_is_missing(draft, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert message_of(draft.data) == "服务器缺少显示页面所需的系统组件（poppler-utils），请联系系统管理员安装。"


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("exit 99", NOT_SHOWN),
        ("exit 0", NOT_SHOWN),
        ("printf 'P6\\n2 2\\n255\\nxyz'", NOT_SHOWN),
        ("kill -KILL $$", "报告的这一页过于复杂，无法显示为图片，请打开 PDF 文件查看。"),
        ("while :; do :; done", "报告的这一页过于复杂，无法显示为图片，请打开 PDF 文件查看。"),
        ("exec sleep 60", "页面图片生成超时，请稍后重试。"),
    ],
)
def test_poppler_that_does_not_answer(does, says, tmp_path, monkeypatch):
    program = tmp_path / "pdftoppm"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as a library leaves it for its whole process
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(page_images, "SECONDS", 1)
    monkeypatch.setattr(limited_process, "WAITING", 0)
    assert message_of(b"%PDF") == says


@pytest.mark.parametrize("size", [(14_400, 14_400), (10, 14_000), (1e9, 1e9), (0.001, 9999)])
def test_a_page_of_any_size_has_a_bounded_picture(size):
    try:
        assert max(picture(page_image(pdf_of_page("", size=size), 1)).size) <= page_images.SCREEN
    except PageImageError as refused:
        assert str(refused) == NOT_SHOWN  # noqa: PT017 - either answer is right


def test_a_stream_that_unpacks_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(page_images, "SECONDS", 1)
    bomb = zlib.compress(b"0 0 9 9 re f " * 4_000_000)
    assert message_of(pdf_of_page(bomb, packed=True)) == "报告的这一页过于复杂，无法显示为图片，请打开 PDF 文件查看。"


def test_memory_is_bounded(draft, monkeypatch):
    monkeypatch.setattr(page_images, "MEMORY", 12 * 1024**2)
    assert message_of(draft.data) == NOT_SHOWN
