"""K69: what is said of amounts that do not come to the total that stands beside them."""

from collections.abc import Sequence
from decimal import Decimal

from assessments.intake.extraction.words.numbers import Mention
from assessments.intake.loading.normalised_text import Compact
from assessments.rules.checks.listed import LISTED_SUM
from assessments.rules.findings import REQUESTS, Finding
from assessments.terms import Severity
from budgets.money import amount_text, in_unit


def unequal_sum(
    page: Compact, total: Mention, parts: Sequence[Mention], come_to: Decimal, severity: Severity, called: str
) -> Finding:
    """`come_to` in 元 is what the parts give; `called` says how ("所列各项之和")."""
    unit, stated = total.money_unit, total.value or Decimal(0)
    apart = abs(come_to - stated)
    name = total.label or "合计"
    return Finding(
        code=LISTED_SUM.code,
        severity=severity,
        message=(
            f"“{name}”{amount_text(stated, unit)} {unit}，{called} {amount_text(come_to, unit)} {unit}，"
            f"相差 {amount_text(apart, unit)} {unit}。{REQUESTS[severity]}"
        ),
        spans=tuple(one.named_span(page) for one in (total, *parts)),
        left=in_unit(stated, unit),
        right=in_unit(come_to, unit),
        difference=in_unit(apart, unit),
    )
