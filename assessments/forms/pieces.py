"""Forms that read a frozen piece of the facts and give one back: single forms, rows of forms, and a whole section.

Names on the page follow the exchange form: the field of "/projects/2/indicators/0/actual" is called
"indicators-0-actual" in the section of that project (so that it survives a re-ordering of projects while somebody
types) and has the id "f-projects-2-indicators-0-actual".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.utils import ErrorDict

from assessments.forms.fields import DateField, FigureField
from assessments.rules.facts import NOTHING_WRITTEN, Facts
from assessments.rules.scheme import Scheme

MOST_ROWS = 500
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a section stands in: all facts of the department, the year's scheme, the project, who looks at it."""

    facts: Facts
    scheme: Scheme
    project: int | None = None
    unit_names: tuple[str, ...] = ()
    read_only: bool = False
    # Remarks of a return, by JSON pointer.
    remarks: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The JSON pointer under which the section's own pointers begin."""
        return "" if self.project is None else f"/projects/{self.project}"

    def pointer(self, name: str) -> str:
        return f"{self.base}/{name.replace('-', '/')}"

    @property
    def auto_id(self) -> str:
        return "f" + self.base.replace("/", "-") + "-%s"

    @property
    def written(self) -> Mapping[str, str]:
        return self.facts.written or NOTHING_WRITTEN


class PieceField(BoundField):
    """A field that knows its place among the facts and how it looks."""

    form: "PieceForm"

    @property
    def pointer(self) -> str:
        return self.form.around.pointer(self.html_name)

    @property
    def remarks(self) -> Sequence[Any]:
        return self.form.around.remarks.get(self.pointer, ())

    @property
    def is_locked(self) -> bool:
        """Whether the value is shown as text."""
        return bool(self.form.around.read_only or self.field.disabled)

    @property
    def is_figure(self) -> bool:
        return isinstance(self.field, FigureField)

    @property
    def is_date(self) -> bool:
        return isinstance(self.field, DateField)

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field, forms.BooleanField)

    @cached_property
    def messages(self) -> list[str]:
        """What is wrong with the value: as posted, or as an import left it."""
        if self.form.is_bound:
            return [str(message) for message in self.errors]
        value = self.initial
        if not self.is_figure or not isinstance(value, str):
            return []
        try:
            self.field.clean(value)
        except ValidationError as error:
            return list(error.messages)
        return []

    @property
    def shown(self) -> str:
        """What a reader sees of the value, without an input."""
        value = self.value()
        if self.is_checkbox:
            return "是" if value else "否"
        if isinstance(self.field, forms.ChoiceField):
            value = dict(self.field.choices).get(value, "") if value else ""  # type: ignore[call-overload]
        return str(value if value is not None else "")

    @property
    def full_label(self) -> str:
        """The label with the row that it stands in: what an error list far from the table needs."""
        return f"{self.form.where}{self.label}"

    @property
    def aria_describedby(self) -> str:
        parts = [
            f"{self.auto_id}_helptext" if self.help_text else "",
            f"{self.auto_id}_error" if self.messages else "",
            *(f"remark-{remark.pk}" for remark in self.remarks),
        ]
        return " ".join(part for part in parts if part)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_hidden:
            return attrs
        if self.messages:
            attrs["aria-invalid"] = "true"
        kind = type(self.field.widget)
        look = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}.get(kind, "form-control")
        parts = [look, "is-number" if self.is_figure else "", "is-invalid" if self.messages else ""]
        return attrs | {"class": " ".join(part for part in parts if part)}


