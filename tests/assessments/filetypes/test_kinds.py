"""What a file is by its content, whatever it is called."""

import pytest

from assessments.filetypes.kinds import FileKind, kind_of
from tests.assessments.filetypes.test_packages import package
from tests.assessments.intake.files import docx, docx_of, html_of, pdf_of, relationships

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def typed_package(part, content_type):
    """A package whose main part says what it is."""
    stated = f'<Types xmlns="{TYPES}"><Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return package(
        **{"[Content_Types].xml": stated, "_rels/.rels": relationships("officeDocument", part), part: "<a/>"}
    )


def of_office(name):
    return f"application/vnd.openxmlformats-officedocument.{name}.main+xml"


KINDS = {
    "docx": (docx_of("字"), FileKind.DOCX),
    "docx with another main part": (
        docx("", main="word/main.xml", parts=[("_rels/.rels", relationships("officeDocument", "word/main.xml"))]),
        FileKind.DOCX,
    ),
    "docx in no usual folder": (typed_package("a/b.xml", of_office("wordprocessingml.document")), FileKind.DOCX),
    "docx with macros": (
        typed_package("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"),
        FileKind.DOCX,
    ),
    "xlsx": (typed_package("xl/workbook.xml", of_office("spreadsheetml.sheet")), FileKind.XLSX),
    "pptx": (typed_package("ppt/p.xml", of_office("presentationml.presentation")), FileKind.PPTX),
    "zip": (package(readme="x"), FileKind.ZIP),
    "pdf": (pdf_of("水务局自评报告"), FileKind.PDF),
    "pdf behind other bytes": (b"\r\n\r\n%PDF-1.7\n", FileKind.PDF),
    "html": (html_of("字"), FileKind.HTML),
    "text": ("水务局".encode(), FileKind.TEXT),
    "old office": (OLE, FileKind.OLD_OFFICE),
    "encrypted office": (OLE + "EncryptedPackage".encode("utf-16-le"), FileKind.ENCRYPTED_OFFICE),
    "rtf": (b"{\\rtf1 abc}", FileKind.RTF),
    "mht": (b"\nMIME-Version: 1.0\n", FileKind.WEB_ARCHIVE),
    "png": (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    "jpeg": (b"\xff\xd8\xff\xe0", FileKind.JPEG),
    "gif": (b"GIF89a", FileKind.PICTURE),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS)
def test_the_kind(content, kind):
    assert kind_of(content) is kind
