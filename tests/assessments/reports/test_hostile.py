"""SECURITY row 16: nothing is fetched and nothing is read, whatever people typed.

Two walls are tested apart: typed text never becomes markup, and the drawing process refuses what markup asks for.
"""

import threading
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.request import urlopen

import pytest

from assessments.reports.papers.department_documents import build_report
from assessments.reports.pdf.pdf_file import PdfError, draw, render_pdf, report_html
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.paper import Paper
from tests.assessments.reports.sample import SAMPLE

SECRET = "CANARY-OF-A-FILE"


class _Canary(BaseHTTPRequestHandler):
    visits: Counter

    def do_GET(self):
        self.visits[self.path] += 1
        self.send_response(302 if "redirect" in self.path else 200)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def canary():
    """A server on this machine that counts who calls: its address and its visits."""
    visits = Counter()
    server = HTTPServer(("127.0.0.1", 0), type("Canary", (_Canary,), {"visits": visits}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", visits
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def secret_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("secret") / "secret.css"
    file.write_text(f'body::before {{ content: "{SECRET}" }}', "utf-8")
    return file


# {net}: the canary server, {file}: the canary file.
VECTORS = {
    "image": '<img src="{net}/a.png">',
    "image of a file": '<img src="{file}">',
    "image set": '<img srcset="{net}/a.png 2x" src="{net}/b.png">',
    "protocol-relative image": '<img src="//127.0.0.1/a.png">',
    "upper-case scheme": '<img src="HTTP{net_tail}/a.png">',
    "entity in scheme": '<img src="&#104;ttp{net_tail}/a.png">',
    "object": '<object data="{net}/a.pdf">',
    "embed": '<embed src="{net}/a.svg">',
    "style sheet": '<link rel="stylesheet" href="{net}/a.css">',
    "style sheet of a file": '<link rel="stylesheet" href="{file}">',
    "style sheet by way up": '<link rel="stylesheet" href="../../pyproject.toml">',
    "attachment": '<link rel="attachment" href="{net}/a">',
    "attachment of a file": '<link rel="attachment" href="{file}">',
    "linked attachment": '<a rel="attachment" href="{file}">x</a>',
    "import": '<style>@import "{net}/a.css";</style>',
    "import of a file": '<style>@import url("{file}");</style>',
    "background": '<p style="background: url({net}/a.png)">x</p>',
    "list mark": '<ul><li style="list-style-image: url({net}/a.png)">x</li></ul>',
    "generated content": '<style>p::after {{ content: url("{net}/a.png") }}</style><p>x</p>',
    "border image": '<p style="border: 9px solid; border-image: url({net}/a.png) 9">x</p>',
    "font": '<style>@font-face {{ font-family: z; src: url("{net}/z.woff2") }}</style><p style="font-family: z">x</p>',
    "font of a file": '<style>@font-face {{ font-family: z; src: url({file}) }}</style><b style="font-family: z">x</b>',
    "color profile": '<style>@color-profile --z {{ src: url("{net}/z") }}</style><b style="color: color(--z 1)">x</b>',
    "base": '<base href="{net}/"><img src="a.png">',
    "svg image": '<svg width="9" height="9"><image href="{net}/a.png" width="9" height="9"/></svg>',
    "svg xlink": '<svg width="9" height="9"><image xlink:href="{net}/a.png" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{net}/a.svg#z"/></svg>',
    "svg style": '<svg width="9" height="9"><style>@import "{net}/a.css";</style><rect width="9" height="9"/></svg>',
    "svg in data": "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><use href='{net}'/></svg>\">",
    "redirect": '<img src="{net}/redirect">',
    "ftp": '<img src="ftp{net_tail}/a.png">',
    "file by host": '<img src="file://127.0.0.1{file_path}">',
    "device": '<img src="file:///dev/zero">',
}


def written(vector, canary, secret_file):
    address = canary[0]
    return VECTORS[vector].format(
        net=address, net_tail=address.removeprefix("http"), file=secret_file.as_uri(), file_path=secret_file
    )


def with_text(value, text):
    """The same facts with every text in them replaced."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(with_text(item, text) for item in value)
    if is_dataclass(value):
        return replace(value, **{item.name: with_text(getattr(value, item.name), text) for item in fields(value)})
    return value


class _Elements(HTMLParser):
    """The kinds of elements of a page with their attributes, but for those that hold text, count rows or set widths.

    The typed text itself counts as "…" where a value names it (the label of a table that can be scrolled).
    """

    def __init__(self, page, typed):
        super().__init__()
        self.found = set()
        self.typed = typed
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        kept = [
            (name, value and value.replace(self.typed, "…"))
            for name, value in attributes
            if name not in {"content", "data-subject", "rowspan"}
        ]
        if tag != "col":  # their widths go by the length of the text
            self.found.add((tag, tuple(kept)))


def elements_of(text):
    """The elements of a report in which every field holds `text`."""
    facts = replace(with_text(SAMPLE, text), scheme=SAMPLE.scheme)
    return _Elements(report_html(build_report(facts, SCHEME_2020_10), draft=True), text).found


@pytest.mark.parametrize("vector", VECTORS)
def test_typed_markup_adds_no_element(vector, canary, secret_file):
    """Against as many letters: long texts have wider forms."""
    text = written(vector, canary, secret_file)
    assert elements_of(text) == elements_of("x" * len(text))


def test_a_report_full_of_attacks_is_drawn_as_text_and_fetches_nothing(canary, secret_file):
    typed = " ".join(written(vector, canary, secret_file) for vector in VECTORS)
    facts = replace(SAMPLE, projects=SAMPLE.projects[3:], narrative=with_text(SAMPLE.narrative, typed))
    facts = replace(facts, department=with_text(SAMPLE.department, '"><img src=x>'))
    paper = Paper(render_pdf(build_report(facts, SCHEME_2020_10), draft=True))
    assert paper.text.count(f'<imgsrc="{canary[0]}/a.png">') >= 5
    assert canary[1] == Counter()
    assert SECRET not in paper.text
    assert not paper.reader.attachments


@pytest.mark.parametrize("vector", VECTORS)
def test_unescaped_markup_is_refused_by_the_drawing_process(vector, canary, secret_file):
    """The second wall: what a broken template would let through."""
    page = (
        f"<!DOCTYPE html><html><head><title>x</title></head><body>{written(vector, canary, secret_file)}</body></html>"
    )
    try:
        paper = Paper(draw(page).pdf)
    except PdfError as stopped:
        refusal = str(stopped)
    else:  # nothing asked for it
        refusal = ""
        assert SECRET not in paper.text
        assert not paper.reader.attachments
    assert refusal in {"", "文件未生成：填报文字中含有系统不允许引用的文件或网址，请联系系统管理员。"}
    assert canary[1] == Counter()


def test_a_link_in_the_static_folder_leads_nowhere_else(tmp_path, secret_file, monkeypatch):
    (tmp_path / "innocent.css").symlink_to(secret_file)
    monkeypatch.setattr("assessments.reports.pdf.pdf_file._STYLES", tmp_path)
    monkeypatch.setattr("assessments.reports.pdf.pdf_file._SHEETS", ())
    with pytest.raises(PdfError, match="不允许引用"):
        draw('<html><head><link rel="stylesheet" href="innocent.css"></head></html>')


def test_what_the_walls_are_tested_with_does_bite(canary, secret_file, tmp_path):
    """The canary answers and the file speaks when nothing holds them back: the tests above can fail."""
    (tmp_path / "plain.css").write_text(secret_file.read_text("utf-8"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assessments.reports.pdf.pdf_file._STYLES", tmp_path)
        patch.setattr("assessments.reports.pdf.pdf_file._SHEETS", ())
        shown = Paper(draw('<html><head><link rel="stylesheet" href="plain.css"></head><body></body></html>').pdf)
    assert SECRET in shown.text
    address, visits = canary
    with urlopen(f"{address}/a.png"):
        assert visits == Counter({"/a.png": 1})
    visits.clear()


def test_invisible_characters_are_left_out():
    typed = "收\x00入\u202e123\u2066\ud800\x0b万元"
    facts = replace(SAMPLE, narrative=replace(SAMPLE.narrative, organisation=typed))
    blocks = [block.text for block in build_report(facts, SCHEME_2020_10).blocks if block.kind == "paragraph"]
    assert blocks[:2] == ["收入123", "万元"]
