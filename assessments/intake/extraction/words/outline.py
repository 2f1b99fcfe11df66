"""The parts of a report by their headings: what each passage is about, the goals it lists, and its narrative."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.intake.extraction.words.statements import Group, Stated
from assessments.intake.loading.document import ReportText, Span, lines_of

_HEADINGS = (
    re.compile(r"^\s*(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}\s*[、.．])\s*"),
    re.compile(r"^\s*[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]\s*[、.．]?\s*"),
    re.compile(r"^\s*\d{1,2}\s*[、.．](?!\d)\s*"),
    re.compile(r"^\s*[（(]\s*\d{1,2}\s*[)）]\s*"),
)
_LONGEST_HEADING = 45  # characters; behind it a numbered line is a paragraph of its own


# What leads to a page number in a table of contents.
_LEADERS = re.compile(r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!·)·{4,}+)\s*+[-—（(]?\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its place; `level` is 1 to 4 for a numbered line, 0 for others."""

    start: int
    text: str
    level: int
    title: str  # without its number, up to the first full stop

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_heading(self) -> bool:
        return 0 < self.level <= 2 and len(self.title) <= _LONGEST_HEADING


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the lines below it, up to the next heading of its level or above."""

    heading: Line
    lines: tuple[Line, ...]

    @property
    def start(self) -> int:
        return self.lines[0].start if self.lines else self.heading.end

    @property
    def end(self) -> int:
        return self.lines[-1].end if self.lines else self.heading.end


def written_lines(document: ReportText) -> list[Line]:
    """Lines of prose: those of tables are left out, and so are those of a table of contents."""
    tables = [(table.start, table.end) for table in document.tables]
    lines, at = [], 0
    for start, text in lines_of(document.text):
        while at < len(tables) and tables[at][1] <= start:
            at += 1
        inside = at < len(tables) and tables[at][0] <= start
        if text.strip() and not inside and not _LEADERS.search(text):
            lines.append(_line(start, text))
    return lines


def _line(start: int, text: str) -> Line:
    for level, pattern in enumerate(_HEADINGS, start=1):
        match = pattern.match(text)
        if match:
            return Line(start, text, level, re.split("[。：:；]", text[match.end() :], maxsplit=1)[0].strip())
    return Line(start, text, 0, "")


def parts(lines: Sequence[Line]) -> Iterator[Part]:
    """Every heading of the first two levels with what stands below it."""
    for at, line in enumerate(lines):
        if not line.is_heading:
            continue
        end = at + 1
        while end < len(lines) and not (lines[end].is_heading and lines[end].level <= line.level):
            end += 1
        yield Part(line, tuple(lines[at + 1 : end]))


_NARRATIVE = (
    ("problems", re.compile(r"存在的?(?:主要)?(?:问题|不足)|问题(?:及|和|与)?(?:原因|不足)|主要问题|不足之处")),
    ("target_quality_overall", re.compile(r"(?:整体|部门).{0,10}目标.{0,6}(?:设定|设置|编制)?质量")),
    ("target_quality_projects", re.compile(r"项目.{0,10}目标.{0,6}(?:设定|设置|编制)?质量")),
    (
        "rectification",
        re.compile(r"整改|改进(?:措施|建议|意见|方向)|下一步|结果应用|意见建议|有关建议|相关建议|工作建议|建议"),
    ),
    ("organisation", re.compile(r"组织(?:开展|实施)?情况|自评工作(?:组织|开展)|评价工作(?:组织|开展)")),
)
_ADMITTED = re.compile(r"(?:存在|还有)[^。；\n]{0,20}(?:差距|问题|不足)")
_DENIED = re.compile(r"不存在|未发现|针对|没有")


def narrative_group(document: ReportText, lines: Sequence[Line]) -> Group:
    """The passages that the form keeps, each as it stands in the text."""
    group = Group("narrative")
    for part in parts(lines):
        name = next((name for name, pattern in _NARRATIVE if pattern.search(part.heading.title)), None)
        if name is not None and part.lines:
            start, end = _own_words(document, part)
            if not _NOTHING_WRITTEN.fullmatch(document.text, start, end):
                group.add([_passage(document, f"/narrative/{name}", start, end)])
    if group.value("/narrative/problems") is None:
        admitted = next(_admissions(lines), None)
        group.add([_passage(document, "/narrative/problems", *admitted)] if admitted else [])
    return group


def _admissions(lines: Sequence[Line]) -> Iterator[Span]:
    """The sentences that admit a problem, the first of each line."""
    for line in lines:
        match = _ADMITTED.search(line.text)
        if match:
            start = max(line.text.rfind(stop, 0, match.start()) for stop in "。；") + 1
            end = line.text.find("。", match.end())
            end = len(line.text) if end < 0 else end
            if not _DENIED.search(line.text, start, end):
                yield line.start + start, line.start + end


_NOTHING_WRITTEN = re.compile(r"\s*(?:未填写?|待填写?)。?\s*")
_ANNEX = re.compile(r"\s*附(?:件|表)\d{0,2}\s*[：:]")


def _own_words(document: ReportText, part: Part) -> Span:
    """A part's prose: up to its first heading, if any prose stands before, and up to a table with what announces it."""
    lines = _above_table(document, part)
    first = next((at for at, line in enumerate(lines) if line.is_heading or _ANNEX.match(line.text)), len(lines))
    own = lines[:first] or lines or part.lines
    return own[0].start, own[-1].end


