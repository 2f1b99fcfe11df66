"""Exchange files on disk: read whole or refused with exit code 2 and a word why."""

from pathlib import Path

from django.core.management.base import CommandError

from assessments.exchange.file_format import LARGEST_FILE, ExchangeError, read
from assessments.schema.facts import Facts

UNUSABLE = 2


def facts_in(path: Path) -> Facts:
    """The facts of an exchange file; raises CommandError, which ends the command with exit code 2."""
    try:
        return read(_content(path))
    except OSError as error:
        raise CommandError(f"{path}：不能读取（{_reason(error)}）。", returncode=UNUSABLE) from error
    except ExchangeError as error:
        raise CommandError(f"{path}：文件不能使用。\n{error}", returncode=UNUSABLE) from error


def _content(path: Path) -> bytes:
    """The file's bytes, and one more than is allowed where it is too large: a device never ends."""
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _reason(error: OSError) -> str:
    known: dict[type[OSError], str] = {
        FileNotFoundError: "文件不存在",
        IsADirectoryError: "这是文件夹",
        PermissionError: "没有读取权限",
    }
    return known.get(type(error), error.strerror or "读取出错")
