"""A report as a PDF file, drawn in another process with bounded time and memory."""

import hashlib
import re
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from assessments.processes import limited_process
from assessments.reports.document.chunks import BEGINNING, MOST_CELLS, FormPlace, Portion, portion_of, weight_of
from assessments.reports.document.line_breaks import with_line_breaks
from assessments.reports.document.model import DocumentError, Report, with_pages
from assessments.reports.pdf import client, worker
from assessments.reports.pdf.cache import kept
from assessments.reports.pdf.client import DrawingError, Drawn, NotStartedError, Workplace
from assessments.reports.pdf.fonts import font_configuration
from assessments.reports.pdf.joined_pages import joined

LARGEST_HTML = 20_000_000  # characters of one portion; it has so many only in very few cells
MOST_PORTIONS = 40  # of a document: about 10,000 projects of a county
SECONDS = 180  # of processor time
MEMORY = 2 * 1024**3  # bytes of address space
_STYLES = Path(settings.BASE_DIR) / "static" / "css"
_SHEETS = ("report.css", "report-columns.css")
# Characters that a county has made for itself: a font elsewhere may have another glyph at the same place.
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_KILLED = frozenset({signal.SIGXCPU, signal.SIGKILL})  # by its bounds
_MOST_NAMED = 5
_WIDEST = 999  # a page number as wide as any
_TOO_LARGE = "报告内容过多，无法生成 PDF 文件。请精简填报文字后重试。"


class PdfError(DocumentError):
    """The PDF file could not be drawn."""


class LastingPdfError(PdfError):
    """It could not and never will, unless it gets more time: the content was too much, or was refused."""

    is_lasting = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """The data that a report was made from, as a file inside it."""

    name: str  # ASCII
    text: str
    title: str
    dated: date


class PageDrawer(Protocol):
    """Draws one page of HTML as `draw` does, within `seconds` of processor time."""

    @property
    def seconds(self) -> int: ...

    def __call__(self, html: str, enclosed: Enclosed | None, /, *, is_cut: bool) -> Drawn: ...


class _AtOnce:
    """Draws without waiting for others, with all the time that a document may have."""

    seconds = SECONDS

    def __call__(self, html: str, enclosed: Enclosed | None, /, *, is_cut: bool) -> Drawn:
        return draw(html, enclosed, is_cut=is_cut)


def render_pdf(report: Report, *, draft: bool, enclosed: Enclosed | None = None) -> bytes:
    """Draw the report: the same report gives the same bytes. A draft carries the watermark 草稿.

    Raises PdfError when the report is too large, takes too long, the system libraries are missing, or no font has a
    character of a report that is no draft.
    """
    return drawn_report(report, draft=draft, enclosed=enclosed).pdf


def drawn_report(
    report: Report, *, draft: bool, enclosed: Enclosed | None = None, drawer: PageDrawer | None = None
) -> Drawn:
    """The same with what is told of it. `drawer` draws what is not kept yet, for those with bounds of their own."""
    drawn = _drawn_folder(report, enclosed, drawer or _AtOnce(), draft=draft)
    if not drawn.missing:
        return drawn
    if not draft:
        raise PdfError(without_glyph(drawn.missing))
    replaced = _drawn_folder(report, enclosed, drawer or _AtOnce(), draft=True, missing=drawn.missing)
    return replace(replaced, missing=drawn.missing)


def _drawn_folder(
    report: Report, enclosed: Enclosed | None, drawer: PageDrawer, *, draft: bool, missing: Sequence[str] = ()
) -> Drawn:
    """The document, and the papers in it one by one: their first pages are known when all before them are drawn."""
    whole = partial(_drawn_whole, drawer=drawer, draft=draft, missing=missing)
    front = whole(with_pages(report, [_WIDEST] * len(report.parts)), enclosed)
    papers, next_page = [front], front.pages + 1
    starts = []
    for part in report.parts:
        starts.append(next_page)
        papers.append(whole(part, None, first_page=next_page))
        next_page += papers[-1].pages
    if starts:
        papers[0] = whole(with_pages(report, starts), enclosed)
    return _put_together(papers)


