"""Keeping what was read of a report: by the page that shows it, and where its owner says so, in a row."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing

from assessments.intake.document import ReportText
from assessments.models import KeptReport
from evalsite.accounts.models import User

MOST_KEPT = 20  # by one person
_LONGEST_NAME = 200


class Full(Exception):  # noqa: N818 - it is an answer
    """The person keeps as many reports as one may. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class NamedReport:
    name: str
    document: ReportText


def sealed(user: User, report: NamedReport) -> str:
    """The report as a text that the page carries: only this person can hand it back, and nobody can change it."""
    content = {"name": report.name, "document": report.document.as_json()}
    return signing.dumps(content, salt=_salt(user), compress=True)


def unsealed(user: User, text: str) -> NamedReport | None:
    """What `sealed` was given; None for everything else, and after the longest session."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(user), max_age=settings.SESSION_LIFETIME)
    except signing.BadSignature:
        return None
    return NamedReport(content["name"], ReportText.from_json(content["document"]))


def keep(user: User, report: NamedReport) -> KeptReport:
    """Keep a report's text for its owner; raises Full. The same text again is the row that is already there."""
    name, content = report.name[:_LONGEST_NAME], report.document.as_json()
    mine = KeptReport.objects.filter(owner=user)
    same = next((row for row in mine.filter(name=name) if row.content == content), None)
    if same:
        return same
    if mine.count() >= MOST_KEPT:
        raise Full(f"最多保留 {MOST_KEPT} 份校核结果，请先删除不再需要的。")
    return KeptReport.objects.create(owner=user, name=name, content=content)


def remove(row: KeptReport) -> None:
    """Take a kept report away, text and all."""
    row.delete()


def document_of(row: KeptReport) -> ReportText:
    return ReportText.from_json(row.content)


def _salt(user: User) -> str:
    return f"assessments.intake.keeping:{user.pk}"
