"""What a file that lays out a form says: its parts in order, their captions, and the widths of one grid of columns.

A form is a stack of parts. A part is either rows of captions and fields, or a list with columns. Which fields and
lists a form knows is its vocabulary; everything else about a form stands in the file (docs/form-layouts.md).
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

BLANK = "blank"  # a field and a column of every form: left empty, to be filled in by hand
PLACEHOLDERS = ("year", "reported", "department")  # in a title and in signatures
FULL_WIDTH = 100
MOST_COLUMNS = 30
LARGEST_FILE = 100_000  # characters
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PAGES = {"upright", "wide", "auto"}


class LayoutError(Exception):
    """A file that cannot be used. Each problem is Chinese and names the file and the key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What a form can show: its fields, and by list its columns."""

    fields: Collection[str]
    lists: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One cell: a caption, a field, or both ("评价等级：优"), over so many columns of the grid and rows."""

    caption: str = ""
    field: str = ""
    span: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class LinePart:
    slots: tuple[Slot, ...]
    optional: bool  # left out where all its fields are empty


@dataclass(frozen=True, slots=True)
class RowsPart:
    """Rows that stay together."""

    lines: tuple[LinePart, ...]
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPart:
    """A list: one row per entry. `side` is a caption down its left, `heading` one before what a group is about."""

    name: str
    columns: tuple[Slot, ...]
    side: Slot | None = None
    heading: Slot | None = None


