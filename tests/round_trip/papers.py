"""The papers of a department in every kind of file, read again, and which fields of the form each paper shows."""

import dataclasses
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from assessments.intake.loading.document import ReportText
from assessments.intake.reader_process import read_file
from assessments.reports.document.model import Report
from assessments.reports.documents import DOCUMENTS, DRAWERS, Document, Format
from assessments.reports.papers.department_documents import Source
from assessments.reports.pdf.pdf_file import report_html
from assessments.schema.facts import Facts
from assessments.schema.pointers import value_at
from tests.assessments.reports.sample import SAMPLE
from tests.round_trip.departments import SCHEME, drafts, statements

PAPERS: tuple[Document, ...] = tuple(
    document
    for document in DOCUMENTS
    if document.key in {"report", "work-report", "department-form", "project-forms", "transfer-form", "summary"}
)
KINDS = ("docx", "html", "pdf")
# As an office program gives the file on: what it is made of, and what it is turned into.
CONVERSIONS = {
    "docx-pdf": ("docx", "pdf"),
    "docx-odt-docx": ("docx", "odt", "docx"),
    "docx-html": ("docx", "html"),
    "docx-docx": ("docx", "docx:MS Word 2007 XML"),
}


def file_of(document: Document, source: Source, kind: str) -> bytes:
    report = document.build(source)
    if kind == "html":
        return report_html(report, draft=source.is_draft).encode()
    return DRAWERS[Format(kind)](report, draft=source.is_draft)


def read_again(document: Document, source: Source, kind: str) -> ReportText:
    return read_all([document], source, kind)[0]


def read_all(documents: Sequence[Document], source: Source, kind: str) -> list[ReportText]:
    """Papers of one department in a kind of file, read; an office program gets all of them at once."""
    first, *steps = CONVERSIONS.get(kind, (kind,))
    contents = [file_of(document, source, first) for document in documents]
    for step in steps:
        contents = converted(contents, first, step)
        first = step.partition(":")[0]
    return [read_file(content, f"报告.{first}") for content in contents]


def converted(contents: Sequence[bytes], ending: str, wanted: str) -> list[bytes]:
    """What LibreOffice makes of files, in one run of it; without any it would wait for ever."""
    if not contents:
        return []
    with tempfile.TemporaryDirectory() as folder:
        given = [Path(folder) / f"{at}.{ending}" for at in range(len(contents))]
        for path, content in zip(given, contents, strict=True):
            path.write_bytes(content)
        done = subprocess.run(
            [
                *("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"),
                *("--convert-to", wanted, "--outdir", f"{folder}/made", *map(str, given)),
            ],
            capture_output=True,
            check=False,
            timeout=60 + 30 * len(contents),
        )
        made = [Path(folder) / "made" / f"{path.stem}.{wanted.partition(':')[0]}" for path in given]
        assert all(path.exists() for path in made), done.stderr.decode()
        return [path.read_bytes() for path in made]


