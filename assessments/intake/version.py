"""Which edition of the reader and of the rules a stored check-up was made by."""

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# All that a check-up is made of.
_SOURCES = (
    "assessments/filetypes/**/*.py", "assessments/intake/**/*.py", "assessments/rules/**/*.py",
    "assessments/schema/**/*.py",
    "assessments/terms.py", "budgets/money.py", "budgets/terms.py",
)  # fmt: skip


@cache
def rules_version() -> str:
    """A hash over the source of reader and rules: whatever changes in them changes it. 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in _files():
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files() -> list[Path]:
    return sorted(path for pattern in _SOURCES for path in _ROOT.glob(pattern))
