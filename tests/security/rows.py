"""All rows of all tables before and after a request, and what has changed between: by table and column."""

from typing import Any

from django.apps import apps

# What a visit may write: that somebody is there, and that an answer was costly.
FOOTPRINTS = frozenset({"sessions.Session", "axes.AccessLog", "axes.AccessAttempt", "accounts.CostlyAction"})

Rows = dict[str, dict[Any, dict[str, Any]]]


def all_rows() -> Rows:
    """Every row of every table by its primary key, but for footprints."""
    tables = [model for model in apps.get_models() if model._meta.label not in FOOTPRINTS]
    return {
        model._meta.label: {row[model._meta.pk.attname]: _plain(row) for row in model._base_manager.values()}
        for model in tables
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def changes(before: Rows, after: Rows) -> set[str]:
    """Of new rows "+accounts.User", of lost ones "-accounts.User", of changed columns "accounts.User.phone"."""
    found = set()
    for table, rows in after.items():
        old = before[table]
        found |= {f"+{table}"} if rows.keys() - old.keys() else set()
        found |= {f"-{table}"} if old.keys() - rows.keys() else set()
        for key in rows.keys() & old.keys():
            found |= {f"{table}.{name}" for name, value in rows[key].items() if value != old[key][name]}
    return found


def changes_since(before: Rows) -> set[str]:
    return changes(before, all_rows())
