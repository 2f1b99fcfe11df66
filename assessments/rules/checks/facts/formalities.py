"""Dates, years, the signature block, and figures that nobody can read (domain §5.1 I27, I28; §6.2)."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from assessments.rules.checks.check import Check, Context, InReports, Problem, check
from assessments.rules.text.quantities import is_stated
from assessments.schema.facts import Facts
from assessments.schema.pointers import shortened, value_at
from assessments.terms import Severity


def shown(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@check(
    "K46",
    Severity.ERROR,
    "报送是否逾期",
    formula="首次报送日期（系统外的报告为落款日期）≤ 当时的报送截止日期",
    source="表内勾稽关系；逾期处理按本县自评通知执行",
    concerns=("/dates",),
    is_explained=True,  # logged and priced; locked out, a late report would never come (docs/decisions)
)
def overdue(context: Context) -> Iterator[Problem]:
    """On the site the day of the submission counts, which nobody can type; of a paper alone only its date is known."""
    day, due = context.handed_in or context.facts.dates.reported, context.due or context.facts.dates.due
    if day is None or due is None or day <= due:
        return
    late, what = (day - due).days, "报送日期" if context.handed_in else "报告落款日期"
    yield Problem(
        message=(
            f"{what}（{shown(day)}）超过报送截止日期（{shown(due)}）{late} 天。"
            "请在下面写明逾期原因，写明后仍可报送；逾期处理按本县通知执行。"
        ),
        path="/dates/reported",
        difference=Decimal(late),
    )


@check(
    "K71",
    Severity.ERROR,
    "落款日期与报送日期先后",
    formula="报告落款日期 ≤ 报送日期（尚未报送的为当天）",
    source="公文落款日期为成文日期，成文在报送之前",
)
def dated_ahead(context: Context) -> Iterator[Problem]:
    reported, submitted = context.facts.dates.reported, context.submitted
    if reported is None or submitted is None or reported <= submitted:
        return
    yield Problem(
        message=(
            f"报告落款日期（{shown(reported)}）晚于报送日期（{shown(submitted)}），请更正为报送当日或之前的日期。"
        ),
        path="/dates/reported",
        difference=Decimal((reported - submitted).days),
    )


@check(
    "K72",
    Severity.HINT,
    "落款日期与报送日期间隔",
    formula="首次报送日期（尚未报送的为当天）− 报告落款日期 ≤ 设定的天数（默认 60 天）",
    source="落款日期应为定稿报送前后的日期，久未报送的须核对是否仍是定稿",
)
def dated_long_before(context: Context) -> Iterator[Problem]:
    reported, handed_in = context.facts.dates.reported, context.handed_in
    if reported is None or handed_in is None:
        return
    days = (handed_in - reported).days
    if days > context.scheme.thresholds.oldest_date:
        yield Problem(
            message=(
                f"报告落款日期（{shown(reported)}）比报送日期（{shown(handed_in)}）早 {days} 天，"
                f"超过 {context.scheme.thresholds.oldest_date} 天，请核对落款日期是否填错。"
            ),
            path="/dates/reported",
            difference=Decimal(days),
        )


# The prose on how the work was organised names its year: "2021年度部门预算绩效自评工作". Other years may stand beside
# it ("与2020年度绩效自评相比", "落实2020年度自评整改"), so it is wrong only where the right one is never named.
_YEAR_OF_WORK = re.compile(
    r"(?<![与较比同对])(20[0-9]{2})\s*年度(?:部门|预算|整体|项目|单位|支出|财政|绩效){0,6}自评(?!.{0,6}(?:相比|比较))"
)


@check(
    "K56",
    Severity.ERROR,
    "年度是否一致",
    formula="自评年度 = 自评任务的年度 = 组织开展情况所称自评年度；完成、落款日期不早于自评年度",
    source="表内勾稽关系",
)
def years(context: Context) -> Iterator[Problem]:
    facts = context.facts
    if context.year is not None and facts.year != context.year:
        yield _wrong_year(
            "/year",
            f"报告写的是 {facts.year} 年度，本次自评任务是 {context.year} 年度，请更正报告年度。",
            facts.year,
        )
    for name in ("completed", "reported"):
        day = getattr(facts.dates, name)
        if day is not None and day.year < facts.year:
            pointer = f"/dates/{name}"
            yield _wrong_year(
                pointer, f"{context.label(pointer)}（{shown(day)}）早于自评年度（{facts.year} 年），请更正。", day.year
            )
    named = _years_named(facts.narrative.organisation)
    if named and facts.year not in named:
        pointer = "/narrative/organisation"
        message = f"{context.label(pointer)}写的是 {named[0]} 年度自评，自评年度是 {facts.year} 年，请更正。"
        yield _wrong_year(pointer, message, named[0])


_TITLES = re.compile("《[^》\n]{1,60}》")


def _years_named(prose: str | None) -> list[int]:
    """Years of which the prose says that they are assessed; a paper in 《》 has the year in which it was written."""
    return sorted({int(year) for year in _YEAR_OF_WORK.findall(_TITLES.sub("", prose or ""))})


def _wrong_year(pointer: str, message: str, year: int) -> Problem:
    return Problem(message=message, path=pointer, left=Decimal(year))


@check(
    "K64",
    Severity.ERROR,
    "落款",
    formula="有部门名称、有报告落款日期",
    source="公文落款要求",
    in_reports=InReports.PROSE,
)
def signature(context: Context) -> Iterator[Problem]:
    facts = context.facts
    if not is_stated(facts.department.name):
        yield Problem(message="没有部门名称，报告无法落款，请填写。", path="/department/name")
    if facts.dates.reported is None:
        yield Problem(message="没有报告落款日期，请填写。", path="/dates/reported")


@check(
    "K67",
    Severity.ERROR,
    "数字能否识别",
    formula="填列的数字能读出、能精确保存：金额精确到分，比率、分值、得分不超过 8 位小数",
    source="金额以元精确保存",
    in_reports=InReports.NEVER,
)
def unreadable_numbers(context: Context) -> Iterator[Problem]:
    for pointer, written in _unreadable(context.facts):
        yield Problem(
            message=(
                f"{context.label(pointer)}填的是“{shortened(written)}”，不是数字或小数位过多，"
                "请改为 1234.56 这样的数字（万元最多六位小数）；没有的留空。"
            ),
            path=pointer,
        )


def _unreadable(facts: Facts) -> Iterator[tuple[str, str]]:
    return ((pointer, text) for pointer, text in facts.written.items() if value_at(facts, pointer) is None)


CHECKS: tuple[Check[Context], ...] = (overdue, dated_ahead, dated_long_before, years, signature, unreadable_numbers)
