"""Pictures: their structure from beginning to end, and a size that other people's computers can show.

The only importer of Pillow in the child.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageFile

from assessments.filetypes.foreign import refuse_foreign, refuse_packed
from assessments.filetypes.inflating import inflated_sizes
from assessments.filetypes.kinds import FileKind
from assessments.processes.child import Refusal

MOST_PIXELS = 180_000_000  # A0 at 300 dpi has 139 million, A3 at 600 dpi 70 million
LONGEST_EDGE = 65_500  # pixels; a JPEG has no longer one

TOO_LARGE = "图片尺寸过大，未上传。请缩小后重新上传（A3 幅面 600 dpi 以内即可）。"
BROKEN = "图片已损坏，打不开。请重新扫描或导出后上传。"
_FORMATS = {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by the color type of a PNG
# In the data of a JPEG: a marker that is neither a stuffed byte, nor a restart, nor filling.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers of a JPEG without a length
_SCAN, _END = 0xDA, 0xD9

Image.MAX_IMAGE_PIXELS = None  # our own bound speaks first


def check_picture(content: bytes, kind: FileKind) -> None:
    """Raises Refusal where the picture is damaged, too large, or something else as well."""
    refuse_too_large(content, kind)
    end = _end_of_png(content) if kind is FileKind.PNG else _end_of_jpeg(content)
    refuse_foreign(content[end:])
    refuse_packed(content)
    if kind is FileKind.JPEG:
        _decode(content)


def refuse_too_large(content: bytes, kind: FileKind) -> None:
    """Look at the header alone."""
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as picture:
            width, height = picture.size
            frames = getattr(picture, "n_frames", 1) if kind is FileKind.PNG else 1
    except (OSError, ValueError, SyntaxError, struct.error) as broken:
        raise Refusal(BROKEN) from broken
    if width * height * frames > MOST_PIXELS or max(width, height) > LONGEST_EDGE:
        raise Refusal(TOO_LARGE)


def _decode(content: bytes) -> None:
    """At an eighth of its size, which goes through all data and takes little room."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # a library that draws pages switches it on for its whole process
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as picture:
            picture.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
    except (OSError, ValueError, SyntaxError, struct.error) as broken:
        raise Refusal(BROKEN) from broken


def _end_of_png(content: bytes) -> int:
    """Where the file ends by its own word; every chunk is whole and the pixels are as many as the header says."""
    pixels, inflate, room = 0, zlib.decompressobj(), 0
    for name, data, end in _chunks(content):
        if name == b"IHDR":
            room = _unpacked_size(data)
        if name == b"IDAT":
            pixels += _inflated(inflate, data, room - pixels)
        if name == b"IEND" and pixels and inflate.eof:
            return end
    raise Refusal(BROKEN)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Name, data and end of each chunk whose checksum is right."""
    at = 8
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        data = content[at + 8 : end - 4]
        if end > len(content) or zlib.crc32(name + data) != int.from_bytes(content[end - 4 : end], "big"):
            raise Refusal(BROKEN)
        yield name, data, end
        at = end


def _unpacked_size(header: bytes) -> int:
    """The most bytes that the pixels may have; an interlaced picture has more rows, each with a byte of its own."""
    width, height, bits, color = struct.unpack_from(">IIBB", header)
    row = (width * bits * _CHANNELS.get(color, 4) + 7) // 8 + 1
    return int(row * height + 8 * (height + width) * 2 + 1024)


def _inflated(inflate: Any, data: bytes, room: int) -> int:
    """How many bytes these data give; more than there is room for are a bomb."""
    count = 0
    try:
        for size in inflated_sizes(inflate, data):
            count += size
            if count > room:
                raise Refusal(TOO_LARGE)
    except ValueError as broken:
        raise Refusal(BROKEN) from broken
    return count


def _end_of_jpeg(content: bytes) -> int:
    """Where the picture ends: behind its end marker. Telephones put more pictures and a film behind it."""
    at = 2
    while found := _MARKER.search(content, at):
        marker, at = content[found.start() + 1], found.end()
        if marker == _END:
            return at
        if marker not in _ALONE:
            at += int.from_bytes(content[at : at + 2], "big")
    return len(content)
