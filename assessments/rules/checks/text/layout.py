"""How a report is put together: its numbering, what it refers to, how it writes amounts, its signature (§5.3 C)."""

import re
from collections.abc import Iterator, Sequence

from assessments.rules.checks.check import Check, Problem, check
from assessments.rules.checks.text.reading import TextContext, quoted
from assessments.rules.text.outline import FIRST, FOURTH, PART, SECOND, THIRD, OutlineHeading, Span, lines
from assessments.terms import Severity

_LEVEL_NAMES = {PART: "部分", FIRST: "一级标题", SECOND: "二级标题", THIRD: "三级序号", FOURTH: "四级序号"}
_LONGEST_TITLE = 25  # characters
_FAR = 20_000  # characters: a list is shorter
_NUMERALS = "零一二三四五六七八九十"


@check(
    "K50",
    Severity.WARNING,
    "编号",
    formula="一级标题连续；同级编号不重复、不跳号；同级编号写法一致（不一致的提示）",
    source="党政机关公文格式：结构层次序数",
)
def numbering(context: TextContext) -> Iterator[Problem]:
    skipped, repeated = [], []
    for heading, before in _siblings(context.headings):
        if heading.number > before + 1 and not _stands_inline(context, heading):
            skipped.append((heading, before))
        elif 0 < heading.number <= before and heading.level <= SECOND and not _is_under_title(context, heading):
            repeated.append(heading)
    if skipped:
        first, before = skipped[0]
        missing = _as_marker(first, before + 1)
        spans = tuple(heading.span for heading, _ in skipped)
        message = (
            f"{_LEVEL_NAMES[first.level]}“{first.marker}”前缺“{missing}”，编号不连续，请更正；确属实际的，写明原因。"
        )
        yield Problem(message=message, path=None, spans=spans)
    if repeated:
        spans = tuple(heading.span for heading in repeated)
        message = f"同一级编号{quoted(context, spans)}重复出现，请更正；确属实际的，写明原因。"
        yield Problem(message=message, path=None, spans=spans)
    mixed = tuple(_odd_styles(context.headings))
    if mixed:
        message = f"编号{quoted(context, mixed)}与同级其他编号写法不同，请核对。"
        yield Problem(message=message, path=None, spans=mixed, severity=Severity.HINT)


def _siblings(headings: Sequence[OutlineHeading]) -> Iterator[tuple[OutlineHeading, int]]:
    """Every heading with the number of the one before it under the same heading; 0 for the first.

    Numbering may begin anew in an annex and under 第几部分; a list in figures (1. 2.) may begin anew anywhere.
    """
    last = dict.fromkeys(range(FOURTH + 1), 0)
    for heading in headings:
        before = last[heading.level]
        has_parent = any(last[level] for level in range(heading.level))
        begins_anew = heading.number == 1 and (heading.level != SECOND or not has_parent)
        if not heading.is_annex:
            yield heading, 0 if begins_anew else before
        last[heading.level] = heading.number
        for level in range(heading.level + 1, FOURTH + 1):
            last[level] = 0


def _is_under_title(context: TextContext, heading: OutlineHeading) -> bool:
    """Whether numbering begins anew under a title without a number: a short line that is no sentence."""
    if heading.number != 1:
        return False
    above = context.text[: heading.line[0]].rstrip().rpartition("\n")[2].strip()
    return len(above) <= _LONGEST_TITLE and not _reads_as_prose(above) and not above.endswith(("：", ":"))


def _stands_inline(context: TextContext, heading: OutlineHeading) -> bool:
    """Whether the number before this one stands inside a line ("（一）……。（二）……"); 一、 never does."""
    previous = re.sub(r"[\s（()）.．、]", "", _as_marker(heading, heading.number - 1))
    patterns = {
        PART: previous,
        SECOND: rf"[（(]\s*{previous}\s*[）)]",
        THIRD: rf"(?<![0-9]){previous}\s*[、.．]",
        FOURTH: rf"[（(]\s*{previous}\s*[）)]",
    }
    before = context.text[max(0, heading.span[0] - _FAR) : heading.span[0]]
    return heading.level in patterns and re.search(patterns[heading.level], before) is not None


