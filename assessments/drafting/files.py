"""Uploaded papers: a file is looked at before it is kept, and its name on disk says nothing."""

import errno
import hashlib
import logging
import re
import unicodedata
from pathlib import PurePath
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction

from assessments.drafting.errors import InvalidSection, Refused
from assessments.drafting.rows import save_row
from assessments.drafting.saves import lock
from assessments.history import record
from assessments.models import Assessment, Attachment
from assessments.permissions import may_edit_section
from assessments.processes import limited_process
from assessments.processes.child import Refusal
from assessments.terms import EventKind, Section
from evalsite.accounts.models import User

LARGEST_FILE = 20 * 1024 * 1024  # bytes
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx")
_INSPECTOR = "assessments.filetypes.papers:check_paper"
BOUNDS = limited_process.Bounds(seconds=40)
_TAKEN = "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。"
_SAVED_AS = "请用 Word、Excel 或 WPS 另存为 docx 或 xlsx 后上传。"
# What to do with files of other kinds, by their ending.
_ADVICE = {
    **dict.fromkeys((".doc", ".xls", ".wps", ".et", ".rtf", ".dot", ".xlt"), _SAVED_AS),
    **dict.fromkeys((".docm", ".xlsm", ".dotm", ".xltm", ".xlsb", ".dotx", ".xltx"), _SAVED_AS),
    **dict.fromkeys(
        (".ofd", ".ppt", ".pptx", ".dps", ".odt", ".ods", ".htm", ".html", ".txt"), "请另存为 PDF 后上传。"
    ),
    **dict.fromkeys((".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".jfif"), "请另存为 JPG 或 PNG 后上传。"),
    **dict.fromkeys((".zip", ".rar", ".7z"), "请解压后逐个上传。"),
    ".csv": "请用 Excel 或 WPS 另存为 xlsx 后上传。",
}
_TOO_COMPLEX = "文件过于复杂，检查时超出时间或内存限制，未上传。请拆分，或重新导出、扫描后上传。"
_UNKNOWN = "文件已损坏，打不开。请重新保存、导出或扫描后上传。"
_LONGEST_NAME = 300
# Names that Windows keeps for devices: nobody could save a download under them.
_DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\.|\Z)", re.IGNORECASE)
_log = logging.getLogger(__name__)


def add_attachment(user: User, assessment_id: int, name: str, file: BinaryIO, file_name: str) -> Attachment:
    """Keep an uploaded paper; raises Refused, or InvalidSection with what is wrong with the file.

    Whoever may not add one is told before anything of the file is looked at.
    """
    decision = may_edit_section(user, Assessment.objects.get(pk=assessment_id), Section.ATTACHMENTS)
    if not decision.allowed:
        raise Refused(decision.reason)
    content = file.read(LARGEST_FILE + 1)
    ending = PurePath(file_name.strip()).suffix.lower()
    problem = _what_is_wrong(content, ending)
    if problem:
        raise InvalidSection([("/file", problem)])
    paper = Attachment(
        assessment_id=assessment_id,
        name=name.strip() or shown_name(file_name) or "附件",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    path = paper.file.field.generate_filename(paper, f"{uuid4().hex}{ending}")
    try:
        return _keep(user, paper, path, content)
    except BaseException as fault:
        paper.file.storage.delete(path)
        if isinstance(fault, OSError) and fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Refused("服务器磁盘空间不足，文件没有保存。请联系系统管理员。") from fault
        raise


def _keep(user: User, paper: Attachment, path: str, content: bytes) -> Attachment:
    """Write row and file; the row that is there where the button was pressed twice."""
    with transaction.atomic():
        assessment = lock(paper.assessment_id)
        decision = may_edit_section(user, assessment, Section.ATTACHMENTS)
        if not decision.allowed:
            raise Refused(decision.reason)
        same = assessment.attachments.filter(name=paper.name, sha256=paper.sha256).first()
        if same:
            return same
        paper.position = assessment.attachments.count()
        save_row(paper, "")
        paper.file.save(PurePath(path).name, ContentFile(content))
        detail = {"attachment": paper.name, "sha256": paper.sha256, "size": paper.size}
        record(assessment, user, EventKind.ATTACH, role=decision.role, detail=detail)
    return paper


def shown_name(file_name: str) -> str:
    """A file's name for people: one line without ending, no mark that turns letters, nothing that a disk refuses."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in PurePath(file_name).stem)
    shown = "".join(c for c in shown if unicodedata.category(c) not in {"Cf", "Cs", "Cn"})
    shown = " ".join(shown.replace("/", "／").replace("\\", "＼").split()).strip(". ")[:_LONGEST_NAME]
    return f"附件 {shown}" if _DEVICE.match(shown) else shown


def remove_attachment(user: User, attachment_id: int) -> None:
    """Take a paper out of the draft. Its file goes once the transaction stands."""
    attachment = Attachment.objects.get(pk=attachment_id)
    with transaction.atomic():
        assessment = lock(attachment.assessment_id)
        decision = may_edit_section(user, assessment, Section.ATTACHMENTS)
        if not decision.allowed:
            raise Refused(decision.reason)
        detail = {"attachment": attachment.name, "sha256": attachment.sha256}
        record(assessment, user, EventKind.DETACH, role=decision.role, detail=detail)
        storage, name = attachment.file.storage, attachment.file.name
        attachment.delete()
        if name:
            transaction.on_commit(lambda: storage.delete(name))


def _what_is_wrong(content: bytes, ending: str) -> str | None:
    """One sentence what the file is and what to do, where it cannot be taken."""
    if not content:
        return "所选文件没有内容，请重新选择。"
    if len(content) > LARGEST_FILE:
        return f"文件超过 {LARGEST_FILE // 1024 // 1024} MB，请压缩或拆分后重新上传。"
    if ending not in ENDINGS:
        return _TAKEN + _ADVICE.get(ending, "请另存为其中一种后上传。")
    return _what_is_wrong_inside(content, ending)


def _what_is_wrong_inside(content: bytes, ending: str) -> str | None:
    try:
        limited_process.ask(_INSPECTOR, content, ending, bounds=BOUNDS)
    except Refusal as refusal:
        return str(refusal)
    except (limited_process.OutOfTimeError, limited_process.OutOfMemoryError):
        return _TOO_COMPLEX
    except limited_process.FailedError:
        _log.exception("an uploaded file could not be looked at", extra={"ending": ending})
        return _UNKNOWN
    return None
