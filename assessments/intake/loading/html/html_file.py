"""Web pages: the article as a person reads it; what a site puts around it is left out.

Scripts, styles and hidden parts are dropped while the page is parsed into a tree of blocks; `article` then tells the
text from menus, paths, buttons and imprints.
"""

import re
from html.parser import HTMLParser

from assessments.intake.limits import MOST_CHARACTERS
from assessments.intake.loading.blocks import Unread, write
from assessments.intake.loading.document import ReportText, TextBuilder, Unreadable
from assessments.intake.loading.html.article import ArticleLine, ArticleNode, article
from assessments.intake.loading.plain_text import decoded
from assessments.intake.loading.stacked_tables import with_common_columns

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_DROPPED = frozenset(
    {
        "script", "style", "noscript", "template", "svg", "select", "button", "iframe", "object", "textarea", "audio",
        "video", "canvas", "marquee", "math", "embed",
    }
)  # fmt: skip
_UNREAD = {
    "img": "图片", "svg": "图片", "canvas": "图片", "math": "公式", "object": "嵌入对象", "embed": "嵌入对象",
    "iframe": "嵌入对象",
}  # fmt: skip
_ICON = 48  # pixels: what is said to be no larger is a sign, not a picture
_CONTAINERS = frozenset(
    {
        "article", "aside", "blockquote", "body", "center", "div", "dl", "fieldset", "figure", "footer", "form",
        "header", "main", "nav", "ol", "section", "ul", "table", "tr", "td", "th",
    }
)  # fmt: skip
_LINES = frozenset(
    {
        "address", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "html", "li", "p",
        "pre", "summary", "legend", "thead", "tbody", "tfoot", "colgroup",
    }
)  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_OF_CELL = frozenset({"td", "th"})
_OF_TABLE = frozenset({"table", "tr", "td", "th"})
_WHITE = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 1000
_MOST_COLUMNS = 100  # whose widths are read
_MOST_CHARACTERS = 2 * MOST_CHARACTERS  # with menus and white space
_TOO_LONG = f"网页文字超过 {_MOST_CHARACTERS // 10_000} 万字，无法读取。请只保留自评报告后重试。"
_DEEPEST = 120  # blocks inside each other; what lies deeper joins the last of them
_DEEPEST_TABLE = 12


def read(content: bytes) -> ReportText:
    declared = _CHARSET.search(content[:4096])
    page = _Page()
    page.feed(decoded(content, declared[1].decode("ascii") if declared else None))
    page.close()
    builder = TextBuilder()
    blocks, left_out = article(page.finish(), page.title)
    write(builder, with_common_columns(blocks))
    if left_out:
        builder.notes.append("网页的菜单、按钮、页脚等未计入正文。")
    return builder.document()


