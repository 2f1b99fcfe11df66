"""The kinds of value in an exchange file: how each is read, what it refuses, and how it is written again.

A kind never raises: it tells the `Reading` what is wrong and where, so that a person sees every fault at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from assessments.schema.due import Due, DueError, read_due
from budgets.money import NumberError, in_unit, parse_amount, parse_figure, plain_text
from budgets.terms import MoneyUnit

MOST_ROWS = 2_000  # of one list: far above any department's, far below what a page can bear
MOST_ROWS_IN_ALL = 50_000  # of all lists together: a file of empty rows must not fill the memory
LONGEST_TEXT = 20_000
LONGEST_NUMBER = 100
LARGEST_COUNT = 2_147_483_647
# What neither XML (and so neither Word nor Excel) nor a database can hold.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        seen: set[str] = set()
        self.duplicates = [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A JSON number that is no short whole number, or NaN: kept as its text, because a float would change it."""

    text: str


@dataclass(slots=True)
class FileReading:
    """What is known while a file is read: the unit of its money, its faults, its numbers as they were written."""

    unit: MoneyUnit = MoneyUnit.WAN
    problems: list[tuple[str, str]] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    rows: int = 0

    def refuse(self, pointer: str, message: str) -> None:
        self.problems.append((_UNUSABLE.sub("\ufffd", pointer), message))


@dataclass(frozen=True, slots=True)
class Writing:
    unit: MoneyUnit
    written: Mapping[str, str]


class Kind(Protocol):
    def read(self, value: Any, pointer: str, reading: FileReading, /) -> Any: ...
    def write(self, value: Any, pointer: str, writing: Writing, /) -> Any: ...


def step(pointer: str, key: str | int) -> str:
    """The JSON pointer (RFC 6901) of a key or an index below `pointer`."""
    return f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"


def is_position(part: str) -> bool:
    """Whether a part of a pointer is the number of a row. A free name may be of other digits: a grade called "³"."""
    return part.isascii() and part.isdigit()


def describe(value: Any) -> str:
    """What a person calls this JSON value."""
    names: dict[type, str] = {
        str: "文字",
        bool: "是否值",
        int: "数字",
        Unquoted: "数字",
        list: "列表",
        JsonObject: "对象",
    }
    return "空值" if value is None else names.get(type(value), "对象")


def _refuse_type(value: Any, wanted: str, pointer: str, reading: FileReading) -> None:
    reading.refuse(pointer, f"此处应为{wanted}，文件中是“{describe(value)}”，请更正文件后重新导入。")


def text_fault(text: str, longest: int) -> str | None:
    """Why a text cannot be kept, in Chinese; None where it can."""
    if len(text) > longest:
        return f"文字过长（{len(text)} 字），最多 {longest} 字。"
    if _UNUSABLE.search(text):
        return "含有不可用的控制字符，请删除后重试。"
    return None


