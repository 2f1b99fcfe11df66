"""K60: figures that may be mistyped where a sum fails. A guess for a person to look at, never a correction."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assessments.rules.checks.check import Check, Context, Problem, check, money
from assessments.rules.typos import SLIP_NAMES, Candidate, Equation, candidates, failing
from assessments.terms import Severity

_SHOWN = 3  # candidates for one sum


@check(
    "K60",
    Severity.HINT,
    "疑似笔误",
    formula="合计不平时，列出改一位、换位、移动小数点、漏写或多写一位即可平衡且不破坏其他合计的数",
    source="表内勾稽关系",
)
def likely_slips(context: Context) -> Iterator[Problem]:
    seen: set[Candidate] = set()
    for equation in failing(context.facts):
        found = candidates(context.facts, equation)[:_SHOWN]
        if found and found[0] not in seen:  # one slip may break several sums
            seen.add(found[0])
            yield Problem(
                message=(
                    f"{context.label(equation.total)}与各项之和不等，疑似笔误：{_told(context, found)}。"
                    "请核对原始凭证。"
                ),
                path=found[0].pointer,
                suggestion=_told(context, found[:1]),
            )


def _told(context: Context, found: Iterable[Candidate]) -> str:
    return "；".join(
        f"{context.label(one.pointer)} {one.written} 可能应为 {one.meant}（{SLIP_NAMES[one.slip]}）" for one in found
    )


def with_suggestions(context: Context, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of a sum, each with the likeliest slip that would explain it."""
    for problem in problems:
        found = next((candidates(context.facts, sum_) for sum_ in _sums_of(context, problem)), [])
        yield replace(problem, suggestion=_told(context, found[:1])) if found else problem


def _sums_of(context: Context, problem: Problem) -> Iterator[Equation]:
    """The failing sum that a problem is about: its total and its gap, for one total may stand in two sums."""
    for equation in failing(context.facts):
        if equation.total == problem.path and money(context, abs(equation.difference)) == problem.difference:
            yield equation


CHECKS: tuple[Check, ...] = (likely_slips,)
