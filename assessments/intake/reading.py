"""Reads one file in a process of its own: its bytes come in on standard input, the document leaves as JSON.

It runs as a script and knows nothing of the site: not its settings, its database or its secrets. Who starts it bounds
its time, its memory and the files that it may write before it gets the first byte; poppler inherits the bounds.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import NoReturn

REFUSED, OUT_OF_MEMORY = 3, 5
# By kind its reader. Only that one is imported: the start is most of what a short report costs.
READERS = {"docx": "word", "pdf": "pdf", "html": "web", "txt": "plain"}


def _end(code: int, message: str = "") -> NoReturn:
    sys.stderr.buffer.write(message.encode())
    sys.stderr.buffer.flush()
    sys.exit(code)


def _read(kind: str) -> None:
    from assessments.intake.document import Unreadable  # noqa: PLC0415 - its place is known now

    reader = importlib.import_module(f"assessments.intake.readers.{READERS[kind]}")
    try:
        document = reader.read(sys.stdin.buffer.read())
    except Unreadable as refusal:
        _end(REFUSED, str(refusal))
    except RecursionError:
        _end(OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(document.as_json(), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    try:
        _read(sys.argv[1])
    except MemoryError:
        _end(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
