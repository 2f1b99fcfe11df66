"""Pages of a PDF as PNG pictures, drawn by poppler in a bounded child that reads the file and nothing else.

pdftoppm gives the bare pixels: its own PNG takes four times as long and twice the room of one in shades of gray, which
is all that most pages have.
"""

import hashlib
import io

from PIL import Image, ImageChops, ImageFile

from assessments.processes import limited_process
from assessments.reports.document.model import DocumentError
from assessments.reports.pdf.cache import kept

SCREEN = 1123  # pixels of the long edge: A4 at 96 dpi
SECONDS = 20  # of processor time for one page; one of ours takes 0.05
MEMORY = 512 * 1024**2  # bytes of address space
_MOST_PAGES = 100_000
_NOT_SHOWN = "报告的这一页无法显示为图片，请打开 PDF 文件查看。"


class PageImageError(DocumentError):
    """A page cannot be shown as a picture."""


class LastingPageImageError(PageImageError):
    """It never can."""

    is_lasting = True


def page_image(pdf: bytes, number: int, *, longest: int = SCREEN) -> bytes:
    """The page with this number, from 1, as PNG whose long edge has `longest` pixels; the same page, the same bytes.

    Raises PageImageError where there is no such page, the file is broken, or poppler is missing.
    """
    key = f"{hashlib.sha256(pdf).hexdigest()}-{number}-{longest}"
    return kept("pictures", key, lambda: drawn_page(pdf, number, longest=longest), seconds=SECONDS)


def drawn_page(pdf: bytes, number: int, *, longest: int = SCREEN) -> bytes:
    """The same for those who keep pictures by a name of their own."""
    if not 1 <= number <= _MOST_PAGES:  # poppler would draw all of them
        raise PageImageError(_NOT_SHOWN)
    return _png(_poppler(["pdftoppm", "-f", str(number), "-l", str(number), "-scale-to", str(longest), "-"], pdf))


def _poppler(command: list[str], pdf: bytes) -> bytes:
    try:
        ended = limited_process.run(command, pdf, seconds=SECONDS, memory=MEMORY)
    except FileNotFoundError as missing:
        raise PageImageError("服务器缺少显示页面所需的系统组件（poppler-utils），请联系系统管理员安装。") from missing
    except TimeoutError as late:
        raise LastingPageImageError("页面图片生成超时，请稍后重试。") from late
    if ended.is_out_of_time or ended.is_out_of_memory:
        raise LastingPageImageError("报告的这一页过于复杂，无法显示为图片，请打开 PDF 文件查看。")
    return ended.output


def _png(pixels: bytes) -> bytes:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that draws pages switches it on for its whole process
    try:
        page = Image.open(io.BytesIO(pixels), formats=["PPM"])
        page.load()
    except (OSError, ValueError) as broken:
        raise LastingPageImageError(_NOT_SHOWN) from broken
    gray = page.convert("L")
    is_gray = ImageChops.difference(page, gray.convert("RGB")).getbbox() is None
    out = io.BytesIO()
    (gray if is_gray else page).save(out, "PNG")
    return out.getvalue()