Part = RowsPart | ListPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`upright` and `wide` are the widths of the grid on the two kinds of page, in percent, each 100 together."""

    title: str
    page: str  # upright, wide, or auto: wide where a text is too long for an upright page
    upright: tuple[int, ...]
    wide: tuple[int, ...]
    parts: tuple[Part, ...]
    is_small: bool  # smaller type, for a form with many rows
    captions: tuple[str, str]  # above the form, left and right
    signatures: tuple[str, ...]

    def widths(self, *, is_wide: bool) -> tuple[int, ...]:
        return self.wide if is_wide else self.upright


def read_layout(text: str, file: str, vocabulary: Vocabulary) -> Layout:
    """The layout that the file describes; raises LayoutError with all its problems."""
    if len(text) > LARGEST_FILE:
        raise LayoutError([f"{file}：文件过大，最多 {LARGEST_FILE:,} 个字符。"])
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LayoutError([f"{file}：不是有效的 TOML 文件（{error}）。"]) from error
    reader = _LayoutReader(file, vocabulary)
    layout = reader.layout(data)
    if reader.problems:
        raise LayoutError(reader.problems)
    return layout


class _LayoutReader:
    """Reads one file. A problem is written down and read past, so that all of them are named at once."""

    def __init__(self, file: str, vocabulary: Vocabulary) -> None:
        self.file = file
        self.vocabulary = vocabulary
        self.problems: list[str] = []

    def say(self, key: str, problem: str) -> None:
        self.problems.append(f"{self.file}：{key} {problem}。")

    def layout(self, data: dict[str, Any]) -> Layout:
        self._keys(
            "",
            data,
            {"title", "page", "small", "upright", "wide", "part", "caption_left", "caption_right", "signatures"},
        )
        page = data.get("page", "auto")
        if page not in _PAGES:
            self.say("page", "只能是 upright（竖页）、wide（横页）或 auto（自动）")
        upright = self._widths(data, "upright") if "upright" in data or page != "wide" else ()
        wide = self._widths(data, "wide") if "wide" in data or page == "wide" else upright
        upright = upright or wide
        if len(upright) != len(wide):
            self.say("wide", f"列数应与 upright 相同（{len(upright)} 列），现为 {len(wide)} 列")
        parts = [self._part(f"part[{place}]", part, len(upright)) for place, part in self._tables("part", data)]
        if not parts:
            self.say("part", "至少要有一个部分")
        return Layout(
            title=self._pattern("title", data.get("title"), required=True),
            page=str(page),
            upright=upright,
            wide=wide,
            parts=tuple(part for part in parts if part),
            is_small=self._flag("small", data.get("small", False)),
            captions=(
                self._pattern("caption_left", data.get("caption_left", "")),
                self._pattern("caption_right", data.get("caption_right", "")),
            ),
            signatures=tuple(
                self._pattern(f"signatures[{place}]", text)
                for place, text in enumerate(self._list("signatures", data.get("signatures", [])), start=1)
            ),
        )

    def _keys(self, where: str, data: Mapping[str, Any], known: set[str]) -> None:
        for key in data:
            if key not in known:
                self.say(f"{where}.{key}".lstrip("."), f"不是可用的键（可用：{'、'.join(sorted(known))}）")

    def _list(self, key: str, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        self.say(key, "应为数组")
        return []

    def _tables(self, key: str, data: Mapping[str, Any], where: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
        for place, item in enumerate(self._list(f"{where}{key}", data.get(key, [])), start=1):
            if isinstance(item, dict):
                yield place, item
            else:
                self.say(f"{where}{key}[{place}]", "应为表")

    def _text(self, key: str, value: Any, *, required: bool = False) -> str:
        if value is None or value == "":
            if required:
                self.say(key, "缺少文字")
            return ""
        if not isinstance(value, str):
            self.say(key, "应为文字")
            return ""
        return value

    def _pattern(self, key: str, value: Any, *, required: bool = False) -> str:
        """A text in which {year}, {reported} and {department} stand for the year, date and department of the report."""
        text = self._text(key, value, required=required)
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                self.say(
                    key, f"中的 {{{name}}} 不能识别（可用：{'、'.join(f'{{{known}}}' for known in PLACEHOLDERS)}）"
                )
        return text

    def _widths(self, data: Mapping[str, Any], key: str) -> tuple[int, ...]:
        widths = self._list(key, data.get(key, []))
        if not widths:
            self.say(key, "缺少列宽")
        elif not all(type(width) is int and 0 < width <= FULL_WIDTH for width in widths):
            self.say(key, "列宽应为 1 至 100 的整数（百分比）")
        elif sum(widths) != FULL_WIDTH:
            self.say(key, f"各列宽度合计应为 100，现为 {sum(widths)}")
        elif len(widths) > MOST_COLUMNS:
            self.say(key, f"最多 {MOST_COLUMNS} 列，现为 {len(widths)} 列")
        return tuple(width for width in widths if type(width) is int)

    def _count(self, key: str, value: Any) -> int:
        if type(value) is int and 0 < value <= MOST_COLUMNS:
            return value
        self.say(key, f"应为 1 至 {MOST_COLUMNS} 的整数")
        return 1

    def _flag(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            self.say(key, "应为 true 或 false")
        return value is True

    def _part(self, where: str, part: dict[str, Any], grid: int) -> Part | None:
        if ("row" in part) == ("list" in part):
            self.say(where, "应有 row（逐行排列）或 list（列表）之一")
            return None
        return self._rows(where, part, grid) if "row" in part else self._columns(where, part, grid)

    def _rows(self, where: str, part: dict[str, Any], grid: int) -> RowsPart:
        self._keys(where, part, {"row", "optional"})
        lines = []
        for place, row in self._tables("row", part, f"{where}."):
            at = f"{where}.row[{place}]"
            self._keys(at, row, {"cells", "optional"})
            slots = tuple(
                self._slot(f"{at}.cells[{number}]", cell, self.vocabulary.fields)
                for number, cell in self._tables("cells", row, f"{at}.")
            )
            lines.append(LinePart(slots, self._flag(f"{at}.optional", row.get("optional", False))))
        self._fill(where, lines, grid)
        return RowsPart(tuple(lines), self._flag(f"{where}.optional", part.get("optional", False)))

    def _fill(self, where: str, lines: list[LinePart], grid: int) -> None:
        """Every row covers the grid, with what reaches down from the rows above it; nothing reaches out of the part."""
        covered = [0] * len(lines)
        for place, line in enumerate(lines):
            for slot in line.slots:
                if place + slot.rows > len(lines):
                    self.say(f"{where}.row[{place + 1}]", f"有单元格占 {slot.rows} 行，超出本部分")
                for below in range(place, min(place + slot.rows, len(lines))):
                    covered[below] += slot.span
                if slot.rows > 1 and any(other.optional for other in lines[place : place + slot.rows]):
                    self.say(f"{where}.row[{place + 1}]", "跨行单元格所在各行不能设 optional，可设在整个部分上")
        for place, total in enumerate(covered, start=1):
            if total != grid:
                self.say(f"{where}.row[{place}]", f"各单元格占列合计应为 {grid}，现为 {total}")

    def _slot(self, where: str, cell: dict[str, Any], known: Collection[str]) -> Slot:
        self._keys(where, cell, {"caption", "field", "span", "rows"})
        caption, field = self._text(f"{where}.caption", cell.get("caption")), self._field(where, cell, known)
        if not caption and not field:
            self.say(where, "应有 caption（文字）或 field（内容）")
        span, rows = (self._count(f"{where}.{name}", cell.get(name, 1)) for name in ("span", "rows"))
        return Slot(caption=caption, field=field, span=span, rows=rows)

    def _field(self, where: str, cell: dict[str, Any], known: Collection[str]) -> str:
        field = self._text(f"{where}.field", cell.get("field"))
        if field and field != BLANK and field not in known:
            self.say(f"{where}.field", f"“{field}”不是本表可用的内容（可用：{'、'.join(sorted(known))}、{BLANK}）")
        return field

    def _columns(self, where: str, part: dict[str, Any], grid: int) -> ListPart | None:
        self._keys(where, part, {"list", "columns", "side", "heading"})
        name = self._text(f"{where}.list", part.get("list"), required=True)
        if name not in self.vocabulary.lists:
            self.say(f"{where}.list", f"“{name}”不是本表可用的列表（可用：{'、'.join(sorted(self.vocabulary.lists))}）")
            return None
        columns = []
        for place, cell in self._tables("columns", part, f"{where}."):
            at = f"{where}.columns[{place}]"
            self._keys(at, cell, {"caption", "field", "span"})
            self._text(f"{at}.caption", cell.get("caption"), required=True)
            self._text(f"{at}.field", cell.get("field"), required=True)
            field = self._field(at, cell, self.vocabulary.lists[name])
            span = self._count(f"{at}.span", cell.get("span", 1))
            columns.append(Slot(caption=str(cell.get("caption", "")), field=field, span=span))
        side, heading = (self._caption(f"{where}.{key}", part.get(key)) for key in ("side", "heading"))
        total = sum(column.span for column in columns) + (side.span if side else 0)
        if total != grid:
            self.say(f"{where}.columns", f"各列占格合计应为 {grid}，现为 {total}")
        if heading and heading.span >= grid:
            self.say(f"{where}.heading.span", f"应小于 {grid}")
        if side and heading:
            self.say(where, "side 与 heading 不能同时使用")
        return ListPart(name=name, columns=tuple(columns), side=side, heading=heading)

    def _caption(self, where: str, value: Any) -> Slot | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            self.say(where, '应为表，如 { caption = "…", span = 1 }')
            return None
        self._keys(where, value, {"caption", "span"})
        caption = self._text(f"{where}.caption", value.get("caption"), required=True)
        return Slot(caption=caption, span=self._count(f"{where}.span", value.get("span", 1)))


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced."""
    replaced: Callable[[re.Match[str]], str] = lambda match: values[match[1]]  # noqa: E731
    return _PLACEHOLDER.sub(replaced, pattern)
