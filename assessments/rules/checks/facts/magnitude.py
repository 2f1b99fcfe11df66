"""Amounts that are ten thousand times too large or too small: 元 typed where 万元 is asked for, or the other way."""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from assessments.rules.checks.check import Check, Context, Problem, check, money, money_text, text
from assessments.rules.scoring.totals import project_columns
from assessments.schema.facts import Facts
from assessments.schema.pointers import project_pointer
from assessments.terms import Severity
from budgets.money import YUAN_PER
from budgets.terms import MoneyUnit

_APART = (Decimal(3_000), Decimal(30_000))  # a factor of 10,000, with what budgets may change besides
_FEWEST = 3  # projects, to say what is usual


@check(
    "K74",
    Severity.WARNING,
    "金额单位",
    formula=(
        "支出合计、人均人员经费在设定的界限之内；与上年、与本部门其他项目相差不到 3000 倍"
        "（相差约一万倍，多为元与万元混用）"
    ),
    source="表内勾稽关系；填报口径：金额单位为万元",
)
def wrong_unit(context: Context) -> Iterator[Problem]:
    found = next(_of_the_whole(context), None)
    if found is not None:
        yield found
    else:
        yield from _of_projects(context)


def _of_the_whole(context: Context) -> Iterator[Problem]:
    """One finding is enough where every amount is wrong."""
    limits, facts = context.scheme.thresholds, context.facts
    wan, total = YUAN_PER[MoneyUnit.WAN], _total(facts)
    if total is not None and total >= limits.largest_budget * YUAN_PER[MoneyUnit.YI]:
        yield _suspect(context, total, f"达到一个部门的上限 {text(limits.largest_budget)} 亿元")
    if total is not None and 0 < total < limits.smallest_budget * wan:
        yield _suspect(context, total, f"不足 {text(limits.smallest_budget)} 万元")
    before = _total(context.last_year) if context.last_year else None
    if total and before and (times := _times_apart(total, before)):
        yield _suspect(context, total, f"与上年的 {money_text(context, before)} 相差约 {text(times)} 倍")
    staff, personnel = facts.department.staff_on_post, facts.expenditure.personnel
    if staff and personnel is not None and personnel / staff >= limits.personnel_per_head * wan:
        per_head = money_text(context, (personnel / staff).quantize(Decimal(1)))
        yield _suspect(context, personnel, f"在职 {staff} 人，人均 {per_head}", "personnel")


def _total(facts: Facts) -> Decimal | None:
    return facts.revenue.total if facts.expenditure.total is None else facts.expenditure.total


def _suspect(context: Context, amount: Decimal, why: str, name: str = "total") -> Problem:
    stated = context.facts.expenditure.total
    pointer = f"/{'revenue' if name == 'total' and stated is None else 'expenditure'}/{name}"
    unit = context.facts.money_unit
    return Problem(
        message=(
            f"{context.label(pointer)} {money_text(context, amount)}，{why}，金额可能不是以“{unit}”为单位填写的。"
            "请核对全部金额的单位并更正；确属实际的，写明原因。"
        ),
        path=pointer,
        left=money(context, amount),
    )


def _of_projects(context: Context) -> Iterator[Problem]:
    budgets = {at: project_columns(project).adjusted for at, project in enumerate(context.facts.projects)}
    known = {at: amount for at, amount in budgets.items() if amount}
    if len(known) < _FEWEST:
        return
    usual = median(known.values())
    for at, amount in known.items():
        if times := _times_apart(amount, usual):
            pointer = f"{project_pointer(at)}/total/adjusted"
            yield Problem(
                message=(
                    f"{context.label(pointer)} {money_text(context, amount)}，与各项目的中位数 "
                    f"{money_text(context, usual)} 相差约 {text(times)} 倍，可能混用了元和万元。"
                    "请核对单位并更正；确属实际的，写明原因。"
                ),
                path=pointer,
                left=money(context, amount),
                right=money(context, usual),
            )


def _times_apart(one: Decimal, other: Decimal) -> Decimal | None:
    """By how many times the larger exceeds the smaller, where that looks like another unit."""
    small, large = sorted((abs(one), abs(other)))
    times = large / small if small else Decimal(0)
    return times if _APART[0] <= times <= _APART[1] else None


CHECKS: tuple[Check[Context], ...] = (wrong_unit,)
