"""A paper that somebody uploads: one of the kinds that are taken, sound, and nothing but a paper. Runs in the child."""

from assessments.filetypes.kinds import FileKind, kind_of
from assessments.processes.child import Refusal

_ENDINGS = {
    ".pdf": FileKind.PDF,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".png": FileKind.PNG,
    ".docx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
}
_NAMES = {
    FileKind.PDF: "PDF 文件",
    FileKind.JPEG: "JPG 图片",
    FileKind.PNG: "PNG 图片",
    FileKind.PICTURE: "其他格式的图片",
    FileKind.DOCX: "Word 文件",
    FileKind.XLSX: "Excel 文件",
    FileKind.PPTX: "PowerPoint 文件",
    FileKind.HTML: "网页",
    FileKind.TEXT: "文本或无法识别的数据",
    FileKind.RTF: "RTF 文件",
    FileKind.WEB_ARCHIVE: "网页归档文件",
    FileKind.ZIP: "压缩包",
}
_SENTENCES = {
    FileKind.ENCRYPTED_OFFICE: "文件已加密，打不开。请去除密码后重新上传。",
    FileKind.OLD_OFFICE: "这是旧版 Office 文件（doc、xls、wps），未上传。请另存为 docx 或 xlsx 后重新上传。",
}


def check_paper(content: bytes, ending: str) -> str:
    """The kind of the paper, whose name has this ending. Raises Refusal with what it is and what to do."""
    kind = kind_of(content)
    if kind in _SENTENCES:
        raise Refusal(_SENTENCES[kind])
    if kind is not _ENDINGS[ending]:
        found = _NAMES.get(kind, "其他格式")
        raise Refusal(f"扩展名是 {ending}，内容是{found}，未上传。请核对文件，用原软件另存为正确格式后上传。")
    _check(content, kind)
    return kind.value


def _check(content: bytes, kind: FileKind) -> None:
    """Only what the kind needs is imported: the start is most of what a small paper costs."""
    if kind is FileKind.PDF:
        from assessments.filetypes.pdfs import check_pdf  # noqa: PLC0415

        check_pdf(content)
    elif kind in {FileKind.DOCX, FileKind.XLSX}:
        from assessments.filetypes.office import check_office  # noqa: PLC0415

        check_office(content)
    else:
        from assessments.filetypes.pictures import check_picture  # noqa: PLC0415

        check_picture(content, kind)