@dataclass(frozen=True, slots=True)
class Text:
    longest: int = LONGEST_TEXT
    nullable: bool = True

    def read(self, value: Any, pointer: str, reading: FileReading) -> str | None:
        if value is None and self.nullable:
            return None
        if not isinstance(value, str):
            _refuse_type(value, "文字", pointer, reading)
        elif fault := text_fault(value, self.longest):
            reading.refuse(pointer, fault)
        else:
            return value
        return None

    def write(self, value: str | None, _pointer: str, _writing: Writing) -> str | None:
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal inside a JSON string. What cannot be read is kept as written, with no value: a check reports it."""

    parse: Callable[[str, MoneyUnit], Decimal]
    show: Callable[[Decimal, MoneyUnit], str]

    def read(self, value: Any, pointer: str, reading: FileReading) -> Decimal | None:
        if value is None:
            return None
        if isinstance(value, int | Unquoted) and not isinstance(value, bool):
            reading.refuse(pointer, '数字须写在引号内，如 "285.87"。')
        elif not isinstance(value, str):
            _refuse_type(value, "写在引号内的数字或 null", pointer, reading)
        elif fault := text_fault(value, LONGEST_NUMBER):
            reading.refuse(pointer, fault)
        else:
            number = self._value(value, reading.unit)
            if number is None or self.show(number, reading.unit) != value:
                reading.written[pointer] = value
            return number
        return None

    def write(self, value: Decimal | None, pointer: str, writing: Writing) -> str | None:
        text = writing.written.get(pointer)
        if text is not None and self._value(text, writing.unit) == value:
            return text  # still the same number (or still none): as its author wrote it
        return None if value is None else self.show(value, writing.unit)

    def _value(self, text: str, unit: MoneyUnit) -> Decimal | None:
        try:
            return self.parse(text, unit)
        except NumberError:
            return None


MONEY = Number(parse=parse_amount, show=lambda yuan, unit: plain_text(in_unit(yuan, unit)))
FIGURE = Number(parse=lambda text, _: parse_figure(text), show=lambda figure, _: plain_text(figure))


@dataclass(frozen=True, slots=True)
class Whole:
    """A JSON integer: a count or a year."""

    smallest: int = 0
    largest: int = LARGEST_COUNT
    nullable: bool = True

    def read(self, value: Any, pointer: str, reading: FileReading) -> int | None:
        if value is None and self.nullable:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Unquoted):
            _refuse_type(value, "不带引号的整数", pointer, reading)
        elif isinstance(value, Unquoted) or not self.smallest <= value <= self.largest:
            reading.refuse(pointer, f"应为 {self.smallest} 至 {self.largest} 之间的整数。")
        else:
            return value
        return None

    def write(self, value: int | None, _pointer: str, _writing: Writing) -> int | None:
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    words: type[StrEnum]
    nullable: bool = True

    def read(self, value: Any, pointer: str, reading: FileReading) -> StrEnum | None:
        if value is None and self.nullable:
            return None
        allowed = {word.value: word for word in self.words}
        if isinstance(value, str) and value in allowed:
            return allowed[value]
        reading.refuse(pointer, f"应为下列之一：{'、'.join(allowed)}。")
        return None

    def write(self, value: StrEnum | None, _pointer: str, _writing: Writing) -> str | None:
        return None if value is None else value.value


class Day:
    """A date written 2023-11-20."""

    def read(self, value: Any, pointer: str, reading: FileReading) -> date | None:
        if value is None:
            return None
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                reading.refuse(pointer, f"“{value}”不是存在的日期。")
                return None
        reading.refuse(pointer, "应为日期，写作 2023-11-20。")
        return None

    def write(self, value: date | None, _pointer: str, _writing: Writing) -> str | None:
        return None if value is None else value.isoformat()


class Deadline:
    """A date written 2023-11-20, or the words of an office: 2024年6月底前, 立行立改, 长期坚持."""

    def read(self, value: Any, pointer: str, reading: FileReading) -> Due | None:
        if value is None:
            return None
        if not isinstance(value, str):
            _refuse_type(value, "文字", pointer, reading)
            return None
        try:
            return read_due(value)
        except DueError as error:
            reading.refuse(pointer, str(error))
            return None

    def write(self, value: Due | None, _pointer: str, _writing: Writing) -> str | None:
        return None if value is None else value.text


class Flag:
    def read(self, value: Any, pointer: str, reading: FileReading) -> bool:
        if not isinstance(value, bool):
            _refuse_type(value, " true 或 false", pointer, reading)
        return value is True

    def write(self, value: bool, _pointer: str, _writing: Writing) -> bool:  # noqa: FBT001
        return value


@dataclass(frozen=True, slots=True)
class Constant:
    """A key that names the format and belongs to no fact."""

    text: str

    def read(self, value: Any, pointer: str, reading: FileReading) -> None:
        if value != self.text:
            reading.refuse(pointer, f"应为 {self.text}，文件格式或版本不符。")

    def write(self, _value: None, _pointer: str, _writing: Writing) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Rows:
    item: Kind

    def read(self, value: Any, pointer: str, reading: FileReading) -> tuple[Any, ...]:
        if not isinstance(value, list):
            _refuse_type(value, "列表", pointer, reading)
        elif len(value) > MOST_ROWS:
            reading.refuse(pointer, f"行数过多（{len(value)} 行），最多 {MOST_ROWS} 行。")
        elif reading.rows + len(value) > MOST_ROWS_IN_ALL:
            reading.refuse(pointer, f"全部列表合计行数过多，最多 {MOST_ROWS_IN_ALL} 行。")
        else:
            reading.rows += len(value)
            return tuple(self.item.read(item, step(pointer, index), reading) for index, item in enumerate(value))
        return ()

    def write(self, value: tuple[Any, ...], pointer: str, writing: Writing) -> list[Any]:
        return [self.item.write(item, step(pointer, index), writing) for index, item in enumerate(value)]


@dataclass(frozen=True, slots=True)
class Pairs:
    """An object with free keys, in their order: name -> value."""

    item: Kind
    longest_key: int

    def read(self, value: Any, pointer: str, reading: FileReading) -> tuple[tuple[str, Any], ...]:
        if not isinstance(value, JsonObject):
            _refuse_type(value, "对象", pointer, reading)
            return ()
        refuse_duplicates(value, pointer, reading)
        return tuple((self._key(key, pointer, reading), self._item(value, key, pointer, reading)) for key in value)

    def _key(self, key: str, pointer: str, reading: FileReading) -> str:
        fault = text_fault(key, self.longest_key) if key.strip() else "名称不能为空。"
        if fault:
            reading.refuse(step(pointer, key[: self.longest_key]), fault)
        return key

    def _item(self, value: JsonObject, key: str, pointer: str, reading: FileReading) -> Any:
        return self.item.read(value[key], step(pointer, key), reading)

    def write(self, value: tuple[tuple[str, Any], ...], pointer: str, writing: Writing) -> dict[str, Any]:
        return {key: self.item.write(item, step(pointer, key), writing) for key, item in value}


def refuse_duplicates(value: JsonObject, pointer: str, reading: FileReading) -> None:
    for key in value.duplicates:
        reading.refuse(step(pointer, key[:80]), "该项重复出现。")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record. It has the name of the fact that it holds.

    `if_stated`: written only where it says something. So is a key that came after the first files of a format: they
    come back as they were.
    """

    name: str
    kind: Kind
    required: bool = False
    if_stated: bool = False

    def is_written(self, value: Any) -> bool:
        return not self.if_stated or not (value is None or value is False)


