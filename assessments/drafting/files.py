"""Uploaded papers: a file is looked at before it is kept, and its name on disk says nothing."""

import hashlib
import zipfile
from pathlib import PurePath
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from assessments.drafting.errors import InvalidSection, Refused
from assessments.drafting.rows import save_row
from assessments.drafting.saves import lock
from assessments.history import record
from assessments.models import Attachment
from assessments.permissions import may_edit_section
from assessments.terms import Deed, Section
from evalsite.accounts.models import User

LARGEST_FILE = 20 * 1024 * 1024  # bytes
# By ending: the bytes that such a file begins with.
_SIGNATURES: dict[str, bytes] = {
    ".pdf": b"%PDF-",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
}
_OFFICE_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def add_attachment(user: User, assessment_id: int, name: str, file: BinaryIO, file_name: str) -> Attachment:
    """Keep an uploaded paper; raises Refused, or InvalidSection with what is wrong with the file."""
    content = file.read(LARGEST_FILE + 1)
    ending = PurePath(file_name).suffix.lower()
    problem = _what_is_wrong(content, ending, file)
    if problem:
        raise InvalidSection([("/file", problem)])
    with transaction.atomic():
        assessment = lock(assessment_id)
        decision = may_edit_section(user, assessment, Section.ATTACHMENTS)
        if not decision.allowed:
            raise Refused(decision.reason)
        said = {"name": name.strip() or PurePath(file_name).stem, "sha256": hashlib.sha256(content).hexdigest()}
        same = assessment.attachments.filter(**said).first()
        if same:  # the button was pressed twice
            return same
        attachment = Attachment(
            assessment=assessment, position=assessment.attachments.count(), size=len(content), **said
        )
        save_row(attachment, "")
        attachment.file.save(f"{uuid4().hex}{ending}", ContentFile(content))
        detail = {"attachment": attachment.name, "sha256": attachment.sha256, "size": attachment.size}
        record(assessment, user, Deed.ATTACH, role=decision.role, detail=detail)
    return attachment


def remove_attachment(user: User, attachment_id: int) -> None:
    """Take a paper out of the draft. Its file goes once the transaction stands."""
    attachment = Attachment.objects.get(pk=attachment_id)
    with transaction.atomic():
        assessment = lock(attachment.assessment_id)
        decision = may_edit_section(user, assessment, Section.ATTACHMENTS)
        if not decision.allowed:
            raise Refused(decision.reason)
        detail = {"attachment": attachment.name, "sha256": attachment.sha256}
        record(assessment, user, Deed.DETACH, role=decision.role, detail=detail)
        storage, name = attachment.file.storage, attachment.file.name
        attachment.delete()
        if name:
            transaction.on_commit(lambda: storage.delete(name))


def _what_is_wrong(content: bytes, ending: str, file: BinaryIO) -> str | None:
    if not content:
        return "文件是空的。"
    if len(content) > LARGEST_FILE:
        return f"文件超过 {LARGEST_FILE // 1024 // 1024} MB。"
    if ending not in _SIGNATURES:
        return "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。"
    if not content.startswith(_SIGNATURES[ending]):
        return f"文件内容与扩展名 {ending} 不符。"
    part = _OFFICE_PART.get(ending)
    return None if part is None or _has_part(file, part) else f"文件内容与扩展名 {ending} 不符，或文件已损坏。"


def _has_part(file: BinaryIO, part: str) -> bool:
    """Whether the archive lists the part; only its table of contents is read, nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            return part in archive.namelist()
    except zipfile.BadZipFile:
        return False
