"""Plain text: which encoding it is written in, told by marks and by what decodes, never by a guess."""

import codecs
import unicodedata

from assessments.intake.loading.document import ReportText, TextBuilder, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4000  # characters that show whether a decoding makes sense
_ODD = {"Cc", "Cn", "Co", "Cs"}  # controls, unassigned, private use, surrogates
_ODD_SHARE = 20  # one odd character in so many is too much
_BROKEN_SHARE = 300  # as is one that cannot be decoded in so many
UNKNOWN = "无法识别文字编码。请用 UTF-8 编码另存后重试。"


def read(content: bytes) -> ReportText:
    builder = TextBuilder()
    builder.paragraph(decoded(content).rstrip())
    return builder.document()


def decoded(content: bytes, declared: str | None = None) -> str:
    """The text of UTF-8, UTF-16, UTF-32 or GB18030 bytes; `declared` is what the file says of itself."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding) or _refuse()
    wide = _wide_encoding(content)
    # What is valid UTF-8 with Chinese in it is nothing else, whatever a page says of itself.
    candidates = [wide] if wide else ["utf-8", _known(declared) or "gb18030", "gb18030"]
    for encoding in candidates:
        text = _strictly(content, encoding)
        if text is not None and _makes_sense(text):
            return text
    return _almost(content, candidates) or _refuse()


def _almost(content: bytes, encodings: list[str]) -> str | None:
    """The text with a few broken characters in it, as pages have them that were cut or put together."""
    for encoding in encodings:
        text = content.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if broken * _BROKEN_SHARE <= len(text) and _makes_sense(text):
            return text
    return None


def _refuse() -> str:
    raise Unreadable(UNKNOWN)


def _known(declared: str | None) -> str | None:
    """The declared encoding where it is one of ours; GB2312 and GBK are parts of GB18030."""
    name = (declared or "").strip().lower().replace("_", "-")
    if name in {"gb2312", "gbk", "gb18030", "x-gbk", "cp936"}:
        return "gb18030"
    return "utf-8" if name in {"utf-8", "utf8"} else None


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: ASCII signs and line ends leave zero bytes always on the same side."""
    sample = content[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 200):
        return None
    if min(even, odd) * 10 > max(even, odd):
        raise Unreadable("文件内容不是文字。请上传 docx、pdf、html 或 txt 格式的自评报告。")
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _makes_sense(text: str) -> bool:
    sample = text[:_SAMPLE]
    odd = sum(1 for character in sample if unicodedata.category(character) in _ODD and character not in "\r\n\t\f")
    return odd * _ODD_SHARE <= len(sample)