def _as_marker(heading: OutlineHeading, number: int) -> str:
    """The marker of another number in the same style."""
    if heading.level in {THIRD, FOURTH}:
        return heading.marker.replace(str(heading.number), str(number))
    tens, ones = divmod(number, 10)
    word = (
        _NUMERALS[number]
        if number <= 10
        else f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}"
    )
    return re.sub("[一二三四五六七八九十]+", word, heading.marker)


def _odd_styles(headings: Sequence[OutlineHeading]) -> Iterator[Span]:
    """Markers in the rarer of two styles: （一） beside (一), 1. beside 1、."""
    for level in (SECOND, THIRD):
        rows = [heading for heading in headings if heading.level == level]
        if level == THIRD:
            rows = [heading for at, heading in enumerate(rows) if not _is_list(rows, at)]
        styles: dict[str, list[Span]] = {}
        for heading in rows:
            styles.setdefault(re.sub(r"[\s0-9一二三四五六七八九十]", "", heading.marker), []).append(heading.span)
        if len(styles) > 1:
            usual = max(styles, key=lambda style: len(styles[style]))
            yield from (span for style, spans in styles.items() if style != usual for span in spans)


def _is_list(rows: Sequence[OutlineHeading], at: int) -> bool:
    """Whether a line belongs to a run of short ones, which may have a style of its own."""
    heading = rows[at]
    near = [row for row in rows[max(0, at - 1) : at + 2] if row is not heading]
    return any(abs(row.line[0] - heading.line[1]) <= 1 or abs(heading.line[0] - row.line[1]) <= 1 for row in near)


_TABLE_BELOW = re.compile("(?:详见|见|如)下表(?:所示)?(?!述)|详情?如下表")
_ELSEWHERE = re.compile(
    "(?:详见|参见|见)(?:本报告)?(附件|附表|附后|后附)[0-9一二三四五六七八九十]*|(?:详见|参见)(《[^》\n]{2,40}表》)"
)
_ATTACHED = re.compile(
    r"^[ \t\u3000]*(?:附[ \u3000]*[件表]\s*[0-9一二三四五六七八九十]*\s*(?:[：:、.]|$|[ \t\u3000])|附[ \u3000]*[：:])",
    re.MULTILINE,
)
_SENTENCE_MARK = re.compile("[。；，]")
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9]{1,2}\s*[.．、])"
)
_NEAR = 200  # characters after "下表" within which the table begins


@check(
    "K44",
    Severity.ERROR,
    "引用的表格和附件",
    formula="“详见下表”之后有表或图片；“详见附件”“详见《……表》”有相应附件（附件可能另附的警告）",
    source="模板残留",
)
def references(context: TextContext) -> Iterator[Problem]:
    """A table that is promised below must follow at once; an annex may have been sent as another file."""
    below = tuple(match.span() for match in _TABLE_BELOW.finditer(context.text) if not _table_follows(context, match))
    if below and not context.is_field:
        message = f"{quoted(context, below)}之后没有表格，请补上或删去。"
        yield Problem(message=message, path=None, spans=below)
    attached = context.facts and context.facts.attachments
    if context.tables or context.unread or attached or _ATTACHED.search(context.text):
        return
    elsewhere = tuple(match.span() for match in _ELSEWHERE.finditer(context.text))
    if elsewhere:
        message = f"{quoted(context, elsewhere)}，没有找到附件或表格。没有的请删去；另附的，写明情况。"
        yield Problem(message=message, path=None, spans=elsewhere, severity=Severity.WARNING)


