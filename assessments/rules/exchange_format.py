"""The exchange file: one department's self-assessment as JSON, read into facts and written from them.

The table below is the format. `read` accepts nothing else and names every fault by its JSON pointer; `write` gives
back what `read` took, figure by figure as it was written. See docs/exchange-format.md for the meaning of each key.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from assessments.rules import facts as f
from assessments.rules.exchange_kinds import (
    FIGURE,
    MONEY,
    Choice,
    Constant,
    Day,
    Deadline,
    Flag,
    JsonObject,
    Key,
    Kind,
    Pairs,
    Reading,
    Record,
    Rows,
    Text,
    Unquoted,
    Whole,
    Writing,
    step,
)
from assessments.rules.scheme import SCHEME_2021_101, ExecutionMethod, Scheme
from assessments.terms import Band, ManagementItem
from budgets.terms import Comparator, FundKind, MoneyUnit, SourceLevel

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


# --- the format -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sure:
    """A figure that must be there and must be readable: a scheme is no place for a doubtful number."""

    def read(self, value: Any, pointer: str, reading: Reading) -> Any:
        faults = len(reading.problems)
        figure = FIGURE.read(value, pointer, reading)
        if figure is None and len(reading.problems) == faults:
            reading.written.pop(pointer, None)
            reading.refuse(pointer, '评分方案中应为写在引号内的数字，如 "10"。')
        return figure

    def write(self, value: Any, pointer: str, writing: Writing) -> Any:
        return FIGURE.write(value, pointer, writing)


@dataclass(frozen=True, slots=True)
class _Grade:
    """A grade and the score from which it is given: ["优", "90"]."""

    def read(self, value: Any, pointer: str, reading: Reading) -> tuple[Any, Any]:
        if not isinstance(value, list) or len(value) != 2:
            reading.refuse(pointer, '应为等级和起始分，如 ["优", "90"]。')
            return None, None
        name = Text(20, nullable=False).read(value[0], step(pointer, 0), reading)
        return name, _Sure().read(value[1], step(pointer, 1), reading)

    def write(self, value: tuple[Any, Any], pointer: str, writing: Writing) -> list[Any]:
        return [value[0], _Sure().write(value[1], step(pointer, 1), writing)]


def _scheme(**stated: Any) -> Scheme:
    """A stated scheme. "banded" names the bands of 财预〔2021〕101号: the format has no key for others."""
    banded = stated.get("execution_method") is ExecutionMethod.BANDED
    return Scheme(**stated, execution_bands=SCHEME_2021_101.execution_bands if banded else ())


def _keys(**kinds: Kind) -> tuple[Key, ...]:
    return tuple(Key(name, kind) for name, kind in kinds.items())


def _later(**kinds: Kind) -> tuple[Key, ...]:
    """Keys that came after the first files."""
    return tuple(Key(name, kind, if_stated=True) for name, kind in kinds.items())


def _name(longest: int) -> Text:
    return Text(longest, nullable=False)


_COUNT = Whole()
_FUND, _SOURCE = Choice(FundKind), Choice(SourceLevel)
_COUNTS = Pairs(_COUNT, longest_key=20)
_GRADE = Text(20)

_DEPARTMENT = Record(
    f.DepartmentFacts,
    (
        Key("name", _name(100), required=True),
        *_keys(code=Text(40), self_noun=Text(20), internal_offices=_COUNT, staff_on_post=_COUNT),
        *_later(contact=Text(60), phone=Text(60)),
    ),
)
_SCHEME = Record(
    _scheme,
    _keys(
        execution=_Sure(),
        groups=Pairs(_Sure(), longest_key=60),
        execution_method=Choice(ExecutionMethod, nullable=False),
        grades=Rows(_Grade()),
    ),
    nullable=True,
)
_REVENUE = Record(
    f.Revenue,
    _keys(total=MONEY, lines=Rows(Record(f.RevenueLine, _keys(fund=_FUND, label=_name(200), amount=MONEY)))),
)
_EXPENDITURE = Record(
    f.Expenditure,
    _keys(
        total=MONEY,
        basic=MONEY,
        personnel=MONEY,
        operating=MONEY,
        projects=MONEY,
        year_end_balance=MONEY,
        executed=MONEY,
        execution_rate=FIGURE,
    ),
)
_PROJECT_TOTALS = Record(
    f.ProjectTotals,
    _keys(
        count=_COUNT,
        initial=MONEY,
        adjusted=MONEY,
        executed=MONEY,
        execution_rate=FIGURE,
        by_fund=Rows(Record(f.FundShare, _keys(fund=_FUND, count=_COUNT, amount=MONEY, share=FIGURE))),
        by_grade=_COUNTS,
        excellent_rate=FIGURE,
        by_completion=Record(
            f.CompletionCounts, _keys(full=_COUNT, half_or_more=_COUNT, under_half=_COUNT, not_started=_COUNT)
        ),
    ),
)
_TRANSFERS = Record(
    f.Transfers,
    _keys(
        count=_COUNT,
        total=MONEY,
        central=MONEY,
        provincial=MONEY,
        municipal=MONEY,
        by_grade=_COUNTS,
        excellent_rate=FIGURE,
    ),
    nullable=True,
)
_INDICATOR = Record(
    f.Indicator,
    (
        *_keys(
            group=Text(60),
            kind=Text(60),
            name=_name(500),
            comparator=Choice(Comparator),
            target=Text(500),
            adjusted_target=Text(500),
            unit=Text(40),
            baseline=Text(200),
            actual=Text(500),
            band=Choice(Band),
            weight=FIGURE,
            score=FIGURE,
            reason=Text(),
            evidence=Rows(_name(300)),
            not_applicable=Flag(),
        ),
        *_later(core=Flag()),
    ),
)
_COLUMNS = {"initial": MONEY, "adjusted": MONEY, "executed": MONEY}
_MANAGEMENT_NOTE = Record(f.ManagementNote, _keys(statement=Text(), problems=Text()))
_TRANSFER = Record(
    f.ProjectTransfer,
    _keys(
        ministry=Text(100),
        management=Record(f.FundManagement, _keys(**{item.value: _MANAGEMENT_NOTE for item in ManagementItem})),
        audit_findings=Text(),
    ),
    nullable=True,
)
_PROJECT = Record(
    f.Project,
    (
        *_keys(
            name=_name(200),
            code=Text(60),
            unit=Text(100),
            activity=Text(200),
            exempt_reason=Text(500),
            funding=Rows(Record(f.FundingLine, _keys(label=_name(200), fund=_FUND, source=_SOURCE, **_COLUMNS))),
            total=Record(f.FundingTotal, _keys(**_COLUMNS, execution_rate=FIGURE, weight=FIGURE, score=FIGURE)),
        ),
        *_later(transfer=_TRANSFER),
        *_keys(
            goal=Record(f.ProjectGoal, _keys(expected=Text(), actual=Text())),
            indicators=Rows(_INDICATOR),
            score=FIGURE,
            grade=_GRADE,
            reason=Text(),
        ),
    ),
)
_GOALS = Record(
    f.Goals,
    _keys(
        overall=Rows(_name(20_000)),
        sub=Rows(Record(f.SubGoal, _keys(name=_name(200), statement=Text(), indicators=Rows(_INDICATOR)))),
    ),
)
_NARRATIVE = Record(
    f.Narrative,
    _keys(
        organisation=Text(),
        target_quality_overall=Text(),
        target_quality_projects=Text(),
        problems=Text(),
        rectification=Text(),
    ),
)

DOCUMENT = Record(
    f.Facts,
    (
        Key("format", Constant(FORMAT), required=True),
        Key("county", Text(100)),
        Key("year", Whole(2000, 2100, nullable=False), required=True),
        Key("money_unit", Choice(MoneyUnit, nullable=False)),
        Key("department", _DEPARTMENT, required=True),
        *_keys(
            units=Rows(_name(200)),
            scheme=_SCHEME,
            revenue=_REVENUE,
            expenditure=_EXPENDITURE,
            project_totals=_PROJECT_TOTALS,
            transfers=_TRANSFERS,
            projects=Rows(_PROJECT),
            goals=_GOALS,
            indicators=Rows(_INDICATOR),
            execution=Record(f.Execution, _keys(weight=FIGURE, score=FIGURE)),
            score=FIGURE,
            grade=_GRADE,
            narrative=_NARRATIVE,
            rectifications=Rows(
                Record(f.Rectification, _keys(problem=Text(), measure=Text(), owner=Text(100), due=Deadline()))
            ),
            attachments=Rows(_name(300)),
            dates=Record(f.Dates, _keys(completed=Day(), reported=Day(), published=Day(), due=Day())),
        ),
    ),
)


# --- reading ----------------------------------------------------------------------------------------------------------


def read(text: str | bytes) -> f.Facts:
    """The facts of an exchange file; raises ExchangeError with every problem at once.

    Money comes out in 元. A number that cannot be read, or not be kept exactly, has the value None and stands in
    `facts.written`: check K67 reports it.
    """
    content = _scan(text)
    reading = Reading(unit=_money_unit(content))
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


# --- writing ----------------------------------------------------------------------------------------------------------


def write(facts: f.Facts) -> dict[str, Any]:
    """The exchange form of the facts: every key, in the order of the format."""
    content = DOCUMENT.write(facts, "", Writing(facts.money_unit, facts.written))
    assert content is not None  # noqa: S101 - the document itself is never null
    return content


def dumps(facts: f.Facts) -> str:
    """The exchange file as text, to be stored as UTF-8."""
    return json.dumps(write(facts), ensure_ascii=False, indent=2) + "\n"
