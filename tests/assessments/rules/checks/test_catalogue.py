import subprocess
import sys
from pathlib import Path

from assessments.rules.checks import CODES
from assessments.rules.checks.catalogue import as_markdown

ROOT = Path(__file__).resolve().parents[4]
LIST = ROOT / "docs" / "checks.md"


def test_the_list_of_checks_is_current():
    assert LIST.read_text() == as_markdown()


def test_the_command_in_the_list_writes_it():
    command = [sys.executable, "-m", "assessments.rules.checks.catalogue"]

    assert subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout == LIST.read_bytes()


def test_every_check_has_a_row_of_five_cells():
    rows = [line for line in as_markdown().splitlines() if line.startswith("| K")]

    assert [row.replace("\\|", "").count("|") for row in rows] == [6] * len(CODES)
