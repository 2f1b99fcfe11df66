"""Small PDF files written by hand, of one page whose content is given."""


def pdf_of_page(content: bytes | str, *, size: tuple[float, float] = (200, 200), packed: bool = False) -> bytes:
    """A page of `size` points; `packed` says that the content is compressed."""
    stream = content.encode() if isinstance(content, str) else content
    unpacking = b"/Filter/FlateDecode" if packed else b""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %a %a]/Contents 4 0 R>>" % size,
        b"<</Length %d%b>>stream\n%b\nendstream" % (len(stream), unpacking, stream),
    )
    file, places = b"%PDF-1.4\n", []
    for number, content_of in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%b endobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n"
    return file + head + table + b"trailer<</Size 5/Root 1 0 R>>startxref\n%d\n%%%%EOF" % len(file)
