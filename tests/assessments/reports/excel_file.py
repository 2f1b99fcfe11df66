"""Reading a written Excel file back: its cells as they are shown."""

import io
from decimal import Decimal

import openpyxl


class Excel:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    @property
    def sheets(self):
        return self.book.worksheets

    def rows(self, place: int) -> list[list[str]]:
        """The rows of one worksheet as they are shown, without what is empty."""
        found = [[shown(cell) for cell in row if cell.value is not None] for row in self.sheets[place].iter_rows()]
        return [row for row in found if row]


def shown(cell) -> str:
    """A cell as Excel shows it; a number through its format."""
    if cell.data_type == "n":
        return formatted(cell.value, cell.number_format)
    return cell.value


def formatted(value: float, number_format: str) -> str:
    number = Decimal(repr(value)) * (100 if number_format.endswith("%") else 1)
    after = len(number_format.rstrip("%").partition(".")[2])
    comma = "," if "#,##0" in number_format else ""
    return f"{number:{comma}.{after}f}" + ("%" if number_format.endswith("%") else "")


def outline(excel: Excel) -> str:
    lines = []
    for sheet in excel.sheets:
        setup = sheet.page_setup
        lines.append(f"工作表 {sheet.title} {setup.orientation} {setup.paperSize} 重复 {sheet.print_title_rows}")
        lines.append(f"列宽 {[round(column.width, 1) for column in sheet.column_dimensions.values()]}")
        lines.append(f"行高 {[round(row.height, 1) for row in sheet.row_dimensions.values() if row.height]}")
        lines.append(f"合并 {' '.join(sorted(map(str, sheet.merged_cells.ranges)))}")
        lines += [
            f"{cell.coordinate} {cell.number_format} {cell.alignment.horizontal} {shown(cell)!r}"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        ]
    return "\n".join(lines) + "\n"
