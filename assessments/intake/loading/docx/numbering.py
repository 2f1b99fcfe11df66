"""Word's automatic numbers: "一、", "（一）", "1." are no text in the file but follow from lists, styles and levels.

The numbers of a list go on over all paragraphs that use it; a paragraph of a higher level starts the lower ones anew
(ECMA-376 part 1, 17.9). Signs of bullets are left out: they mean nothing to a check.
"""

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

LEVELS = 9
_MOST_STEPS = 20  # of styles that build on each other
_CHINESE = "〇一二三四五六七八九"
_ROMAN = tuple(
    tens + ones for tens in ("", "X", "XX") for ones in ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
)[1:]
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS: dict[str, Sequence[str]] = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "lowerLetter": string.ascii_lowercase,
    "upperLetter": string.ascii_uppercase,
    "upperRoman": _ROMAN,
    "lowerRoman": tuple(sign.lower() for sign in _ROMAN),
}
_FORMAL = {
    "一": "壹",
    "二": "贰",
    "三": "叁",
    "四": "肆",
    "五": "伍",
    "六": "陆",
    "七": "柒",
    "八": "捌",
    "九": "玖",
    "十": "拾",
}
_CHINESE_FORMATS = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "koreanCounting", "japaneseLegal",
}  # fmt: skip
_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # 0: never
    legal: bool = False  # numbers of higher levels as plain digits


@dataclass(slots=True)
class _List:
    """One numbering definition, and how far its numbers have come."""

    levels: dict[int, Level] = field(default_factory=dict)
    style_link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Use:
    """A list as paragraphs name it, with the levels that it changes."""

    definition: str = ""
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    started: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Style:
    name: str = ""
    based_on: str = ""
    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Numbering:
    """Gives each paragraph its number, in the order in which they stand."""

    lists: dict[str, _List] = field(default_factory=dict)
    uses: dict[str, _Use] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)

    def is_contents(self, style: str) -> bool:
        """Whether a style is one of lines of a table of contents."""
        known = self.styles.get(style)
        return known is not None and re.match(r"(?:toc|目录) ?\d", known.name.lower()) is not None

    def label(self, style: str, number: str | None, level: int | None) -> str:
        """The number before a paragraph; "" where it has none. `number` and `level` are those of the paragraph."""
        for name in self._chain(style):
            number = name.number if number is None else number
            level = name.level if level is None else level
        use = self.uses.get(number or "0")
        definition = self._definition(use)
        if use is None or definition is None:
            return ""
        at = min(max(level or 0, 0), LEVELS - 1)
        self._count(use, definition, at)
        return _written(use, definition, at)

    def _chain(self, style: str) -> Iterator[Style]:
        for _ in range(_MOST_STEPS):
            known = self.styles.get(style)
            if known is None:
                return
            yield known
            style = known.based_on

    def _definition(self, use: _Use | None) -> _List | None:
        found = self.lists.get(use.definition) if use else None
        if found is not None and not found.levels and found.style_link:
            linked = self.styles.get(found.style_link)
            other = self.uses.get(linked.number or "") if linked else None
            found = self.lists.get(other.definition, found) if other else found
        return found

    @staticmethod
    def _count(use: _Use, definition: _List, at: int) -> None:
        counts = definition.counts
        if at in use.starts and at not in use.started:
            counts[at] = use.starts[at]
            use.started.add(at)
        elif at in counts:
            counts[at] += 1
        else:
            counts[at] = _level(use, definition, at).start
        for below in range(at + 1, LEVELS):
            restart = _level(use, definition, below).restart
            if restart is None or 0 < at + 1 <= restart:
                counts.pop(below, None)


def _level(use: _Use, definition: _List, at: int) -> Level:
    return use.levels.get(at) or definition.levels.get(at) or Level()


def _written(use: _Use, definition: _List, at: int) -> str:
    level = _level(use, definition, at)
    if level.format in {"bullet", "none"}:
        return _PLACE.sub("", level.text) if level.format == "none" else ""

    def number(match: re.Match[str]) -> str:
        of = int(match[1]) - 1
        other = _level(use, definition, of)
        count = definition.counts.get(of, other.start)
        return str(count) if level.legal and of != at else formatted(count, other.format)

    return _PLACE.sub(number, level.text).strip()