def _table_follows(context: TextContext, match: re.Match[str]) -> bool:
    """A table, or lines that look like the cells of one: short, without marks of a sentence."""
    end = context.text.find("\n", match.end())
    if end < 0:
        return False
    if context.has_unread(match.end(), end + _NEAR):
        return True
    if any(match.end() <= start <= end + _NEAR or start <= match.start() < stop for start, stop in context.tables):
        return True
    following = [line for line in context.text[end:].split("\n")[:8] if line.strip()][:3]
    short = [line for line in following if len(line.strip()) <= _LONGEST_CELL and not _reads_as_prose(line)]
    return len(short) > 1 or any(map(_PARTED.search, following))


_LONGEST_CELL = 20  # characters
_PARTED = re.compile(r"\t|\||\S {3,}\S")


def _reads_as_prose(line: str) -> bool:
    return _SENTENCE_MARK.search(line) is not None or _NUMBERED.match(line) is not None


_ZERO = re.compile(r"(?<![0-9.,])0(\.0+)?(?=\s*(?:万元|元))")
_AMOUNT = re.compile(r"(?<![0-9.,])([1-9][0-9,]*(?:\.[0-9]+)?)\s*(万元|亿元|元)")


@check(
    "K55",
    Severity.HINT,
    "金额写法",
    formula="同一报告中零的写法一致（0 万元、0.00 万元）；同一数字不同时带“元”和“万元”",
    source="文字质量",
)
def amounts(context: TextContext) -> Iterator[Problem]:
    zeros: dict[str, list[Span]] = {}
    for match in _ZERO.finditer(context.text):
        zeros.setdefault(match[0], []).append(match.span())
    if len(zeros) > 1:
        written = "".join(f"“{form}”" for form in zeros)
        spans = tuple(sorted(span for found in zeros.values() for span in found))
        yield Problem(message=f"零写作{written}，小数位不一致，请核对。", path=None, spans=spans)
    units: dict[str, dict[str, list[Span]]] = {}
    for match in _AMOUNT.finditer(context.text):
        number = match[1].replace(",", "")
        if len(number.replace(".", "").strip("0")) >= 3:  # 100元 beside 100万元 says nothing
            units.setdefault(number, {}).setdefault(match[2], []).append(match.span())
    for number, found in units.items():
        if len(found) > 1:
            spans = tuple(sorted(span for places in found.values() for span in places))
            message = f"同一数字 {number} 既写“{'”又写“'.join(found)}”，请核对是否写错单位。"
            yield Problem(message=message, path=None, spans=spans)


_DAY = (
    r"(?:20[0-9]{2}|二[〇○零Ｏ0][一二][〇○零一二三四五六七八九Ｏ0])\s*+[年./-]\s*+[0-9一二三四五六七八九十]{1,3}\s*+[月./-]"
    r"(?:\s*+[0-9一二三四五六七八九十]{1,3}(?:\s*+[日号])?)?"
)
_DATE_LINE = re.compile(rf"^[^。；，]{{0,30}}?({_DAY})\s*+$")
_OFFICE_LINE = re.compile(
    "^[\u4e00-\u9fff（）()·\\s]{2,40}(?:局|委员会|委|办公室|办|中心|院|校|学|园|所|站|馆|会|社|镇|乡|街道|办事处|政府|部|厅|队|处|台|公司|场|联|团|库|署)"
    "\\s*+(?:[（(](?:盖章|公章|章)[）)]\\s*+)?$"
)
_LAST_LINES = 12
_PAGE_NUMBER = re.compile(r"^\W*+(?:第?\s*+[0-9]{1,3}\s*+页?|共\s*+[0-9]++\s*+页)\W*+$")