class PieceForm(forms.Form):
    """A form over one frozen dataclass. What the form does not list stays as it was in the current piece."""

    bound_field_class = PieceField
    piece_class: type
    row_label = ""

    def __init__(
        self, data: Data | None = None, *, current: Any = None, prefix: str = "", where: str = "", around: Surroundings
    ) -> None:
        self.around, self.current, self.where = around, current, where
        self.prefix = prefix or None
        super().__init__(data, auto_id=around.auto_id, initial=self.read(current), use_required_attribute=False)
        self.adapt()
        self.rows: dict[str, Rows] = self.build_rows()

    def read(self, current: Any) -> dict[str, Any]:
        """Field values of a piece; an imported figure that nobody can read is shown as it stands."""
        if current is None:
            return {}
        values = {item.name: getattr(current, item.name) for item in fields(current)}
        return values | self._unreadable(values)

    def _unreadable(self, values: dict[str, Any]) -> dict[str, str]:
        written = self.around.written
        pointers = {name: self.around.pointer(self.add_prefix(name)) for name, value in values.items() if value is None}
        return {name: written[pointer] for name, pointer in pointers.items() if pointer in written}

    def adapt(self) -> None:
        """Fit the fields to the surroundings or to the current piece."""

    def build_rows(self) -> dict[str, "Rows"]:
        return {}

    @property
    def cells(self) -> list[PieceField]:
        """What a table shows of the row."""
        return self.visible_fields()  # type: ignore[return-value]

    def child_rows(self, name: str, form_class: type["PieceForm"], current: Sequence[Any]) -> "Rows":
        return Rows(
            form_class,
            self.data if self.is_bound else None,
            prefix=self.add_prefix(name),
            current=current,
            where=self.where,
            around=self.around,
        )

    def is_valid(self) -> bool:
        return super().is_valid() and all([rows.is_valid() for rows in self.rows.values()])

    def be_quiet(self) -> None:
        """Do not complain: the person has not asked to save. What can be read still counts."""
        self.full_clean_once()
        self._errors = ErrorDict()
        for rows in self.rows.values():
            rows.be_quiet()

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
        if self._errors is None:
            self.full_clean()

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

    def complaints(self) -> Iterator[tuple[str, str, str]]:
        """(field id, label, message) of everything that cannot be saved."""
        for name, messages in self.errors.items():
            if name == "__all__":
                yield from (("", self.where, str(message)) for message in messages)
            else:
                bound = self[name]
                yield from ((bound.id_for_label, bound.full_label, str(message)) for message in messages)
        for rows in self.rows.values():
            yield from rows.complaints()


class RowForm(PieceForm):
    """One row of a table. `row` is the database row behind it; a row that is not ours counts as new."""

    row = forms.CharField(required=False, widget=forms.HiddenInput)
    # A field that marks the row for removal, where a row may not simply go.
    removal: PieceField | None = None

    def piece(self) -> Any:
        known = self.current.row if self.current is not None else None
        return replace(super().piece(), row=known)


class WordForm(PieceForm):
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


class Rows:
    """A table: forms in order, one per row. Without JavaScript it grows and shrinks by a round trip.

    Numbers in names only tell rows apart: a gap means that a row was taken away.
    """

    def __init__(
        self,
        form_class: type[PieceForm],
        data: Data | None,
        *,
        prefix: str,
        current: Sequence[Any],
        around: Surroundings,
        where: str = "",
    ) -> None:
        self.form_class, self.prefix, self.current, self.around, self.where = form_class, prefix, current, around, where
        self.errors: list[str] = []
        self.forms = self._unbound() if data is None else self._bound(data)

    def _unbound(self) -> list[PieceForm]:
        shown: list[Any] = list(self.current) or ([] if self.around.read_only else [None])
        return [self._form(None, index, piece, number) for number, (index, piece) in enumerate(enumerate(shown), 1)]

    def _bound(self, data: Data) -> list[PieceForm]:
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
        if not issubclass(self.form_class, RowForm):
            return self.current[position] if position < len(self.current) else None
        posted = str(data.get(f"{self.prefix}-{index}-row", ""))
        for piece in self.current:
            if piece.row is not None and str(piece.row) == posted and piece.row not in taken:
                taken.add(piece.row)
                return piece
        return None

    def _form(self, data: Data | None, index: int | str, piece: Any, number: int) -> PieceForm:
        where = f"{self.where}{self.form_class.row_label}第 {number} 行："
        return self.form_class(data, current=piece, prefix=f"{self.prefix}-{index}", where=where, around=self.around)

    def __iter__(self) -> Iterator[PieceForm]:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def columns(self) -> list[PieceField]:
        """Heads of the table: the fields of a row that anybody sees."""
        return self.empty_form.cells

    @property
    def placeholder(self) -> str:
        """Stands for the row's number in `empty_form`; nested tables keep theirs apart by their depth."""
        return f"__row{self.prefix.count('__row')}__"

    @property
    def empty_form(self) -> PieceForm:
        return self.form_class(None, current=None, prefix=f"{self.prefix}-{self.placeholder}", around=self.around)

    @property
    def kept(self) -> list[PieceForm]:
        return [form for form in self.forms if form.is_kept()]

    def pieces(self) -> tuple[Any, ...]:
        return tuple(form.piece() for form in self.kept)

    def is_valid(self) -> bool:
        self._refuse_lost_rows()
        return not self.errors and all([form.is_valid() for form in self.forms])

    def _refuse_lost_rows(self) -> None:
        kept = {form.current.row for form in self.forms if getattr(form.current, "row", None) is not None}
        lost = [piece for piece in self.current if getattr(piece, "approved", False) and piece.row not in kept]
        message = "已批复的指标不能删除。"
        if lost and message not in self.errors:
            self.errors.append(message)

    def be_quiet(self) -> None:
        for form in self.forms:
            form.be_quiet()

    def complaints(self) -> Iterator[tuple[str, str, str]]:
        for message in self.errors:
            yield f"t-{self.prefix}", self.where, message
        for form in self.forms:
            yield from form.complaints()


