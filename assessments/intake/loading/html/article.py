"""Tells the article of a web page from what the site puts around it, by links, names and customary words.

The main block is the innermost one that holds most of the words outside of links. Inside it only what is plainly no
text of the article goes; outside of it only what looks like its title or its end stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assessments.intake.loading.blocks import Block, CellBlock, TableBlock, Unread, edges_of


@dataclass(slots=True)
class ArticleLine:
    """One line of words, how many of its characters stand in links, and the tag and names around it."""

    text: str
    linked: int
    tag: str
    hint: str


@dataclass(slots=True)
class ArticleNode:
    """A block of the page. `words` counts the characters outside of links, `linked` those inside."""

    tag: str
    hint: str = ""
    children: list["ArticleNode | ArticleLine | Unread"] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    width: int = 0  # of a table in pixels, and of its columns, where the page tells them
    widths: list[int] = field(default_factory=list)
    words: int = 0
    linked: int = 0


_MAIN_SHARE = 70  # percent of the words outside of links
_FEWEST_WORDS = 100
_SHORT = 120  # characters of a line of customary words
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|topbar|breadcrumbs?|crumbs?|share|bdshare\w*|sidebar|footer|foot"
    r"|copyright|toolbar|search|searchbox|pager|pagination|prevnext|weizhi|dqwz|print|qrcode|accessib\w*)(?:$|[\s_-])"
)
_CUSTOMARY = re.compile(
    r"^\W*+(?:您?(?:的|现在|当前){0,6}+所?在?位置\b.*+|您(?:现在)?(?:所在)?(?:的位置|位置是?).*+|首页\s*+[>＞›»/\-].*+"
    r"|(?:我要)?打\s*+印(?:本页|此页|本文|文章|页面)?|关\s*+闭(?:窗口|本页|页面|此页)?|(?:打印|关闭|收藏|分享|纠错|下载|返回顶部|[\s|｜【】\[\]、/])++"
    r"|(?<=[\s|｜【】\[\]、/])"
    r"|(?:打印本页|关闭窗口|关闭本页|打印此页)(?:[\s|｜】【\[\]]|打印本页|关闭窗口|关闭本页)*+"
    r"|(?:【|\[)?\s*+字(?:体|号|体大小)\s*+[:：].*+|(?:【|\[)?\s*+(?:大\s*+中\s*+小|小\s*+中\s*+大)\s*+(?:】|\])?"
    r"|分享(?:到|至)?[:：]?.{0,30}|扫一扫.*+|.{0,12}扫码.{0,20}|上一[篇条][:：].*+|下一[篇条][:：].*+|(?:相关(?:链接|文章|阅读|推荐|信息|稿件))[:：]?"
    r"|责任编辑[:：].*+|(?:浏览|点击|阅读|访问)(?:次数|量|数|人次)\s*+[:：].*+|(?:发布|更新|发文|录入|公开)(?:时间|日期)\s*+[:：].*+"
    r"|(?:时间|日期)\s*+[:：]\s*+20\d\d-\d.*+|(?:信息|文章|稿件|内容)?来源\s*+[:：].*+|作者\s*+[:：].*+|索\s*+引\s*+号\s*+[:：]?.*+|(?:主题|信息)分类\s*+[:：]?.*+|信息索引\s*+[:：]?.*+"
    r"|发布(?:机构|单位|部门)\s*+[:：]?.*+|(?:发文|公文)字号\s*+[:：]?.*+|(?:公开|信息)(?:方式|范围|时效)\s*+[:：].*+|(?:有效性|时效性|生成日期|公文时效)\s*+[:：]?.*+"
    r"|版权所有.*+|(?>.*?(?:ICP备|公网安备|网站标识码)).*+|(?:主办|承办|协办|运维|技术支持)(?:单位)?\s*+[:：].*+|建议使用(?>.*?浏览器?).*+|.{0,6}(?:无障碍|长者|适老|关怀)(?:浏览|模式|版|辅助).{0,6}"
    r"|网站地图.{0,30}|联系我们.{0,30}|设为首页.*+|加入收藏.*+|繁體|简体|登录|注册|搜\s*+索|欢迎(?:您|访问|来到|光临).*+|今天是.*+|政府网站找错.*+)\W*+$"
)
_RECORD = re.compile(r"索\s*引\s*号|信息分类|主题分类|发布机构|公文时效")
_TITLE = re.compile(r"自评|绩效|评价|报告|决算|预算")
_IS_TITLE = re.compile(r"(?![（(]?[一二三四五六七八九十\d]{1,3}[)）、.]).*(?:报告|自评|绩效)")
# The line above a form's table says whose it is and in what unit its amounts are.
_ABOVE_A_TABLE = re.compile(r"^(?:填报|编报|申报)?(?:部门|单位)(?:（\S{1,6}）)?[：:]|单位[：:]\s*(?:万|亿|千|百万)?元")
_SIGNATURE = re.compile(
    r"20\d\d\s*年\s*\d{1,2}\s*月|二[〇○零]\S{1,3}年|附\s*件|[局委办部院府会站队校厅室所乡镇]$|中心$|[。；：]$"
)


def article(root: ArticleNode, title: str) -> tuple[list[Block], bool]:
    """The blocks of the article, and whether anything of the page was left out."""
    _count(root)
    main = _main(root)
    kept = _Kept(main)
    blocks = list(kept.blocks(root, inside=main is root))
    if kept.left_out and title and _TITLE.search(title) and not _has_title(blocks):
        blocks.insert(0, _bare(title))
    return blocks, kept.left_out


def _bare(title: str) -> str:
    """A page's title without the name of the site behind it."""
    return re.split(r"[_|｜]|\s[-—]+\s|\s{2,}", title)[0].strip()


