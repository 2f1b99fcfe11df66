"""Number and code of an approved report: as they are printed, and as people type them."""

import pytest

from assessments.reports.document.filing_number import FilingNumber, code_of, filing, is_code_of, read_hash

FROZEN = "9f3a12bc77d00e41" + "ab" * 24
NUMBER = FilingNumber(2022, 7, 1)


def test_number_and_code_as_they_are_printed():
    assert str(NUMBER) == "2022-0007-1"
    assert str(FilingNumber(2022, 12345, 12)) == "2022-12345-12"
    assert code_of(FROZEN) == "9F3A-12BC-77D0-0E41"


def test_the_address_holds_both_and_is_empty_without_a_page():
    page = "https://zp.example.gov.cn/verify/"
    assert filing(NUMBER, FROZEN, page).address == f"{page}?number=2022-0007-1&code=9F3A-12BC-77D0-0E41"
    assert filing(NUMBER, FROZEN, "").address == ""


@pytest.mark.parametrize(
    "typed", ["2022-0007-1", " 2022 - 0007 - 1 ", "２０２２－０００７－１", "2022—0007—1", "2022–0007−1"]
)
def test_a_number_is_read_as_people_type_it(typed):
    assert FilingNumber.read(typed) == NUMBER


@pytest.mark.parametrize(
    "typed", ["", "2022", "2022-7-1", "2022-0007", "2022-0007-1-1", "22-0007-1", "2022-٠٠٠٧-1", "x"]
)
def test_what_is_no_number_is_refused(typed):
    assert FilingNumber.read(typed) is None


@pytest.mark.parametrize("number", [NUMBER, FilingNumber(1999, 999_999_999_999, 999_999)])
def test_a_printed_number_is_read_back(number):
    assert FilingNumber.read(str(number)) == number


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        ("9F3A-12BC-77D0-0E41", True),
        ("9f3a12bc77d00e41", True),
        ("９Ｆ３Ａ 12BC 77D0 0E41", True),
        ("9F3A-12BC-77D0-0E42", False),
        ("9F3A-12BC-77D0", False),
        ("", False),
    ],
)
def test_a_code_is_compared_as_people_type_it(typed, is_right):
    assert is_code_of(typed, FROZEN) is is_right


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (FROZEN, FROZEN),
        (FROZEN.upper(), FROZEN),
        (f" {FROZEN[:30]}\n{FROZEN[30:]} ", FROZEN),
        ("ab", None),
        ("g" * 64, None),
    ],
)
def test_a_hash_is_read_as_people_paste_it(typed, read):
    assert read_hash(typed) == read
