"""All forms and tables of one section as one form."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.dataclass_form import DataclassForm, RowFormset
from assessments.web.forms.form_context import Data, FormContext
from assessments.web.forms.row_actions import refuse_too_many_rows

LONGEST_UNREAD = 100_000  # characters of one text that is kept though it cannot be read


class SectionForm:
    """All forms and tables of one section, over one piece of the facts."""

    def __init__(self, data: Data | None = None, *, piece: Any, context: FormContext) -> None:
        if data is not None:
            refuse_too_many_rows(data)
        self.data, self.current, self.context = data, piece, context
        self.is_bound = data is not None
        self.is_quiet = not self.is_bound and not context.unread
        # What the database or the workflow said against it: (field id, label, message).
        self.refusals: list[tuple[str, str, str]] = []
        self.parts: list[DataclassForm | RowFormset] = []
        self.build(piece)

    def build(self, piece: Any) -> None:
        raise NotImplementedError

    def piece(self) -> Any:
        """The section's piece of the facts as typed; what cannot be read counts as not stated."""
        raise NotImplementedError

    def form(self, form_class: type[DataclassForm], prefix: str, current: Any) -> Any:
        if self.data is None:
            part = form_class.of(current, prefix=prefix, context=self.context)
        else:
            part = form_class(self.data, current=current, prefix=prefix, context=self.context)
        self.parts.append(part)
        return part

    def rows(self, form_class: type[DataclassForm], prefix: str, current: Sequence[Any], where: str = "") -> RowFormset:
        part = RowFormset(form_class, self.data, prefix=prefix, current=current, context=self.context, where=where)
        self.parts.append(part)
        return part

    @property
    def read_only(self) -> bool:
        return self.context.read_only

    def is_valid(self) -> bool:
        return self.is_bound and all(part.is_valid() for part in self.parts)

    def unread(self) -> dict[str, str]:
        """What was typed and cannot be read, by JSON pointer into the facts as they will be saved."""
        return {pointer: text for part in self.parts for pointer, text in part.unread(self._pointer(part))}

    def _pointer(self, part: DataclassForm | RowFormset) -> str:
        return self.context.pointer(part.prefix) if part.prefix else self.context.base

    @property
    def is_savable(self) -> bool:
        """Whether what can be read of it may be saved: no table refuses a row, no text is longer than a shelf."""
        tables = [rows.can_stand() for rows in self.tables()]
        return self.is_bound and all(tables) and all(len(text) <= LONGEST_UNREAD for text in self.unread().values())

    def refuse(self, refusals: list[tuple[str, str, str]]) -> None:
        """Say beside all else what stands against the form: (field id, label, message)."""
        self.refusals = refusals
        self.is_quiet = self.is_quiet and not refusals

    def suppress_errors(self) -> None:
        self.is_quiet = True
        for part in self.parts:
            part.suppress_errors()

    def data_piece(self) -> Any:
        """What `drafting.save_section` keeps, beside what cannot be read; only of a form that may be saved."""
        if not self.is_savable:
            raise ValidationError("含有无法保存的内容。")
        return self.piece()

    @property
    def error_list(self) -> list[tuple[str, str, str]]:
        """(id, label, message) in the order of the page; nothing while the form is quiet."""
        if self.is_quiet:
            return []
        return self.refusals + [complaint for part in self.parts for complaint in part.error_list()]

    def tables(self) -> Iterator[RowFormset]:
        for part in self.parts:
            yield from _tables_of(part)

    def bound_fields(self) -> Iterator[PieceField]:
        """Every visible field, in the order of the page."""
        for part in self.parts:
            yield from _fields_of(part)


def _tables_of(part: DataclassForm | RowFormset) -> Iterator[RowFormset]:
    if isinstance(part, RowFormset):
        yield part
        for form in part:
            yield from _tables_of(form)
    else:
        for rows in part.rows.values():
            yield from _tables_of(rows)


def _fields_of(part: DataclassForm | RowFormset) -> Iterator[PieceField]:
    if isinstance(part, RowFormset):
        for form in part:
            yield from _fields_of(form)
        return
    yield from part.visible_fields()  # type: ignore[misc]
    for rows in part.rows.values():
        yield from _fields_of(rows)