class _Page(HTMLParser):
    """Parses a page into a tree of blocks; unclosed and misplaced tags are put right as browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self._root = ArticleNode("body")
        self._open = [self._root]
        self._words: list[str] = []
        self._unread: list[Unread] = []  # behind the line that is read
        self._characters = 0  # of the whole page
        self._linked = 0  # characters of the line that stand in links
        self._links = 0  # links that are open
        self._dropped: list[str] = []
        self._tag, self._hint = "", ""  # of the line
        self._keeps_white = 0
        self._in_head = False
        self._in_title = False

    def finish(self) -> ArticleNode:
        self._break()
        return self._root

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        is_hidden = _is_hidden(known)
        if self._dropped:
            self._drop([tag] if tag == self._dropped[-1] else [])
            return
        if tag in _UNREAD and not (self._in_head or is_hidden or _is_icon(known)):
            self._unread.append(Unread(_UNREAD[tag]))
        if tag in _DROPPED or is_hidden or _is_page_edge(tag, known):
            self._drop([tag])
        elif tag == "meta":
            self._take_meta(known)
        elif tag in {"head", "title"}:
            self._in_head = self._in_head or tag == "head"
            self._in_title = tag == "title"
        else:
            self._open_tag(tag, known)

    def _drop(self, tags: list[str]) -> None:
        """What stands up to their end tags is left out; tags without an end hold nothing."""
        self._dropped.extend(tag for tag in tags if tag not in _VOID)

    def _take_meta(self, known: dict[str, str]) -> None:
        if known.get("name", "").lower() in {"articletitle", "title"} and known.get("content", "").strip():
            self.title = known["content"].strip()

    def _open_tag(self, tag: str, known: dict[str, str]) -> None:
        if tag == "br":
            self._words.append("\v")
        elif tag == "a":
            self._links += 1
        elif tag == "col":
            self._take_column(known)
        elif tag in _CONTAINERS:
            self._in_head = False
            self._break()
            self._close_implied(tag)
            if len(self._open) < _DEEPEST:
                self._enter(tag, known)
        elif tag in _LINES:
            self._break()
            self._tag, self._hint = tag, _hint(known)
            self._keeps_white += tag == "pre"

    def _take_column(self, known: dict[str, str]) -> None:
        """The width of a column in pixels; what stands in percent or only in a style is not known."""
        table = self._open[-1]
        if table.tag == "table" and len(table.widths) < _MOST_COLUMNS:
            table.widths.append(_pixels(known))

    def _enter(self, tag: str, known: dict[str, str]) -> None:
        node = ArticleNode(tag, _hint(known))
        if tag in _OF_CELL:
            node.columns, node.rows = _number(known.get("colspan")), _number(known.get("rowspan"))
        if tag == "table":
            node.width = _pixels(known)
        self._open[-1].children.append(node)
        self._open.append(node)

    def _close_implied(self, tag: str) -> None:
        """A new cell ends the one before it, a new row the row before it; both need a table around them."""
        ends = _OF_CELL if tag in _OF_CELL else _OF_CELL | {"tr"} if tag == "tr" else frozenset()
        for at in range(len(self._open) - 1, 0, -1):
            node = self._open[at]
            if node.tag == "table" or not ends:
                break
            if node.tag in ends and (node.tag == "tr" or tag in _OF_CELL):
                del self._open[at:]
                break
        if tag in _OF_CELL and self._open[-1].tag == "table":
            self._enter("tr", {})

    def handle_endtag(self, tag: str) -> None:
        if self._dropped:
            if tag == self._dropped[-1]:
                self._dropped.pop()
        elif tag in {"head", "title"}:
            self._in_head = self._in_head and tag != "head"
            self._in_title = False
        elif tag == "a":
            self._links -= self._links > 0
        elif tag in _CONTAINERS:
            self._break()
            self._close(tag)
        elif tag in _LINES:
            self._keeps_white -= tag == "pre" and self._keeps_white > 0
            self._break()

    def _close(self, tag: str) -> None:
        """Close the nearest open block of this kind; a stray end tag closes nothing, and none reaches past a cell."""
        for at in range(len(self._open) - 1, 0, -1):
            open_tag = self._open[at].tag
            if open_tag == tag:
                del self._open[at:]
                return
            if open_tag in _OF_TABLE and tag not in _OF_TABLE:
                return
            if open_tag == "table":
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title = self.title or data.strip()
        elif not self._dropped and not self._in_head:
            self._characters += len(data)
            if self._characters > _MOST_CHARACTERS:
                raise Unreadable(_TOO_LONG)
            self._words.append(data.replace("\n", "\v") if self._keeps_white else data)
            if self._links:
                self._linked += len(data.strip())

    def _break(self) -> None:
        joined = _WHITE.sub(" ", "".join(self._words))
        self._words.clear()
        lines = (line.strip() for line in joined.replace("\xa0", " ").replace("\u200b", "").split("\v"))
        text = "\n".join(line for line in lines if line)
        if text:
            self._open[-1].children.append(ArticleLine(text, self._linked, self._tag, self._hint))
        self._open[-1].children.extend(self._unread)
        self._unread.clear()
        self._linked, self._tag, self._hint = 0, "", ""


def _hint(attributes: dict[str, str]) -> str:
    """What a block is called: its names in the style sheet."""
    return f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('role', '')}".lower().strip()


def _is_hidden(attributes: dict[str, str]) -> bool:
    style = attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or "display:none" in style or "visibility:hidden" in style


def _is_page_edge(tag: str, attributes: dict[str, str]) -> bool:
    """The head or foot of printed pages, as an office program saves them: a watermark, a page number."""
    return tag == "div" and attributes.get("title") in {"header", "footer"}


def _is_icon(attributes: dict[str, str]) -> bool:
    sides = [attributes.get(name, "").strip().removesuffix("px") for name in ("width", "height")]
    is_small = any(side.isascii() and side.isdigit() and len(side) < 5 and int(side) <= _ICON for side in sides)
    return is_small or attributes.get("role") == "presentation" or attributes.get("aria-hidden") == "true"


def _pixels(attributes: dict[str, str]) -> int:
    """0 where no width is told, or one in percent."""
    width = attributes.get("width", "").strip().removesuffix("px")
    return _number(width) if width.isascii() and width.isdigit() else 0


def _number(text: str | None) -> int:
    digits = (text or "").strip()
    return min(max(int(digits), 1), _MOST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1
