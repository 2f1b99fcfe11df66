"""Every file that is no report gets an answer of its own, soon and with little memory."""

import io
import json
import zipfile
from pathlib import Path

import pypdf
import pytest

from assessments.filetypes import packages
from assessments.intake import limits, loader
from assessments.intake.checked_report import CheckedReport
from assessments.intake.checking import checked
from assessments.intake.findings import check_document
from assessments.intake.limits import LARGEST_FILE, MOST_CHARACTERS
from assessments.intake.loader import check_again, check_pasted, check_report
from assessments.intake.loading.document import Unreadable
from assessments.intake.loading.pdf import poppler
from assessments.intake.reader_process import read_file, read_pasted
from assessments.processes import limited_process
from assessments.processes.child import Refusal
from assessments.terms import Severity
from tests.assessments.intake.files import docx, docx_of, drawn, html_of, paragraph, pdf_of, relationships

WRONG = """平安县水务局2023年度部门整体支出绩效自评报告
2023年收入预算285.87万元，其中：一般公共预算收入115.64万元，政府性基金收入114万元，上年结转结余12.24万元。
我委共有井盖37个。我委共有桥梁3座。
平安县水务局
2024年4月10日
"""
TEXT = (
    "2023年度水务局整体支出绩效自评报告\n一、基本情况\n我局2023年收入预算100.00万元，支出预算100.00万元。\n2024年3月1日"
)


def refusal(content, name):
    with pytest.raises(Refusal) as caught:
        read_file(content, name)
    return str(caught.value)


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_in_every_encoding(encoding):
    assert read_file(TEXT.encode(encoding), "报告.txt").text == TEXT + "\n"


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
    assert read_file(content, name).text.split("\n") == [*TEXT.split("\n"), ""]


def test_a_page_in_gbk():
    page = f'<html><head><meta charset="gb2312"><title>x</title></head><body><p>{TEXT}</p></body></html>'

    assert "我局2023年收入预算100.00万元" in read_file(page.encode("gbk"), "a.html").text


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


def test_what_the_child_answers_is_what_was_checked_here():
    report = check_report(docx_of(WRONG), "a.docx")

    assert report == checked(read_file(docx_of(WRONG), "a.docx"))
    assert report == CheckedReport.from_json(json.loads(json.dumps(report.as_json())))
    assert {finding.code for finding in report.result.findings} >= {"K01"}
    assert check_pasted(WRONG) == checked(read_pasted(WRONG))
    assert check_again(report.document) == report


