"""Writing lists of rows and their figures: update what is known, add what is new, remove what is gone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from assessments.drafting.errors import InvalidSection


def save_row(row: models.Model, pointer: str) -> None:
    """Save, with the model's own constraints asked first so that a refusal has a place and Chinese words."""
    try:
        row.clean_fields(exclude=[field.name for field in row._meta.fields if field.is_relation])  # noqa: SLF001
        row.validate_constraints()
    except ValidationError as error:
        raise InvalidSection(_placed(error, pointer)) from error
    row.save()


def _placed(error: ValidationError, pointer: str) -> list[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        return [
            (pointer if field == "__all__" else f"{pointer}/{field}", message)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
    return [(pointer, message) for message in error.messages]


def sync_rows(
    existing: Sequence[Any],
    pieces: Sequence[Any],
    new: Callable[[], Any],
    fill: Callable[[Any, Any, str], None],
    pointer: str,
    may_remove: Callable[[Any], str | None] = lambda _row: None,
) -> list[Any]:
    """Make the rows say what the pieces say, in their order. A `row` identity that is not ours is a new row.

    `fill` sets the row's columns; `may_remove` gives the reason why a row must stay.
    """
    known = {row.pk: row for row in existing}
    rows = []
    for position, piece in enumerate(pieces):
        row = known.pop(piece.row, None) or new()
        row.position = position
        fill(row, piece, f"{pointer}/{position}")
        save_row(row, f"{pointer}/{position}")
        rows.append(row)
    for row in known.values():
        reason = may_remove(row)
        if reason:
            raise InvalidSection([(pointer, reason)])
        row.delete()
    return rows


def replace_names(rows: models.QuerySet[Any], names: Sequence[str], **fixed: Any) -> None:
    """Make a list of names (units, evidence) stand as given; untouched where it already does."""
    if [row.name for row in rows] == list(names):
        return
    rows.delete()
    for position, name in enumerate(names):
        row = rows.model(position=position, name=name, **fixed)
        save_row(row, f"/{position}")
