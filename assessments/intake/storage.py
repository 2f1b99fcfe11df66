"""Keeping a check-up: by the page that shows it, and where its owner says so, in a row. It is shown as it was made."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing

from assessments.intake.checked_report import CheckedReport
from assessments.intake.loader import check_again
from assessments.intake.loading.document import ReportText
from assessments.intake.version import rules_version
from assessments.models import KeptReport
from assessments.schema.plain_values import plain
from evalsite.accounts.models import User

MOST_KEPT = 20  # by one person
_LONGEST_NAME = 200


class Full(Exception):  # noqa: N818 - it is an answer
    """The person keeps as many reports as one may. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class NamedReport:
    name: str
    report: CheckedReport


def sealed(user: User, named: NamedReport) -> str:
    """The check-up as a text that the page carries: only this person can hand it back, and nobody can change it."""
    content = {"name": named.name, "version": rules_version(), "report": named.report.as_json()}
    return signing.dumps(content, salt=_salt(user), compress=True)


def unsealed(user: User, text: str) -> NamedReport | None:
    """What `sealed` was given; None for everything else, after the longest session, and after an upgrade."""
    try:
        content: dict[str, Any] = signing.loads(text, salt=_salt(user), max_age=settings.SESSION_LIFETIME)
    except signing.BadSignature:
        return None
    if content.get("version") != rules_version():
        return None
    return NamedReport(content["name"], CheckedReport.from_json(content["report"]))


def keep(user: User, named: NamedReport) -> KeptReport:
    """Keep a check-up for its owner; raises Full. The same text again is the row that is already there."""
    name, content = named.name[:_LONGEST_NAME], named.report.document.as_json()
    mine = KeptReport.objects.filter(owner=user)
    same = next((row for row in mine.filter(name=name).defer("result") if row.content == content), None)
    if same:
        return same
    if mine.count() >= MOST_KEPT:
        raise Full(f"最多保留 {MOST_KEPT} 份校核结果，请先删除不再需要的。")
    return KeptReport.objects.create(
        owner=user, name=name, content=content, result=plain(named.report.result), rules_version=rules_version()
    )


def remove(row: KeptReport) -> None:
    """Take a kept report away, text and all."""
    row.delete()


def is_of_today(row: KeptReport) -> bool:
    """Whether the check-up was made by the rules of today."""
    return row.result is not None and row.rules_version == rules_version()


def report_of(row: KeptReport) -> CheckedReport:
    """The check-up as it was kept; made again, once, where the rules have changed. Raises Unreadable."""
    if is_of_today(row):
        return CheckedReport.from_json({"document": row.content, "result": row.result})
    report = check_again(ReportText.from_json(row.content))
    row.result, row.rules_version = plain(report.result), rules_version()
    row.save(update_fields=["result", "rules_version"])
    return report


def _salt(user: User) -> str:
    return f"assessments.intake.storage:{user.pk}"
