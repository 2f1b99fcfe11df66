"""A table of forms that grows and shrinks; without JavaScript by a round trip on which everything typed comes along."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict

from assessments.schema.pointers import field_id
from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.form_context import Data, FormContext

if TYPE_CHECKING:
    from assessments.web.forms.dataclass_form import DataclassForm

MOST_ROWS = 500  # of one table
MOST_ROWS_AT_ONCE = 600  # of all tables of a section, those inside rows included: some five seconds of work


class RowFormset:
    """A table: forms in order, one per row. Without JavaScript it grows and shrinks by a round trip.

    Numbers in names only tell rows apart: a gap means that a row was taken away.
    """

    def __init__(
        self,
        form_class: type["DataclassForm"],
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

    def _unbound(self) -> list["DataclassForm"]:
        """The saved rows, and at their places those that could not be saved; they have numbers of their own."""
        rows: list[tuple[int, Any, dict[str, str]]] = [(index, piece, {}) for index, piece in enumerate(self.current)]
        for beyond, (position, texts) in enumerate(sorted(self._unplaced().items()), len(rows)):
            rows.insert(position, (beyond, None, texts))
        if not rows and not self.context.read_only:
            rows = [(0, None, {})]
        return [self._saved(index, piece, texts, number) for number, (index, piece, texts) in enumerate(rows, 1)]

    def _saved(self, index: int, piece: Any, texts: dict[str, str], number: int) -> "DataclassForm":
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
            if pointer.startswith(start) and position.isdigit():
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

    def _bound(self, data: Data) -> list["DataclassForm"]:
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

    def _form(self, data: Data | None, index: int | str, piece: Any, number: int) -> "DataclassForm":
        prefix = f"{self.prefix}-{index}"
        return self.form_class(data, current=piece, prefix=prefix, where=self._where(number), context=self.context)

    def _where(self, number: int) -> str:
        return f"{self.where}{self.form_class.row_label}第 {number} 行："

    def __iter__(self) -> Iterator["DataclassForm"]:
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
    def empty_form(self) -> "DataclassForm":
        return self.form_class(None, current=None, prefix=f"{self.prefix}-{self.placeholder}", context=self.context)

    @property
    def kept(self) -> list["DataclassForm"]:
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


_ROW = re.compile(r"(.+-[0-9]+)(?:-.*)?", re.DOTALL)  # greedy: a row inside a row counts by itself


def refuse_too_many_rows(data: Data) -> None:
    """Raise what the site answers with 400 where a request carries more rows than a page can be made of."""
    rows = {match[1] for name in data if (match := _ROW.fullmatch(name))}
    if len(rows) > MOST_ROWS_AT_ONCE:
        raise TooManyFieldsSent(f"{len(rows)} rows")


def row_numbers(data: Data, prefix: str) -> list[int]:
    """Numbers of the rows of one table that a request carries, in the order of the page."""
    start = f"{prefix}-"
    pattern = re.compile(re.escape(start) + r"([0-9]{1,6})(?:-.*)?")
    found = {int(match[1]): None for name in data if name.startswith(start) and (match := pattern.fullmatch(name))}
    return list(found)


def with_row_action(data: QueryDict, action: str) -> QueryDict:
    """What was posted, with one row more ("add_row:revenue-lines") or less ("remove_row:revenue-lines:3")."""
    changed = data.copy()
    name, _, rest = action.partition(":")
    if name == "add_row":
        _add_row(changed, rest)
    elif name == "remove_row":
        _remove_row(changed, rest)
    return changed


def _add_row(data: QueryDict, prefix: str) -> None:
    number = max(row_numbers(data, prefix), default=-1) + 1
    data[f"{prefix}-{number}-row"] = ""


def _remove_row(data: QueryDict, rest: str) -> None:
    row = rest.replace(":", "-")
    for name in [name for name in data if name == row or name.startswith(f"{row}-")]:
        del data[name]


def is_row_action(action: str) -> bool:
    return action.startswith(("add_row:", "remove_row:"))
