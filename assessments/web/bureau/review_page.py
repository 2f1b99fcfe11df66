"""What a reviewer reads: what matters first, what changed, and the submitted text section by section."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from assessments.exchange.differences import changes_between
from assessments.facts_loader import facts_of, submitted_facts, submitted_scheme
from assessments.models import Assessment, Exemption, FieldComment, Snapshot
from assessments.permissions import may_exempt_department
from assessments.queries import exemptions_in_force, field_comments_for, last_snapshots
from assessments.reports.document.charts import Chart, compared
from assessments.rules.scoring.scores import department_score
from assessments.rules.scoring.totals import all_projects, department_execution_rate
from assessments.rules.verdict import Ending, verdict
from assessments.schema.facts import Facts
from assessments.schema.kinds import is_position
from assessments.schema.pointers import label
from assessments.schema.scheme import Scheme
from assessments.schema.stable_places import pointer_of
from assessments.terms import Action, Severity, Status
from assessments.web.addresses import comparison_url
from assessments.web.answers.anchors import Anchors
from assessments.web.answers.stated_values import StatedSection, answers_of
from assessments.web.steps.buttons import Steps, steps_for
from budgets.money import amount_text
from evalsite.accounts.models import User

REVIEWING = frozenset({Status.SECTION_REVIEW, Status.FINAL_REVIEW})
MOST_PROJECTS_DRAWN = 15
_USUAL: dict[Status, Action] = {
    Status.SUBMITTED: Action.BEGIN_REVIEW,
    Status.SECTION_REVIEW: Action.PASS_SECTION_REVIEW,
    Status.FINAL_REVIEW: Action.APPROVE,
    Status.APPROVED: Action.PUBLISH,
}


@dataclass(frozen=True, slots=True)
class Headline:
    """The figures that one looks at first: points, 元 and percent."""

    score: Decimal | None
    computed_score: Decimal | None
    grade: str | None
    execution_rate: Decimal | None
    adjusted: Decimal | None
    executed: Decimal | None
    projects: int


@dataclass(frozen=True, slots=True)
class Change:
    """One difference to the submission before; `anchor` is where the page shows the new one."""

    where: str
    old: str
    new: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ProjectSpending:
    """A project's budget and what was spent of it (元)."""

    name: str
    adjusted: Decimal | None
    executed: Decimal | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding as it was frozen with the submission; of an exemption granted since, what holds today.

    `anchor` is its own id, `target` the id of what it is about, `where` the name of that.
    """

    anchor: str
    target: str
    where: str
    severity: Severity
    code: str
    message: str
    explanation: str
    explained_by: str
    exemption: str
    exempted_by: str
    exempted_until: date | None
    exemptible: bool
    comparison: str

    @property
    def ending(self) -> Ending:
        if self.exemption:
            return Ending.EXEMPT
        return Ending.EXPLAINED if self.explanation else Ending.OPEN


@dataclass(frozen=True, slots=True)
class OpenedSnapshot:
    """One snapshot, opened."""

    snapshot: Snapshot
    facts: Facts
    scheme: Scheme

    @property
    def headline(self) -> Headline:
        money = all_projects(self.facts.projects)
        return Headline(
            score=self.facts.score,
            computed_score=department_score(self.facts, self.scheme),
            grade=self.facts.grade,
            execution_rate=department_execution_rate(self.facts),
            adjusted=money.adjusted,
            executed=money.executed,
            projects=len(self.facts.projects),
        )

    def notes(self, exempted_since: Mapping[str, Exemption], anchors: Anchors) -> Iterator[Noted]:
        """`exempted_since` are the exemptions in force today, by the check's code."""
        for number, item in enumerate(self.snapshot.content["findings"], 1):
            severity, since = Severity(item["severity"]), exempted_since.get(item["code"])
            until = item.get("exempted_until")  # snapshots of 0.1.0 have the reason alone
            exemption = item["exemption"] or (since.reason if since else "")
            yield Noted(
                anchor=f"note-{number}",
                target=anchors.at(item["path"]),
                where=label(item["path"], self.facts) if item["path"] else "",
                severity=severity,
                code=item["code"],
                message=item["message"],
                explanation=item["explanation"] or "",
                explained_by=item["explained_by"] or "",
                exemption=exemption,
                exempted_by=item.get("exempted_by") or (str(since.granted_by) if since else ""),
                exempted_until=date.fromisoformat(until) if until else since.until if since else None,
                comparison=comparison_url(self.snapshot.assessment_id, item["code"], item["path"]),
                exemptible=not exemption and severity is not Severity.HINT,
            )


@dataclass(frozen=True, slots=True)
class ReviewPage:
    submission: OpenedSnapshot | None
    headline: Headline | None
    changes: tuple[Change, ...] | None
    notes: tuple[Noted, ...]
    verdict: str
    notes_at: Mapping[str, Sequence[Noted]]  # by the id of what they are about
    groups: tuple[StatedSection, ...]
    remarks: tuple[FieldComment, ...]
    remark_places: Mapping[int, str]  # the id of what a remark is about, by its key, while that cannot move
    open_remarks: int
    spending: Chart | None
    spending_rows: tuple[ProjectSpending, ...]
    steps: Steps
    may_remark: bool
    may_exempt: bool


