"""The folder below which everything is written: there before anything is, and writable for whoever runs the site."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def prepare(folder: Path) -> None:
    """Make the folder and the place for temporary files in it.

    Raises ImproperlyConfigured where they cannot be written to, and where the superuser is about to leave files that
    the site's own account cannot touch afterwards.
    """
    temporary = folder / "tmp"
    try:
        temporary.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as refused:
        raise ImproperlyConfigured(f"STATE_DIR 无法写入（{refused.filename}）：{_ADVICE}") from refused
    for place in (folder, temporary):
        if not os.access(place, os.W_OK | os.X_OK):
            raise ImproperlyConfigured(f"STATE_DIR 无法写入（{place}）：{_ADVICE}")
    if os.geteuid() == 0 and owner != 0:
        raise ImproperlyConfigured(f"STATE_DIR（{folder}）属于别的账户：请以该账户运行，如 runuser -u evalsite。")


_ADVICE = "须为运行本系统的账户能够写入的文件夹，如 /var/lib/evalsite（见 deploy/README.md）。"