CELLS = "<table>" + ("<tr>" + "<td>1</td>" * 100 + "</tr>") * 501 + "</table>"
LONG = "自评" * (MOST_CHARACTERS // 2)
BOUNDS = {
    "bytes": (lambda: check_report(b"a" * (LARGEST_FILE + 1), "a.docx"), "文件超过 30 MB"),
    "characters": (lambda: check_report((LONG + "报告").encode(), "a.txt"), "报告超过 100 万字"),
    "pasted characters": (lambda: check_pasted(LONG + "报"), "粘贴的文字超过 100 万字"),
    "lines": (lambda: check_pasted("自评报告" * 10 + "\n" * 50_001 + "。"), "报告超过 5 万行"),
    "cells": (lambda: check_report(html_of(TEXT) + CELLS.encode(), "a.html"), "报告超过 5 万个表格单元格"),
    "places of a table": (
        lambda: check_report(html_of(TEXT) + b"<table><tr>" + b"<td colspan=900 rowspan=900>" * 2, "a.html"),
        "超过 40 万格的表格",
    ),
    "characters of a page": (lambda: check_report(b"<p>" + b"a b " * 5_000_001, "a.html"), "网页文字超过 200 万字"),
    "entries": (lambda: check_report(b"PK\x03\x04" + ENTRY * 620_000, "a.docx"), "部件超过 5000 个"),
    "unpacked bytes": (
        lambda: check_report(zipped(word__document_xml="<a>" + " " * 130_000_000), "a.docx"),
        "解压后过大",
    ),
    "depth": (lambda: check_report(docx("<w:p>" * 500), "a.docx"), "已损坏"),
    "seconds": (
        lambda: loader._ask("check_pasted", TEXT.encode(), bounds=limited_process.Bounds(seconds=0)),
        "用时超过 0 秒",
    ),
    "memory": (
        lambda: loader._ask("check_pasted", b" " * 90_000_000, bounds=limited_process.Bounds(30, memory=128 * 1024**2)),
        "占用内存超过 128 MB",
    ),
}


@pytest.mark.parametrize(("act", "sentence"), BOUNDS.values(), ids=BOUNDS)
def test_each_bound_has_its_sentence(act, sentence):
    with pytest.raises(Unreadable) as caught:
        act()
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(("重试。", "请只粘贴自评报告。"))


def test_the_bounds_stand_in_the_guide_of_the_site():
    guide = (Path(__file__).parents[3] / "docs" / "operation.md").read_text()
    rows = (
        f"| 报告文件大小 | {LARGEST_FILE // 10**6} MB |",
        f"| 处理器时间、内存 | {limits.SECONDS} 秒、{limits.MEMORY // 1024**2} MB |",
        f"| 报告字数、行数 | {MOST_CHARACTERS // 10**4} 万字、{limits.MOST_LINES // 10**4} 万行 |",
        f"| {limits.MOST_CELLS // 10**4} 万个、{limits.MOST_PLACES // 10**4} 万格 |",
        f"| PDF 页数 | {limits.MOST_PAGES} 页 |",
        f"| {packages.MOST_ENTRIES} 个、{packages.LARGEST_PART // 10**6} MB、{packages.LARGEST_RATIO} 倍 |",
        f"的嵌套层数 | {limits.DEEPEST} 层 |",
        f"最多列出 {limits.MOST_FINDINGS} 个问题和 {limits.MOST_FIGURES // 10**4} 万个数字",
    )
    assert [row for row in rows if row not in guide] == []


def test_pages_are_bounded(monkeypatch):
    monkeypatch.setattr(poppler, "MOST_PAGES", 3)
    pages = ["<p>" + TEXT + "</p>", *(f"<p style='break-before:page'>第{at}章 水务工作总结</p>" for at in "一二三")]
    with pytest.raises(Unreadable, match="PDF 超过"):
        read_file(drawn("".join(pages)), "a.pdf")
    assert "第二章" in read_file(drawn("".join(pages[:3])), "a.pdf").text


def test_lists_that_no_page_shows_are_cut_and_counted(monkeypatch):
    monkeypatch.setattr(limits, "MOST_FINDINGS", 1)
    monkeypatch.setattr(limits, "MOST_FIGURES", 3)
    monkeypatch.setattr(limits, "MOST_SPANS", 1)
    whole, result = check_document(read_pasted(WRONG)), checked(read_pasted(WRONG)).result

    gravest = sorted(whole.findings, key=lambda finding: list(Severity).index(finding.severity))[:1]
    assert [finding.message for finding in result.findings] == [
        finding.message for finding in whole.findings if finding in gravest
    ]
    assert max(len(finding.spans) for finding in result.findings) == 1
    assert sum(count for _, count in result.counts) == len(whole.findings) > 1
    assert (len(result.figures), result.named_count + result.unnamed_count) == (3, len(whole.figures))
    assert all(figure.name for figure in result.figures)


def test_pasted_text_is_read_as_it_stands():
    assert read_pasted(TEXT.replace("\n", "\r\n")).text == TEXT


@pytest.mark.parametrize("text", ["", "　 \n"])
def test_pasted_text_that_is_none(text):
    with pytest.raises(Unreadable, match="太少"):
        read_pasted(text)


def test_one_page_without_text_is_named():
    reader = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(TEXT)))
    reader.add_blank_page(width=595, height=842)
    file = io.BytesIO()
    reader.write(file)

    assert read_file(file.getvalue(), "a.pdf").notes == ("第 2 页没有可读取的文字（可能是图片），未校核。",)


def test_a_paragraph_of_word_is_a_line():
    assert read_file(docx(paragraph(TEXT[:30]) + paragraph("第二段")), "a.docx").text.endswith("\n第二段\n")
