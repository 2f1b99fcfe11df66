"""Papers that are odd and good: as scanners, WPS, telephones and offices make them.

Each row: what it is, its ending, its bytes.
"""
# ruff: noqa: E501 - a row is a line

import io
import struct
import zipfile
import zlib

import openpyxl
from docx import Document
from pikepdf import Array, Dictionary, Encryption, Name, ObjectStreamMode, Pdf, Stream
from PIL import Image, PngImagePlugin

from tests.assessments.filetypes.paper_parts import (
    PAGES,
    WORKBOOK_RELS,
    annotated,
    by_hand,
    changed,
    compound_file,
    docx,
    embedding,
    field,
    formula,
    opening,
    packed,
    pdf,
    picture,
    png_of,
    related,
    saved,
    unpacked,
    xlsx,
)

_SETTINGS = "word/_rels/settings.xml.rels"


def _renamed_main() -> bytes:
    """As the web version of Word names it."""
    parts = {name.replace("document.xml", "document2.xml"): part for name, part in unpacked(docx()).items()}
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"document.xml", b"document2.xml")
    return packed(parts.items())


def _strict() -> bytes:
    return changed(
        docx(),
        replace=[
            ("_rels/.rels", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
             "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"),
        ],
    )  # fmt: skip


def _with_folders() -> bytes:
    return packed([(zipfile.ZipInfo("word/"), b""), (zipfile.ZipInfo("_rels/"), b""), *unpacked(docx()).items()])


def _long() -> bytes:
    document = Document()
    for number in range(3_000):
        document.add_paragraph(f"{number} 按期完成，资金使用合规。")
    return saved(document)


def _with_picture() -> bytes:
    document = Document()
    document.add_picture(io.BytesIO(picture("PNG", size=(300, 200))))
    return saved(document)


def _utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><a>预算</a>'
    return changed(docx(), {"customXml/item7.xml": text.encode("utf-16")})


def _chart() -> bytes:
    rels = "word/charts/_rels/chart1.xml.rels"
    with_book = changed(docx(), {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()})
    return related(with_book, "oleObject", "file:///E:\\自评\\数据.xlsx", rels)


def _sheet_of(rows: int) -> bytes:
    book = openpyxl.Workbook()
    for number in range(rows):
        book.active.append([number, "办公经费", 12.5, f"=A{number + 1}*2"])
    return saved(book)


def _linked_sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"].hyperlink = "https://www.mof.gov.cn/a?b=1&c=2"
    book.active["A2"].hyperlink = "file:///D:/资料/合同.pdf"
    book.active["A3"].hyperlink = "mailto:a@example.com"
    return saved(book)


def _form(document: Pdf) -> None:
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="姓名", Rect=Array([0, 0, 9, 9]))
    field_ = document.make_indirect(box)
    document.pages[0].Annots = Array([field_])
    document.Root.AcroForm = Dictionary(Fields=Array([field_]))


def _signed(document: Pdf) -> None:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"0" * 100)
    box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="签章", V=value, Rect=Array([0, 0, 0, 0]))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(box)]), SigFlags=3)


def _tagged(document: Pdf) -> None:
    kids = [Dictionary(Type=Name.StructElem, S=Name.P) for _ in range(500)]
    document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(kids)))


