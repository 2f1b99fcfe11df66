"""An uploaded paper is kept whole under a name that says nothing, or not at all."""

import errno
import hashlib
import io
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from assessments.drafting import InvalidSection, Refused, add_attachment, files
from assessments.drafting.files import shown_name
from assessments.models import LogEntry
from assessments.processes import limited_process
from assessments.terms import Action
from tests.assessments.filetypes.paper_parts import docx
from tests.small_pdf import small_pdf


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(world, content, file_name, name=""):
    return add_attachment(world.preparer, world.assessment.pk, name, io.BytesIO(content), file_name)


def refusal_of(world, content, file_name):
    with pytest.raises(InvalidSection) as refused:
        upload(world, content, file_name)
    ((place, message),) = refused.value.errors
    assert place == "/file"
    return message


def kept(world, media):
    return world.assessment.attachments.count(), [path for path in media.rglob("*") if path.is_file()]


def test_a_paper_is_kept_as_it_came(world, media):
    paper = upload(world, docx(), "会议 纪要.DOCX")

    assert (paper.name, paper.size, paper.sha256) == ("会议 纪要", len(docx()), hashlib.sha256(docx()).hexdigest())
    assert Path(paper.file.path).read_bytes() == docx()
    assert Path(paper.file.path).stem.isalnum()
    assert len(Path(paper.file.path).stem) == 32


@pytest.mark.parametrize(
    ("file_name", "shown"),
    [
        ("会议纪要.pdf", "会议纪要"),
        ("../../etc/passwd.pdf", "passwd"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1"),
        ("报告\u202efdp.exe.pdf", "报告fdp.exe"),
        ("零\u200b宽\ufeff.pdf", "零宽"),
        ("C:\\桌面\\报告.pdf", "C:＼桌面＼报告"),
        ("CON.pdf", "附件 CON"),
        ("nul.2023.pdf", "附件 nul.2023"),
        ("COM1.pdf", "附件 COM1"),
        ("console.pdf", "console"),
        ("  报告 . .pdf", "报告"),
        (".pdf", "pdf"),
        ("长" * 400 + ".pdf", "长" * 300),
        ("\u202e.pdf", ""),
    ],
)
def test_a_files_name_is_shown_without_what_misleads(file_name, shown):
    assert shown_name(file_name) == shown


def test_a_name_of_nothing_visible_becomes_a_word(world, media):
    assert upload(world, small_pdf(), "\u202e.pdf").name == "附件"


@pytest.mark.parametrize(
    ("file_name", "message"),
    [
        ("a.exe", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为其中一种后上传。"),
        ("a.pdf.exe", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为其中一种后上传。"),
        ("a", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为其中一种后上传。"),
        ("a.doc", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请用 Word、Excel 或 WPS 另存为 docx 或 xlsx 后上传。"),
        ("a.xlsm", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请用 Word、Excel 或 WPS 另存为 docx 或 xlsx 后上传。"),
        ("a.ofd", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为 PDF 后上传。"),
        ("a.svg", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为其中一种后上传。"),
        ("a.tif", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请另存为 JPG 或 PNG 后上传。"),
        ("a.rar", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请解压后逐个上传。"),
        ("a.csv", "只接收 PDF、JPG、PNG、DOCX、XLSX 文件。请用 Excel 或 WPS 另存为 xlsx 后上传。"),
    ],
)
def test_other_endings_are_refused_with_what_to_do(world, media, file_name, message):
    assert refusal_of(world, small_pdf(), file_name) == message
    assert kept(world, media) == (0, [])


def test_length_is_all_that_is_looked_at_here(world, media, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FILE", 1024**2)
    monkeypatch.setattr(limited_process, "ask", None)

    assert refusal_of(world, b"", "a.pdf") == "所选文件没有内容，请重新选择。"
    assert refusal_of(world, bytes(1024**2 + 1), "a.pdf") == "文件超过 1 MB，请压缩或拆分后重新上传。"


def test_what_is_inside_is_refused_with_one_sentence(world, media):
    message = refusal_of(
        world, small_pdf("").replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(1)>>"), "a.pdf"
    )

    assert message == "PDF 文件含有脚本（JavaScript），未上传。请打印为新的 PDF 后上传。"
    assert kept(world, media) == (0, [])


@pytest.mark.parametrize(
    ("task", "bounds"),
    [("spin", limited_process.Bounds(seconds=1)), ("grow", limited_process.Bounds(seconds=5, memory=256 * 1024**2))],
)
def test_whoever_needs_too_much_is_told_so(world, media, monkeypatch, task, bounds):
    monkeypatch.setattr(files, "_INSPECTOR", f"tests.assessments.tasks:{task}")
    monkeypatch.setattr(files, "BOUNDS", bounds)

    assert refusal_of(world, docx(), "a.docx").startswith("文件过于复杂，检查时超出时间或内存限制，未上传。")
    assert kept(world, media) == (0, [])


def test_a_fault_of_our_own_is_logged_and_says_damaged(world, media, monkeypatch, caplog):
    monkeypatch.setattr(files, "_INSPECTOR", "tests.assessments.tasks:fail")

    assert refusal_of(world, docx(), "a.docx") == "文件已损坏，打不开。请重新保存、导出或扫描后上传。"
    assert "ZeroDivisionError" in caplog.text


def test_who_may_not_add_a_paper_has_nothing_looked_at(world, media, monkeypatch):
    monkeypatch.setattr(limited_process, "ask", None)
    world.fill()
    world.bring_to(Action.HAND_OVER)

    with pytest.raises(Refused):
        upload(world, docx(), "a.docx")


def test_the_same_paper_twice_is_one_row_and_one_file(world, media):
    first, second = (upload(world, small_pdf(), "a.pdf") for _ in range(2))

    assert first.pk == second.pk
    assert len(kept(world, media)[1]) == 1


@pytest.mark.parametrize("step", ["record", "save"])
def test_a_fault_in_the_middle_leaves_neither_row_nor_file(world, media, monkeypatch, step):
    if step == "record":
        monkeypatch.setattr(files, "record", lambda *_, **__: 1 / 0)
    else:
        whole = FileSystemStorage._save

        def cut(self, name, content):
            whole(self, name, content)
            raise ZeroDivisionError

        monkeypatch.setattr(FileSystemStorage, "_save", cut)
    before = LogEntry.objects.count()

    with pytest.raises(ZeroDivisionError):
        upload(world, small_pdf(), "a.pdf")

    assert (kept(world, media), LogEntry.objects.count()) == ((0, []), before)


def test_a_full_disk_is_said(world, media, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    with pytest.raises(Refused, match="服务器磁盘空间不足，文件没有保存。请联系系统管理员。"):
        upload(world, small_pdf(), "a.pdf")

    assert kept(world, media) == (0, [])