def _has_title(blocks: list[Block]) -> bool:
    lines = [block.strip() for block in blocks if isinstance(block, str) and block.strip()][:8]
    return any(len(line) <= 60 and not line.endswith("。") and _IS_TITLE.match(line) for line in lines)


def _count(node: ArticleNode) -> None:
    for child in node.children:
        if isinstance(child, ArticleNode):
            _count(child)
            node.words += child.words
            node.linked += child.linked
        elif isinstance(child, ArticleLine):
            node.words += max(0, len(child.text) - child.linked)
            node.linked += child.linked


def _main(root: ArticleNode) -> ArticleNode:
    node = root
    while True:
        inner = max(
            (c for c in node.children if isinstance(c, ArticleNode)), key=lambda child: child.words, default=None
        )
        if inner is None or inner.words < _FEWEST_WORDS or inner.words * 100 < node.words * _MAIN_SHARE:
            return node
        if inner.tag == "table" and not _is_frame(inner):
            return node
        node = inner


def _is_frame(table: ArticleNode) -> bool:
    """A table with one great cell: it places the article on the page."""
    cells = [cell for row in _rows(table) for cell in _cells(row)]
    return any(cell.words * 100 >= table.words * _MAIN_SHARE for cell in cells)


def _rows(table: ArticleNode) -> Iterator[ArticleNode]:
    return (child for child in table.children if isinstance(child, ArticleNode) and child.tag == "tr")


def _cells(row: ArticleNode) -> Iterator[ArticleNode]:
    return (child for child in row.children if isinstance(child, ArticleNode) and child.tag in {"td", "th"})


class _Kept:
    """Walks the page and keeps what is the article."""

    def __init__(self, main: ArticleNode) -> None:
        self._main = main
        self._is_behind = False  # the main block has been walked through
        self.left_out = False

    def blocks(self, node: ArticleNode, *, inside: bool) -> Iterator[Block]:
        inside = inside or node is self._main
        if not self._holds_main(node) and self._is_around(node):
            self.left_out = self.left_out or node.words + node.linked > 0
        elif node.tag == "table" and inside:
            yield from self._table(node)
        else:
            for child in node.children:
                if isinstance(child, ArticleNode):
                    yield from self.blocks(child, inside=inside)
                elif isinstance(child, Unread):
                    yield from [child] * inside
                elif self._keeps(child, inside=inside):
                    yield child.text
                else:
                    self.left_out = True
        self._is_behind = self._is_behind or node is self._main

    def _holds_main(self, node: ArticleNode) -> bool:
        """Whether the node may hold the main block: no smaller one does."""
        return node.words >= self._main.words

    def _is_around(self, node: ArticleNode) -> bool:
        if node.tag in {"nav", "footer", "aside"} or _AROUND.search(node.hint):
            return node.words < self._main.words // 4 or node.tag == "nav"
        if node.tag == "table" and node.words < 600 and len(_RECORD.findall(_text(node))) >= 2:
            return True
        return node.tag not in {"td", "th", "tr"} and node.linked > 12 and node.linked * 2 > node.words * 3

    def _table(self, node: ArticleNode) -> Iterator[Block]:
        table = TableBlock(edges=edges_of(node.widths, node.width))
        for child in node.children:
            if isinstance(child, ArticleLine):
                yield child.text  # a caption
            elif isinstance(child, Unread):
                yield child
            elif child.tag == "tr":
                table.rows.append([self._cell(cell) for cell in _cells(child)])
            else:
                yield from self.blocks(child, inside=True)
        yield table

    def _cell(self, node: ArticleNode) -> CellBlock:
        inner = [block for child in node.children for block in self._in_cell(child)]
        return CellBlock(inner, node.columns, node.rows)

    def _in_cell(self, child: ArticleNode | ArticleLine | Unread) -> Iterator[Block]:
        if isinstance(child, ArticleLine):
            yield child.text
        elif isinstance(child, Unread):
            yield child
        elif child.tag == "table":
            yield from self._table(child)
        else:
            for below in child.children:
                yield from self._in_cell(below)

    def _keeps(self, line: ArticleLine, *, inside: bool) -> bool:
        text = " ".join(line.text.split())
        if len(text) <= _SHORT and (_CUSTOMARY.search(text) or all(map(_CUSTOMARY.search, text.split()))):
            return False
        if inside or "。" in text:
            return True
        if line.linked * 2 > len(text):
            return False
        if self._is_behind:
            return _SIGNATURE.search(text) is not None
        leads = _TITLE.search(text) or _ABOVE_A_TABLE.search(text)
        return line.tag in {"h1", "h2", "h3"} or "title" in line.hint or leads is not None


def _text(node: ArticleNode) -> str:
    return "".join(
        _text(child) if isinstance(child, ArticleNode) else child.text
        for child in node.children
        if not isinstance(child, Unread)
    )