def _drawn_whole(
    report: Report,
    enclosed: Enclosed | None,
    *,
    drawer: PageDrawer,
    draft: bool,
    missing: Sequence[str],
    first_page: int = 1,
) -> Drawn:
    """A paper in as many portions as it needs. The data that it shows stands in the first."""
    if weight_of(report) > MOST_PORTIONS * MOST_CELLS:
        raise PdfError(_TOO_LARGE)
    parts: list[Drawn] = []
    place: FormPlace | None = BEGINNING
    while place is not None:
        here = first_page + sum(part.pages for part in parts)
        page = partial(report_html, draft=draft, missing=missing, first_page=here)
        portion, part = _drawn_portion(report, place, page, None if parts else enclosed, drawer)
        parts.append(part)
        place = portion.next_place(part.rest)
    return _put_together(parts)


def _put_together(parts: Sequence[Drawn]) -> Drawn:
    return Drawn(
        pdf=_joined_once([part.pdf for part in parts]),
        missing=tuple(dict.fromkeys(character for part in parts for character in part.missing)),
        pages=sum(part.pages for part in parts),
        rest=None,
    )


def _drawn_portion(
    report: Report, place: FormPlace, page: Callable[[Report], str], enclosed: Enclosed | None, drawer: PageDrawer
) -> tuple[Portion, Drawn]:
    """A portion that was cut where a band begins a page; twice as much where none does."""
    most = MOST_CELLS
    while True:
        portion = portion_of(report, place, most)
        drawn = _drawn_once(page(portion.report), enclosed, drawer, is_cut=portion.is_cut)
        if not portion.is_cut or drawn.rest is not None:
            return portion, drawn
        most *= 2


def _drawn_once(html: str, enclosed: Enclosed | None, drawer: PageDrawer, *, is_cut: bool) -> Drawn:
    """What was drawn of the same page with the same styles and fonts; else draw it and keep it for a while."""
    if len(html) > LARGEST_HTML:
        raise PdfError(_TOO_LARGE)
    key = hashlib.sha256(f"{version('weasyprint')} {_workplace()} {enclosed} {is_cut}\n{html}".encode()).hexdigest()
    make = partial(_with_private, drawer, html, enclosed, is_cut=is_cut)
    return kept("drawn", key, make, seconds=drawer.seconds)


def _with_private(drawer: PageDrawer, html: str, enclosed: Enclosed | None, *, is_cut: bool) -> Drawn:
    """Drawn, with the county's own characters among those that no font can show."""
    drawn = drawer(html, enclosed, is_cut=is_cut)
    return replace(drawn, missing=(*drawn.missing, *sorted(set(_PRIVATE.findall(html)))))


def _joined_once(portions: Sequence[bytes]) -> bytes:
    if len(portions) == 1:
        return portions[0]
    key = hashlib.sha256(b"joined" + b"".join(hashlib.sha256(portion).digest() for portion in portions)).hexdigest()
    return kept("drawn", key, lambda: joined(portions), seconds=SECONDS)


def report_html(report: Report, *, draft: bool, missing: Sequence[str] = (), first_page: int = 1) -> str:
    """The page that is drawn. Its only date is that of the paper, so that a reprint is byte-identical.

    In a draft, characters that no font can show are set as 〓, with a note on the first page that names them.
    """
    title = f"{report.title}（草稿）" if draft else report.title
    created = report.dated.isoformat() if report.dated else ""
    note = f"本稿中的{'、'.join(map(_code_point, missing))}没有可用的字体，以“〓”代替。"
    context = {
        "report": report,
        "draft": draft,
        "title": title,
        "created": created,
        "note": note if missing and first_page == 1 else "",
        "code": _qr(report),
        "first_page": first_page,
    }
    html = with_line_breaks(render_to_string("reports/report.html", context))
    return html.translate(dict.fromkeys(map(ord, missing), "〓"))