def formatted(count: int, kind: str) -> str:
    """A number in one of Word's formats; digits for those that reports do not use, and beyond the signs of others."""
    if kind in _SIGNS:
        signs = _SIGNS[kind]
        return signs[count - 1] if 0 < count <= len(signs) else str(count)
    if kind in _CHINESE_FORMATS and 0 < count < 100:
        return _chinese(count)
    if kind == "chineseLegalSimplified" and 0 < count < 100:
        return "".join(_FORMAL[sign] for sign in _chinese(count))
    if kind == "ideographDigital":
        return "".join(_CHINESE[int(digit)] for digit in str(count))
    return f"{count:02}" if kind == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十"
    return lead + (_CHINESE[ones] if ones else "")


def before(label: str, text: str) -> str:
    """Label and text in one line; a digit after a digit or a point would make another number."""
    if not label:
        return text
    first = text.lstrip()[:1]
    glued = first.isascii() and first.isalnum() and label[-1] in ".．0123456789"
    return f"{label} {text.lstrip()}" if glued else label + text.lstrip()


class DefinitionReader:
    """Takes the elements of numbering.xml and styles.xml, by their local names, into a Numbering."""

    def __init__(self) -> None:
        self.numbering = Numbering()
        self._path: list[str] = []
        self._list: _List | None = None
        self._use: _Use | None = None
        self._level: Level | None = None
        self._at = 0
        self._style: Style | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        self._path.append(local)
        plain = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        value = plain.get("val", "")
        match local:
            case "abstractNum" | "num" | "style":
                self._begin(local, plain)
            case "lvl" | "lvlOverride":
                self._at = integer(plain.get("ilvl")) or 0
                self._level = self._new_level() if local == "lvl" else None
            case _ if self._style is not None:
                self._in_style(local, value)
            case _ if self._level is not None:
                self._in_level(local, value)
            case _:
                self._in_list(local, value)

    def _begin(self, local: str, plain: dict[str, str]) -> None:
        match local:
            case "abstractNum":
                self._list = self.numbering.lists.setdefault(plain.get("abstractNumId", ""), _List())
                self._use = None
            case "num":
                self._use = self.numbering.uses.setdefault(plain.get("numId", ""), _Use())
                self._list = None
            case "style":
                self._style = self.numbering.styles.setdefault(plain.get("styleId", ""), Style())

    def _in_list(self, local: str, value: str) -> None:
        match local:
            case "abstractNumId" if self._use is not None:
                self._use.definition = value
            case "startOverride" if self._use is not None:
                self._use.starts[self._at] = integer(value) or 0
            case "numStyleLink" if self._list is not None:
                self._list.style_link = value

    def end(self, name: str) -> None:
        local = name.rpartition("|")[2]
        if local == "lvl":
            self._level = None
        elif local == "style":
            self._style = None
        if self._path:
            self._path.pop()

    def _new_level(self) -> Level:
        level = Level()
        holder = self._use.levels if self._use is not None else self._list.levels if self._list is not None else {}
        holder[self._at] = level
        return level

    def _in_level(self, local: str, value: str) -> None:
        level = self._level or Level()
        match local:
            case "start":
                level.start = integer(value) or 0
            case "numFmt":
                level.format = value
            case "lvlText":
                level.text = value
            case "lvlRestart":
                level.restart = integer(value)
            case "isLgl":
                level.legal = value not in {"0", "false"}

    def _in_style(self, local: str, value: str) -> None:
        style = self._style or Style()
        match local:
            case "name":
                style.name = value
            case "basedOn":
                style.based_on = value
            case "numId" if "numPr" in self._path:
                style.number = value
            case "ilvl" if "numPr" in self._path:
                style.level = integer(value)


def integer(text: str | None) -> int | None:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 else None


def read_definitions(parts: list[bytes]) -> Numbering:
    """From the whole bytes of styles.xml and numbering.xml; a broken part gives what stood before its fault."""
    reader = DefinitionReader()
    for content in parts:
        parser = expat.ParserCreate(namespace_separator="|")
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        try:
            parser.Parse(content, True)  # noqa: FBT003 - expat's own interface
        except expat.ExpatError:
            continue
    return reader.numbering
