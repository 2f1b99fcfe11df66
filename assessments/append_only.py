"""Triggers that keep the tables of history append-only, on both engines (SECURITY row 22).

They refuse UPDATE and DELETE, what PostgreSQL does beside (TRUNCATE, also of a table that history refers to), and what
SQLite does without asking a trigger of DELETE: REPLACE takes away the row that stands in the way of a new one.
They are installed anew after every `migrate`: an older database gets what is refused today, and SQLite loses the
triggers of a table that a migration builds anew.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

TABLES = (
    "assessments_snapshot",
    "assessments_logentry",
    "assessments_storedreport",
    "budgets_targetchange",
)
MESSAGE = "办理过程只增不改"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
END;
$$ LANGUAGE plpgsql
"""
_POSTGRESQL = {  # the end of a trigger's name: on what it is called
    "append_only": "BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
    "no_truncate": "BEFORE TRUNCATE ON {table} FOR EACH STATEMENT",
}
_SQLITE = {
    "no_update": "BEFORE UPDATE ON {table}",
    "no_delete": "BEFORE DELETE ON {table}",
    "no_replace": "BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {is_in_the_way})",
}


def install_after_migrating(*, using: str, **_: Any) -> None:
    """Receiver of Django's `post_migrate`."""
    install_triggers(connections[using])


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of history append-only, those that there are."""
    remove_triggers(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for table in _present(connection, cursor):
            for statement in _triggers(connection, cursor, table):
                cursor.execute(statement)


def _present(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> list[str]:
    present = set(connection.introspection.table_names(cursor))
    return [table for table in TABLES if table in present]


def _triggers(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> Iterator[str]:
    if connection.vendor == "postgresql":
        for name, event in _POSTGRESQL.items():
            yield (
                f"CREATE TRIGGER {table}_{name} {event.format(table=table)} EXECUTE FUNCTION refuse_change_of_history()"
            )
        return
    is_in_the_way = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")"
        for key in _keys(connection, cursor, table)
    )
    for name, event in _SQLITE.items():
        called = event.format(table=table, is_in_the_way=is_in_the_way)
        yield f"CREATE TRIGGER {table}_{name} {called} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


def _keys(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> list[tuple[str, ...]]:
    """The columns of everything that is unique: the row with the same values is what REPLACE would take away."""
    found = connection.introspection.get_constraints(cursor, table).values()
    return sorted({tuple(each["columns"]) for each in found if each["unique"] or each["primary_key"]})


def remove_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that empty their database or play one who owns it."""
    with connection.cursor() as cursor:
        for table in _present(connection, cursor):
            for name in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
                of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{of_table}")
