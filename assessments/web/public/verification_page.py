"""What is told about an approved report to whoever holds it: no figure, nothing about reports that he does not hold."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from assessments.integrity import faults_of_papers, read_whole, seal_of
from assessments.models import Assessment, LogEntry, StoredReport
from assessments.queries import approvals, is_in_force, stored_reports
from assessments.reports.document.filing_number import FilingNumber, is_code_of
from assessments.terms import Status

MOST_READ = 32 * 1024 * 1024  # bytes of attachments that one question may have read, about a tenth of a second


@dataclass(frozen=True, slots=True)
class Verification:
    number: FilingNumber
    department: str
    year: int
    approved_on: date
    state: str
    is_valid: bool  # False: it was approved once, and no longer stands
    is_doubtful: bool  # what is kept of it contradicts itself
    sha256: str
    looked_at: str = ""  # what was held against what; nothing is said of it where there is doubt


def by_number(number: FilingNumber, code: str) -> Verification | None:
    """The report of that number, if the code is the one printed on it."""
    found = stored_reports().filter(assessment=number.assessment, snapshot__number=number.snapshot).first()
    if found and is_code_of(code, found.snapshot.sha256):
        return _asked_as(number, _verification(found))
    sealed = approvals().filter(assessment=number.assessment, detail__snapshot=number.snapshot).first()
    if sealed and is_code_of(code, sealed.detail["snapshot_sha256"]):
        return _asked_as(number, _doubt(sealed))
    return None


def by_hash(sha256: str) -> Verification | None:
    found = stored_reports().filter(sha256=sha256).first()
    if found:
        return _verification(found)
    sealed = approvals().filter(detail__report_sha256=sha256).first()
    return _doubt(sealed) if sealed else None


def by_file(pieces: Iterable[bytes]) -> Verification | None:
    """The report whose file this is, byte for byte."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return by_hash(digest.hexdigest())


def _asked_as(number: FilingNumber, known: Verification) -> Verification | None:
    return known if known.number == number else None


def _verification(stored: StoredReport) -> Verification:
    """Row, bytes and chain are held against each other before anything is vouched for."""
    assessment, seal = stored.assessment, seal_of(stored)
    is_doubtful = next(faults_of_papers(assessment, most=MOST_READ), None) is not None
    is_valid = is_in_force(stored) and not is_doubtful
    year = assessment.round.fiscal_year.year
    return Verification(
        number=FilingNumber(year, assessment.pk, stored.snapshot.number),
        department=assessment.department.name,
        year=year,
        approved_on=localdate(seal.at if seal else stored.stored_at),
        state=_DOUBTFUL if is_doubtful else _state(assessment.status_term, is_valid=is_valid, seal=seal),
        is_valid=is_valid,
        is_doubtful=is_doubtful,
        sha256=stored.sha256,
        looked_at="" if is_doubtful else _looked_at(assessment),
    )


def _looked_at(assessment: Assessment) -> str:
    """What the page vouches for, in words."""
    filed = [attachment for attachment in assessment.attachments.all() if attachment.file]
    rest = len(filed) - len(read_whole(filed, MOST_READ))
    said = "办理过程、报送数据、存档报告" + (f"和 {len(filed)} 个附件的文件" if filed else "")
    return said + (f"（其中 {rest} 个文件较大，只核对大小）" if rest else "")


def _doubt(sealed: LogEntry) -> Verification:
    """It was approved, and its row or its file is no longer there as it was."""
    assessment = sealed.assessment
    year = assessment.round.fiscal_year.year
    return Verification(
        number=FilingNumber(year, assessment.pk, sealed.detail["snapshot"]),
        department=assessment.department.name,
        year=year,
        approved_on=localdate(sealed.at),
        state=_DOUBTFUL,
        is_valid=False,
        is_doubtful=True,
        sha256=sealed.detail["report_sha256"],
    )


_DOUBTFUL = "本系统的存档记录前后不一致，暂不能确认此报告。请持报告向财政局核实。"
# Approved before the approval's entry carried the file's hash: the file is held against its row alone.
_UNSEALED = "（存档早于校验值登记：只核对了文件与存档时的校验值）"


def _state(status: Status, *, is_valid: bool, seal: LogEntry | None) -> str:
    if not is_valid:
        return "已失效：审核通过后又重新填报，以重新审核通过的报告为准"
    said = "有效：审核通过，已公开" if status is Status.PUBLISHED else "有效：审核通过"
    return said if seal and "report_sha256" in seal.detail else said + _UNSEALED
