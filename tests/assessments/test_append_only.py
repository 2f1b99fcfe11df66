"""SECURITY row 22: rows of history come, and nothing changes, replaces or removes them; raw SQL, on both engines."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from assessments.append_only import MESSAGE, TABLES, install_triggers, remove_triggers
from assessments.models import LogEntry, Snapshot, StoredReport
from budgets.models import Indicator, TargetChange
from tests.factories import REVIEWING, World

pytestmark = pytest.mark.django_db

MODELS = {model._meta.db_table: model for model in (Snapshot, LogEntry, StoredReport, TargetChange)}
# A column that may hold anything, so that nothing else refuses what is tried.
FREE = {"assessments_logentry": "role", "budgets_targetchange": "document"} | dict.fromkeys(
    ("assessments_snapshot", "assessments_storedreport"), "sha256"
)
HERE = connection.vendor
EVERY_TABLE = pytest.mark.parametrize("table", TABLES)


def only(vendor: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(vendor != HERE, reason=f"only {vendor} has it")


@pytest.fixture
def history(world: World) -> None:
    """A row in every table."""
    world.fill()
    world.bring_to(*REVIEWING)
    snapshot = Snapshot.objects.get()
    StoredReport.objects.create(assessment=world.assessment, snapshot=snapshot, pdf=b"%PDF-1.7", sha256="a" * 64)
    TargetChange.objects.create(
        indicator=Indicator.objects.first(), old_value="1", new_value="2", reason="机构调整", changed_by=world.preparer
    )
    connection.check_constraints()  # PostgreSQL empties no table while something is left to be looked at


def asked(sql: str, values: object = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def carried_out(sql: str) -> None:
    """Including what is looked at when the transaction ends."""
    asked(sql)
    connection.check_constraints()


def rows_of(table: str) -> list[tuple]:
    found = [
        tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in asked(f"SELECT * FROM {table}")
    ]
    assert found
    return sorted(found)


def columns_of(table: str) -> list[str]:
    return [field.column for field in MODELS[table]._meta.concrete_fields]


def keys_of(table: str) -> Iterator[tuple[str, ...]]:
    """Everything by which the table knows one row from another."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table).values()
    yield from (tuple(each["columns"]) for each in found if each["unique"] or each["primary_key"])


def assert_refused(table: str, *statements: str, message: str = MESSAGE) -> None:
    before = rows_of(table)
    for statement in statements:
        with pytest.raises(DatabaseError, match=message), transaction.atomic():
            carried_out(statement)
        assert rows_of(table) == before, statement


def copies_of_a_row(table: str, verb: str, ending: str = "") -> list[str]:
    """For every key of the table, a row that is like another in this key and in no other one."""
    free, statements = FREE[table], []
    for key in keys_of(table):
        values = {name: name for name in columns_of(table)} | {free: "'x'"}
        if key != ("id",):
            values["id"] = "id + 100000"
        chosen = f"SELECT {', '.join(values.values())} FROM {table} WHERE id = (SELECT MIN(id) FROM {table})"
        conflict = ending.format(key=", ".join(key), free=free)
        statements.append(f"{verb} INTO {table} ({', '.join(values)}) {chosen} {conflict}")
    assert statements
    return statements


def test_every_table_of_history_is_tried():
    assert set(MODELS) == set(FREE) == set(TABLES)


@EVERY_TABLE
def test_no_row_is_changed(history: None, table: str) -> None:
    free = FREE[table]

    assert_refused(
        table, f"UPDATE {table} SET {free} = 'x'", f"UPDATE {table} SET id = id + 1", f"UPDATE {table} SET id = id"
    )
    with pytest.raises(DatabaseError, match=MESSAGE), transaction.atomic():
        MODELS[table].objects.update(**{free: "x"})


@EVERY_TABLE
def test_no_row_is_deleted(history: None, table: str) -> None:
    assert_refused(table, f"DELETE FROM {table}", f"DELETE FROM {table} WHERE id > 0")
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        MODELS[table].objects.first().delete()


