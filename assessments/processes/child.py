"""The inside of a bounded child: one task over one content, its answer as JSON on standard output.

It runs as a script and knows nothing of the site: not its settings, its database or its secrets. A task is a function
"module:name" of the bytes and of texts; it gives plain values, or raises Refusal with a Chinese sentence. Who starts
the child (`limited_process.ask`) bounds it before it gets the first byte; programs that it starts inherit the bounds.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from typing import NoReturn

REFUSED, OUT_OF_MEMORY = 3, 5
_NICE = 10  # people who look at pages come first


class Refusal(Exception):  # noqa: N818 - it is an answer
    """The content cannot be used. The message is one Chinese sentence or two, meant for the person who gave it."""


def _end(code: int, message: str = "") -> NoReturn:
    sys.stderr.buffer.write(message.encode())
    sys.stderr.buffer.flush()
    sys.exit(code)


def _answer(task: str, arguments: list[str]) -> bytes:
    module, _, name = task.partition(":")
    # Only the module of the task is imported: the start is most of what a short content costs.
    function = getattr(importlib.import_module(module), name)
    answer = function(sys.stdin.buffer.read(), *arguments)
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")


def main() -> None:
    os.nice(_NICE)
    try:
        sys.stdout.buffer.write(_answer(sys.argv[1], sys.argv[2:]))
    except Refusal as refusal:
        _end(REFUSED, str(refusal))
    except (MemoryError, RecursionError):
        _end(OUT_OF_MEMORY)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    importlib.import_module(
        "assessments.processes.child"
    ).main()  # under its own name: tasks raise the Refusal of that module
