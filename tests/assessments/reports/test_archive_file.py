"""The file for the archive, held to ISO 19005-3 (PDF/A-3, level A) as far as it can be without veraPDF.

No validator is to be had from the registries that the site is installed from, so the clauses are asked one by one.
"""

import json
import re
import subprocess
from datetime import date
from xml.etree import ElementTree as ET

import pytest
import segno
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject

from assessments.exchange.file_format import dumps
from assessments.reports.document.filing_number import FilingNumber, filing
from assessments.reports.papers.department_documents import ApprovalNote, Source, whole_report
from assessments.reports.pdf import pdf_file
from assessments.reports.pdf.pdf_file import Enclosed
from assessments.schema.scheme import SCHEME_2020_10
from tests.assessments.reports.conftest import APPROVED
from tests.assessments.reports.paper import Paper, seal
from tests.assessments.reports.sample import SAMPLE
from tests.assessments.reports.tagged import elements

FILING = filing(FilingNumber(2022, 7, 1), "9f3a12bc77d00e41" * 4, "https://zp.example.gov.cn/verify/")
NOTE = ApprovalNote(approved_on=APPROVED.approved_on, filing=FILING)
DATA = Enclosed(name="exchange.json", text=dumps(SAMPLE), title="绩效自评数据交换文件", dated=date(2023, 5, 10))
XMP = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
FORBIDDEN_ACTIONS = {
    "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans",
    "/GoTo3DView", "/JavaScript", "/URI", "/GoToR", "/SubmitForm",
}  # fmt: skip


def drawn(most_cells: int) -> bytes:
    source = Source(facts=SAMPLE, scheme=SCHEME_2020_10, approved=NOTE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf_file, "MOST_CELLS", most_cells)
        return pdf_file.render_pdf(whole_report(source), draft=False, enclosed=DATA)


@pytest.fixture(scope="module", params=[pdf_file.MOST_CELLS, 50], ids=["at once", "in portions"])
def most_cells(request):
    return request.param


@pytest.fixture(scope="module")
def filed(most_cells):
    """The standard report, also drawn as one is that is too long to be drawn at once."""
    return Paper(drawn(most_cells))


@pytest.fixture(scope="module")
def objects(filed):
    """Every object of the file."""
    reader = filed.reader
    found = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return [item for item in found if item is not None]


@pytest.fixture(scope="module")
def catalog(filed):
    return filed.reader.trailer["/Root"]


def dictionaries(value):
    """The value and all dictionaries directly in it."""
    if isinstance(value, DictionaryObject):
        yield value
        for item in value.values():
            yield from dictionaries(item)
    elif isinstance(value, ArrayObject):
        for item in value:
            yield from dictionaries(item)


@pytest.fixture(scope="module")
def all_dictionaries(objects):
    return [entry for item in objects for entry in dictionaries(item)]


def test_header_trailer_and_identifier(filed):
    """6.1.2, 6.1.3: header with four bytes above 127, an identifier, no encryption, nothing behind the end."""
    first, second = filed.data.split(b"\n")[:2]
    assert first == b"%PDF-1.7"
    assert second.startswith(b"%")
    assert len([byte for byte in second[1:] if byte > 127]) >= 4
    assert len(filed.reader.trailer["/ID"]) == 2
    assert "/Encrypt" not in filed.reader.trailer
    assert filed.data.rstrip().endswith(b"%%EOF")


def test_streams_have_known_filters_and_nothing_outside(all_dictionaries):
    """6.1.7: no external streams, no LZW, no Crypt."""
    streams = [entry for entry in all_dictionaries if isinstance(entry, StreamObject)]
    assert len(streams) > 20
    assert not any({"/F", "/FFilter", "/FDecodeParms"} & set(stream) for stream in streams)
    assert {stream.get("/Filter", "/FlateDecode") for stream in streams} == {"/FlateDecode"}


def test_limits_of_numbers_and_names(objects):
    """6.1.13."""
    assert len(objects) < 8_388_607
    for entry in (entry for item in objects for entry in dictionaries(item)):
        assert all(len(str(key).encode()) <= 127 for key in entry)


def test_one_output_intent_with_its_profile(catalog):
    """6.2.3: an sRGB profile inside the file."""
    (intent,) = catalog["/OutputIntents"]
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile["/N"] == 3
    assert profile.get_data()[12:20] == b"mntrRGB "


def test_nothing_forbidden_is_drawn(all_dictionaries):
    """6.2.8, 6.2.9: no images with alternates, no PostScript, no reference objects, no transfer functions."""
    for entry in all_dictionaries:
        assert not {"/Alternates", "/OPI", "/Ref", "/PS", "/TR", "/HTP"} & set(entry)
        assert entry.get("/Subtype") != "/PS"
        assert entry.get("/S") not in FORBIDDEN_ACTIONS


def test_colours_are_those_of_the_profile(filed):
    """6.2.4: grey and RGB, never CMYK."""
    operators = {operator for page in filed.reader.pages for _, operator in page.get_contents().operations}
    assert not {b"k", b"K"} & operators


def test_fonts_are_embedded_with_widths_and_unicode(objects):
    """6.2.11: each font is a whole or a part of its program; what is drawn has a glyph and can be read as text."""
    fonts = [item for item in objects if isinstance(item, DictionaryObject) and item.get("/Type") == "/Font"]
    composite = [font for font in fonts if font["/Subtype"] == "/Type0"]
    assert len(composite) >= 5
    for font in composite:
        assert font["/Encoding"] == "/Identity-H"
        assert "/ToUnicode" in font
        (face,) = font["/DescendantFonts"]
        face = face.get_object()
        assert face["/BaseFont"] == face["/FontDescriptor"]["/FontName"]
        assert font["/BaseFont"].startswith(face["/BaseFont"])
        assert "/W" in face
        assert {"/FontFile2", "/FontFile3"} & set(face["/FontDescriptor"])
        assert face["/Subtype"] == "/CIDFontType0" or face["/CIDToGIDMap"] == "/Identity"
    assert {font["/Subtype"] for font in fonts} <= {"/Type0", "/CIDFontType0", "/CIDFontType2"}