@EVERY_TABLE
def test_no_row_is_written_over(history: None, table: str) -> None:
    """On a conflict PostgreSQL says UPDATE; SQLite must be kept from it before it looks."""
    upsert = copies_of_a_row(table, "INSERT", "ON CONFLICT ({key}) DO UPDATE SET {free} = 'x'")
    if HERE == "sqlite":  # without it the word ON is read as that of a join
        upsert = [statement.replace(" ON CONFLICT", " AND true ON CONFLICT") for statement in upsert]

    assert_refused(table, *upsert)


@only("sqlite")
@EVERY_TABLE
def test_no_row_is_replaced(history: None, table: str) -> None:
    """Replacing deletes without saying so: SQLite asks no trigger of DELETE, whatever its settings."""
    by_rowid = [
        f"INSERT OR REPLACE INTO {table} ({name}, {', '.join(columns_of(table)[1:])}) SELECT * FROM {table}"
        for name in ("rowid", "oid", "_rowid_")
    ]

    for setting in ("OFF", "ON"):
        asked(f"PRAGMA recursive_triggers = {setting}")
        assert_refused(
            table, *copies_of_a_row(table, "REPLACE"), *copies_of_a_row(table, "INSERT OR REPLACE"), *by_rowid
        )
        assert_refused(table, f"UPDATE OR REPLACE {table} SET id = id + 1")
    asked("PRAGMA recursive_triggers = OFF")


@only("postgresql")
@EVERY_TABLE
def test_no_table_is_emptied(history: None, table: str) -> None:
    with connection.cursor() as cursor:
        parents = {parent for _, parent in connection.introspection.get_relations(cursor, table).values()}
    everything = ", ".join({*TABLES, *parents})

    assert_refused(
        table,
        f"TRUNCATE {table} CASCADE",
        f"TRUNCATE {table} RESTART IDENTITY CASCADE",
        f"TRUNCATE {everything} CASCADE",
        *(f"TRUNCATE {parent} CASCADE" for parent in parents),
    )
    assert_refused(table, f"TRUNCATE {table}", message=f"{MESSAGE}|cannot truncate")


@only("postgresql")
@EVERY_TABLE
def test_no_row_is_merged_into(history: None, table: str) -> None:
    merge = f"MERGE INTO {table} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN"

    assert_refused(table, f"{merge} UPDATE SET {FREE[table]} = 'x'", f"{merge} DELETE")


@EVERY_TABLE
def test_no_row_goes_with_what_it_belongs_to(history: None, table: str) -> None:
    with connection.cursor() as cursor:
        parents = {parent for _, parent in connection.introspection.get_relations(cursor, table).values()}
    assert parents
    before = rows_of(table)
    for parent in parents:
        with pytest.raises(DatabaseError), transaction.atomic():
            carried_out(f"DELETE FROM {parent}")
    for field in MODELS[table]._meta.concrete_fields:
        if field.is_relation:
            row = MODELS[table].objects.exclude(**{field.name: None}).last()
            with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
                getattr(row, field.name).delete()
    assert rows_of(table) == before


@EVERY_TABLE
def test_a_new_row_is_taken(history: None, table: str) -> None:
    """What is refused is only what stands in the way of another row."""
    model, last = MODELS[table], MODELS[table].objects.last()
    numbered = {"number": last.number + 1} if hasattr(last, "number") else {}
    if table == "assessments_storedreport":
        numbered = {"snapshot": Snapshot.objects.create(assessment=last.assessment, number=99, content={}, sha256="x")}
    values = {field.name: getattr(last, field.name) for field in model._meta.concrete_fields if field.name != "id"}

    before = model.objects.count()

    model.objects.create(**values | numbered)

    assert model.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_migrating_puts_the_triggers_back(history: None) -> None:
    """Also where a database was made before they were as strict, or SQLite has built a table anew."""
    remove_triggers(connection)

    call_command("migrate", verbosity=0)

    assert_refused("assessments_logentry", "UPDATE assessments_logentry SET role = 'x'")
    assert_refused("assessments_logentry", "DELETE FROM assessments_logentry")


def test_they_may_be_installed_twice() -> None:
    install_triggers(connection)
    install_triggers(connection)
