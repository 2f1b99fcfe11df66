"""A package's parts are found by its relationships and read within bounds."""

import io
import zipfile

import pytest

from assessments.filetypes import packages
from assessments.filetypes.packages import Package
from assessments.processes.child import Refusal
from tests.assessments.intake.files import relationships


def package(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def main_of(**parts):
    return Package(package(**parts)).main


@pytest.mark.parametrize(
    ("target", "part"),
    [
        ("word/document2.xml", "word/document2.xml"),
        ("/word/document2.xml", "word/document2.xml"),
        ("./word/x/../main.xml", "word/main.xml"),
        ("Word/Document.xml", "word/document.xml"),
        ("word/%E6%8A%A5%E5%91%8A.xml", "word/报告.xml"),
    ],
)
def test_the_main_part_is_the_one_that_the_relationships_name(target, part):
    found = main_of(**{"_rels/.rels": relationships("officeDocument", target), part: "<a/>", "word/other.xml": "<b/>"})

    assert found is not None
    assert found.lower() == part.lower()


def test_a_package_without_relationships_is_known_by_the_usual_name():
    assert main_of(**{"xl/workbook.xml": "<a/>"}) == "xl/workbook.xml"


@pytest.mark.parametrize("more", [{"TargetMode": "External"}, {}], ids=["outside", "missing"])
def test_a_main_part_that_is_not_inside_is_none(more):
    assert main_of(**{"_rels/.rels": relationships("officeDocument", "file:///etc/passwd", **more)}) is None


def test_targets_cannot_leave_the_package():
    parts = {"_rels/.rels": relationships("officeDocument", "../../../etc/passwd")}
    assert Package(package(**parts)).relationships()[0].target == "etc/passwd"


def test_relationships_of_a_part_start_in_its_folder():
    parts = {"word/_rels/main.xml.rels": relationships("styles", "../style.xml"), "word/main.xml": "", "style.xml": ""}
    assert Package(package(**parts)).related("word/main.xml", "/styles") == "style.xml"


ENTRY = b"PK\x01\x02" + bytes(42)
BOUNDS = {
    "entries": (lambda: Package(b"PK\x03\x04" + ENTRY * (packages.MOST_ENTRIES + 1)), packages.TOO_MANY),
    "no zip": (lambda: Package(b"PK\x03\x04" + bytes(100)), packages.BROKEN),
    "a part": (lambda: Package(package(a=bytes(3000))).read("a", most=2999), packages.BOMB),
    "density": (lambda: Package(package(a=bytes(3_000_000))).read("a"), packages.BOMB),
    "document type": (
        lambda: Package(package(**{"_rels/.rels": "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>"})).main,
        packages.DOCUMENT_TYPE,
    ),
    "no XML": (lambda: Package(package(**{"_rels/.rels": "<a"})).main, packages.BROKEN),
}


@pytest.mark.parametrize(("act", "sentence"), BOUNDS.values(), ids=BOUNDS)
def test_each_bound_has_its_sentence(act, sentence):
    with pytest.raises(Refusal) as caught:
        act()
    assert str(caught.value) == sentence


def test_what_is_within_the_bounds_is_read():
    assert Package(package(a=bytes(3000))).read("A", most=3000) == bytes(3000)
    assert Package(package(a=b"")).read("b") is None
