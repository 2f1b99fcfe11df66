"""Files on disk are whole or absent: a full disk or a killed process leaves nothing under the final name."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Let `write` fill a temporary file beside `path`, then move it there; raises OSError and leaves nothing."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as temporary:
        name = Path(temporary.name)
        try:
            write(temporary)
            temporary.flush()
            os.fsync(temporary.fileno())
            name.chmod(0o644)
            name.replace(path)
        except BaseException:
            name.unlink(missing_ok=True)
            raise
