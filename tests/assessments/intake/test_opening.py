"""Every file that is no report gets an answer of its own, soon and with little memory."""

import io
import zipfile

import pypdf
import pytest

from assessments import bounded
from assessments.intake import opening
from assessments.intake.document import Unreadable
from assessments.intake.opening import LARGEST_FILE, open_report, pasted
from tests.assessments.intake.files import docx, docx_of, drawn, html_of, paragraph, pdf_of, relationships

TEXT = (
    "2023年度水务局整体支出绩效自评报告\n一、基本情况\n我局2023年收入预算100.00万元，支出预算100.00万元。\n2024年3月1日"
)


def refusal(content, name):
    with pytest.raises(Unreadable) as caught:
        open_report(content, name)
    return str(caught.value)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_every_encoding(encoding):
    assert open_report(TEXT.encode(encoding), "报告.txt").text == TEXT + "\n"


DOCX_OF_THE_WEB = docx(
    "".join(paragraph(line) for line in TEXT.split("\n")),
    main="word/document2.xml",
    parts=[("_rels/.rels", relationships("officeDocument", "word/document2.xml"))],
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (docx_of(TEXT), "a.docx"),
        (html_of(TEXT), "a.html"),
        (html_of(TEXT), "a.htm"),
        (pdf_of(TEXT), "a.PDF"),
        (docx_of(TEXT), ""),
        (DOCX_OF_THE_WEB, "a.docx"),
    ],
    ids=["docx", "html", "htm", "pdf", "no extension", "docx with another main part"],
)
def test_the_same_words_from_every_kind_of_file(content, name):
    assert open_report(content, name).text.split("\n") == [*TEXT.split("\n"), ""]


def test_a_page_in_gbk():
    page = f'<html><head><meta charset="gb2312"><title>x</title></head><body><p>{TEXT}</p></body></html>'

    assert "我局2023年收入预算100.00万元" in open_report(page.encode("gbk"), "a.html").text


def zipped(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def encrypted_pdf():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(TEXT)))
    writer.encrypt("secret-password", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def picture_pdf():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(width=595, height=842)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def with_encrypted_member():
    content = bytearray(docx_of(TEXT))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


ENTRY = b"PK\x01\x02" + bytes(42)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD = {
    "empty": (b"", "a.txt", "没有内容"),
    "blank": (b" \n\n ", "a.txt", "没有内容"),
    "few words": ("自评".encode(), "a.txt", "文字太少"),
    "200 MB": (b"a" * (LARGEST_FILE + 1), "a.docx", "超过 30 MB"),
    "extension": (b"MZ" + b"x" * 50, "a.exe", "不支持 .exe"),
    "doc": (OLE, "a.doc", "旧版 Office"),
    "doc named docx": (OLE, "a.docx", "旧版 Office"),
    "encrypted docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "已加密"),
    "encrypted zip": (with_encrypted_member(), "a.docx", "已加密"),
    "pdf named docx": (pdf_of(TEXT), "a.docx", "内容是PDF 文件"),
    "docx named pdf": (docx_of(TEXT), "a.pdf", "内容是Word 文件"),
    "text named docx": (TEXT.encode(), "a.docx", "内容是文本文件"),
    "html named txt": (html_of(TEXT), "a.txt", "内容是网页"),
    "xlsx": (zipped(xl__workbook_xml="x"), "a.docx", "Excel"),
    "zip": (zipped(readme_xml="x"), "a.docx", "压缩包"),
    "broken zip": (b"PK\x03\x04" + bytes(60), "a.docx", "已损坏"),
    "broken xml": (docx("<w:p>"), "a.docx", "已损坏"),
    "cut docx": (docx_of(TEXT * 200)[:-200], "a.docx", "已损坏"),
    "620,000 entries": (b"PK\x03\x04" + ENTRY * 620_000, "a.docx", "部件超过 5000 个"),
    "rtf": (b"{\\rtf1 abc}" + bytes(9), "a.txt", "RTF"),
    "picture": (b"\x89PNG\r\n" + bytes(50), "a.pdf", "图片"),
    "mht": (b"MIME-Version: 1.0\n" + b"x" * 50, "a.html", "mht"),
    "binary": (bytes(range(256)) * 20, "a.txt", "编码"),
    "latin": (b"\xe9\xe8\xff\xff" * 60, "a.txt", "编码"),
    "scanned pdf": (picture_pdf(), "a.pdf", "扫描件"),
    "encrypted pdf": (encrypted_pdf(), "a.pdf", "已加密"),
    "broken pdf": (b"%PDF-1.7\n" + b"x" * 500, "a.pdf", "已损坏"),
    "garbled pdf": (drawn("<p>" + "\ue000\ue001\ue002" * 60 + "</p>"), "a.pdf", "乱码"),
    "pdf without Chinese": (drawn("<p>" + "lorem ipsum dolor sit amet " * 20 + "</p>"), "a.pdf", "乱码"),
    "document type": (
        zipped(word__document_xml='<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
        "a.docx",
        "文档类型",
    ),
    "zip bomb": (zipped(word__document_xml="<a>" + " " * 130_000_000), "a.docx", "解压后过大"),
    "dense bomb": (zipped(word__document_xml="<a>" + " " * 20_000_000), "a.docx", "解压后过大"),
    "deep xml": (docx("<w:p>" * 5000), "a.docx", "已损坏"),
}


@pytest.mark.parametrize(("content", "name", "word"), BAD.values(), ids=BAD)
def test_a_clear_answer(content, name, word):
    assert word in refusal(content, name)


def test_a_zip_that_lies_about_its_size_is_read_no_further_than_the_limit(monkeypatch):
    """The directory says 1 byte; the stream says otherwise."""
    content = bytearray(zipped(word__document_xml="<a>" + " " * 3_000_000))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(mark) + offset
        content[at : at + 4] = (100).to_bytes(4, "little")

    assert "已损坏" in refusal(bytes(content), "a.docx")


def test_a_file_that_takes_too_long_or_too_much_is_given_up():
    many = docx_of("\n".join(f"水务{at}{at * 7919 % 100_003}" for at in range(300_000)))

    with pytest.raises(Unreadable, match="超出时间或内存限制"):
        opening._ask("file_task", many, "a.docx", bounds=bounded.Bounds(seconds=1))
    with pytest.raises(Unreadable, match=r"超出时间或内存限制|可能已损坏"):
        opening._ask("file_task", many, "a.docx", bounds=bounded.Bounds(seconds=60, memory=48 * 1024**2))


def test_pasted_text_is_read_as_it_stands():
    assert pasted(TEXT.replace("\n", "\r\n")).text == TEXT


@pytest.mark.parametrize(("text", "word"), [("", "太少"), ("　 \n", "太少"), ("字" * 5_000_001, "500 万字")])
def test_pasted_text_that_is_none(text, word):
    with pytest.raises(Unreadable, match=word):
        pasted(text)


def test_one_page_without_text_is_named():
    reader = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(TEXT)))
    reader.add_blank_page(width=595, height=842)
    file = io.BytesIO()
    reader.write(file)

    assert open_report(file.getvalue(), "a.pdf").notes == ("第 2 页没有可读取的文字（可能是图片），未校核。",)


def test_a_paragraph_of_word_is_a_line():
    assert open_report(docx(paragraph(TEXT[:30]) + paragraph("第二段")), "a.docx").text.endswith("\n第二段\n")
