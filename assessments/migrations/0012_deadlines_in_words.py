"""完成期限 becomes text: an ISO date or the words of an office. Dates that stand are kept.

The text has a column of its own. The old one stays, unused, so that a site of the release before goes on working.
"""

from typing import Any

from django.db import migrations, models


def write_dates(apps: Any, _schema_editor: Any) -> None:
    rows = apps.get_model("assessments", "Rectification").objects
    for row in rows.filter(due_on__isnull=False).iterator():
        rows.filter(pk=row.pk).update(due=row.due_on.isoformat())


class Migration(migrations.Migration):
    dependencies = (("assessments", "0011_transfer_forms"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("rectification", "due", "due_on"),
                migrations.AlterField("rectification", "due_on", models.DateField(null=True, db_column="due")),
            ]
        ),
        migrations.AddField(
            "rectification",
            "due",
            models.CharField("完成期限", max_length=60, null=True, blank=True, db_column="due_words"),
        ),
        migrations.RunPython(write_dates, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("rectification", "due_on")]),
    )
