"""Rules of the house that an import contract cannot hold. The contracts themselves stand in pyproject.toml."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ONE_ENGINE

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assessments", "budgets", "evalsite")
SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TESTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py"))

PURE = (
    "assessments/exchange/",
    "assessments/rules/",
    "assessments/schema/",
    "assessments/terms.py",
    "budgets/money.py",
    "budgets/terms.py",
    "evalsite/terms.py",
)
PURE_MAY_IMPORT = tuple(path.removesuffix(".py").rstrip("/").replace("/", ".") for path in PURE)
# Besides the pure ones, modules that carry figures from one place to another.
EXACT = (
    *PURE,
    "assessments/facts_loader.py",
    "assessments/import_export.py",
    "assessments/drafting/",
    "assessments/web/forms/",
    "assessments/web/sections/forms/",
)

STATUS_WRITER = "assessments/workflow.py"
# Only these write rows. Everything else reads, checks, shows.
WRITERS = (
    "assessments/bundle_jobs.py",
    "assessments/demo/",
    "assessments/drafting/",
    "assessments/import_export.py",
    "assessments/history.py",
    "assessments/intake/",
    "assessments/management/",
    "assessments/notifications.py",
    "assessments/review/rectification.py",
    "assessments/review/remarks.py",
    "assessments/reports/sources.py",
    "assessments/reports/pdf/page_images.py",  # a file of Pillow, no row
    "assessments/reports/pdf/joined_pages.py",  # a file of pikepdf, no row
    "assessments/review/actions.py",
    "assessments/workflow.py",
    "budgets/importing/",
    "budgets/people.py",
    "budgets/views.py",  # one ModelForm.save() for departments and sections
    "evalsite/accounts/",
)
WRITES = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
HEAVY = {"weasyprint", "openpyxl", "docx", "xlsxwriter", "matplotlib", "pypdf", "pikepdf", "segno", "PIL"}
DRAWERS = {"utils", "helpers", "services", "manager", "managers", "common", "misc", "tools"}


def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text())


def imports_of(path: str) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports by dots"
            yield node.module or ""


def is_within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("path", [path for path in SOURCES if path.startswith(PURE)])
def test_rules_and_words_import_the_standard_library_and_each_other(path):
    foreign = [
        name
        for name in imports_of(path)
        if not is_within(name, PURE_MAY_IMPORT) and name.split(".")[0] not in sys.stdlib_module_names
    ]

    assert foreign == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.startswith(EXACT)])
def test_no_float_comes_near_money_rates_and_scores(path):
    floats = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]

    assert floats == []


def assignments_of_status(tree: ast.Module) -> Iterator[int]:
    """Lines that write an attribute `status`, or give one to update() or create()."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (
                node.lineno for target in targets if isinstance(target, ast.Attribute) and target.attr == "status"
            )
        is_write = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        if is_write and any(keyword.arg == "status" for keyword in node.keywords):
            yield node.lineno


def test_only_the_workflow_writes_a_status():
    writers = {path for path in SOURCES if list(assignments_of_status(tree_of(path)))}

    assert writers == {STATUS_WRITER}


