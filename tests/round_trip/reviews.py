"""A department after its review: what the bureau and the department wrote to each other, with the folder of it all."""

from dataclasses import replace

from assessments.reports.documents import WHOLE_REPORT, Document, documents_of
from assessments.reports.papers.department_documents import Source
from assessments.reports.papers.review_record import NoticeItem, Submission, SubmittedFinding
from assessments.rules.checks import Context, run_checks
from assessments.terms import Severity
from tests.assessments.reports import notices, reviewed
from tests.round_trip.departments import SCHEME, Case
from tests.round_trip.papers import PAPERS


def source_of(case: Case) -> Source:
    """The case approved after two returns, with its own findings explained, and a notice that was answered."""
    findings = tuple(
        SubmittedFinding(
            code=finding.code,
            severity=finding.severity,
            message=finding.message,
            explanation="已与原始凭证核对，数据属实。",
            explained_by="吴静",
        )
        for finding in run_checks(Context(facts=case.facts, scheme=SCHEME))
        if finding.severity is not Severity.HINT
    )
    submitted = Submission(
        number=reviewed.NUMBER, facts=case.facts, scheme=SCHEME, due=reviewed.REVIEWED.due, findings=findings
    )
    items = tuple(
        NoticeItem(
            problem=row.problem,
            requirement="逐项核实，限期整改，报送佐证材料。",
            answer=row.measure or "已整改。",
            done_on=notices.ITEMS[0].done_on,
            evidence="整改台账",
        )
        for row in case.facts.rectifications
    )
    issued = replace(notices.ACCEPTED, items=items or notices.ITEMS)
    record = replace(reviewed.RECORD, reviewed=submitted, notices=(issued,))
    return replace(reviewed.SOURCE, facts=case.facts, scheme=SCHEME, record=record)


def papers_of_review(source: Source) -> list[Document]:
    """The report as it was approved, the opinion, the folder, the notice and the reply to it.

    None of a draft whose words are not written: it cannot be handed in.
    """
    if source.facts.narrative.organisation is None:
        return []
    of_drafts = {document.key for document in PAPERS} - {WHOLE_REPORT.key}
    return [document for document in documents_of(source) if document.key not in of_drafts]