def words_of(report: Report) -> str:
    """Every word of a report, cell by cell."""
    return "\n".join(_words(report))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _words(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _words(getattr(value, field.name))


Path_ = tuple[str, ...]
_WORDS = "甪甪甪"  # that no paper has of itself


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every stated value of the facts with its path; rows of a list stand under "*"."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name not in {"scheme", "written", "row", "approved", "change_document"}:
                yield from leaves(getattr(value, field.name), (*path, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from leaves(item, (*path, "*"))
    elif value is not None and value is not False and not isinstance(value, Mapping):
        yield path, value


def with_leaf(value: Any, path: Path_, change: Any) -> Any:
    """The facts with every value at a path changed."""
    if not path:
        return value if value is None else change(value)
    if path[0] == "*":
        return tuple(with_leaf(item, path[1:], change) for item in value)
    if value is None or not hasattr(value, path[0]):
        return value
    return replace(value, **{path[0]: with_leaf(getattr(value, path[0]), path[1:], change)})


@cache
def shown_paths(document: Document) -> frozenset[Path_]:
    """The fields whose own value stands in a paper: a mark put into one is met again there.

    A number in each of several rows is met more than once: what is met once may be a sum over the only row.
    """
    samples = [
        Source(facts=facts, scheme=SCHEME)
        for facts in (*(case.facts for case in statements()[:4]), drafts()[0].facts, SAMPLE)
    ]
    rows = [(source, Counter(path for path, _ in leaves(source.facts))) for source in samples]
    most = {path: max(counts[path] for _, counts in rows) for path in {path for _, counts in rows for path in counts}}
    shown: set[Path_] = set()
    for source, counts in rows:
        if not document.applies(source):
            continue
        before = words_of(document.build(source))
        for path in counts.keys() - shown:
            needed = min(2, most[path])
            if counts[path] >= needed and _is_met(document, source, path, before, needed):
                shown.add(path)
    return frozenset(shown)


def _is_met(document: Document, source: Source, path: Path_, before: str, needed: int) -> bool:
    marked = replace(source, facts=with_leaf(source.facts, path, _marked))
    after = words_of(document.build(marked))
    marks = {mark for at, value in leaves(marked.facts) if at == path for mark in _marks(value)}
    if not marks:
        return before != after
    return any(after.count(mark) >= (1 if mark == _WORDS else needed) and mark not in before for mark in marks)


def is_shown(document: Document, facts: Facts, pointer: str | None) -> bool:
    """Whether this very paper shows what stands at a place; where nothing is stated, whether it shows its row."""
    steps = (pointer or "").split("/")[1:]
    path = tuple("*" if step.isdigit() else step for step in steps)
    source = Source(facts=facts, scheme=SCHEME)
    words = words_of(document.build(source))
    rows = (value_at(facts, "/" + "/".join(steps[:end])) for end in range(1, len(steps) + 1))
    if any(getattr(row, "name", "") not in words for row in rows if dataclasses.is_dataclass(row)):
        return False
    if pointer is None or value_at(facts, pointer) is None or path not in {at for at, _ in leaves(facts)}:
        return True
    return words_of(document.build(replace(source, facts=_with_value(facts, steps)))) != words


def _with_value(value: Any, steps: list[str]) -> Any:
    """The facts with the value at one place marked."""
    if not steps:
        return _marked(value)
    if isinstance(value, tuple):
        pairs = dict(item for item in value if isinstance(item, tuple))
        if steps[0] in pairs:
            return tuple((name, _marked(given) if name == steps[0] else given) for name, given in value)
        at = int(steps[0])
        return (*value[:at], _with_value(value[at], steps[1:]), *value[at + 1 :])
    return replace(value, **{steps[0]: _with_value(getattr(value, steps[0]), steps[1:])})


def _marked(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(other for other in type(value) if other is not value)
    if isinstance(value, str):
        return _WORDS
    if isinstance(value, int):
        return 7919
    if isinstance(value, date):
        return value.replace(year=2071)
    return Decimal(70540200) if abs(value) > 1000 else Decimal("7.31")


def _marks(value: Any) -> tuple[str, ...]:
    """What a marked value looks like in a paper; nothing where only the whole paper tells."""
    if isinstance(value, (bool, Enum)):
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, date):
        return ("2071年",)
    return ("7919",) if isinstance(value, int) else ("7,054.02", "7.31")


def as_shown(document: Document, facts: Facts) -> Facts:
    """The facts without every field that the paper does not show."""
    shown = shown_paths(document)
    for path in {path for path, _ in leaves(facts)} - shown:
        if path not in {("year",), ("department", "name"), ("money_unit",)}:
            facts = with_leaf(facts, path, _blank)
    return _without_empty_rows(facts)


def _blank(value: Any) -> Any:
    return "" if isinstance(value, str) else False if value is True else None


def _without_empty_rows(value: Any) -> Any:
    """Rows of which nothing is shown are not there."""
    if isinstance(value, tuple):
        rows = tuple(_without_empty_rows(item) for item in value)
        return tuple(row for row in rows if any(True for _, leaf in leaves(row) if leaf != ""))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in {"scheme", "written"}]
        changes = {name: _without_empty_rows(getattr(value, name)) for name in names}
        return replace(value, **changes)
    return value