def test_no_two_parts_of_a_font_have_one_name(objects):
    """ISO 32000-1, 9.6.4."""
    names = [
        item["/BaseFont"] for item in objects if isinstance(item, DictionaryObject) and item.get("/Subtype") == "/Type0"
    ]
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in names)
    assert len(names) == len(set(names))


def test_every_glyph_exists(filed):
    assert all(0 not in numbers for numbers in filed.glyphs().values())


def test_no_annotation_action_form_or_script(catalog, filed):
    assert not {"/AcroForm", "/AA", "/OpenAction", "/Requirements", "/NeedsRendering", "/OCProperties"} & set(catalog)
    assert not {"/JavaScript", "/AlternatePresentations"} & set(catalog["/Names"])
    assert [page for page in filed.reader.pages if {"/Annots", "/AA", "/PresSteps"} & set(page)] == []


def test_metadata_say_what_it_is_and_agree_with_the_information(catalog, filed):
    stream = catalog["/Metadata"].get_object()
    root = ET.fromstring(re.sub(rb"<\?xpacket.*?\?>", b"", stream.get_data()))
    (said,) = (entry.attrib for entry in root.iter(f"{{{XMP['rdf']}}}Description") if len(entry.attrib) == 3)
    assert said == {
        f"{{{XMP['rdf']}}}about": "",
        f"{{{XMP['pdfaid']}}}part": "3",
        f"{{{XMP['pdfaid']}}}conformance": "A",
    }
    information = filed.reader.metadata
    assert root.findtext(".//dc:title/rdf:Alt/rdf:li", namespaces=XMP) == information.title
    assert root.findtext(".//dc:creator/rdf:Seq/rdf:li", namespaces=XMP) == information.author
    assert root.findtext(".//xmp:CreateDate", namespaces=XMP) == "2023-04-25"
    assert information["/CreationDate"] == "D:20230425"


def test_it_is_tagged_from_the_document_down(catalog):
    assert catalog["/MarkInfo"]["/Marked"].value is True
    assert catalog["/Lang"] == "zh-CN"
    kinds = {element["/S"] for element in elements(catalog["/StructTreeRoot"])}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/THead", "/TBody", "/TR", "/TH", "/TD", "/Figure"} <= kinds


def test_the_picture_says_what_it_is(catalog):
    pictures = [element for element in elements(catalog["/StructTreeRoot"]) if element["/S"] == "/Figure"]
    assert [picture["/Alt"] for picture in pictures] == ["查验本报告的二维码"]


def test_all_that_is_drawn_is_marked_as_content_or_as_artifact(filed):
    """6.7.3: text never stands outside a marked sequence."""
    for page in filed.reader.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), filed.reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            assert depth > 0 or operator not in {b"TJ", b"Tj"}
        assert depth == 0


def test_the_data_are_enclosed_as_their_source(catalog, filed):
    files = {file.get_object()["/UF"]: file.get_object() for file in catalog["/AF"]}
    assert list(files) == ["exchange.json"]
    (file,) = files.values()
    assert file["/AFRelationship"] == "/Source"
    assert file["/Desc"] == "绩效自评数据交换文件"
    content = file["/EF"]["/F"].get_object()
    assert content["/Subtype"] == "/application/json"
    assert content["/Params"]["/ModDate"] == "D:20230510000000Z"
    assert content["/Params"]["/Size"] == len(content.get_data())
    assert json.loads(content.get_data()) == json.loads(DATA.text)
    assert filed.reader.attachments["exchange.json"] == [DATA.text.encode()]


def test_number_and_code_stand_above_the_first_page_alone(filed, final):
    assert [text.count("编号：2022-0007-1查验码：9F3A-12BC-77D0-0E41") for text in filed.texts] == [1] + [0] * (
        len(filed.texts) - 1
    )
    assert len(filed.pages) == len(final.pages)
    top = [word for word in filed.pages[0].words if word.top < 37]
    assert min(word.top for word in top) >= 10
    assert min(word.left for word in top) >= 28 - 0.1


def test_the_picture_is_the_address(filed):
    """The first page as pixels, looked at in the middle of each module."""
    command = ["pdftoppm", "-r", "254", "-f", "1", "-l", "1", "-gray", "-"]  # ten pixels a millimetre
    done = subprocess.run(command, input=filed.data, capture_output=True, check=True)
    kind, size, _, pixels = done.stdout.split(b"\n", 3)
    width = int(size.split()[0])
    modules = [list(row) for row in segno.make_qr(FILING.address, error="m").matrix]
    step = 200 / len(modules)
    seen = [
        [
            int(pixels[int(100 + (row + 0.5) * step) * width + int(1640 + (column + 0.5) * step)] < 128)
            for column in range(len(modules))
        ]
        for row in range(len(modules))
    ]
    assert kind == b"P5"
    assert seen == modules


def test_the_same_snapshot_gives_the_same_bytes_from_another_process(filed, most_cells):
    from assessments.reports.pdf import client  # noqa: PLC0415

    client.close()
    assert seal(drawn(most_cells)) == seal(filed.data)


def test_poppler_reads_it_without_complaint(filed, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_bytes(filed.data)
    for command in (["pdfinfo", "-struct", file], ["pdffonts", file], ["pdfdetach", "-list", file]):
        done = subprocess.run(command, capture_output=True, check=True)
        assert done.stderr == b""