def _above_table(document: ReportText, part: Part) -> tuple[Line, ...]:
    """A part's lines up to its first table, without the one that announces it."""
    table = next((table.start for table in document.tables if part.start <= table.start < part.end), None)
    if table is None:
        return part.lines
    lines = tuple(line for line in part.lines if line.start < table)
    is_announced = len(lines) > 1 and lines[-1].text.rstrip().endswith(("：", ":"))
    return lines[:-1] if is_announced else lines


def _passage(document: ReportText, pointer: str, start: int, end: int) -> Stated:
    return Stated(pointer, document.text[start:end], (start, end), (start, end))


_OVERALL = re.compile(r"总体(?:绩效)?目标|年度(?:总体|整体)?(?:绩效)?目标|整体绩效目标")
_ITEM = re.compile(
    r"^\s*(?:(?P<bare>\d{1,2}\s*[、.．](?!\d))|(?P<bracket>[（(]\d{1,2}[)）])|(?P<round>[①-⑩])|(?P<word>目标\d{1,2}[：:]))\s*"
)
_GOAL = re.compile(r"^\s*(?:分项)?(?:绩效)?目标[：:]\s*")


def _calls_goals(text: str) -> bool:
    """Whether a short line says that the overall goals follow."""
    return _OVERALL.search(text) is not None and len(text) <= _LONGEST_CALL


_LONGEST_CALL = 30  # characters


def _items(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """The numbered lines of one list, each with the place where its words begin: another kind of number ends it."""
    style: str | None = None
    for line in lines:
        match = _ITEM.match(line.text)
        if match is None and _calls_goals(line.text):
            continue
        if match is None or style not in {None, match.lastgroup}:
            return
        style = match.lastgroup
        yield line, match.end()


def goals_group(lines: Sequence[Line]) -> Group:
    """The overall goals that a list names, and sub-goals with their statement."""
    group = Group("goals")
    calls = (at for at, line in enumerate(lines) if _calls_goals(line.text.strip()))
    listed = next((items for at in calls if (items := list(_items(lines[at + 1 :])))), [])
    for number, (line, shift) in enumerate(listed):
        said = line.text[shift:].strip().rstrip("；;。")
        start = line.start + shift
        group.add([Stated(f"/goals/overall/{number}", said, (start, start + len(said)), (start, line.end))])
    for number, (heading, statement) in enumerate(sub_goals(lines)):
        match = _GOAL.match(statement.text)
        shift = match.end() if match else 0
        said = statement.text[shift:].strip().rstrip("；;。")
        name_at = heading.start + max(heading.text.find(heading.title), 0)
        group.add(
            [
                Stated(f"/goals/sub/{number}/name", heading.title, (name_at, heading.end), (name_at, heading.end)),
                Stated(
                    f"/goals/sub/{number}/statement",
                    said,
                    (statement.start + shift, statement.end),
                    (statement.start, statement.end),
                ),
            ]
        )
    return group


def sub_goals(lines: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Headings below which a line begins with "绩效目标：", with that line."""
    found = []
    heading: Line | None = None
    for line in lines:
        if line.level:
            heading = line
        if heading is not None and heading is not line and _GOAL.match(line.text):
            found.append((heading, line))
    return found
