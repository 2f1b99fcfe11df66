"""Forms that read a frozen piece of the facts and give one back, and the tables of such forms that stand in them.

Names on the page follow the exchange form: the field of "/projects/2/indicators/0/actual" is called
"indicators-0-actual" in the section of that project (so that it survives a re-ordering of projects while somebody
types) and has the id "f-projects-2-indicators-0-actual".
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Self

from django import forms
from django.forms.utils import ErrorDict

from assessments.schema.kinds import is_position
from assessments.schema.pointers import field_id
from assessments.web.forms.asked import AskedFields
from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.form_context import Data, FormContext
from assessments.web.forms.row_actions import row_numbers

MOST_ROWS = 500  # of one table


class DataclassForm(forms.BaseForm, metaclass=AskedFields):
    """A form over one frozen dataclass. What the form does not list stays as it was in the current piece."""

    bound_field_class = PieceField
    piece_class: type
    defined_by: type | None = None  # whose definitions name the fields, where the piece is a part of it
    row_label = ""
    fills_down: tuple[str, ...] = ()  # columns whose merged cells a pasted block repeats in the rows below
    has_identity = False  # whether a row of its kind is a row of the database

    def __init__(
        self, data: Data | None = None, *, current: Any = None, prefix: str = "", where: str = "", context: FormContext
    ) -> None:
        self.context, self.current, self.where = context, current, where
        self.prefix = prefix or None
        super().__init__(data, auto_id=context.auto_id, initial=self.read(current), use_required_attribute=False)
        self.adapt()
        for name in self.fills_down:
            self.fields[name].widget.attrs["data-fill-down"] = ""
        self.rows: dict[str, RowFormset] = self.build_rows()

    @classmethod
    def of(cls, current: Any, *, prefix: str, where: str = "", context: FormContext) -> Self:
        """The form over what is saved; bound, and so with its complaints, where something typed could not be read."""
        form = cls(current=current, prefix=prefix, where=where, context=context)
        unread = form.unread_here()
        return (
            cls(form.texts() | unread, current=current, prefix=prefix, where=where, context=context) if unread else form
        )

    def unread_here(self) -> dict[str, str]:
        """What could not be read of the form's own fields, by their names on the page."""
        unread, names = self.context.unread, [self.add_prefix(name) for name in self.fields]
        return {name: unread[pointer] for name in names if (pointer := self.context.pointer(name)) in unread}

    def texts(self) -> dict[str, str]:
        """What a browser would send back of the form and the tables in it."""
        values = {self.add_prefix(name): self[name].value() for name in self.fields}
        texts = {
            name: "on" if value is True else str(value) for name, value in values.items() if value not in (None, False)
        }
        for rows in self.rows.values():
            for form in rows:
                texts |= form.texts()
        return texts

    def unread(self, pointer: str) -> Iterator[tuple[str, str]]:
        """(JSON pointer, text) of what was typed and cannot be read, where `pointer` is the piece's own."""
        for name in self.errors:
            if name in self.fields:
                yield f"{pointer}/{name}".rstrip("/"), self._typed(name)
        for name, rows in self.rows.items():
            yield from rows.unread(f"{pointer}/{name}")

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    @property
    def is_placed(self) -> bool:
        """Whether the row can be saved, though not all of its fields can be read."""
        return True

    def read(self, current: Any) -> dict[str, Any]:
        """Field values of a piece; an imported figure that nobody can read is shown as it stands."""
        if current is None:
            return {}
        values = {item.name: getattr(current, item.name) for item in fields(current)}
        return values | self._unreadable(values)

    def _unreadable(self, values: dict[str, Any]) -> dict[str, str]:
        written = self.context.written
        pointers = {
            name: self.context.pointer(self.add_prefix(name)) for name, value in values.items() if value is None
        }
        return {name: written[pointer] for name, pointer in pointers.items() if pointer in written}

    def adapt(self) -> None:
        """Fit the fields to the surroundings or to the current piece."""

    def build_rows(self) -> dict[str, "RowFormset"]:
        return {}

    @property
    def cells(self) -> list[PieceField]:
        """What a table shows of the row."""
        return self.visible_fields()  # type: ignore[return-value]

    def child_rows(self, name: str, form_class: type["DataclassForm"], current: Sequence[Any]) -> "RowFormset":
        return RowFormset(
            form_class,
            self.data if self.is_bound else None,
            prefix=self.add_prefix(name),
            current=current,
            where=self.where,
            context=self.context,
        )

    def is_valid(self) -> bool:
        return super().is_valid() and all(rows.is_valid() for rows in self.rows.values())

    def suppress_errors(self) -> None:
        """Do not complain: the person has not asked to save. What can be read still counts."""
        self.full_clean_once()
        self._errors = ErrorDict()
        for rows in self.rows.values():
            rows.suppress_errors()

    def piece(self) -> Any:
        """The piece as typed; a field that cannot be read counts as not stated."""
        base = self.current if self.current is not None else self.piece_class()
        if not self.is_bound:
            return base
        self.full_clean_once()
        names = {item.name for item in fields(self.piece_class)}
        typed = {
            name: self.cleaned_data.get(name, self._blank(name))
            for name, item in self.fields.items()
            if name in names and not item.disabled
        }
        return replace(base, **typed)

    def full_clean_once(self) -> None:
        _ = self.errors

    def _blank(self, name: str) -> Any:
        item = self.fields[name]
        if isinstance(item, forms.BooleanField):
            return False
        return () if hasattr(item, "longest_line") else getattr(item, "empty_value", None)

    def is_blank(self) -> bool:
        """Whether nothing at all has been typed into it."""
        self.full_clean_once()
        return not self._errors and self.piece() == self.piece_class()

    def is_kept(self) -> bool:
        """Whether the row says something: an empty line at the end of a table is no row."""
        return getattr(self.current, "row", None) is not None or not self.is_blank()

    def error_list(self) -> Iterator[tuple[str, str, str]]:
        """(field id, label, message) of everything that cannot be saved."""
        for name, messages in self.errors.items():
            if name == "__all__":
                yield from (("", self.where, str(message)) for message in messages)
            else:
                bound: PieceField = self[name]  # type: ignore[assignment]
                yield from ((bound.id_for_label, bound.full_label, str(message)) for message in messages)
        for rows in self.rows.values():
            yield from rows.error_list()


