from typing import Any

from django.db import migrations

from assessments.append_only import install_triggers, remove_triggers


def install(_apps: Any, schema_editor: Any) -> None:
    install_triggers(schema_editor.connection)


def remove(_apps: Any, schema_editor: Any) -> None:
    remove_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("budgets", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
