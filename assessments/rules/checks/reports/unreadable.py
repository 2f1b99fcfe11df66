"""Numbers of a report that nobody can read."""

from collections.abc import Iterator

from assessments.rules.checks.check import Check, Problem
from assessments.rules.checks.facts.formalities import unreadable_numbers
from assessments.rules.text.stated import ReportFigures
from assessments.schema.pointers import shortened


@unreadable_numbers.also(formula="带单位的数字、表格单元格中的数字能读出")
def unreadable_figures(report: ReportFigures) -> Iterator[Problem]:
    for start, end in report.unreadable:
        words = shortened("".join(report.text[start:end].split()))
        yield Problem(
            message=f"“{words}”不是数字或小数位过多，请改为 1234.56 这样的数字。", path=None, spans=((start, end),)
        )


CHECKS: tuple[Check[ReportFigures], ...] = (unreadable_figures,)