@check(
    "K64",
    Severity.ERROR,
    "落款",
    formula="文末（或封面）有单位名称和日期（文本看不到公章，故为警告）",
    source="公文落款要求",
)
def signature(context: TextContext) -> Iterator[Problem]:
    ending = [] if context.is_field else _last_lines(context)
    if not ending:
        return
    dates = [(at, span) for at, (span, line) in enumerate(ending) if _DATE_LINE.match(line)]
    cover = context.text[:_COVER]
    lacking = [] if dates or _COVER_DATE.search(cover) else ["日期"]
    if not any(_names_office(context, line) for _, line in ending) and not _COVER_OFFICE.search(cover):
        lacking.insert(0, "单位名称")
    if lacking and not context.has_unread(ending[max(0, len(ending) - _SIGNED)][0][0]):
        span = dates[-1][1] if dates else ending[-1][0]
        message = f"文末落款没有{'和'.join(lacking)}，请补写并盖章；另有盖章页的，写明情况。"
        yield Problem(message=message, path=None, spans=(span,), severity=Severity.WARNING)


_SIGNED = 3  # last lines beside which a picture may be the signature
_COVER = 600  # characters: a form of report names its office and day on its cover instead of at its end
_IN_BRACKETS = r"(?:\s*+[（(][^）)\n]{0,8}[）)])?"
_FOLLOWED_BY = r"(?:\s*+[：:]\s*+|[^\S\t]*+\t\s*+)"  # a colon, or the border of a cell
_COVER_OFFICE = re.compile(rf"(?:单位|部门)(?:名称)?{_IN_BRACKETS}(?:\s*+名称)?{_FOLLOWED_BY}[\u4e00-\u9fff]{{3}}")
# "完成时间" beside a day may be an indicator with its target: only a day of the paper itself is one of its cover.
_OF_PAPER = r"(?:填[报表写]|[上申呈]报|报[送告]|编[制写报]|制表|提交|撰写|成文|印发|(?:绩效)?(?:自我评价|自评价?|评价))"
_COVER_DATE = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:{_OF_PAPER}(?:日期|时间){_IN_BRACKETS}{_FOLLOWED_BY}"
    rf"|(?:日\s?期|时\s?间){_IN_BRACKETS}\s*+[：:]\s*+){_DAY}"
)


def _last_lines(context: TextContext) -> list[tuple[Span, str]]:
    """The last lines before the annexes, without page numbers and tables."""
    rows: list[tuple[Span, str]] = []
    end = next(_annexes(context), len(context.text))
    for start, line in lines(context.text[:end], context.tables):
        plain = line.strip()
        if plain and "\t" not in plain and not _PAGE_NUMBER.match(plain):
            lead = start + len(line) - len(line.lstrip())
            rows.append(((lead, lead + len(plain)), plain))
    signed = [row for row in rows[-_LAST_LINES:] if not _NUMBERED.match(row[1])]
    after = [row for row in _lines_after(context.text, end) if _DATE_LINE.match(row[1]) or _OFFICE_LINE.match(row[1])]
    return signed + after[:4]


def _annexes(context: TextContext) -> Iterator[int]:
    """Where annexes begin behind the report itself: "附件2" above a title says that all of it is one."""
    is_behind = False
    for heading in context.headings:
        if heading.is_annex and (is_behind or heading.line[0] > len(context.text) // 3):
            yield heading.line[0]
        is_behind = is_behind or heading.level == FIRST


def _lines_after(text: str, end: int) -> list[tuple[Span, str]]:
    """A list of annexes stands before the signature in an official paper: a few lines after it are looked at too."""
    rows, start = [], end
    for line in text[end:].split("\n")[:_LAST_LINES]:
        plain = line.strip()
        if plain:
            lead = start + len(line) - len(line.lstrip())
            rows.append(((lead, lead + len(plain)), plain))
        start += len(line) + 1
    return rows


def _names_office(context: TextContext, line: str) -> bool:
    plain = re.sub(rf"{_DAY}\s*+$", "", line).strip()
    own = context.office or ""
    return _OFFICE_LINE.match(plain) is not None or (bool(own) and plain.endswith(own) and len(plain) <= 40)


CHECKS: tuple[Check[TextContext], ...] = (numbering, references, amounts, signature)