@dataclass(frozen=True, slots=True)
class Record:
    """An object with fixed keys. A missing key is "not stated": the fact's own default."""

    facts: Callable[..., Any]
    keys: tuple[Key, ...]
    nullable: bool = False

    def read(self, value: Any, pointer: str, reading: FileReading) -> Any:
        if value is None and self.nullable:
            return None
        if not isinstance(value, JsonObject):
            _refuse_type(value, "对象", pointer, reading)
            return None
        refuse_duplicates(value, pointer, reading)
        known = {key.name for key in self.keys}
        for name in value:
            if name not in known:
                reading.refuse(step(pointer, name[:80]), "没有此项，请核对名称。")
        return self._facts(value, pointer, reading)

    def _facts(self, value: JsonObject, pointer: str, reading: FileReading) -> Any:
        stated: dict[str, Any] = {}
        for key in self.keys:
            place = step(pointer, key.name)
            if key.name in value:
                stated[key.name] = key.kind.read(value[key.name], place, reading)
            elif key.required:
                reading.refuse(place, "缺少此项。")
                stated[key.name] = None
        return self.facts(**{name: fact for name, fact in stated.items() if name not in self._constants()})

    def _constants(self) -> set[str]:
        return {key.name for key in self.keys if isinstance(key.kind, Constant)}

    def write(self, value: Any, pointer: str, writing: Writing) -> dict[str, Any] | None:
        if value is None:
            return None
        return {
            key.name: key.kind.write(fact, step(pointer, key.name), writing)
            for key in self.keys
            if key.is_written(fact := getattr(value, key.name, None))
        }
