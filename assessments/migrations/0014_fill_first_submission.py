"""The first submission of each assessment and the last day that held then, from its log and its snapshots."""

from datetime import date
from typing import Any

from django.db import migrations
from django.utils.timezone import localdate


def fill(apps: Any, _schema_editor: Any) -> None:
    """A submission that was withdrawn before a review began on it does not count."""
    assessments = apps.get_model("assessments", "Assessment")
    entries = apps.get_model("assessments", "LogEntry").objects.filter(
        action__in=("submit", "withdraw", "begin_review")
    )
    for assessment in assessments.objects.all():
        first = None
        for entry in entries.filter(assessment=assessment).order_by("number").select_related("snapshot"):
            if entry.action == "begin_review":
                break
            first = entry if entry.action == "submit" else None
        if first is not None and first.snapshot is not None:
            assessments.objects.filter(pk=assessment.pk).update(
                first_submitted_on=localdate(first.at), first_due_on=date.fromisoformat(first.snapshot.content["due"])
            )


class Migration(migrations.Migration):
    dependencies = [("assessments", "0013_first_submission")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