def row_writes(tree: ast.Module) -> Iterator[str]:
    """Calls that write rows: anything on a manager or query set, and save() or delete() of an instance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            receiver = ast.unparse(node.func.value)
            is_query = ".objects" in receiver or ".filter(" in receiver or ".exclude(" in receiver
            if not receiver.startswith("super()") and (is_query or node.func.attr in {"save", "delete"}):
                yield f"{node.lineno}: {ast.unparse(node)[:80]}"


@pytest.mark.parametrize("path", [path for path in SOURCES if not path.startswith(WRITERS)])
def test_only_writers_write_rows(path):
    assert list(row_writes(tree_of(path))) == []


def test_a_heavy_library_has_one_door():
    """And one more in the bounded child, which opens what others have sent."""
    doors: dict[tuple[str, bool], set[str]] = {}
    for path in SOURCES:
        for name in {name.split(".")[0] for name in imports_of(path)} & HEAVY:
            doors.setdefault((name, path.startswith("assessments/filetypes/")), set()).add(path)

    assert {name: paths for name, paths in doors.items() if len(paths) > 1} == {}


@pytest.mark.parametrize(("paths", "limit"), [(SOURCES, 400), (TESTS, 600)], ids=["sources", "tests"])
def test_no_module_grows_out_of_hand(paths, limit):
    lines = {path: len((ROOT / path).read_text().splitlines()) for path in paths}

    assert {path: count for path, count in lines.items() if count > limit} == {}


def test_no_module_is_a_drawer():
    assert [path for path in SOURCES + TESTS if DRAWERS.intersection(Path(path).with_suffix("").parts)] == []


def test_the_finders_of_these_tests_find():
    """Each rule above sees the fault that it is for."""
    bad = ast.parse("a.status = 1\nA.objects.filter(x=1).update(status=2)\na.save()\nd.update(e)\n")

    assert list(assignments_of_status(bad)) == [1, 2]
    assert [line.split(":")[0] for line in row_writes(bad)] == ["2", "3"]


MIGRATIONS = sorted(
    path.relative_to(ROOT).as_posix() for package in PACKAGES for path in (ROOT / package).glob("**/migrations/0*.py")
)
# For the labels that forms show, which Django writes into migrations.
WORDS = ("assessments.terms", "budgets.terms", "evalsite.terms")


@pytest.mark.parametrize("path", MIGRATIONS)
def test_a_migration_knows_nothing_of_today(path: str) -> None:
    """What it needs of rules, rows and values it holds itself, as they were on its day."""
    ours = {name for name in imports_of(path) if name.split(".")[0] in PACKAGES}
    assert ours <= set(WORDS), f"{path} imports {sorted(ours - set(WORDS))}: copy what it needs into it"

    words = re.findall(r"\b(?:assessments|budgets|evalsite)\.terms\.(\w+\S*)", (ROOT / path).read_text())
    frozen = [word for word in words if not re.match(r"\w+\.choices\b", word)]
    assert frozen == [], f'{path} names {frozen}: write the value, as "draft" for Status["DRAFT"]'


def test_what_runs_on_one_engine_is_there():
    assert [path for path in ONE_ENGINE if not (ROOT / path).exists()] == []


# Where a check may be named by its code besides the checks themselves, and why.
NAMES_CHECKS = {
    "assessments/demo/stages.py": "explanations of findings that the demonstration shows",
    "assessments/schema/identities.py": "which sum of the form is held by which check",
    "assessments/intake/extraction/": "which passage answers which check, and what its words take the ground from",
}


def test_what_is_known_of_a_check_is_said_at_the_check():
    """No list of codes elsewhere: what a finding concerns, what a report can answer, what may be explained."""
    named = [
        f"{path}:{node.lineno}: {node.value}"
        for path in SOURCES
        if not path.startswith(("assessments/rules/checks/", *NAMES_CHECKS))
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"K\d\d", node.value)
    ]

    assert named == []


def test_nothing_outside_the_rules_makes_a_finding():
    makers = [
        path
        for path in SOURCES
        if not path.startswith("assessments/rules/")
        for node in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Finding", "Problem"}
    ]

    assert makers == []


@pytest.mark.parametrize("path", SOURCES)
def test_no_import_is_for_the_types_alone(path: str) -> None:
    """What two modules need of each other's types is one module, or a protocol: else the circle is only hidden."""
    assert "TYPE_CHECKING" not in (ROOT / path).read_text()


@pytest.mark.parametrize("path", [*SOURCES, *TESTS])
def test_no_banner_stands_between_functions(path: str) -> None:
    """A part of a module that wants a heading is a module."""
    assert re.findall(r"^\s*# ?[-=~*#]{3,}.*$", (ROOT / path).read_text(), re.MULTILINE) == []
