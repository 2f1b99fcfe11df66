"""PDF files that people send: whether they open, and whether they do anything beside being read.

Every object of the file is looked at as the parser gives it: names without escapes, object streams unpacked. The only
importer of pikepdf in the child.
"""

import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from pikepdf import Array, Dictionary, Name, Object, PasswordError, Pdf, PdfError, Stream, String

from assessments.filetypes.foreign import FOREIGN, refuse_foreign, refuse_packed
from assessments.filetypes.inflating import inflated_sizes
from assessments.filetypes.pictures import MOST_PIXELS
from assessments.processes.child import Refusal

MOST_PAGES = 5_000
LARGEST_STREAM = 200_000_000  # bytes unpacked of what is no picture
_HEAD = 1024  # bytes in which the standard lets the file begin
_TAIL = 4096  # bytes behind the end that senders add: seals, remarks of a web server
_LONGEST_CHAIN = 10  # actions one after the other

ENCRYPTED = "文件已加密，打不开。请去除打开密码后重新上传。"
BROKEN = "PDF 文件已损坏，打不开。请重新导出或扫描后上传。"
NO_PAGES = "PDF 文件中没有页面。请重新导出或扫描后上传。"
TOO_MANY_PAGES = f"PDF 文件超过 {MOST_PAGES} 页，未上传。请拆分后上传。"
SCRIPT = "PDF 文件含有脚本（JavaScript），未上传。请打印为新的 PDF 后上传。"
LAUNCH = "PDF 文件含有启动程序的动作，未上传。请打印为新的 PDF 后上传。"
AUTOMATIC = "PDF 文件打开时会自动访问网址或其他文件，未上传。请打印为新的 PDF 后上传。"
SENDS = "PDF 文件含有向外发送数据的表单，未上传。请打印为新的 PDF 后上传。"
EMBEDDED = "PDF 文件内嵌了其他文件，未上传。请打印为新的 PDF，并把内嵌的文件单独上传。"
MEDIA = "PDF 文件含有音视频或三维内容，未上传。请打印为新的 PDF 后上传。"
XFA = "PDF 文件是动态表单（XFA），多数软件打不开，未上传。请打印为新的 PDF 后上传。"
BOMB = "PDF 文件解压后过大，未上传。请重新导出或扫描后上传。"
PICTURE_TOO_LARGE = "PDF 文件中的图片尺寸过大，未上传。请降低分辨率后重新扫描或导出。"

_ACTIONS = {
    "/JavaScript": SCRIPT,
    "/Launch": LAUNCH,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/GoToE": EMBEDDED,
    "/Rendition": MEDIA,
    "/Movie": MEDIA,
    "/Sound": MEDIA,
    "/RichMediaExecute": MEDIA,
    "/GoTo3DView": MEDIA,
}
_ANNOTATIONS = dict.fromkeys(("/RichMedia", "/Movie", "/Screen", "/Sound", "/3D"), MEDIA)
_UNASKED = frozenset({"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/Thread"})  # may happen by itself
# Objects without one of these words are not looked at any closer.
_WORDS = (
    rb"JS|JavaScript|Launch|SubmitForm|ImportData|GoToE|Rendition|Movie|Sound|RichMedia\w*|GoTo3DView|Screen|3D"
    rb"|OpenAction|AA|EF|XFA|URI"
)
_TELLING = re.compile(rb"/(?:" + _WORDS + rb")(?![^\s/<>\[\](){}%])")
_SCRIPT_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
# Data that a report or an invoice carries along (PDF/A-3): read by machines, run by none.
_DATA = frozenset({".xml", ".json", ".xbrl", ".csv", ".txt"})
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"PK", b"%PDF-", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")


def check_pdf(content: bytes) -> None:
    """Raises Refusal where the file does not open without a password, is damaged, a bomb, or does something."""
    _check_ends(content)
    try:
        with Pdf.open(io.BytesIO(content)) as document:
            _check_pages(document)
            for entry in document.objects:
                _check_object(entry)
    except PasswordError as locked:
        raise Refusal(ENCRYPTED) from locked
    except PdfError as broken:
        raise Refusal(BROKEN) from broken


def _check_ends(content: bytes) -> None:
    """Some bytes before and behind are common; another file there is not."""
    begin, end = content.find(b"%PDF-", 0, _HEAD + 5), content.rfind(b"%%EOF")
    before, behind = content[: max(begin, 0)], content[end + 5 :].strip(b"\0 \t\r\n\f") if end >= 0 else b""
    refuse_foreign(before)
    refuse_foreign(behind)
    refuse_packed(content)
    if len(behind) > _TAIL:
        raise Refusal(FOREIGN)


