"""Triggers that refuse UPDATE and DELETE on the tables of history, on both engines (SECURITY row 22)."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = (
    "assessments_snapshot",
    "assessments_logentry",
    "assessments_storedreport",
    "budgets_targetchange",
)
MESSAGE = "历史记录只增不改"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of history append-only."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
            for table in TABLES:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()"
                )
            return
        for table in TABLES:
            for event in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a migration backwards, and for tests that empty their database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            else:
                for event in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
