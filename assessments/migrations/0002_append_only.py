from django.db import migrations

from assessments.append_only import install_triggers, remove_triggers


def install(_apps, schema_editor):
    install_triggers(schema_editor.connection)


def remove(_apps, schema_editor):
    remove_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("budgets", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
