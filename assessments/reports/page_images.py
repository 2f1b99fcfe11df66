"""Pages of a PDF as PNG pictures, drawn by poppler in a bounded child that reads the file and nothing else.

pdftoppm gives the bare pixels: its own PNG takes four times as long and twice the room of one in shades of gray, which
is all that most pages have.
"""

import hashlib
import re
import struct
import zlib

from assessments import bounded
from assessments.reports.document import DocumentError
from assessments.reports.kept import kept

SCREEN = 1123  # pixels of the long edge: A4 at 96 dpi
SECONDS = 20  # of processor time for one page; one of ours takes 0.05
MEMORY = 512 * 1024**2  # bytes of address space
_PIXELS = re.compile(rb"P6\n(\d+) (\d+)\n255\n")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY, _COLOUR = 0, 2  # kinds of pixel in a PNG
_COMPRESSION = 6


class PageImageError(DocumentError):
    """A page cannot be shown as a picture."""


def page_image(pdf: bytes, number: int, *, longest: int = SCREEN) -> bytes:
    """The page with this number, from 1, as PNG whose long edge has `longest` pixels; the same page, the same bytes.

    Raises PageImageError where there is no such page, the file is broken, or poppler is missing.
    """
    key = f"{hashlib.sha256(pdf).hexdigest()}-{number}-{longest}"
    return kept("pictures", key, lambda: drawn_page(pdf, number, longest=longest))


def drawn_page(pdf: bytes, number: int, *, longest: int = SCREEN) -> bytes:
    """The same for those who keep pictures by a name of their own."""
    return _png(*_pixels(pdf, number, longest))


def _pixels(pdf: bytes, number: int, longest: int) -> tuple[int, int, bytes]:
    """Width, height, and three bytes for each pixel."""
    ended = _poppler(["pdftoppm", "-f", str(number), "-l", str(number), "-scale-to", str(longest), "-"], pdf)
    head = _PIXELS.match(ended)
    width, height = map(int, head.groups()) if head else (0, 0)
    if head is None or len(ended) != head.end() + 3 * width * height:
        raise PageImageError("报告的这一页无法显示为图片，请打开PDF文件查看。")
    return width, height, ended[head.end() :]


def _poppler(command: list[str], pdf: bytes) -> bytes:
    try:
        ended = bounded.run(command, pdf, seconds=SECONDS, memory=MEMORY)
    except FileNotFoundError as missing:
        raise PageImageError("服务器缺少显示页面所需的系统组件（poppler-utils），请联系系统管理员安装。") from missing
    except TimeoutError as late:
        raise PageImageError("页面图片生成超时，请稍后重试。") from late
    if ended.is_out_of_bounds:
        raise PageImageError("报告的这一页过于复杂，无法显示为图片，请打开PDF文件查看。")
    return ended.output


def _png(width: int, height: int, pixels: bytes) -> bytes:
    red, green, blue = (pixels[colour::3] for colour in range(3))
    kind, content, row = (_GRAY, red, width) if red == green == blue else (_COLOUR, pixels, 3 * width)
    rows = b"".join(b"\0" + content[start : start + row] for start in range(0, len(content), row))
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, _COMPRESSION)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
