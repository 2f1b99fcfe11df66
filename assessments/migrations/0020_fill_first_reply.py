"""The first reply to each rectification notice and the last day that held then, from its log."""

from datetime import date
from typing import Any

from django.db import migrations
from django.utils.timezone import localdate


def fill(apps: Any, _schema_editor: Any) -> None:
    """A notice whose log has no reply keeps the day of the reply that stands; no return had named a day."""
    notices = apps.get_model("assessments", "RectificationNotice")
    log = apps.get_model("assessments", "LogEntry").objects.order_by("number")
    for notice in notices.objects.all():
        own = log.filter(assessment=notice.assessment_id, detail__notice=notice.pk)
        first = own.filter(action="send_reply").first()
        replied_on = localdate(first.at) if first else notice.replied_on
        if replied_on:
            issued = own.filter(action="issue_notice").first()
            due = date.fromisoformat(issued.detail["due"]) if issued else notice.due_on
            notices.objects.filter(pk=notice.pk).update(first_replied_on=replied_on, first_due_on=due)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0019_first_reply")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
