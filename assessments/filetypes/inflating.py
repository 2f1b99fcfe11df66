"""How much packed data come to, without keeping any of it."""

import zlib
from collections.abc import Iterator
from typing import Any

_PACKED, _UNPACKED = 1 << 16, 1 << 20  # bytes at a time


def inflated_sizes(inflate: Any, packed: bytes) -> Iterator[int]:
    """The sizes of the pieces that `packed` gives to this zlib.decompressobj. Raises ValueError where it is damaged."""
    try:
        for start in range(0, len(packed), _PACKED):
            piece = packed[start : start + _PACKED]
            while piece and not inflate.eof:
                yield len(inflate.decompress(piece, _UNPACKED))
                piece = inflate.unconsumed_tail
    except zlib.error as broken:
        raise ValueError(str(broken)) from broken
