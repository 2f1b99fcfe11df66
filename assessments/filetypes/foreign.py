"""Content of another kind before or behind a file, which makes it two files in one."""

import io
import re
import zipfile

from assessments.processes.child import Refusal

FOREIGN = "文件前后夹带了其他内容（如网页、压缩包或程序），未上传。请重新导出或扫描后上传。"
_MARKS = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a|7z\xbc\xaf|%PDF-|\x7fELF|\A\s*MZ|\A\s*#!|\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    rb"|\A(?:\x89PNG|GIF8|\xff\xd8\xff)"
    rb"|<\?php|<(?:!doctype|html|head|body|script|svg|iframe|object|embed|img|meta)[\s>/]|javascript:",
    re.IGNORECASE,
)


def refuse_foreign(rest: bytes) -> None:
    """Refuse bytes that do not belong to a file where they are the mark of another kind."""
    if _MARKS.search(rest):
        raise Refusal(FOREIGN)


def refuse_packed(content: bytes) -> None:
    """Refuse what a program for archives opens too: it looks at the end of a file."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Refusal(FOREIGN)