def review_page(user: User, assessment: Assessment) -> ReviewPage:
    snapshots = last_snapshots(assessment)
    submission = opened(snapshots[0]) if snapshots else None
    remarks = tuple(field_comments_for(user, assessment))
    steps = steps_for(user, assessment, (), _USUAL.get(assessment.status_term, Action.BEGIN_REVIEW))
    placed = _by_pointer(assessment, remarks)
    spending = _spending(submission.facts) if submission else ()
    groups = answers_of(submission.facts, placed) if submission else ()
    anchors = Anchors(groups)
    notes = tuple(submission.notes(_exemptions(assessment), anchors)) if submission else ()
    return ReviewPage(
        submission=submission,
        headline=submission.headline if submission else None,
        changes=_changes(snapshots[1], submission, anchors) if submission and len(snapshots) > 1 else None,
        notes=notes,
        verdict=verdict((note.severity, note.ending) for note in notes),
        notes_at=_by_target(notes),
        groups=groups,
        remarks=remarks,
        remark_places={item.pk: anchors.at(pointer) for pointer, found in placed.items() for item in found},
        open_remarks=sum(remark.settled_at is None for remark in remarks),
        spending=compared("项目预算与执行", _bars(spending)) if spending else None,
        spending_rows=spending,
        steps=steps,
        may_remark=assessment.status_term in REVIEWING and bool(steps.buttons),
        may_exempt=may_exempt_department(user, assessment.department).allowed,
    )


def remark_anchor(remark: FieldComment) -> str:
    """The id of a remark in the list of all of them."""
    return f"remark-{remark.pk}"


def neighbour(remarks: Iterable[FieldComment], remark: FieldComment) -> str:
    """Where one is in the list once this remark has gone: at the next one, else the one before, else its heading."""
    keys = [item.pk for item in remarks]
    at = keys.index(remark.pk)
    beside = [*keys[at + 1 : at + 2], *keys[max(at - 1, 0) : at]]
    return f"remark-{beside[0]}" if beside else "remarks"


def _exemptions(assessment: Assessment) -> Mapping[str, Exemption]:
    """What may still change what a reviewer reads: nothing once the paper is final."""
    return {} if assessment.status_term.is_final else exemptions_in_force(assessment.department_id, localdate())


def opened(snapshot: Snapshot) -> OpenedSnapshot:
    return OpenedSnapshot(snapshot, submitted_facts(snapshot), submitted_scheme(snapshot))


def remark_fields(assessment: Assessment, pointer: str) -> list[tuple[str, str]]:
    """The fields that a remark at this place may be about: one field, or all fields of one row; none elsewhere."""
    snapshots = last_snapshots(assessment, 1)
    if not snapshots:
        return []
    facts = opened(snapshots[0]).facts
    answers = [answer for group in answers_of(facts) for answer in group.every_answer()]
    found = [answer.pointer for answer in answers if answer.pointer == pointer]
    if is_position(pointer.rpartition("/")[2]):
        found = [answer.pointer for answer in answers if answer.pointer.startswith(f"{pointer}/")]
    return [(item, label(item, facts)) for item in found]


def _by_pointer(assessment: Assessment, remarks: Iterable[FieldComment]) -> Mapping[str, list[FieldComment]]:
    """Remarks at the places of the submitted text. While it lies on the desk nobody can move its rows."""
    placed: dict[str, list[FieldComment]] = defaultdict(list)
    if not assessment.status_term.is_editable:
        live = facts_of(assessment)
        for remark in remarks:
            placed[pointer_of(live, remark.place)].append(remark)
    return placed


def _by_target(notes: Iterable[Noted]) -> Mapping[str, Sequence[Noted]]:
    found: dict[str, list[Noted]] = defaultdict(list)
    for note in notes:
        found[note.target].append(note)
    return dict(found)


def _changes(before: Snapshot, submission: OpenedSnapshot, anchors: Anchors) -> tuple[Change, ...]:
    return tuple(
        Change(
            label(change["path"], submission.facts),
            _shown(change["old"]),
            _shown(change["new"]),
            anchors.at(change["path"]),
        )
        for change in changes_between(opened(before).facts, submission.facts)
    )


def _shown(value: Any) -> str:
    """A value of the exchange form in words; of a whole row, its texts one after another."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "；".join(text for text in map(_shown, value.values()) if text)
    if isinstance(value, list):
        return "、".join(text for text in map(_shown, value) if text)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _spending(facts: Facts) -> tuple[ProjectSpending, ...]:
    """Every project, the largest first."""
    columns = ((project.name or "（未命名）", all_projects([project])) for project in facts.projects)
    rows = [ProjectSpending(name, money.adjusted, money.executed) for name, money in columns]
    return tuple(sorted(rows, key=lambda row: row.adjusted or Decimal(0), reverse=True))


def _bars(rows: tuple[ProjectSpending, ...]) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    for row in rows[:MOST_PROJECTS_DRAWN]:
        executed, adjusted = row.executed or Decimal(0), row.adjusted or Decimal(0)
        yield row.name, f"{amount_text(executed)} / {amount_text(adjusted)}", executed, adjusted
