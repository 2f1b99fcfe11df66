"""Whatever the reader of packages refuses, a report and an attachment alike: one Chinese sentence at its field."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.filetypes.packages import MOST_ENTRIES
from tests.assessments.intake.files import docx, paragraph
from tests.factories import World

_BODY = paragraph("2023年度部门整体支出绩效自评报告")


def _encrypted() -> bytes:
    content = bytearray(docx(_BODY))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def _damaged() -> bytes:
    """The first byte of the packed main part is another one."""
    content = docx(_BODY)
    info = zipfile.ZipFile(io.BytesIO(content)).getinfo("word/document.xml")
    start = info.header_offset + 30 + len(info.filename)
    return content[:start] + b"\xff" * 8 + content[start + 8 :]


FILES = {
    "a bomb in the story": docx("<w:p/>" + " " * 60_000_000),
    "a bomb in the styles": docx(_BODY, parts=[("word/styles.xml", "<a>" + " " * 20_000_000)]),
    "too many members": docx(_BODY, parts=[(f"x/{number}", "") for number in range(MOST_ENTRIES)]),
    "encrypted": _encrypted(),
    "damaged": _damaged(),
    "cut off": docx(_BODY)[:-30],
    "a document type": docx(_BODY, parts=[("_rels/.rels", "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>")]),
    "no XML": docx(_BODY, parts=[("_rels/.rels", "<a")]),
}


@pytest.mark.parametrize("name", FILES)
def test_the_refusal_is_one_sentence_at_the_field(world: World, sign_in, settings, tmp_path, name: str) -> None:
    settings.MEDIA_ROOT = tmp_path
    world.fill()
    client = sign_in(world.preparer)
    for address, form in (
        (reverse("assessments:attachment_add", args=[world.assessment.pk]), "upload"),
        (reverse("assessments:report_checks"), "form"),
    ):
        answer = client.post(address, {"name": "", "file": SimpleUploadedFile("报告.docx", FILES[name])})
        (message,) = answer.context[form].errors["file"]
        assert (address, answer.status_code) == (address, 422)
        assert re.fullmatch(r"[^A-Za-z]*[\u4e00-\u9fff][^。]*。.*", message.replace("Word", "").replace("WPS", "")), (
            message
        )
        assert message in unescape(answer.content.decode())
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
