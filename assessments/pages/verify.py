"""What is told about an approved report to whoever holds it: no figure, nothing about reports that he does not hold."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from assessments.models import StoredReport
from assessments.queries import is_in_force, stored_reports
from assessments.reports.filing import FilingNumber, is_code_of
from assessments.terms import Status


@dataclass(frozen=True, slots=True)
class Verification:
    number: FilingNumber
    department: str
    year: int
    approved_on: date
    state: str
    is_valid: bool  # False: it was approved once, and no longer stands
    sha256: str


def by_number(number: FilingNumber, code: str) -> Verification | None:
    """The report of that number, if the code is the one printed on it."""
    found = stored_reports().filter(assessment=number.assessment, snapshot__number=number.snapshot).first()
    if found is None or not is_code_of(code, found.snapshot.sha256):
        return None
    known = _verification(found)
    return known if known.number == number else None


def by_hash(sha256: str) -> Verification | None:
    found = stored_reports().filter(sha256=sha256).first()
    return _verification(found) if found else None


def by_file(pieces: Iterable[bytes]) -> Verification | None:
    """The report whose file this is, byte for byte."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return by_hash(digest.hexdigest())


def _verification(stored: StoredReport) -> Verification:
    assessment = stored.assessment
    year = assessment.round.fiscal_year.year
    is_valid = is_in_force(stored)
    return Verification(
        number=FilingNumber(year, assessment.pk, stored.snapshot.number),
        department=assessment.department.name,
        year=year,
        approved_on=localdate(stored.stored_at),
        state=_state(assessment.status_term, is_valid=is_valid),
        is_valid=is_valid,
        sha256=stored.sha256,
    )


def _state(status: Status, *, is_valid: bool) -> str:
    if not is_valid:
        return "已失效：审核通过后又重新填报，以重新审核通过的报告为准"
    return "有效：审核通过，已公开" if status is Status.PUBLISHED else "有效：审核通过"
