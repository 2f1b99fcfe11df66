"""The smallest PDF that opens: for tests in which a paper is only carried about."""


def small_pdf(words: str = "") -> bytes:
    """A page without content; `words` make it another file."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    body = b"".join(b"%d 0 obj%b endobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n%" + words.encode() + b"\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF\n"
