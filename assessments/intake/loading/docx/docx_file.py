"""Word documents (docx): the main story as a person sees it once every change is accepted.

The XML is read as a stream without document types or entities, so neither a bomb of zeros nor one of entities gets
far. Headers and footers are other parts and not read.
"""

from collections.abc import Iterator
from xml.parsers import expat

from assessments.filetypes.packages import BROKEN, DOCUMENT_TYPE, BrokenPackage, Package, refuse_document_type
from assessments.intake.loading.blocks import write
from assessments.intake.loading.document import ReportText, TextBuilder, Unreadable
from assessments.intake.loading.docx.docx_body import Story
from assessments.intake.loading.docx.numbering import Numbering, read_definitions
from assessments.intake.loading.stacked_tables import with_common_columns

LARGEST_DEFINITIONS = 8_000_000  # bytes of styles or lists


def read(content: bytes) -> ReportText:
    package = Package(content)
    main = package.main
    if main is None:
        raise BrokenPackage(BROKEN)
    return _document(package, main, read_definitions(list(_definitions(package, main))))


def _definitions(package: Package, main: str) -> Iterator[bytes]:
    """Styles and lists, which give the automatic numbers; they are optional parts."""
    for kind in ("styles", "numbering"):
        name = package.related(main, f"/{kind}") or f"word/{kind}.xml"
        content = package.read(name, most=LARGEST_DEFINITIONS)
        if content is None:
            continue
        if b"<!DOCTYPE" in content:
            raise Unreadable(DOCUMENT_TYPE)
        yield content


def _document(package: Package, main: str, numbering: Numbering) -> ReportText:
    story = Story(numbering)
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = story.start
    parser.EndElementHandler = story.end
    parser.CharacterDataHandler = story.characters
    parser.StartDoctypeDeclHandler = refuse_document_type
    try:
        for piece in package.pieces(main):
            parser.Parse(piece, False)  # noqa: FBT003 - expat's own interface
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as broken:
        raise BrokenPackage(BROKEN) from broken
    builder = TextBuilder()
    write(builder, with_common_columns(story.finish()))
    builder.notes.extend(story.notes())
    return builder.document()