def _qr(report: Report) -> str:
    """The address of a filed report as a picture; "" where there is none."""
    if not report.filing or not report.filing.address:
        return ""
    code = segno.make_qr(report.filing.address, error="m")
    picture: str = code.svg_inline(border=0, omitsize=True, title="查验本报告的二维码", svgclass=None, lineclass=None)
    return mark_safe(picture)  # noqa: S308 - made of an address that was encoded, drawn as one path


def without_glyph(missing: Sequence[str]) -> str:
    """What is said of characters that stop an approval."""
    named = "、".join(f"“{character}”（{_code_point(character)}）" for character in missing[:_MOST_NAMED])
    more = f"等{len(missing)}个字符" if len(missing) > _MOST_NAMED else ""
    return (
        f"服务器上没有能显示{named}{more}的字体，无法生成正式文件。请改用规范汉字，或由系统管理员安装含有该字的字体。"
    )


def _code_point(character: str) -> str:
    own = "，自造字" if _PRIVATE.match(character) else ""
    return f"U+{ord(character):04X}{own}"


def draw(
    html: str,
    enclosed: Enclosed | None = None,
    *,
    is_cut: bool = False,
    seconds: int = SECONDS,
    memory: int = MEMORY,
) -> Drawn:
    """Draw one page of HTML that may use the site's style sheets and nothing else; raises PdfError."""
    data = asdict(enclosed) | {"dated": enclosed.dated.isoformat()} if enclosed else None
    job = {"html": html, "enclosed": data, "is_cut": is_cut, "seconds": seconds, "memory": memory}
    try:
        return client.draw(_workplace(), job, wait=limited_process.WAITING + 4 * seconds)
    except TimeoutError as late:
        raise LastingPdfError("生成 PDF 文件超时，请稍后重试。") from late
    except DrawingError as fault:
        kind = PdfError if fault.code == worker.LIBRARIES_MISSING else LastingPdfError
        raise kind(_reason(fault.code, fault.said)) from fault
    except NotStartedError as fault:
        kind = LastingPdfError if -fault.code in _KILLED else PdfError
        raise kind(_reason(fault.code, "")) from fault


def _workplace() -> Workplace:
    code = Path(worker.__file__)
    drawing = code.with_name("weasyprint_drawing.py")  # not imported here: it loads WeasyPrint
    read = [code, drawing, Path(settings.FONT_DIR), *(_STYLES / name for name in _SHEETS)]
    edition = tuple(path.stat().st_mtime_ns for path in read if path.exists())
    return Workplace(_STYLES, _SHEETS, tuple(drawing_environment().items()), edition)


def drawing_environment() -> dict[str, str]:
    """All that a drawing process may know: paths and fonts, no secret. Raises PdfError where fonts cannot be told."""
    try:
        conf = font_configuration(Path(settings.FONT_DIR), Path(settings.STATE_DIR) / "fontconfig")
    except OSError as refused:
        raise PdfError(f"服务器无法写入字体配置文件（{refused.filename}），请联系系统管理员。") from refused
    return limited_process.environment() | {"FONTCONFIG_FILE": str(conf)}


_TOO_MUCH = "填报内容过多，未能生成 PDF 文件。请精简文字后重试；不能精简的，联系系统管理员。"


def _reason(code: int, said: str) -> str:
    match code:
        case worker.LIBRARIES_MISSING:
            return "服务器缺少生成 PDF 所需的系统组件（libpangoft2-1.0-0、libharfbuzz-subset0），请联系系统管理员安装。"
        case worker.RESOURCE_REFUSED:
            return "文件未生成：填报文字中含有系统不允许引用的文件或网址，请联系系统管理员。"
        case worker.OUT_OF_MEMORY:
            return _TOO_MUCH
    if -code in _KILLED:
        return _TOO_MUCH
    return "生成 PDF 文件失败：" + (said.strip().splitlines() or ["绘制进程意外终止，请重试"])[-1]
