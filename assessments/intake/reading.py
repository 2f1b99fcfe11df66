"""Reads one file in a process of its own: its bytes come in on standard input, the document leaves as JSON.

It runs as a script and knows nothing of the site: not its settings, its database or its secrets. Its time, its memory
and the files that it may write are bounded before the first byte is looked at; poppler inherits the bounds.
"""

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import NoReturn

REFUSED, OUT_OF_MEMORY = 3, 5
_LARGEST_FILE = 64 * 1024**2  # bytes that this process may write into one file
# By kind its reader. Only that one is imported: the start is most of what a short report costs.
READERS = {"docx": "word", "pdf": "pdf", "html": "web", "txt": "plain"}


def _limit(seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))


def _end(code: int, message: str = "") -> NoReturn:
    sys.stderr.buffer.write(message.encode())
    sys.stderr.buffer.flush()
    sys.exit(code)


def _read(kind: str) -> None:
    from assessments.intake.document import Unreadable  # noqa: PLC0415 - after the limits are set

    reader = importlib.import_module(f"assessments.intake.readers.{READERS[kind]}")
    try:
        document = reader.read(sys.stdin.buffer.read())
    except Unreadable as refusal:
        _end(REFUSED, str(refusal))
    except RecursionError:
        _end(OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(document.as_json(), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def main() -> None:
    kind, seconds, memory = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    _limit(seconds, memory)
    try:
        _read(kind)
    except MemoryError:
        _end(OUT_OF_MEMORY)


if __name__ == "__main__":
    main()