def _check_pages(document: Pdf) -> None:
    count = len(document.pages)
    if not count:
        raise Refusal(NO_PAGES)
    if count > MOST_PAGES:
        raise Refusal(TOO_MANY_PAGES)


def _check_object(entry: Object) -> None:
    if isinstance(entry, Stream):
        _check_stream(entry)
        entry = entry.stream_dict
    if isinstance(entry, Dictionary | Array) and _TELLING.search(entry.unparse(resolved=True)):
        for inner in _dictionaries(entry):
            _check_dictionary(inner)


def _dictionaries(entry: Object) -> Iterator[Object]:
    """The dictionaries of one object; those of others, to which it leads, come in their turn."""
    waiting = [entry]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Dictionary):
            yield here
            inner = _values(here)
        else:
            inner = list(here)
        waiting += [value for value in inner if isinstance(value, Dictionary | Array) and not value.is_indirect]


def _values(entry: Object) -> list[Object]:
    """By its keys: Chinese programs write names in GBK, which pikepdf's own `values` cannot read."""
    return [entry[key] for key in entry.keys()]  # noqa: SIM118


def _text(value: object) -> str:
    """A name or a string as far as it is ASCII; "" for everything else."""
    if isinstance(value, Name):
        return value.unparse().decode("latin-1")
    return bytes(value).replace(b"\0", b"").decode("latin-1").lstrip("þÿ") if isinstance(value, String) else ""


def _check_dictionary(entry: Object) -> None:
    for key, sentences in (("/S", _ACTIONS), ("/Subtype", _ANNOTATIONS)):
        if sentence := sentences.get(_text(entry.get(key))):
            raise Refusal(sentence)
    if "/JS" in entry:
        raise Refusal(SCRIPT)
    if "/XFA" in entry:
        raise Refusal(XFA)
    if _SCRIPT_ADDRESS.match(_text(entry.get("/URI"))):
        raise Refusal(SCRIPT)
    if "/EF" in entry:
        _check_embedded(entry)
    for key in ("/OpenAction", "/AA"):
        if key in entry:
            _check_automatic(entry[key])


def _check_automatic(started: Object) -> None:
    """An action, or several by their occasion, that nobody has asked for. A place in the document is no action."""
    actions = [started]
    if isinstance(started, Dictionary) and "/S" not in started:
        actions = _values(started)
    for action in actions:
        here: Object | None = action
        steps = 0
        while isinstance(here, Dictionary) and steps < _LONGEST_CHAIN:
            kind = _text(here.get("/S"))
            if kind and kind not in _UNASKED:
                raise Refusal(_ACTIONS.get(kind, AUTOMATIC))
            here, steps = here.get("/Next"), steps + 1


def _check_embedded(entry: Object) -> None:
    ending = PurePath(_text(entry.get("/UF", entry.get("/F")))).suffix.lower()
    for stream in _values(entry.EF):
        if ending not in _DATA or not isinstance(stream, Stream) or stream.read_bytes().startswith(_PROGRAMS):
            raise Refusal(EMBEDDED)


def _check_stream(stream: Stream) -> None:
    if _text(stream.get("/Subtype")) == "/Image":
        if _number(stream, "/Width") * _number(stream, "/Height") > MOST_PIXELS:
            raise Refusal(PICTURE_TOO_LARGE)
        return
    filters = stream.get("/Filter")
    names = [_text(name) for name in filters] if isinstance(filters, Array) else [_text(filters)]
    packed = [name for name in names if name in {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode"}]
    if len(packed) > 1:
        raise Refusal(BOMB)
    if set(names[:1]) & {"/FlateDecode", "/Fl"}:
        _refuse_bomb(stream.read_raw_bytes())


def _number(stream: Stream, key: str) -> int:
    value = stream.get(key, 0)
    return abs(int(value)) if isinstance(value, int) else 0


def _refuse_bomb(packed: bytes) -> None:
    size = 0
    with contextlib.suppress(ValueError):  # of damaged data the parser has judged
        for piece in inflated_sizes(zlib.decompressobj(), packed):
            size += piece
            if size > LARGEST_STREAM:
                raise Refusal(BOMB)
