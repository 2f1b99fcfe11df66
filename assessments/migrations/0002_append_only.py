from django.db import migrations

from assessments.append_only import install_triggers, remove_triggers


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("budgets", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda _apps, schema_editor: install_triggers(schema_editor.connection),
            lambda _apps, schema_editor: remove_triggers(schema_editor.connection),
        )
    ]
