"""Reports as files, made here: Word documents by hand, PDFs by the site's own drawing, pages and plain text."""

import io
import zipfile
from html import escape

from assessments.reports.pdf.pdf_file import draw

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SHEET = (
    "<style>@page{size:A4;margin:28mm 26mm} body{font-family:'Noto Serif CJK SC';font-size:12pt;line-height:22pt}"
    "p{margin:0;text-indent:2em;white-space:pre-wrap}</style>"
)


def paragraph(text):
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(body, *, parts=(), main="word/document.xml"):
    """A Word file with this body; `parts` are further members of the zip, `main` is the name of the main part."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(
            main,
            f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def relationships(kind, target, **more):
    """A list with one relationship; `kind` is the end of its type."""
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<Relationships xmlns="{namespace}"><Relationship Id="r1" Type="{base}/{kind}" Target="{target}"{attributes}/>'
        "</Relationships>"
    )


def docx_of(text):
    return docx("".join(paragraph(line) for line in text.split("\n")))


def word_table(rows):
    """Rows of cells; a cell is text, or (text, columns) or (text, columns, "restart" | "continue")."""
    drawn = "".join(f"<w:tr>{''.join(_word_cell(cell) for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{drawn}</w:tbl>"


def _word_cell(cell):
    text, columns, merge = (*cell, 1, None)[:3] if isinstance(cell, tuple) else (cell, 1, None)
    if isinstance(cell, tuple) and len(cell) == 2:
        text, columns, merge = cell[0], cell[1], None
    span = f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""
    down = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", None: ""}[merge]
    return f"<w:tc><w:tcPr>{span}{down}</w:tcPr>{paragraph(text)}</w:tc>"


def html_of(text):
    return ("<!DOCTYPE html><html><body>" + "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))).encode()


def pdf_of(text, *, sheet=_SHEET):
    return drawn("".join(f"<p>{escape(line)}</p>" for line in text.split("\n")), sheet=sheet)


def drawn(body, *, sheet=_SHEET):
    """A PDF drawn by the process that draws the site's reports."""
    return draw(sheet + body).pdf
