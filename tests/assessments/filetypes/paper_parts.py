"""Small papers of every kind that is taken, and ways to put something into them."""

import io
import struct
import zipfile
import zlib
from functools import cache

import openpyxl
from docx import Document
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCUMENT_RELS, WORKBOOK_RELS = "word/_rels/document.xml.rels", "xl/_rels/workbook.xml.rels"


@cache
def docx() -> bytes:
    document = Document()
    document.add_heading("会议纪要", 1)
    document.add_paragraph("项目按期完成。")
    document.add_table(2, 2)
    return saved(document)


@cache
def xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["办公经费", "=SUM(1,2)"])
    return saved(book)


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts, method=zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of (name or ZipInfo, content)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def changed(package: bytes, parts=(), *, replace=()) -> bytes:
    """The package with more parts, and with words in its parts replaced: (part, old, new)."""
    own = unpacked(package)
    for name, old, new in replace:
        assert old.encode() in own[name], (name, old)
        own[name] = own[name].replace(old.encode(), new.encode())
    more = {name: part.encode() if isinstance(part, str) else part for name, part in dict(parts).items()}
    return packed((own | more).items())


def related(package: bytes, kind: str, target: str, rels: str = DOCUMENT_RELS, *, parts=(), outside=True) -> bytes:
    """The package with one more relationship; `kind` is the last word of its type, or the whole."""
    mode = ' TargetMode="External"' if outside else ""
    type_ = kind if ":" in kind else f"{R}/{kind}"
    row = f'<Relationship Id="rId99" Type="{type_}" Target="{target}"{mode}/></Relationships>'
    own = unpacked(package)
    text = own.get(rels, RELATIONSHIPS.encode()).replace(b"</Relationships>", row.encode())
    return changed(package, {rels: text} | dict(parts))


RELATIONSHIPS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "</Relationships>"
)


def typed(package: bytes, part: str, content_type: str, content: bytes = b"x") -> bytes:
    """The package with one more part of that content type."""
    row = f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return changed(package, {part: content}, replace=[("[Content_Types].xml", "</Types>", row)])


def in_body(words: str) -> bytes:
    """A Word file with this markup in its text."""
    return changed(docx(), replace=[("word/document.xml", "<w:sectPr", f"<w:p>{words}</w:p><w:sectPr")])


def field(instruction: str, *, pieces: int = 1) -> bytes:
    """A field in as many runs as wished."""
    size = -(-len(instruction) // pieces)
    runs = "".join(
        f'<w:r><w:instrText xml:space="preserve">{instruction[at : at + size]}</w:instrText></w:r>'
        for at in range(0, len(instruction), size)
    )
    ends = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return in_body(runs.join(ends))


def formula(text: str) -> bytes:
    return changed(xlsx(), replace=[("xl/worksheets/sheet1.xml", "SUM(1,2)", text)])


def compound_file(*streams: str, more: bytes = b"") -> bytes:
    """Enough of an older Office object: its mark, and the names in its directory."""
    return OLE + b"".join(stream.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for stream in streams) + more


def pdf(change=lambda document: None, *, pages: int = 1, **saving) -> bytes:
    """A PDF of blank pages; `change` puts something into it."""
    document = Pdf.new()
    for _ in range(pages):
        document.add_blank_page()
    change(document)
    return saved_pdf(document, **saving)


def saved_pdf(document: Pdf, **saving) -> bytes:
    file = io.BytesIO()
    document.save(file, **saving)
    return file.getvalue()


def opening(**action) -> bytes:
    """A PDF that does this when it is opened."""
    return pdf(lambda document: document.Root.__setattr__("OpenAction", Dictionary(**action)))


def annotated(**annotation) -> bytes:
    def change(document):
        box = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **annotation)
        document.pages[0].Annots = document.make_indirect(Array([box]))

    return pdf(change)


def embedding(name: str, content: bytes) -> bytes:
    def change(document):
        stream = Stream(document, content, Type=Name.EmbeddedFile)
        file = Dictionary(Type=Name.Filespec, F=name, UF=name, EF=Dictionary(F=stream))
        document.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([name, file])))

    return pdf(change)


def by_hand(*objects: bytes) -> bytes:
    """A PDF as text, without a table of its objects: readers find them all the same."""
    body = b"".join(b"%d 0 obj%b endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"


def picture(form: str, mode: str = "RGB", size=(40, 30), **saving) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, form, **saving)
    return file.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, pixels: bytes, *, color: int = 0, more: bytes = b"") -> bytes:
    """A gray PNG whose header says what it likes. `pixels` are packed already."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def resized_jpeg(width: int, height: int) -> bytes:
    """A JPEG whose header claims another size."""
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(content)
