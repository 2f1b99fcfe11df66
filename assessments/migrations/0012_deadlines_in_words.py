"""完成期限 becomes text: an ISO date or the words of an office. Dates that stand are kept."""

from typing import Any

from django.db import migrations, models


def write_dates(apps: Any, _schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "Rectification").objects
    for row in rows.filter(due_on__isnull=False).iterator():
        rows.filter(pk=row.pk).update(due=row.due_on.isoformat())


class Migration(migrations.Migration):
    dependencies = (("assessments", "0011_transfer_forms"),)
    operations = (
        migrations.RenameField("rectification", "due", "due_on"),
        migrations.AddField("rectification", "due", models.CharField("完成期限", max_length=60, null=True, blank=True)),
        migrations.RunPython(write_dates, migrations.RunPython.noop),
        migrations.RemoveField("rectification", "due_on"),
    )
