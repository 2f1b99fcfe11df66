"""Exchange files for tests: a sound one, the seed's figures, and either with some places changed."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from assessments.exchange.file_format import read
from assessments.schema.facts import Facts

DATA = Path(__file__).resolve().parents[2] / "data"
SOUND, PETITION = DATA / "sound-2022.json", DATA / "petition-bureau-2022.json"
# The least that a file may say.
BARE = {"format": "performance-self-assessment/1", "year": 2022, "department": {"name": "甲局"}}
REMOVED = object()


@cache
def _content(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text())


def content(path: Path = SOUND, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The file as JSON data with the values at some pointers changed, added ("/list/-") or REMOVED."""
    changed = copy.deepcopy(_content(path))
    for pointer, value in (changes or {}).items():
        *holders, last = pointer[1:].split("/")
        holder = changed
        for step in holders:
            holder = holder[int(step) if isinstance(holder, list) else step]
        if isinstance(holder, list):
            if last == "-":
                holder.append(value)
            else:
                holder[int(last)] = value
        elif value is REMOVED:
            del holder[last]
        else:
            holder[last] = value
    return changed


def paper(changes: dict[str, Any] | None = None, path: Path = SOUND) -> Facts:
    """The sound file's facts with changes."""
    return read(json.dumps(content(path, changes)))


def bare(**parts: Any) -> Facts:
    """Facts of a file that says next to nothing but `parts`."""
    return read(json.dumps(BARE | parts))
