"""Writing history: log entries in one hash chain per assessment, and snapshots. Both are append-only."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.utils import timezone

from assessments.models import Assessment, LogEntry, Snapshot
from assessments.terms import Role, Status
from evalsite.accounts.models import User


def record(  # noqa: PLR0913 - an entry has that many sides
    assessment: Assessment,
    actor: User | None,
    action: str,
    *,
    role: Role | None = None,
    statuses: tuple[Status, Status] | None = None,
    comment: str = "",
    detail: dict[str, Any] | None = None,
    snapshot: Snapshot | None = None,
) -> LogEntry:
    """Append one entry. The caller holds the assessment's row lock, so numbers and hashes form one chain."""
    last = assessment.log.order_by("-number").first()
    entry = LogEntry(
        assessment=assessment,
        number=last.number + 1 if last else 1,
        action=action,
        actor=actor,
        role=role or "",
        from_status=statuses[0] if statuses else "",
        to_status=statuses[1] if statuses else "",
        comment=comment,
        detail=detail or {},
        snapshot=snapshot,
        at=timezone.now(),
    )
    entry.hash = hash_of(entry, last.hash if last else "")
    entry.save(force_insert=True)
    return entry


def hash_of(entry: LogEntry, previous: str) -> str:
    """SHA-256 over everything that the entry says, and over the hash of the entry before it."""
    said = [
        previous,
        entry.assessment_id,
        entry.number,
        entry.action,
        entry.actor_id,
        entry.role,
        entry.from_status,
        entry.to_status,
        entry.comment,
        entry.detail,
        entry.snapshot.sha256 if entry.snapshot else None,
        entry.at.astimezone(UTC).isoformat(),
    ]
    return digest(said)


def broken_entries(assessment: Assessment) -> list[int]:
    """Numbers of the entries that no longer fit the chain: changed, removed or added behind the application's back."""
    broken, previous, expected = [], "", 1
    for entry in assessment.log.select_related("snapshot").order_by("number"):
        if entry.number != expected or entry.hash != hash_of(entry, previous):
            broken.append(entry.number)
        previous, expected = entry.hash, entry.number + 1
    return broken


def take_snapshot(assessment: Assessment, content: dict[str, Any]) -> Snapshot:
    """Freeze what was handed in; the caller holds the assessment's row lock."""
    number = assessment.snapshots.count() + 1
    return Snapshot.objects.create(assessment=assessment, number=number, content=content, sha256=digest(content))


def digest(content: Any) -> str:
    """SHA-256 of the canonical JSON text."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
