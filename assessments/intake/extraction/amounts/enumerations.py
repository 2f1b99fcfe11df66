"""Lists of amounts ("A，其中：B、C"): which a sentence gives as parts of which.

The reader follows the words that open a list (其中, 包括, 分别为, brackets), the marks that part it, and numbered lines
below a line that ends in a colon. What it builds is one reading; `holds` asks whether any sensible reading adds up,
because a list that can be read in two ways is no contradiction.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from assessments.intake.extraction.words.labels import LEVELS_OF_GOVERNMENT, Meaning, meaning_of
from assessments.intake.extraction.words.numbers import Mention, by_stretch
from assessments.rules.text.stated import holds

OPENERS = re.compile(r"其中|包括|包含|(?:明细|具体|构成|组成)(?:为|如下|是|：)")
OPENS_SENTENCE = re.compile(rf"[。；\n](?={OPENERS.pattern})")
_MARKS = re.compile(
    r"(?P<whole>(?:本年|全年|部门|总){0,4}+(?:财政拨款)?(?:收入|支出|基本支出|项目支出)(?:预算|决算|合计|总计|总额){0,4}+)(?:中(?![央心等小学])|(?:主要)?(?:包括|包含)(?=：?[\u4e00-\u9fff]))"
    r"|(?P<split>按[\u4e00-\u9fff]{2,10}?(?:划分|分类|区分|来看|来分|性质分))"
    r"|[（）；。\n]|" + OPENERS.pattern
)
_BARE = re.compile(
    r"(?:全年|实际|累计|已|共|本年|当年|资金)*(?:支出|收入)(?:预算|决算)?(?:数|额|金额|资金|共计|合计|了|为|共|：)*"
)
_COMPARED_WITH = re.compile(
    r"^(?:与|比|较)(?:20\d{2}年度?|上一?年度?|去年|年初|同期|预算|决算|收入|支出|总计|合计|总额|数|的|为)+$"
)
_PLANNED = re.compile(r"预算|安排|计划|批复|下达|预计")
_CAME_OF_IT = re.compile(
    r"(?:全年|本年|当年|年末|累计|已|决算|全部)*(?:实际)?(?:资金)?(?:执行|支出|支付|完成|使用|拨付|决算|发放|兑付|报账|列支)(?:数|额|金额|资金|支出|总额|经费)*(?:共计|为|了|共|：)*"
)
_YEAR = re.compile(r"^、?20\d{2}年度?")
_LIST_FOLLOWS = re.compile(rf"（|，?(?:{OPENERS.pattern})")
# An amount that closes a list instead of being one of its parts: "A、B、C，合计D".
_SUMMED = (
    r"(?:财政|补助|补贴|专项|项目|金额|资金|经费|支出|收入|预算|投资|安排|下达|投入|拨付|支付|到位|落实|使用|发放|兑付|争取){0,4}+"
    r"(?:了|为|是|共|：){0,3}+$"
)
CLOSING_SUM = re.compile(
    r"^、?(?:(?:以上|上述|前述)(?:各|[两二三四五六七八九十]{1,2}+)?[项笔类个]?(?:资金|项目|支出|经费|费用|乡?镇|乡|村|单位)?"
    r"|(?:各|[两二三四五六七八九十]{1,2}+)[项笔类个](?:资金|项目|支出|经费|费用|乡?镇|乡|村|单位)?)?"
    rf"(?:(?:合计|共计|总计|总共){_SUMMED}|累计(?:金额|资金|支出|收入)?(?:为|是|共|：)*$|共(?!同|享|建|用|有){_SUMMED})"
)
_ENDED = re.compile(r"[。\n]")
_SHARE_BEFORE = re.compile(r"(?:，?占[^（）。；，]*)?")
_REMEMBERED = 40  # amounts
_DEEPEST = 8  # lists inside each other
_LIST_LINE = re.compile(r"(?:（?\d{1,2}[）.、]|（[一二三四五六七八九十]{1,3}）|[①-⑩]|[一二三四五]是|[-—·●■])")


@dataclass(slots=True)
class Node:
    """An amount and the amounts that are said to be parts of it."""

    mention: Mention
    meaning: Meaning | None
    parts: list["Node"] = field(default_factory=list)
    divided: list["Node"] = field(default_factory=list)  # its parts once more, "按来源划分": they leave nothing out
    result: Mention | None = None  # "预算100万元，实际支出98万元": what came of it

    @property
    def value(self) -> Decimal:
        return self.mention.number

    def total_of(self, parts: Sequence["Node"]) -> Mention:
        """What the parts are parts of: the plan or, where they come to that or are no plans, the result."""
        if self.result is None or holds(self.mention, [part.mention for part in parts]):
            return self.mention
        is_planned = any(part.result or "预算" in part.mention.label for part in parts)
        of_result = holds(self.result, [part.mention for part in parts])
        return self.result if of_result or not is_planned else self.mention

    def all(self) -> Iterator["Node"]:
        yield self
        for part in (*self.parts, *self.divided):
            yield from part.all()


@dataclass(slots=True)
class _OpenList:
    """An open list: whose parts it holds, and whether brackets hold it together."""

    parent: Node
    bracket: bool
    semicolons: bool = False
    divides: bool = False


def all_nodes(forest: Iterable[Sequence[Node]]) -> Iterator[Node]:
    return (node for roots in forest for root in roots for node in root.all())


def trees(plain: str, found: Sequence[Mention], *, of_project: bool = False) -> Iterator[list[Node]]:
    """The amounts of each block of text, as trees. In a report on a project a bare "支出" is that project's."""
    amounts = [mention for mention in found if mention.is_amount and not mention.each]
    recent: list[Node] = []
    for start, _, inside in by_stretch(amounts, blocks(plain)):
        if inside:
            yield _Reader(plain, start, recent, of_project=of_project).read(inside)
            del recent[:-_REMEMBERED]


