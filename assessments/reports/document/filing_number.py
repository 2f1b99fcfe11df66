"""Number and code of an approved document: they stand on its first page, and whoever holds it can ask about it.

Both are known before it is drawn. The number says which approval it is; the code is taken from what was frozen, so that
nobody can ask about a document that he has not seen.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

_NUMBER = re.compile(r"([0-9]{4})-([0-9]{4,12})-([0-9]{1,6})")
_CODE_LENGTH, _GROUP = 16, 4  # hexadecimal digits: 64 bits


@dataclass(frozen=True, slots=True)
class FilingNumber:
    """Such as 2022-0007-1: the year, the assessment, and which of its snapshots was approved."""

    year: int
    assessment: int
    snapshot: int

    def __str__(self) -> str:
        return f"{self.year}-{self.assessment:04d}-{self.snapshot}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The number as somebody typed it; None where it is none."""
        found = _NUMBER.fullmatch(_plain(text))
        return cls(*map(int, found.groups())) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """What the first page shows. `address` is where it can be asked about, "" where the site has no public address."""

    number: FilingNumber
    code: str
    address: str = ""


def filing(number: FilingNumber, frozen: str, page: str) -> Filing:
    """`frozen` is the SHA-256 of the snapshot; `page` the address of the page that answers."""
    code = code_of(frozen)
    query = urlencode({"number": number, "code": code})
    return Filing(number=number, code=code, address=f"{page}?{query}" if page else "")


def code_of(frozen: str) -> str:
    """Such as 9F3A-12BC-77D0-0E41."""
    digits = frozen[:_CODE_LENGTH].upper()
    return "-".join(digits[at : at + _GROUP] for at in range(0, _CODE_LENGTH, _GROUP))


def is_code_of(text: str, frozen: str) -> bool:
    """Whether that was typed, with or without hyphens."""
    return _plain(text).replace("-", "").upper() == code_of(frozen).replace("-", "")


def read_hash(text: str) -> str | None:
    """A SHA-256 as somebody pasted it; None where it is none."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).lower()
    return plain if re.fullmatch(r"[0-9a-f]{64}", plain) else None


def _plain(text: str) -> str:
    """Without blanks; full-width digits and dashes of all kinds as people type them become plain ones."""
    return re.sub(r"[‐-―−﹣]", "-", re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
