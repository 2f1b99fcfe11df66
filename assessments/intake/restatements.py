"""One fact told twice with two values, where the second looks like the first with a slip of the pen (K57).

Reports name the same kind of amount for many things: the plan and the result, the office and its units. So only a value
that is one slip away from the one before it is told, and only as a hint.
"""

from collections.abc import Iterator, Mapping, Sequence

from assessments.intake.compact import Compact
from assessments.intake.enumerations import Node
from assessments.intake.labels import Basis, Meaning, basis_of
from assessments.rules.findings import Finding
from assessments.rules.typos import slip_between
from assessments.terms import Severity
from budgets.money import in_unit, plain_text

_TOLD_AGAIN = {Meaning.BASIC, Meaning.PROJECTS, Meaning.PERSONNEL, Meaning.OPERATING}
_FEWEST_DIGITS = 4  # shorter amounts are one slip away from too many others
_MOST_KNOWN = 20  # values of one kind of amount: a report that has more of them lists many offices


def restated_findings(page: Compact, forest: Sequence[list[Node]], others: Mapping[int, int]) -> Iterator[Finding]:
    """`others` gives the years of figures that are not of the report's own."""
    known: dict[tuple[Meaning, Basis, int | None], list[Node]] = {}
    for node in (node for roots in forest for root in roots for node in root.all()):
        mention = node.mention
        if node.meaning not in _TOLD_AGAIN or mention.about or len(mention.digits.strip("0.").replace(".", "")) < 2:
            continue
        rows = known.setdefault((node.meaning, basis_of(mention.label), others.get(mention.start)), [])
        if all(row.value != node.value for row in rows):
            twin = next((row for row in rows if _is_slip(row, node)), None)
            if twin is not None:
                yield _told(page, twin, node)
        if len(rows) < _MOST_KNOWN:
            rows.append(node)


def _is_slip(row: Node, node: Node) -> bool:
    if row.mention.unit != node.mention.unit:
        return False
    written, meant = (one.mention.digits.replace(",", "") for one in (node, row))
    digits = min(len(text.replace(".", "")) for text in (written, meant))
    return digits >= _FEWEST_DIGITS and slip_between(written, meant) is not None


def _told(page: Compact, row: Node, node: Node) -> Finding:
    unit = node.mention.money_unit
    first, second = in_unit(row.value, unit), in_unit(node.value, unit)
    return Finding(
        code="K57",
        severity=Severity.HINT,
        message=(
            f"“{node.mention.label}”前面写 {plain_text(first)} {unit}，此处写 {plain_text(second)} {unit}，"
            "只差一处数字，可能是笔误，请核对。"
        ),
        spans=tuple(one.mention.named_span(page) for one in (node, row)),
        left=first,
        right=second,
        difference=abs(first - second),
    )
