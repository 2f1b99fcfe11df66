"""The exchange file: one department's self-assessment as JSON, read into facts and written from them.

The facts define the format. `read` accepts nothing else and names every fault by its JSON pointer; `write` gives back
what `read` took, figure by figure as it was written. See docs/exchange-format.md for the meaning of each key.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from assessments.schema import facts as f
from assessments.schema.fields import record_of
from assessments.schema.kinds import Constant, FileReading, JsonObject, Key, Record, Unquoted, Writing
from budgets.terms import MoneyUnit

FORMAT = "performance-self-assessment/1"
LARGEST_FILE = 64 * 1024 * 1024  # bytes: room for ten million escaped characters in one field, refused at that field
MOST_SHOWN = 100


class ExchangeError(ValueError):
    """A file that cannot be used. `problems` holds every (JSON pointer, Chinese message); "" is the file itself."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.lines()))

    def lines(self, most: int = MOST_SHOWN) -> Iterator[str]:
        """One line per problem, at most `most` and a line that counts the rest."""
        for pointer, message in self.problems[:most]:
            yield f"{pointer or '文件'}：{message}"
        if len(self.problems) > most:
            yield f"……另有 {len(self.problems) - most} 处问题未列出。"


DOCUMENT = Record(f.Facts, (Key("format", Constant(FORMAT), required=True), *record_of(f.Facts).keys))


def read(text: str | bytes) -> f.Facts:
    """The facts of an exchange file; raises ExchangeError with every problem at once.

    Money comes out in 元. A number that cannot be read, or not be kept exactly, has the value None and stands in
    `facts.written`: check K67 reports it.
    """
    content = _scan(text)
    reading = FileReading(unit=_money_unit(content))
    facts = DOCUMENT.read(content, "", reading)
    if reading.problems:
        raise ExchangeError(reading.problems)
    return _with_written(facts, reading.written)


def _with_written(facts: f.Facts, written: dict[str, str]) -> f.Facts:
    return replace(facts, written=MappingProxyType(written)) if written else facts


def _scan(text: str | bytes) -> Any:
    """The file as JSON with its duplicates, its oversized numbers and its NaN kept visible."""
    if len(text) > LARGEST_FILE:
        raise ExchangeError([("", f"文件过大，最多 {LARGEST_FILE // 1024 // 1024} MB。")])
    try:
        plain = text.decode() if isinstance(text, bytes) else text
        return json.loads(
            plain.removeprefix("\ufeff"),
            object_pairs_hook=JsonObject,
            parse_int=_whole,
            parse_float=Unquoted,
            parse_constant=Unquoted,
        )
    except UnicodeDecodeError as error:
        raise ExchangeError([("", f"不是 UTF-8 编码的文本（第 {error.start + 1} 字节），请另存为 UTF-8。")]) from None
    except json.JSONDecodeError as error:
        raise ExchangeError(
            [("", f"文件格式有误（第 {error.lineno} 行第 {error.colno} 列），请用系统导出的交换文件。")]
        ) from None
    except RecursionError:
        raise ExchangeError([("", "嵌套层数过多，不是自评数据文件。")]) from None


def _whole(text: str) -> int | Unquoted:
    return int(text) if len(text) <= 18 else Unquoted(text)


def _money_unit(content: Any) -> MoneyUnit:
    """The unit of the file's money, needed before any amount is read. A wrong one is refused in its turn."""
    stated = content.get("money_unit") if isinstance(content, JsonObject) else None
    return next((unit for unit in MoneyUnit if unit.value == stated), MoneyUnit.WAN)


def write(facts: f.Facts) -> dict[str, Any]:
    """The exchange form of the facts: every key, in the order of the format."""
    content = DOCUMENT.write(facts, "", Writing(facts.money_unit, facts.written))
    assert content is not None  # noqa: S101 - the document itself is never null
    return content


def dumps(facts: f.Facts) -> str:
    """The exchange file as text, to be stored as UTF-8."""
    return json.dumps(write(facts), ensure_ascii=False, indent=2) + "\n"
