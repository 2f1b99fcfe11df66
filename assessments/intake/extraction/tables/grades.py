"""Grades as they are written: 优秀 for 优, behind a label or in a cell of their own (domain §4)."""

import re
from collections.abc import Iterable, Iterator

from assessments.intake.extraction.tables.grids import Grid
from assessments.intake.extraction.words.statements import Stated

GRADES = {
    "优": "优",
    "优秀": "优",
    "良": "良",
    "良好": "良",
    "中": "中",
    "中等": "中",
    "合格": "中",
    "差": "差",
    "较差": "差",
}
_LABEL = r"(?:自评|评价|评定|绩效|综合|自评结果|评价结果)?(?:等级|等次|级别|评级)"
_LABELLED = re.compile(rf"{_LABEL}[:：为]?(?P<grade>[^:：]{{1,5}})")
_ALONE = re.compile(rf"{_LABEL}[:：]?")


def grade_in(words: str) -> str | None:
    """The grade that the words of a cell are: "良", "良好", "良级"."""
    return GRADES.get(words.strip("“”\"'「」").removesuffix("级"))


def stated_grade(grid: Grid, pointer: str, rows: Iterable[int]) -> Iterator[Stated]:
    """The first grade in these rows that is called one: "评价等级：良" in a cell, or "良" beside such a label."""
    for row in rows:
        for column, cell in enumerate(grid.rows[row]):
            words = grid.words(cell)
            labelled = _LABELLED.fullmatch(words)
            beside = grid.next_filled(row, column) if _ALONE.fullmatch(words) else cell if labelled else None
            value = grade_in(labelled["grade"] if labelled else grid.words(beside))
            if beside is not None and value is not None:
                yield Stated(pointer, value, beside.span, beside.span)
                return
