"""Many departments of a round as they stand: from rows to what the documents of the county are built from."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.utils.timezone import localdate

from assessments.deadlines import punctuality_of
from assessments.facts_loader import scheme_of
from assessments.models import Assessment, Round, Snapshot
from assessments.queries import standing_snapshot
from assessments.reports.county.departments import County, DepartmentPaper, Found, PaperStanding
from assessments.reports.sources import source_now
from assessments.terms import ReviewState, Stage


def county_of(round_: Round, assessments: Sequence[Assessment]) -> County:
    """These assessments of the round. Each is read when its turn comes, in the order given."""
    approved = [localdate(assessment.approved_at) for assessment in assessments if assessment.approved_at]
    return County(
        name=settings.COUNTY_NAME,
        year=round_.fiscal_year.year,
        scheme=scheme_of(round_),
        layouts=round_.layouts,
        due=round_.due_on,
        whole=round_.assessments.count(),
        standings=tuple(standing_of(assessment) for assessment in assessments),
        approved_on=max(approved) if len(approved) == len(assessments) > 0 else None,
        read=lambda: _papers(assessments),
    )


def standing_of(assessment: Assessment) -> PaperStanding:
    was_handed_in = assessment.first_submitted_on is not None
    return _STANDINGS[ReviewState(assessment.status).stage(was_handed_in=was_handed_in)]


_STANDINGS: dict[Stage, PaperStanding] = {
    Stage.NOT_STARTED: PaperStanding.PENDING,
    Stage.FILLING_IN: PaperStanding.PENDING,
    Stage.RETURNED: PaperStanding.RETURNED,
    Stage.IN_REVIEW: PaperStanding.IN_REVIEW,
    Stage.APPROVED: PaperStanding.APPROVED,
}


def _papers(assessments: Sequence[Assessment]) -> Iterator[DepartmentPaper]:
    today = localdate()
    for assessment in assessments:
        punctuality = punctuality_of(assessment, today)
        snapshot, section = standing_snapshot(assessment), assessment.department.section
        yield DepartmentPaper(
            source=source_now(assessment, snapshot),
            standing=standing_of(assessment),
            section=section.name if section else "",
            handed_in=punctuality.handed_in,
            due=punctuality.due,
            found=_found(snapshot) if snapshot else (),
        )


def _found(snapshot: Snapshot) -> tuple[Found, ...]:
    return tuple(
        Found(item["code"], is_explained=bool(item["explanation"]), is_exempt=bool(item["exemption"]))
        for item in snapshot.content["findings"]
    )
