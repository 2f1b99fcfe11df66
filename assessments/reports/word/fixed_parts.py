"""What is the same in every Word file: styles, settings, fonts, the watermark, how headings count.

They are files of the folder `parts`, laid out for people: comments and the blanks around lines are left out of what is
written. Faces and sizes are those of static/css/report.css. Nothing that people typed comes near them.
"""

import re
from pathlib import Path

_FOLDER = Path(__file__).parent / "parts"
_COMMENT = re.compile(r"<!--[^-]*(?:-[^-]+)*-->")  # XML lets no comment hold "--"
_END = "</w:numbering>"
_ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def _part(name: str) -> str:
    text = _COMMENT.sub("", (_FOLDER / name).read_text(encoding="utf-8"))
    return "".join(line.strip() for line in text.splitlines())


STYLES = _part("styles.xml")
SETTINGS = _part("settings.xml")
FONT_TABLE = _part("fontTable.xml")
APPLICATION = _part("app.xml")
_NUMBERING = _part("numbering.xml")
_WATERMARK = _part("watermark.xml")


def numbering(papers: int) -> str:
    """The numbers of headings, from 1 again in each paper of a folder: list 1 is that of the styles."""
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{_ANEW}</w:num>' for number in range(2, papers + 2)
    )
    return _NUMBERING.removesuffix(_END) + lists + _END


def watermark(text: str, kind: str) -> str:
    """The head of a kind of pages with a few letters across the middle, behind the words."""
    return _WATERMARK.format(text=text, kind=kind)
