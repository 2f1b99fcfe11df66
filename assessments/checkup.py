"""What the checks say of one assessment now: findings at their places, explained, exempted, or in the way."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from assessments.deadlines import punctuality_of
from assessments.facts_loader import facts_of, scheme_of, submitted_facts
from assessments.models import Assessment, Exemption, Explanation, FieldComment
from assessments.queries import approved_last_year, exemptions_in_force
from assessments.review.remarks import unmet_remarks
from assessments.rules.checks import EXPLAINED_ERRORS, Context, run_checks
from assessments.rules.completeness import SectionState, sections
from assessments.rules.findings import Finding
from assessments.rules.text.similarity import NearCopy
from assessments.rules.verdict import Ending, verdict
from assessments.schema.facts import Facts
from assessments.schema.pointers import Place, place_of
from assessments.schema.scheme import Scheme
from assessments.schema.stable_places import stable_place
from assessments.similarity import near_copies_of, neighbours_of
from assessments.terms import Completeness, Severity


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with its field in the form, and with what people said to it."""

    finding: Finding
    stable_place: str
    place: Place | None
    project_row: int | None
    explanation: Explanation | None
    exemption: Exemption | None

    @property
    def wants_explanation(self) -> bool:
        return self.finding.severity is Severity.WARNING or self.finding.code in EXPLAINED_ERRORS

    @property
    def is_explained(self) -> bool:
        """An explanation holds as long as the finding says the same; new figures want a new word.

        Only a reason for being late holds for every further day.
        """
        if self.explanation is None:
            return False
        return self.finding.code in EXPLAINED_ERRORS or self.explanation.message == self.finding.message

    @property
    def is_in_the_way(self) -> bool:
        """Whether nothing can be submitted before this is mended or explained."""
        if self.exemption or self.finding.severity is Severity.HINT:
            return False
        return not self.is_explained if self.wants_explanation else True


@dataclass(frozen=True)
class CheckUp:
    """One look at one assessment."""

    facts: Facts
    scheme: Scheme
    findings: tuple[PlacedFinding, ...]
    sections: tuple[SectionState, ...]
    unmet: tuple[FieldComment, ...] = ()  # remarks that were sent, and neither answered nor acted upon since

    def _of(self, severity: Severity) -> tuple[PlacedFinding, ...]:
        return tuple(item for item in self.findings if item.finding.severity is severity)

    @cached_property
    def errors(self) -> tuple[PlacedFinding, ...]:
        return self._of(Severity.ERROR)

    @cached_property
    def warnings(self) -> tuple[PlacedFinding, ...]:
        return self._of(Severity.WARNING)

    @cached_property
    def hints(self) -> tuple[PlacedFinding, ...]:
        return self._of(Severity.HINT)

    @cached_property
    def open_warnings(self) -> tuple[PlacedFinding, ...]:
        return tuple(item for item in self.findings if item.wants_explanation and item.is_in_the_way)

    @cached_property
    def open_errors(self) -> tuple[PlacedFinding, ...]:
        return tuple(item for item in self.findings if not item.wants_explanation and item.is_in_the_way)

    @cached_property
    def unfinished(self) -> tuple[SectionState, ...]:
        done = {Completeness.COMPLETE, Completeness.NOT_NEEDED}
        return tuple(state for state in self.sections if state.state not in done)

    @cached_property
    def blockers(self) -> tuple[str, ...]:
        """Why nothing can be submitted yet, in words; empty when all is well."""
        reasons = []
        if self.unfinished:
            reasons.append(f"还有 {len(self.unfinished)} 个部分未填完")
        if self.open_errors:
            reasons.append(f"还有 {len(self.open_errors)} 条错误须更正")
        if self.open_warnings:
            reasons.append(f"还有 {len(self.open_warnings)} 条警告须写明原因")
        if self.unmet:
            reasons.append(f"还有 {len(self.unmet)} 条审核意见没有答复，也没有修改相应内容")
        return tuple(reasons)

    @property
    def may_submit(self) -> bool:
        return not self.blockers

    @cached_property
    def verdict(self) -> str:
        """What the checks found, as it is: nothing is called clean over warnings that were explained or let off."""
        return verdict((item.finding.severity, _ending(item)) for item in self.findings)


def _ending(item: PlacedFinding) -> Ending:
    if item.exemption:
        return Ending.EXEMPT
    return Ending.EXPLAINED if item.wants_explanation and item.is_explained else Ending.OPEN


def check_up(assessment: Assessment) -> CheckUp:
    """Run every check and say what is missing."""
    facts, scheme, today = facts_of(assessment), scheme_of(assessment.round), timezone.localdate()
    punctuality = punctuality_of(assessment, today)
    around, least = neighbours_of(assessment), scheme.thresholds.similar_texts
    copies = near_copies_of(assessment, facts.narrative, around.texts, least)
    context = Context(
        facts=facts,
        scheme=scheme,
        due=punctuality.due,
        handed_in=punctuality.handed_in or today,
        submitted=punctuality.back or today,
        year=assessment.round.fiscal_year.year,
        last_year=last_year_of(assessment),
        other_departments=around.names,
        near_copies=tuple(NearCopy(source=copy.other.department.name, similarity=copy.share) for copy in copies),
    )
    explanations = {(item.code, item.place): item for item in assessment.explanations.select_related("author")}
    exemptions = exemptions_in_force(assessment.department_id, today)
    findings = []
    for finding in run_checks(context):
        stable = stable_place(facts, finding.path) if finding.path else ""
        place = place_of(finding.path) if finding.path else None
        findings.append(
            PlacedFinding(
                finding=finding,
                stable_place=stable,
                place=place,
                project_row=facts.projects[place.project].row if place and place.project is not None else None,
                explanation=explanations.get((finding.code, stable)),
                exemption=exemptions.get(finding.code),
            )
        )
    return CheckUp(
        facts=facts,
        scheme=scheme,
        findings=tuple(findings),
        sections=sections(facts, scheme),
        unmet=unmet_remarks(assessment, facts),
    )


def last_year_of(assessment: Assessment) -> Facts | None:
    """The same department's approved figures of the year before, if the county has them."""
    approved = approved_last_year(assessment)
    return submitted_facts(approved) if approved else None
