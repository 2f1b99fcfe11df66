"""K60: figures that may be mistyped where a sum fails. A guess for a person to look at, never a correction."""

from collections.abc import Iterable, Iterator

from assessments.rules.checks.check import Check, Context, InReports, Problem, check
from assessments.rules.typos import SLIP_NAMES, Candidate, candidates, failing
from assessments.terms import Severity

_SHOWN = 3  # candidates for one sum


@check(
    "K60",
    Severity.HINT,
    "可能的笔误",
    formula="合计不平时，列出改一位、换位、移动小数点、漏写或多写一位即可平衡且不破坏其他合计的数",
    source="表内勾稽关系",
    in_reports=InReports.PASSAGE,
    only_with=("K01", "K02", "K03"),
)
def likely_slips(context: Context) -> Iterator[Problem]:
    seen: set[Candidate] = set()
    for equation in failing(context.facts):
        found = candidates(context.facts, equation)[:_SHOWN]
        if found and found[0] not in seen:  # one slip may break several sums
            seen.add(found[0])
            yield Problem(
                message=(
                    f"{context.label(equation.total)}与各项之和不一致，可能是笔误：{_told(context, found)}。"
                    "请核对后更正。"
                ),
                path=found[0].pointer,
            )


def _told(context: Context, found: Iterable[Candidate]) -> str:
    unit = context.facts.money_unit
    return "；".join(
        f"{context.label(one.pointer)} {one.written} {unit}，可能应为 {one.meant} {unit}（{SLIP_NAMES[one.slip]}）"
        for one in found
    )


CHECKS: tuple[Check[Context], ...] = (likely_slips,)