def blocks(plain: str) -> Iterator[tuple[int, int]]:
    """Paragraphs; one that ends in a colon or in 其中 goes on over the numbered lines below it."""
    start, at, listed = 0, 0, False
    for line, following in pairwise([*plain.split("\n"), ""]):
        at += len(line) + 1
        listed = (_opens_list(line) or (listed and _is_item(line))) and "\t" not in line and _is_item(following)
        if not listed and not _is_opened_below(line, following):
            yield start, at - 1
            start = at


def _is_item(line: str) -> bool:
    return _LIST_LINE.match(line) is not None


def _opens_list(line: str) -> bool:
    return line.endswith("：") or line.rstrip("：，").endswith(("其中", "如下", "包括"))


def _is_opened_below(line: str, following: str) -> bool:
    """Whether the line ends in words that a list follows, and the next one is no row of a table."""
    return line.endswith(("其中：", "其中", "包括：")) and following != "" and "\t" not in following


class _Reader:
    """Reads the amounts of one block from left to right."""

    def __init__(self, plain: str, start: int, recent: list[Node], *, of_project: bool) -> None:
        self._of_project = of_project
        self._plain = plain
        self._at = start
        self._roots: list[Node] = []
        self._scopes: list[_OpenList] = []
        self._last: Node | None = None
        self._recent = recent  # amounts of this block and of those before it: "本年支出中，……" speaks of one of them

    def read(self, amounts: list[Mention]) -> list[Node]:
        for mention in amounts:
            self._between(self._plain[self._at : mention.start], mention)
            meaning = self._meaning(mention)
            self._at = mention.end
            if meaning is Meaning.CHANGE or _COMPARED_WITH.search(mention.label) or self._closes(mention):
                continue
            if self._is_result(mention):
                if self._last is not None:
                    self._last.result = mention
                continue
            if self._came_of_list(mention, meaning):
                if self._last is not None and self._is_of_part(mention, self._last):
                    self._last.result = mention  # "机耕道300万元，支出290万元": of this part
                    continue
                self._scopes.clear()
            node = Node(mention, meaning)
            self._parts().append(node)
            self._last = node
            self._recent.append(node)
        return self._roots

    def _meaning(self, mention: Mention) -> Meaning | None:
        """What an amount is. "支出" without a word on whose follows what was named before it in the sentence."""
        meaning = meaning_of(mention.label)
        if meaning in {Meaning.SPENDING, Meaning.REVENUE} and _BARE.fullmatch(mention.label):
            return None if self._is_of_another(mention) else meaning
        return meaning

    def _is_of_another(self, mention: Mention) -> bool:
        """Whether a bare "支出" is not the department's, but of what was named before it."""
        root = self._roots[-1].meaning if self._roots else Meaning.REVENUE
        if self._of_project or (self._last is not None and self._last.meaning is None and self._goes_on(mention)):
            return root not in {Meaning.REVENUE, Meaning.SPENDING} or not self._has_behind("；", mention)
        if root is Meaning.SOURCE:
            return self._goes_on(mention)  # "基金收入100万元，支出90万元" speaks of the fund
        return root is None and not mention.label.startswith(("全", "本", "当"))

    def _has_behind(self, sign: str, mention: Mention) -> bool:
        """Whether a sign stands between a number and the one before it."""
        start = self._last.mention.end if self._last is not None else 0
        return sign in self._plain[start : mention.label_start]

    def _goes_on(self, mention: Mention) -> bool:
        """Whether a number stands in the sentence of the one before it."""
        start = self._last.mention.end if self._last is not None else 0
        return not _ENDED.search(self._plain[start : mention.label_start])

    def _is_result(self, mention: Mention) -> bool:
        """Whether it says what came of the plan that stands before it: "……预算100万元，实际支出98万元"."""
        last = self._last
        return (
            last is not None
            and last.meaning not in {Meaning.REVENUE, Meaning.SOURCE}
            and _PLANNED.search(last.mention.label) is not None
            and _CAME_OF_IT.fullmatch(mention.label) is not None
            and self._goes_on(mention)
            and self._plain[mention.end : mention.end + 1] != "（"  # then it has parts of its own
        )

    def _came_of_list(self, mention: Mention, meaning: Meaning | None) -> bool:
        """Whether a total of another kind stands behind a list, which ends there: "……其他资金30万元，支出310万元"."""
        if not self._scopes or self._scopes[-1].bracket or not self._parts() or not self._goes_on(mention):
            return False
        whole, last = self._scopes[0].parent.meaning, self._parts()[-1].meaning
        if {whole, meaning} == {Meaning.REVENUE, Meaning.SPENDING}:
            return True
        is_of_spending = whole in {Meaning.SPENDING, Meaning.BOTH} and last not in {*LEVELS_OF_GOVERNMENT, None}
        return not is_of_spending and _CAME_OF_IT.fullmatch(_YEAR.sub("", mention.label)) is not None

    def _is_of_part(self, mention: Mention, part: Node) -> bool:
        has_list = _LIST_FOLLOWS.match(self._plain, mention.end) is not None
        return not has_list and mention.value is not None and mention.value <= part.value

    def _closes(self, mention: Mention) -> bool:
        """Whether it sums up the list before it, which then is held to it; a division needs no other total."""
        parts = self._parts()
        if len(parts) < 2 or parts is self._roots or not CLOSING_SUM.search(mention.label):
            return False
        if self._scopes[-1].divides:
            parts.clear()
        return True

    def _parts(self) -> list[Node]:
        """Where the next amount belongs."""
        if not self._scopes:
            return self._roots
        scope = self._scopes[-1]
        return scope.parent.divided if scope.divides else scope.parent.parts

    def _between(self, words: str, following: Mention) -> None:
        """What stands before an amount opens and closes lists."""
        for mark in _MARKS.finditer(words):
            match mark[0]:
                case "（":
                    self._open_bracket(words[: mark.start()])
                case "）":
                    self._close_bracket()
                case "；":
                    self._semicolon(following)
                case "。":
                    self._sentence_end(words[mark.end() :])
                case "\n":
                    self._line_end()
                case _ if mark["whole"] or mark["split"]:
                    self._back_to(mark["whole"])
                case _:
                    self._open()

    def _open_bracket(self, before: str) -> None:
        """Brackets right behind an amount, or behind its share, hold its details."""
        is_detail = _SHARE_BEFORE.fullmatch(before) is not None
        if self._last is not None and is_detail and len(self._scopes) < _DEEPEST:
            self._scopes.append(_OpenList(self._last, bracket=True))

    def _back_to(self, whole: str | None) -> None:
        """The amount that is named again is the one whose parts follow: "基本支出中，……", "按来源划分，……"."""
        meaning = meaning_of(whole) if whole else None
        totals = {meaning} if meaning else {Meaning.REVENUE, Meaning.SPENDING}
        current = whole is not None and "本年" in whole
        for node in reversed(self._recent):
            if node.meaning in totals and (not current or "本年" in node.mention.label):
                self._scopes = [_OpenList(node, bracket=False, divides=whole is None)]
                return
        self._scopes.clear()
        self._last = None

    def _open(self) -> None:
        is_new = not (self._scopes and self._scopes[-1].parent is self._last)
        if self._last is not None and is_new and len(self._scopes) < _DEEPEST:
            self._scopes.append(_OpenList(self._last, bracket=False))

    def _close_bracket(self) -> None:
        if any(scope.bracket for scope in self._scopes):
            while not self._scopes[-1].bracket:
                self._scopes.pop()
            self._last = self._scopes.pop().parent

    def _semicolon(self, following: Mention) -> None:
        """Ends the innermost list where it stands in another one and is not itself parted by semicolons."""
        if not self._scopes or self._scopes[-1].bracket:
            return
        scope = self._scopes[-1]
        inner = len(self._scopes) > 1 and not self._scopes[-2].bracket
        if inner and not scope.semicolons and not _is_of_family(following, scope.parent.parts):
            self._scopes.pop()
            self._scopes[-1].semicolons = True
        else:
            scope.semicolons = True

    def _sentence_end(self, rest: str) -> None:
        if OPENERS.match(rest):  # "……285.87万元。其中：……" goes on with the amount of the sentence before
            self._last = self._scopes[0].parent if self._scopes else self._last
        else:
            self._last = None
        self._scopes.clear()

    def _line_end(self) -> None:
        """Numbered lines are parts of the outermost amount; what one of them lists ends with its line."""
        if len(self._scopes) > 1:
            del self._scopes[1:]


def _is_of_family(following: Mention, parts: list[Node]) -> bool:
    meaning = meaning_of(following.label)
    return meaning is not None and any(family(part.meaning) == family(meaning) for part in parts)


_FAMILIES = (
    LEVELS_OF_GOVERNMENT,
    {Meaning.PERSONNEL, Meaning.OPERATING},
    {Meaning.BASIC, Meaning.PROJECTS, Meaning.OTHER_SPENDING},
    {Meaning.SOURCE},
)


def family(meaning: Meaning | None) -> int | None:
    return next((at for at, members in enumerate(_FAMILIES) if meaning in members), None)
