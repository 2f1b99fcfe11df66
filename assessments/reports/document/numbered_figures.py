"""Tables and pictures of a report, numbered as they come; a list that has no end stands behind the report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.reports.document.cells import label, pieces, text
from assessments.reports.document.formatting import clean
from assessments.reports.document.model import Bars, Cell, FigurePicture, RowBand, Sheet, Table, TableRow

Values = Sequence[str]
UNIT = "单位：万元"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """`width` in percent of the text; those of one table together 100."""

    name: str
    width: int
    cell: Callable[[str], Cell] = text


class Exhibits:
    """Gives tables, pictures and enclosures their numbers: whoever asks first comes first."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._tables = 0
        self._pictures = 0

    def table(self, title: str, columns: Sequence[TableColumn], rows: Iterable[Values], *, total: Values = ()) -> Table:
        """A short table in the text, on one page. The first cell of `total`, its last row, names it."""
        self._tables += 1
        lines = [TableRow(tuple(_cells(columns, row))) for row in rows]
        if total:
            name, *sums = total
            lines.append(TableRow((label(name), *_cells(columns[1:], sums))))
        bands = [RowBand(tuple(piece)) for piece in pieces(lines, [1] * len(lines))]
        return _table(columns, bands, title=f"表{self._tables}  {title}")

    def picture(self, title: str, series: Sequence[str], bars: Iterable[Bars]) -> FigurePicture:
        self._pictures += 1
        return FigurePicture(title=f"图{self._pictures}  {title}", series=tuple(series), rows=tuple(bars))

    def enclosed(self, title: str, columns: Sequence[TableColumn], rows: Iterable[Values], *, unit: str = "") -> str:
        """Put a list behind the report and return what a sentence calls it."""
        name = f"附件{len(self.sheets) + 1}"
        table = _table(columns, [RowBand((TableRow(tuple(_cells(columns, row))),)) for row in rows])
        self.sheets.append(Sheet(label=name, title=title, caption_right=unit, tables=(table,)))
        return name


def counted_bar(name: str, found: int) -> Bars:
    return Bars(clean(name), (Decimal(found),), (f"{found}个",))


def _table(columns: Sequence[TableColumn], bands: Sequence[RowBand], *, title: str = "") -> Table:
    return Table(
        title=title,
        widths=tuple(column.width for column in columns),
        head=(TableRow(tuple(label(column.name) for column in columns)),),
        bands=tuple(bands),
    )


def _cells(columns: Sequence[TableColumn], values: Values) -> Iterable[Cell]:
    return (column.cell(value) for column, value in zip(columns, values, strict=True))
