"""The pages of many documents in one ZIP file: what is ordered, how far it is, what came of it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.dateformat import format as date_format

from assessments.bundle_jobs import KEPT_FOR
from assessments.models import Bundle, BundledDocument
from assessments.queries import bundles_of
from assessments.terms import BundleState, DocumentState
from evalsite.accounts.models import User

_QUIET = timedelta(minutes=1)  # no document begun for so long: perhaps nobody works off the queue


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """One bundle as its page shows it."""

    bundle: Bundle
    total: int
    done: int
    failed: int
    absent: int
    begun: int

    @property
    def state(self) -> BundleState:
        return BundleState(self.bundle.state)

    @property
    def is_working(self) -> bool:
        return self.state is BundleState.WORKING

    @property
    def is_ready(self) -> bool:
        return self.state is BundleState.READY

    @property
    def ended(self) -> int:
        return self.done + self.failed + self.absent

    @property
    def is_quiet(self) -> bool:
        return self.is_working and not self.begun and timezone.now() - self.bundle.created_at > _QUIET

    @property
    def kept_until(self) -> str:
        return date_format(timezone.localtime(self.bundle.created_at + KEPT_FOR), "Y年n月j日")


def progress_of(bundle: Bundle) -> BundleProgress:
    return BundleProgress(bundle, **bundle.documents.aggregate(**_counts()))


def _counts(path: str = "") -> dict[str, Count]:
    """How many documents stand where; `path` leads to them."""
    return {
        "total": Count(f"{path}pk"),
        "done": Count(f"{path}pk", filter=Q(**{f"{path}state": DocumentState.DONE})),
        "failed": Count(f"{path}pk", filter=Q(**{f"{path}state": DocumentState.FAILED})),
        "absent": Count(f"{path}pk", filter=Q(**{f"{path}state": DocumentState.ABSENT})),
        "begun": Count(f"{path}pk", filter=Q(**{f"{path}attempts__gt": 0})),
    }


def failed_documents(bundle: Bundle) -> list[BundledDocument]:
    return list(bundle.documents.filter(state=DocumentState.FAILED).select_related("assessment__department"))


def bundle_rows(user: User) -> list[BundleProgress]:
    """The person's bundles, newest first."""
    counts = _counts("documents__")
    rows = bundles_of(user).annotate(**counts)
    return [BundleProgress(row, **{name: getattr(row, name) for name in counts}) for row in rows]