def _scan(document: Pdf) -> None:
    """A3 at 600 dpi, in black and white."""
    data = zlib.compress(bytes(7016 * 9921 // 8))
    form = {"Subtype": Name.Image, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 1, "Filter": Name.FlateDecode}
    image = Stream(document, data, Width=7016, Height=9921, **form)
    document.pages[0].Resources = Dictionary(XObject=Dictionary(Im0=image))


def _words(document: Pdf) -> None:
    """A text that speaks of scripts."""
    document.pages[0].Contents = Stream(document, b"BT (/JavaScript /Launch <script>) Tj ET")
    document.docinfo["/Title"] = "关于 /JS /OpenAction 的说明"


def _updated() -> bytes:
    """With changes saved behind the end, as readers do for a remark."""
    first = by_hand(b"<</Type/Catalog/Pages 2 0 R>>", *PAGES)
    return first + b"4 0 obj<</Type/Annot/Subtype/Text/Contents(a)>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _jpeg_with(data: bytes, marker: bytes = b"\xff\xe1") -> bytes:
    content = picture("JPEG")
    return content[:2] + marker + struct.pack(">H", len(data) + 2) + data + content[2:]


def _png_text() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    return picture("PNG", pnginfo=info)


def _interlaced() -> bytes:
    """The smallest one: a single pixel in the first of seven passes."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 1)
    plain = png_of(1, 1, zlib.compress(b"\0\0"))
    old = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return plain.replace(old + zlib.crc32(b"IHDR" + old).to_bytes(4, "big"),
                         header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big"))  # fmt: skip


def _large_scan(form: str, mode: str) -> bytes:
    return picture(form, mode, (7016, 9921))


# fmt: off
ODD = [
    ("Word", ".docx", docx),
    ("the web version of Word", ".docx", _renamed_main),
    ("the strict edition of the standard", ".docx", _strict),
    ("an absolute target", ".docx", lambda: changed(docx(), replace=[("_rels/.rels", 'Target="word/', 'Target="/word/')])),
    ("stored without packing", ".docx", lambda: packed(unpacked(docx()).items(), zipfile.ZIP_STORED)),
    ("with folders in the zip", ".docx", _with_folders),
    ("some bytes of filling behind", ".docx", lambda: docx() + b"\0" * 512),
    ("a long text", ".docx", _long),
    ("a picture in the text", ".docx", _with_picture),
    ("a part in UTF-16", ".docx", _utf16),
    ("links", ".docx", lambda: related(docx(), "hyperlink", "https://www.gov.cn/zhengce/")),
    ("a link without http", ".docx", lambda: related(docx(), "hyperlink", "www.example.gov.cn:8080/a")),
    ("a link to a file", ".docx", lambda: related(docx(), "hyperlink", "file:///D:/资料/合同.docx")),
    ("a template on the writer's own disk", ".docx", lambda: related(docx(), "attachedTemplate", "file:///C:\\Users\\a\\Normal.dotm", _SETTINGS)),
    ("a picture on the writer's own disk", ".docx", lambda: related(docx(), "image", "file:///C:/Users/a/1.png")),
    ("pasted from a chat", ".docx", lambda: field(r'INCLUDEPICTURE "C:\\Users\\a\\Temp\\1.png" \* MERGEFORMATINET')),
    ("a table of contents", ".docx", lambda: field(r'TOC \o "1-3" \h \z \u')),
    ("a link as a field that names a command", ".docx", lambda: field('HYPERLINK "http://www.example.com/dde"')),
    ("a chart with its workbook", ".docx", _chart),
    ("an old table inside", ".docx", lambda: changed(docx(), {"word/embeddings/oleObject1.bin": compound_file("Workbook", "\x01CompObj")})),
    ("a formula of MathType", ".docx", lambda: changed(docx(), {"word/embeddings/oleObject1.bin": compound_file("Equation Native", more=bytes.fromhex("03ce020000000000c000000000000046"))})),
    ("a drawing of old that is no sound XML", ".xlsx", lambda: changed(xlsx(), {"xl/drawings/vmlDrawing1.vml": "<xml><br></xml>"})),
    ("a white drawing", ".docx", lambda: changed(docx(), {"word/media/image1.emf": b"\1\0\0\0" + bytes(6_000_000)})),
    ("settings of a printer", ".xlsx", lambda: changed(xlsx(), {"xl/printerSettings/printerSettings1.bin": bytes(range(256)) * 4})),
    ("Excel", ".xlsx", xlsx),
    ("a large sheet", ".xlsx", lambda: _sheet_of(5_000)),
    ("links in a sheet", ".xlsx", _linked_sheet),
    ("another workbook beside it", ".xlsx", lambda: related(xlsx(), "externalLinkPath", "2022年决算.xlsx", "xl/externalLinks/_rels/externalLink1.xml.rels")),
    ("a workbook that is missing", ".xlsx", lambda: related(xlsx(), "http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath/xlPathMissing", "D:\\a.xlsx", WORKBOOK_RELS)),
    ("a bar in a text of a formula", ".xlsx", lambda: formula("CONCATENATE(&quot;a|b&quot;,'表|一'!A1)")),
    ("PDF", ".pdf", pdf),
    ("a newline before the mark", ".pdf", lambda: b"\r\n" + pdf()),
    ("a mark of UTF-8 before it", ".pdf", lambda: b"\xef\xbb\xbf" + pdf()),
    ("a printer's words before it", ".pdf", lambda: b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf()),
    ("a thousand bytes before it", ".pdf", lambda: bytes(1_000) + pdf()),
    ("filling behind the end", ".pdf", lambda: pdf() + bytes(20_000)),
    ("a remark behind the end", ".pdf", lambda: pdf() + "\r\n% WPS 导出".encode()),
    ("saved again behind the end", ".pdf", _updated),
    ("for the web", ".pdf", lambda: pdf(linearize=True)),
    ("version 2.0", ".pdf", lambda: pdf(force_version="2.0")),
    ("objects in streams", ".pdf", lambda: pdf(object_stream_mode=ObjectStreamMode.generate)),
    ("without a table of its objects", ".pdf", lambda: by_hand(b"<</Type/Catalog/Pages 2 0 R>>", *PAGES)),
    ("locked against changes only", ".pdf", lambda: pdf(encryption=Encryption(owner="a", user=""))),
    ("a form", ".pdf", lambda: pdf(_form)),
    ("a seal", ".pdf", lambda: pdf(_signed)),
    ("tags", ".pdf", lambda: pdf(_tagged)),
    ("a scan of A3 at 600 dpi", ".pdf", lambda: pdf(_scan)),
    ("a text about scripts", ".pdf", lambda: pdf(_words)),
    ("names in GBK", ".pdf", lambda: by_hand(b"<</Type/Catalog/Pages 2 0 R/\xce\xc4 <</S/\xd5\xc2/URI(\xce\xc4)>>>>", *PAGES)),
    ("opens at a page", ".pdf", lambda: opening(S=Name.GoTo, D=Array([0, Name.Fit]))),
    ("a web link", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://www.gov.cn/"))),
    ("a link to another PDF", ".pdf", lambda: annotated(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F="附件2.pdf"))),
    ("an invoice with its data", ".pdf", lambda: embedding("invoice.xml", b"<?xml version='1.0'?><a/>")),
    ("many pages", ".pdf", lambda: pdf(pages=300)),
    ("JPEG", ".jpg", lambda: picture("JPEG")),
    ("four inks", ".jpg", lambda: picture("JPEG", "CMYK")),
    ("shades of gray", ".jpeg", lambda: picture("JPEG", "L")),
    ("in passes", ".jpg", lambda: picture("JPEG", size=(900, 700), progressive=True)),
    ("a script in the notes of a camera", ".jpg", lambda: _jpeg_with(b"Exif\0\0<script>alert(1)</script>")),
    ("words in a comment", ".jpg", lambda: _jpeg_with("会议照片".encode(), b"\xff\xfe")),
    ("a film behind a photograph", ".jpg", lambda: picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(3_000)),
    ("a second picture behind a photograph", ".jpg", lambda: picture("JPEG") + bytes(16) + picture("JPEG")),
    ("A3 at 600 dpi", ".jpg", lambda: _large_scan("JPEG", "L")),
    ("PNG", ".png", lambda: picture("PNG")),
    ("A3 at 600 dpi, PNG", ".png", lambda: _large_scan("PNG", "1")),
    ("colors by number", ".png", lambda: picture("PNG", "P")),
    ("half transparent", ".png", lambda: picture("PNG", "RGBA")),
    ("two bytes a pixel", ".png", lambda: picture("PNG", "I;16")),
    ("in seven passes", ".png", _interlaced),
    ("a script in the notes of a PNG", ".png", _png_text),
    ("filling behind a PNG", ".png", lambda: picture("PNG") + bytes(64)),
    ("a long picture of a screen", ".png", lambda: picture("PNG", "L", (1_080, 40_000))),
    ("rotated by a note", ".jpg", lambda: picture("JPEG", exif=_orientation())),
]
# fmt: on


def _orientation() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif
