"""Draws PDFs in a process of its own: a warm parent that forks one bounded child for each document.

The only module that imports WeasyPrint. It runs as a script and knows nothing of the site: not its settings, its
database or its secrets. It reads files under the given folder and nothing else.

How it is spoken to (the other end is `drawing_process`): argument 1 is a Unix socket of packets, argument 2 a folder,
the others names of style sheets in it. Each packet brings one end of a connection. A job comes in over it as JSON; back
go from the child one line of JSON and the PDF, and from the parent how the child ended. When the socket closes, the
site is gone, and so are parent and children.
"""

import ctypes
import gc
import json
import os
import re
import resource
import select
import signal
import socket
import sys
import zlib
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

LIBRARIES_MISSING, RESOURCE_REFUSED, OUT_OF_MEMORY, FAILED = 3, 4, 5, 6
EXIT = "exit %4d\n"  # the end of every answer: the child's exit code, negative for a signal
IDLE = 600  # seconds without a job after which the parent goes; the next job starts another
# Up to this size of HTML a document is drawn without garbage collection: faster, and the process ends anyway.
_SMALL = 2_000_000
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_COMPRESSION = 6  # of zlib; 9 takes a tenth of the time of a report and saves one part in a hundred of its size
# Rules for the marks of lists and notes: they match every element, and a style is computed for each match.
_MARKS = re.compile(r"^::(?:marker|footnote-|note-).*\n", re.MULTILINE)
# Every face of the report once: what the first document looks up is kept for all that follow.
_WARM_UP = """<!DOCTYPE html>
<html lang="zh-CN"><title>报告</title><article class="report">
<section class="report-text"><h1 class="report-title"><span>预算绩效</span></h1>
<h2>一、项目</h2><h3>（一）项目</h3><h4>1.项目</h4><p>预算 2022 ABC，项目。</p></section>
<section class="report-sheet"><p class="sheet-label">附件1</p><h2 class="sheet-title">项目</h2>
<table class="report-table"><thead><tr><th class="label">项目</th></tr></thead>
<tbody><tr><td>项目</td></tr><tr><td class="number">1,234.56</td></tr></tbody></table></section>
</article></html>"""


class _Compressor:
    """What pydyf asks of zlib: it has no option for the level."""

    @staticmethod
    def compressobj(level: int) -> Any:
        del level
        return zlib.compressobj(level=_COMPRESSION)


def level_lines() -> None:
    """A line is as high as `line-height` says, whatever faces its characters come from.

    WeasyPrint puts the middle of the faces of each line in the middle of the line, so a line with digits of another
    face is higher than its neighbours, and a page of figures has 20 lines instead of 22. Browsers take the first face.
    """
    from weasyprint.layout import inline  # noqa: PLC0415
    from weasyprint.text.line_break import split_first_line, strut  # noqa: PLC0415

    def on_the_line(text: str, style: Any, *arguments: Any, **more: Any) -> tuple[Any, ...]:
        layout, length, rest, width, _, _ = split_first_line(text, style, *arguments, **more)
        return layout, length, rest, width, *strut(style)

    inline.split_first_line = on_the_line


class Studio:
    """WeasyPrint with what all documents share: fonts, style sheets, and the one folder that may be read."""

    def __init__(self, folder: Path, styles: list[str]) -> None:
        """Raise OSError where a system library is missing."""
        import pydyf  # noqa: PLC0415 - what needs system libraries is asked for where their lack can be told
        import weasyprint  # noqa: PLC0415
        from weasyprint.html import UA  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: PLC0415

        class FolderFetcher(URLFetcher):
            """Opens files of the folder. Anything else ends the drawing: no page of ours asks for it."""

            def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
                del headers
                parts = urlsplit(url)
                if parts.scheme != "file" or parts.netloc:
                    raise FatalURLFetchingError(url)
                path = Path(url2pathname(parts.path)).resolve()
                if not path.is_file() or not path.is_relative_to(folder):
                    raise FatalURLFetchingError(url)
                kind = "text/css" if path.suffix == ".css" else "application/octet-stream"
                return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

        without_marks = weasyprint.CSS(string=_MARKS.sub("", UA))

        class PlainPage(weasyprint.HTML):
            """A page without marks of lists and notes: our style sheets show none."""

            def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - as it is called
                return super()._ua_stylesheets(forms) if forms else [without_marks]

        class Written(pydyf.Object):
            """An object that has become bytes: for the identifier and for the file they are asked twice."""

            data = b""
            compressible = False

            def __init__(self, written: pydyf.Object) -> None:
                super().__init__()
                self.number, self.generation, self.free = written.number, written.generation, written.free
                self.compressible = written.compressible
                if self.free == "n":
                    self.data = written.data

        def finish(document: Any, pdf: Any) -> None:
            del document
            pdf.objects[:] = [Written(each) for each in pdf.objects]

        level_lines()
        pydyf.zlib = _Compressor
        self._finish = finish
        self.refusal: type[BaseException] = FatalURLFetchingError
        self._page = PlainPage
        self._enclose = weasyprint.Attachment
        self._fetcher = FolderFetcher(allowed_protocols=("file",), allow_redirects=False, fail_on_errors=True)
        self._base_url = folder.as_uri() + "/"
        self._fonts = FontConfiguration()
        self._styles = [weasyprint.CSS(filename=folder / name, font_config=self._fonts) for name in styles]

    def draw(
        self, html: str, enclosed: dict[str, str] | None = None, *, is_cut: bool = False
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF/A-3a file of a page with the data that it shows, and what is to be told of it.

        Told are the characters for which no font has a glyph, the number of its pages, and where it goes on: a page
        that is cut goes on elsewhere, so its last page is left out, which would not be full.
        """
        page = self._page(string=html, base_url=self._base_url, url_fetcher=self._fetcher)
        document = page.render(
            font_config=self._fonts, stylesheets=self._styles, pdf_variant="pdf/a-3a", presentational_hints=False
        )
        document, rest = _cut(document) if is_cut else (document, None)
        attachments = [self._attachment(enclosed)] if enclosed else None
        pdf = document.write_pdf(pdf_variant="pdf/a-3a", attachments=attachments, finisher=self._finish)
        missing = {character for font in document.fonts.values() for character in font.missing}
        return pdf, {"missing": [chr(each) for each in sorted(missing)], "pages": len(document.pages), "rest": rest}

    def _attachment(self, enclosed: dict[str, str]) -> Any:
        """Its dates are told: without them the file would have those of its drawing."""
        dated = datetime.fromisoformat(enclosed["dated"])
        return self._enclose(
            string=enclosed["text"],
            name=enclosed["name"],
            description=enclosed["title"],
            created=dated,
            modified=dated,
            url_fetcher=self._fetcher,
            relationship="Source",
        )


def _cut(document: Any) -> tuple[Any, int | None]:
    """The pages before the last one that a band begins, and the number of that band; None where there is no such page.

    Each band is an anchor on every page that it reaches.
    """
    bands = [_from_the_top(page.anchors) for page in document.pages]
    for page in document.pages:
        page.anchors = {}  # nothing leads there
    cuts = [
        (place, int(here[0]))
        for place, (before, here) in enumerate(pairwise(bands), start=1)
        if before and here and here[0] not in before
    ]
    if not cuts:
        return document, None
    place, band = cuts[-1]
    return document.copy(document.pages[:place]), band


def _from_the_top(anchors: dict[str, Any]) -> list[str]:
    """The names of a page's anchors by their place: left, top, right, bottom."""
    return sorted(anchors, key=lambda name: anchors[name][1])


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
    control = socket.socket(fileno=int(sys.argv[1]))
    try:
        studio = Studio(Path(sys.argv[2]).resolve(), sys.argv[3:])
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