def row_numbers(data: Data, prefix: str) -> list[int]:
    """Numbers of the rows of one table that a request carries, in the order of the page."""
    pattern = re.compile(re.escape(prefix) + r"-([0-9]{1,6})(?:-.*)?")
    found = {int(match[1]): None for name in data if (match := pattern.fullmatch(name))}
    return list(found)


class SectionForm:
    """All forms and tables of one section, over one piece of the facts."""

    def __init__(self, data: Data | None = None, *, piece: Any, around: Surroundings) -> None:
        self.data, self.current, self.around = data, piece, around
        self.is_bound = data is not None
        self.is_quiet = not self.is_bound
        # What the database or the workflow said against it: (field id, label, message).
        self.refusals: list[tuple[str, str, str]] = []
        self.parts: list[PieceForm | Rows] = []
        self.build(piece)

    def build(self, piece: Any) -> None:
        raise NotImplementedError

    def piece(self) -> Any:
        """The section's piece of the facts as typed; what cannot be read counts as not stated."""
        raise NotImplementedError

    def form(self, form_class: type[PieceForm], prefix: str, current: Any) -> Any:
        part = form_class(self.data, current=current, prefix=prefix, around=self.around)
        self.parts.append(part)
        return part

    def rows(self, form_class: type[PieceForm], prefix: str, current: Sequence[Any], where: str = "") -> Rows:
        part = Rows(form_class, self.data, prefix=prefix, current=current, around=self.around, where=where)
        self.parts.append(part)
        return part

    @property
    def read_only(self) -> bool:
        return self.around.read_only

    def is_valid(self) -> bool:
        return self.is_bound and all([part.is_valid() for part in self.parts])

    def be_quiet(self) -> None:
        self.is_quiet = True
        for part in self.parts:
            part.be_quiet()

    def data_piece(self) -> Any:
        """What `drafting.save_section` keeps; only of a valid form."""
        if not self.is_valid():
            raise ValidationError("含有无法保存的内容。")
        return self.piece()

    @property
    def complaints(self) -> list[tuple[str, str, str]]:
        """(id, label, message) in the order of the page; nothing while the form is quiet."""
        if self.is_quiet:
            return []
        return self.refusals + [complaint for part in self.parts for complaint in part.complaints()]

    def tables(self) -> Iterator[Rows]:
        for part in self.parts:
            yield from _tables_of(part)

    def bound_fields(self) -> Iterator[PieceField]:
        """Every visible field, in the order of the page."""
        for part in self.parts:
            yield from _fields_of(part)


def _tables_of(part: PieceForm | Rows) -> Iterator[Rows]:
    if isinstance(part, Rows):
        yield part
        for form in part:
            yield from _tables_of(form)
    else:
        for rows in part.rows.values():
            yield from _tables_of(rows)


def _fields_of(part: PieceForm | Rows) -> Iterator[PieceField]:
    if isinstance(part, Rows):
        for form in part:
            yield from _fields_of(form)
        return
    yield from part.visible_fields()  # type: ignore[misc]
    for rows in part.rows.values():
        yield from _fields_of(rows)
