"""Writing rows in few statements: update what has changed, add what is new, remove what is gone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from assessments.drafting.errors import InvalidSection

Row = TypeVar("Row", bound=models.Model)
Columns = dict[str, Any]  # what a row says, by column


def save_row(row: models.Model, pointer: str) -> None:
    """Save one row, with the model's own constraints asked first so that a refusal has a place and Chinese words."""
    _clean(row, pointer)
    _refuse_broken_constraints(row, pointer)
    row.save()


@contextmanager
def all_or_nothing() -> Iterator["RowWriter"]:
    """A transaction and its writer; raises InvalidSection where a constraint of the database stands against a row."""
    writer = RowWriter()
    try:
        with transaction.atomic():
            yield writer
    except IntegrityError:
        writer.explain()
        raise


class RowWriter:
    """Writes the rows of one save. The database holds the constraints; only a refusal asks which row it was."""

    def __init__(self) -> None:
        self._written: list[tuple[models.Model, str]] = []

    def explain(self) -> None:
        """Raise InvalidSection for the first row against which a constraint stands; after the transaction's end."""
        seen: dict[tuple[Any, ...], models.Model] = {}
        for row, pointer in self._written:
            _refuse_broken_constraints(row, pointer)
            for constraint in _unique_constraints(row):
                says = (constraint.name, *(getattr(row, name) for name in constraint.fields))
                if seen.setdefault(says, row) is not row:  # two of this save, of which the database has none by now
                    raise InvalidSection([(pointer, str(constraint.violation_error_message))])

    def save(self, row: models.Model, pointer: str) -> None:
        """Save one row, whose place is `pointer`."""
        self._clean(row, pointer)
        row.save()

    def save_all(self, rows: Sequence[Row], pointers: Sequence[str], stood: dict[int, Columns]) -> None:
        """Save rows of one table: what is new, and what differs from how the rows `stood` (see `standing`)."""
        placed = list(zip(rows, pointers, strict=True))
        new = [(row, pointer) for row, pointer in placed if row.pk is None]
        known = [(row, pointer, _differing(row, stood[row.pk])) for row, pointer in placed if row.pk is not None]
        changed = [(row, pointer, columns) for row, pointer, columns in known if columns]
        for row, pointer in (*new, *((row, pointer) for row, pointer, _ in changed)):
            self._clean(row, pointer)
        if new:
            _table(rows).bulk_create([row for row, _ in new])
        if changed:
            columns = {name for _, _, differing in changed for name in differing}
            _table(rows).bulk_update([row for row, _, _ in changed], sorted(columns))

    def sync(
        self,
        existing: Sequence[Row],
        pieces: Sequence[Any],
        new: Callable[[], Row],
        fill: Callable[[Row, Any, str], None],
        pointer: str,
    ) -> list[Row]:
        """Make the rows say what the pieces say, in their order; `fill` sets a row's columns. Gives back the rows."""
        stood = standing(existing)
        rows = paired(existing, pieces, new)
        pointers = [f"{pointer}/{position}" for position in range(len(rows))]
        for row, piece, place in zip(rows, pieces, pointers, strict=True):
            fill(row, piece, place)
        self.save_all(rows, pointers, stood)
        self.remove(left_out(existing, pieces))
        return rows

    def remove(self, rows: Sequence[models.Model]) -> None:
        if rows:
            _table(rows).filter(pk__in=[row.pk for row in rows]).delete()

    def replace(self, old: models.QuerySet[Row], rows: Sequence[Row], pointers: Sequence[str]) -> None:
        """Put rows of one list in the place of the old ones."""
        old.delete()
        self.save_all(rows, pointers, {})

    def _clean(self, row: models.Model, pointer: str) -> None:
        _clean(row, pointer)
        self._written.append((row, pointer))


def standing(rows: Sequence[models.Model]) -> dict[int, Columns]:
    """What the rows say now, by their keys."""
    return {row.pk: _columns(row) for row in rows}


def paired(existing: Sequence[Row], pieces: Sequence[Any], new: Callable[[], Row]) -> list[Row]:
    """A row for each piece, in their order. A `row` that is not ours is a new row."""
    known = {row.pk: row for row in existing}
    rows = [known.pop(piece.row, None) or new() for piece in pieces]
    for position, row in enumerate(rows):
        setattr(row, "position", position)  # noqa: B010 - every row of a list has one, which its type does not say
    return rows


def left_out(existing: Sequence[Row], pieces: Sequence[Any]) -> list[Row]:
    """The rows that no piece has any more."""
    kept = {piece.row for piece in pieces}
    return [row for row in existing if row.pk not in kept]


def _columns(row: models.Model) -> Columns:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}  # noqa: SLF001


def _differing(row: models.Model, stood: Columns) -> list[str]:
    return [name for name, value in _columns(row).items() if value != stood[name]]


def _unique_constraints(row: models.Model) -> list[models.UniqueConstraint]:
    return [each for each in row._meta.constraints if isinstance(each, models.UniqueConstraint)]  # noqa: SLF001


def _table(rows: Sequence[Row]) -> models.Manager[Row]:
    return type(rows[0])._default_manager  # noqa: SLF001 - Django's name for it


def _clean(row: models.Model, pointer: str) -> None:
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])  # noqa: SLF001
    except ValidationError as error:
        raise InvalidSection(_placed(error, pointer)) from error


def _refuse_broken_constraints(row: models.Model, pointer: str) -> None:
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise InvalidSection(_placed(error, pointer)) from error


def _placed(error: ValidationError, pointer: str) -> list[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        return [
            (pointer if field == "__all__" else f"{pointer}/{field}", message)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return [(pointer, message) for message in error.messages]
