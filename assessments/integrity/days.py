"""Days that a row repeats of its log."""

from collections.abc import Iterable, Sequence

from assessments.models import Assessment, LogEntry, RectificationNotice


def differs(row: Assessment | RectificationNotice, names: Sequence[str], entries: Iterable[LogEntry]) -> bool:
    """Whether the row has other days than the last that its log names."""
    logged = {name: entry.detail[name] for entry in entries for name in names if name in entry.detail}
    return logged != {name: day.isoformat() if (day := getattr(row, name)) else None for name in logged}
