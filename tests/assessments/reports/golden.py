"""Texts that a person has looked at. After a wanted change: GOLDEN=write pytest tests/assessments/reports, and look."""

import os
from pathlib import Path

_FOLDER = Path(__file__).with_name("golden")


def same_as_golden(name: str, text: str) -> None:
    file = _FOLDER / name
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")
