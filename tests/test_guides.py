"""What a guide tells an engineer to do is done here, in a copy of the project."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.guides import Edit, edits_of

FIELD = tuple(edits_of("adding-a-field.md"))
MOST_FILES = 6  # written by hand for a new text field, though it is printed too
_WALK = "tests/assessments/schema/new_field.py"
_LEAVES = "tests/assessments/schema/test_leaves.py"
_COLUMNS = "tests/assessments/schema/test_columns.py"
_FIELDS_SHOWN = "tests/assessments/schema/form-fields.json"
# The place that is left out, and the test that says so.
FORGOTTEN = {
    "models/assessment.py": "test_a_field_has_one_column_that_holds_it",
    "forms/overview.py": "test_every_leaf_has_a_field_in_a_form",
    "sections/overview.html": "test_every_field_of_a_form_stands_on_its_page",
}
_CODE = ("assessments", "budgets", "evalsite", "templates", "static", "tests", "manage.py", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code, with the packages and the fonts of this checkout."""
    for name in _CODE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    for name in ("node_modules", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def _run(root: Path, *arguments: str) -> str:
    """What one of our own commands says in the copy."""
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=False).stdout


def _failed_after(root: Path, edits: tuple[Edit, ...]) -> set[str]:
    """Do what the guide says, and ask the tests of the copy; the names of those that fail."""
    for edit in edits:
        edit.apply(root)
    _run(root, "manage.py", "makemigrations", "assessments", "--name", "fax")
    (root / _FIELDS_SHOWN).write_text(_run(root, "-m", "tests.form_fields"))
    said = _run(root, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", _LEAVES, _COLUMNS, _WALK)
    assert re.search(r"^\d+ (passed|failed)", said, re.MULTILINE), said
    return set(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)", said, re.MULTILINE))


def test_a_new_field_is_written_into_few_files() -> None:
    assert len({edit.path for edit in FIELD}) <= MOST_FILES


def test_a_field_that_is_added_by_the_guide_goes_its_whole_way(copy: Path) -> None:
    assert _failed_after(copy, FIELD) == set()


@pytest.mark.parametrize(("forgotten", "test"), FORGOTTEN.items())
def test_a_forgotten_place_fails_a_test(copy: Path, forgotten: str, test: str) -> None:
    (left_out,) = (edit for edit in FIELD if edit.path.endswith(forgotten))

    assert test in _failed_after(copy, tuple(edit for edit in FIELD if edit is not left_out))