class RowFormset:
    """A table: forms in order, one per row. Without JavaScript it grows and shrinks by a round trip.

    Numbers in names only tell rows apart: a gap means that a row was taken away.
    """

    def __init__(
        self,
        form_class: type[DataclassForm],
        data: Data | None,
        *,
        prefix: str,
        current: Sequence[Any],
        context: FormContext,
        where: str = "",
    ) -> None:
        self.form_class, self.prefix, self.current, self.context, self.where = (
            form_class,
            prefix,
            current,
            context,
            where,
        )
        self.errors: list[str] = []
        self.forms = self._unbound() if data is None else self._bound(data)

    def _unbound(self) -> list[DataclassForm]:
        """The saved rows, and at their places those that could not be saved; they have numbers of their own."""
        rows: list[tuple[int, Any, dict[str, str]]] = [(index, piece, {}) for index, piece in enumerate(self.current)]
        for beyond, (position, texts) in enumerate(sorted(self._unplaced().items()), len(rows)):
            rows.insert(position, (beyond, None, texts))
        if not rows and not self.context.read_only:
            rows = [(0, None, {})]
        return [self._saved(index, piece, texts, number) for number, (index, piece, texts) in enumerate(rows, 1)]

    def _saved(self, index: int, piece: Any, texts: dict[str, str], number: int) -> DataclassForm:
        prefix = f"{self.prefix}-{index}"
        if not texts:
            return self.form_class.of(piece, prefix=prefix, where=self._where(number), context=self.context)
        return self._form({f"{prefix}{name}": text for name, text in texts.items()}, index, None, number)

    def _unplaced(self) -> dict[int, dict[str, str]]:
        """Rows that could not be saved: their position among all rows, and their texts by the end of their names."""
        found: dict[int, dict[str, str]] = {}
        start = f"{self.context.pointer(self.prefix)}/+"
        for pointer, text in self.context.unread.items():
            position, slash, name = pointer.removeprefix(start).partition("/")
            if pointer.startswith(start) and is_position(position):
                found.setdefault(int(position), {})[f"{slash}{name}".replace("/", "-")] = text
        return found

    def unread(self, pointer: str) -> Iterator[tuple[str, str]]:
        """(JSON pointer, text) of what cannot be read; a row that cannot be placed is told with all its texts."""
        placed = 0
        for position, form in enumerate(self.kept):
            if form.is_placed:
                yield from form.unread(f"{pointer}/{placed}")
                placed += 1
            else:
                start = str(form.prefix)
                for name, text in form.texts().items():
                    yield f"{pointer}/+{position}{name.removeprefix(start).replace('-', '/')}", text

    def _bound(self, data: Data) -> list[DataclassForm]:
        numbers = row_numbers(data, self.prefix)
        if len(numbers) > MOST_ROWS:
            self.errors.append(f"最多 {MOST_ROWS} 行，现有 {len(numbers)} 行。")
            numbers = numbers[:MOST_ROWS]
        taken: set[int] = set()
        return [
            self._form(data, index, self._match(data, index, position, taken), position + 1)
            for position, index in enumerate(numbers)
        ]

    def _match(self, data: Data, index: int, position: int, taken: set[int]) -> Any:
        """The current piece behind a posted row, each at most once."""
        if not self.form_class.has_identity:
            return self.current[position] if position < len(self.current) else None
        posted = str(data.get(f"{self.prefix}-{index}-row", ""))
        for piece in self.current:
            if piece.row is not None and str(piece.row) == posted and piece.row not in taken:
                taken.add(piece.row)
                return piece
        return None

    def _form(self, data: Data | None, index: int | str, piece: Any, number: int) -> DataclassForm:
        prefix = f"{self.prefix}-{index}"
        return self.form_class(data, current=piece, prefix=prefix, where=self._where(number), context=self.context)

    def _where(self, number: int) -> str:
        return f"{self.where}{self.form_class.row_label}第 {number} 行："

    def __iter__(self) -> Iterator[DataclassForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def anchor(self) -> str:
        """The id of the table on the page: that of its place in the exchange form."""
        return field_id(self.context.pointer(self.prefix))

    @property
    def columns(self) -> list[PieceField]:
        """Heads of the table: the fields of a row that anybody sees."""
        return self.empty_form.cells

    @property
    def placeholder(self) -> str:
        """Stands for the row's number in `empty_form`; nested tables keep theirs apart by their depth."""
        return f"__row{self.prefix.count('__row')}__"

    @property
    def empty_form(self) -> DataclassForm:
        return self.form_class(None, current=None, prefix=f"{self.prefix}-{self.placeholder}", context=self.context)

    @property
    def kept(self) -> list[DataclassForm]:
        return [form for form in self.forms if form.is_kept()]

    def pieces(self) -> tuple[Any, ...]:
        return tuple(form.piece() for form in self.kept if form.is_placed)

    def is_valid(self) -> bool:
        return self.can_stand() and all(form.is_valid() for form in self.forms)

    def can_stand(self) -> bool:
        """Whether the table as such is possible, whatever its fields say."""
        self._refuse_lost_rows()
        return not self.errors

    def _refuse_lost_rows(self) -> None:
        kept = {form.current.row for form in self.forms if getattr(form.current, "row", None) is not None}
        lost = [piece for piece in self.current if getattr(piece, "approved", False) and piece.row not in kept]
        message = "已批复的指标不能删除。"
        if lost and message not in self.errors:
            self.errors.append(message)

    def suppress_errors(self) -> None:
        for form in self.forms:
            form.suppress_errors()

    def error_list(self) -> Iterator[tuple[str, str, str]]:
        for message in self.errors:
            yield self.anchor, self.where, message
        for form in self.kept:
            yield from form.error_list()


class RowForm(DataclassForm):
    """One row of a table. `row` is the database row behind it; a row that is not ours counts as new."""

    has_identity = True
    row = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def removal(self) -> PieceField | None:
        """The field that marks the row for removal, where a row may not simply go."""
        return None

    def piece(self) -> Any:
        known = self.current.row if self.current is not None else None
        return replace(super().piece(), row=known)


class WordForm(DataclassForm):
    """One row that is a single text: "/units/0" has no name below its number."""

    word: forms.Field
    removal = None
    piece_class = str

    def add_prefix(self, field_name: str) -> str:
        return self.prefix or field_name

    def read(self, current: Any) -> dict[str, Any]:
        return {"word": current or ""}

    def piece(self) -> str:
        if not self.is_bound:
            return self.current or ""
        self.full_clean_once()
        return self.cleaned_data.get("word") or ""

    def is_blank(self) -> bool:
        self.full_clean_once()
        return not self._errors and not self.piece()

    @property
    def is_placed(self) -> bool:
        """A row that is one text is no row without it."""
        return not self.errors
