from typing import Any

from django.db import migrations

# As it was: what is refused today stands in `append_only` and is installed after every `migrate`.
TABLES = ("assessments_snapshot", "assessments_logentry", "assessments_storedreport", "budgets_targetchange")
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '历史记录只增不改' USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


def install(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"
            )
        else:
            for event in ("update", "delete"):
                schema_editor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event} BEFORE {event} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, '历史记录只增不改'); END"
                )


def remove(_apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
        else:
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial"), ("budgets", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
