"""Web pages: paragraphs and tables as a person sees them; scripts, styles and hidden parts are left out."""

import re
from html.parser import HTMLParser

from assessments.intake.document import ReportText, TextBuilder
from assessments.intake.readers.plain import decoded

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "svg", "select", "nav", "button", "iframe", "object"}
)
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
        "main", "ol", "p", "pre", "section", "summary", "ul",
    }
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 1000


def read(content: bytes) -> ReportText:
    declared = _CHARSET.search(content[:4096])
    page = _Page()
    page.feed(decoded(content, declared[1].decode("ascii") if declared else None))
    page.close()
    return page.document()


class _Page(HTMLParser):
    """Streams a page into a TextBuilder. A table inside a cell gives its words to that cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = TextBuilder()
        self._words: list[str] = []
        self._dropped: list[str] = []
        self._depth = 0  # of tables
        self._cell: tuple[int, int] | None = None
        self._has_row = False
        self._keeps_white = 0

    def document(self) -> ReportText:
        self._flush()
        while self._depth:
            self._close_table()
        return self._builder.document()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        if self._dropped:
            if tag == self._dropped[-1] and tag not in _VOID:
                self._dropped.append(tag)
        elif tag in _DROPPED or _is_hidden(known):
            if tag not in _VOID:
                self._dropped.append(tag)
        else:
            self._open(tag, known)

    def _open(self, tag: str, known: dict[str, str]) -> None:
        if tag == "table":
            self._open_table()
        elif tag == "tr" and self._depth == 1:
            self._close_cell()
            self._builder.open_row()
            self._has_row = True
        elif tag in {"td", "th"} and self._depth == 1:
            self._close_cell()
            if not self._has_row:
                self._builder.open_row()
                self._has_row = True
            self._cell = (_number(known.get("colspan")), _number(known.get("rowspan")))
        elif tag == "br":
            self._words.append("\v")
        elif tag in _BLOCKS or tag in {"td", "th", "tr"}:
            self._break()
            self._keeps_white += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.pop()
        elif tag == "table" and self._depth:
            self._close_table()
        elif tag in {"td", "th"} and self._depth == 1:
            self._close_cell()
        elif tag in _BLOCKS or tag in {"td", "th", "tr"}:
            self._keeps_white -= tag == "pre" and self._keeps_white > 0
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self._words.append(data.replace("\n", "\v") if self._keeps_white else data)

    def _open_table(self) -> None:
        self._depth += 1
        if self._depth == 1:
            self._flush()
            self._builder.open_table()
            self._has_row = False
        else:
            self._break()

    def _close_table(self) -> None:
        if self._depth == 1:
            self._close_cell()
            self._builder.close_table()
        else:
            self._break()
        self._depth -= 1

    def _break(self) -> None:
        """A new line: a paragraph outside of tables, a line break inside a cell."""
        if self._depth:
            self._words.append("\v")
        else:
            self._flush()

    def _taken(self) -> str:
        joined = _WHITE.sub(" ", "".join(self._words))
        self._words.clear()
        lines = (line.strip(" ") for line in joined.replace("\xa0", " ").split("\v"))
        return "\n".join(line for line in lines if line)

    def _flush(self) -> None:
        text = self._taken()
        if text and not self._depth:
            self._builder.paragraph(text)

    def _close_cell(self) -> None:
        text = self._taken()  # words between cells belong to no place of the table
        if self._cell is not None:
            columns, rows = self._cell
            self._builder.cell(text, columns=columns, rows=rows)
            self._cell = None


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _number(text: str | None) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1
