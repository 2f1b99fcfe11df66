"""The way of an assessment from filling in to approval, with the stage where it is now."""

from dataclasses import dataclass
from datetime import datetime

from assessments.models import Assessment
from assessments.terms import Status


@dataclass(frozen=True, slots=True)
class ProgressStage:
    """One stage; `style` names its CSS class, `at` when it was passed."""

    label: str
    style: str
    at: datetime | None


_STAGES: tuple[tuple[str, frozenset[Status]], ...] = (
    ("填报", frozenset({Status.DRAFT, Status.RETURNED})),
    ("负责人确认", frozenset({Status.CONFIRMING})),
    ("业务股室初审", frozenset({Status.SUBMITTED, Status.SECTION_REVIEW})),
    ("绩效股终审", frozenset({Status.FINAL_REVIEW})),
    ("审核通过", frozenset({Status.APPROVED, Status.PUBLISHED})),
)


def way_of(assessment: Assessment) -> tuple[ProgressStage, ...]:
    """The five stages; the last one is done as soon as it is reached."""
    current = next(at for at, (_, statuses) in enumerate(_STAGES) if assessment.status_term in statuses)
    passed = (None, assessment.submitted_at, assessment.section_passed_at, assessment.approved_at, None)
    is_final = assessment.status_term.is_final
    return tuple(
        ProgressStage(
            label,
            "is-done" if at < current or is_final else "is-current" if at == current else "",
            passed[at] if at < current else None,
        )
        for at, (label, _) in enumerate(_STAGES)
    )
