"""The kind of a file by its content; its name is no witness."""

import re
from enum import StrEnum

from assessments.filetypes.packages import Package

_HEAD = 2048  # bytes in which a file says what it is
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|table|div|p)[\s>]", re.IGNORECASE)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class FileKind(StrEnum):
    """Kinds that we tell apart, whether we take them or not."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    PICTURE = "picture"  # of another kind
    HTML = "html"
    TEXT = "txt"
    ENCRYPTED_OFFICE = "encrypted office"
    OLD_OFFICE = "old office"  # doc, xls, ppt, wps, et
    RTF = "rtf"
    WEB_ARCHIVE = "mht"
    ZIP = "zip"


_BY_BEGINNING: tuple[tuple[bytes, FileKind], ...] = (
    (b"{\\rtf", FileKind.RTF),
    (b"\x89PNG", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    *((mark, FileKind.PICTURE) for mark in (b"GIF8", b"BM", b"II*\x00", b"MM\x00*")),
)
_BY_MAIN_TYPE: tuple[tuple[str, FileKind], ...] = (
    ("wordprocessingml", FileKind.DOCX),
    ("ms-word", FileKind.DOCX),
    ("spreadsheetml", FileKind.XLSX),
    ("ms-excel", FileKind.XLSX),
    ("presentationml", FileKind.PPTX),
    ("ms-powerpoint", FileKind.PPTX),
)
_BY_FOLDER = {"word": FileKind.DOCX, "xl": FileKind.XLSX, "ppt": FileKind.PPTX}


def kind_of(content: bytes) -> FileKind:
    """What a file is. Raises child.Refusal where it is a package that is damaged, encrypted or out of bounds."""
    head = content[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if content.startswith(b"PK"):
        return kind_of_package(Package(content))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileKind.ENCRYPTED_OFFICE if _ENCRYPTED_PACKAGE in content else FileKind.OLD_OFFICE
    for mark, kind in _BY_BEGINNING:
        if content.startswith(mark):
            return kind
    if head.lstrip()[:13].lower() == b"mime-version:":
        return FileKind.WEB_ARCHIVE
    return FileKind.HTML if _MARKUP.search(head) else FileKind.TEXT


def kind_of_package(package: Package) -> FileKind:
    """By the type of the main part, else by its folder; a zip where there is none."""
    main = package.main
    if main is None:
        return FileKind.ZIP
    stated = package.content_type(main)
    by_type = (kind for word, kind in _BY_MAIN_TYPE if word in stated)
    return next(by_type, _BY_FOLDER.get(main.partition("/")[0], FileKind.ZIP))
