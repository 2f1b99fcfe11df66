"""Remarks of a review as rows: which are open, which the department has not met, what a step does with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from assessments.facts_loader import facts_of
from assessments.history import record
from assessments.models import Assessment, FieldComment
from assessments.rules.remarks import choices, is_met, text_at, usual_choice
from assessments.schema.facts import Facts
from assessments.schema.stable_places import pointer_of
from assessments.terms import Action, EventKind, RemarkDecision, Role
from evalsite.accounts.models import User


def open_remarks(assessment: Assessment) -> list[FieldComment]:
    """Those that nobody has settled, sent or not, the oldest first."""
    return list(assessment.field_comments.filter(settled_at__isnull=True).select_related("author", "answered_by"))


def choices_for(action: Action, remark: FieldComment) -> tuple[RemarkDecision, ...]:
    return choices(action, is_sent=remark.sent_at is not None)


def unmet_remarks(assessment: Assessment, facts: Facts) -> tuple[FieldComment, ...]:
    """Those that a return has carried out and the department has neither answered nor acted upon since.

    What was never handed in has no remarks: then nothing is asked of the database.
    """
    if not assessment.was_handed_in:
        return ()
    return tuple(
        remark
        for remark in open_remarks(assessment)
        if remark.sent_at
        and not is_met(
            asked=remark.returned_at or remark.sent_at,
            answered=remark.answered_at,
            before=remark.returned_text,
            now=text_at(facts, pointer_of(facts, remark.place)),
        )
    )


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who takes the step, in which role, on which assessment."""

    user: User
    role: Role | None
    assessment: Assessment

    def log(self, deed: EventKind, remark: FieldComment) -> None:
        detail = {"place": remark.place, "label": remark.label}
        record(self.assessment, self.user, deed, role=self.role, comment=remark.text, detail=detail)

    def drop(self, remark: FieldComment) -> None:
        """Take back a remark that nobody outside has seen; its words stay in the log."""
        self.log(EventKind.WITHDRAW_COMMENT, remark)
        remark.delete()

    def close(self, remark: FieldComment, deed: EventKind) -> None:
        remark.settled_at = timezone.now()
        remark.save(update_fields=["settled_at"])
        self.log(deed, remark)


def undecided(action: Action, remarks: Iterable[FieldComment], decisions: Mapping[int, str]) -> list[FieldComment]:
    """Remarks of which the step has to say something and does not."""
    asked = ((remark, choices_for(action, remark)) for remark in remarks)
    return [remark for remark, able in asked if able and decisions.get(remark.pk, usual_choice(action)) not in able]


def carry_out(
    reviewer: Reviewer, action: Action, remarks: Iterable[FieldComment], decisions: Mapping[int, str]
) -> list[str]:
    """Do with each open remark what was decided; gives the names of those that are kept for the final review."""
    kept = []
    for remark in remarks:
        decision = decisions.get(remark.pk, usual_choice(action)) if choices_for(action, remark) else None
        if decision == RemarkDecision.DROP:
            reviewer.drop(remark)
        elif decision == RemarkDecision.SETTLE:
            reviewer.close(remark, EventKind.SETTLE)
        elif decision == RemarkDecision.FILE:
            reviewer.close(remark, EventKind.FILE_COMMENT)
        elif decision == RemarkDecision.KEEP:
            kept.append(remark.label)
    if action is Action.RETURN_FOR_CHANGES:
        _send(reviewer.assessment)
    return kept


def _send(assessment: Assessment) -> None:
    """A return asks for an answer to everything that is open; what stands there now is noted, to see a change."""
    remarks, now = open_remarks(assessment), timezone.now()
    facts = facts_of(assessment) if remarks else None
    for remark in remarks:
        remark.sent_at, remark.returned_at = remark.sent_at or now, now
        remark.returned_text = text_at(facts, pointer_of(facts, remark.place)) if facts else None
    FieldComment.objects.bulk_update(remarks, ["sent_at", "returned_at", "returned_text"])
