"""Fifty texts that become something else where a page, a script, a query or a spreadsheet takes them for its own."""

from collections.abc import Iterable, Iterator

# One line each, without double spaces: so they come back exactly as typed.
PAYLOADS: tuple[str, ...] = (
    "<script>x1()</script>",
    "<img src=x onerror=x2()>",
    "<svg/onload=x3()>",
    '"><script>x4()</script>',
    "'><b id=x5>",
    '" autofocus onfocus="x6()',
    "' onmouseover='x7()",
    "</textarea><script>x8()</script>",
    "</title><script>x9()</script>",
    "</option></select><u id=x10>",
    "</script><script>x11()</script>",
    "--><script>x12()</script>",
    "<!--x13",
    "]]><script>x14()</script>",
    "javascript:x15()",
    "<a href=javascript:x16()>x</a>",
    "<iframe src=//x17.test>",
    "<object data=//x18.test>",
    "<embed src=//x19.test>",
    "<base href=//x20.test>",
    "<meta http-equiv=refresh content=0;//x21>",
    "<link rel=stylesheet href=//x22.test>",
    "<style>*{x23:1}</style>",
    "<p style=background:url(//x24)>",
    "<form action=//x25.test>",
    "<input name=seen_version value=x26>",
    "<button formaction=//x27.test>",
    "<template><i id=x28>",
    "<math><mi//xlink:href=x29>",
    "<details open ontoggle=x30()>",
    "<video><source onerror=x31()>",
    "&lt;script&gt;x32()&lt;/script&gt;",
    "&#60;script&#62;x33()",
    "&quot;&apos;&amp;x34",
    "%3Cscript%3Ex35()",
    r"\u003cscript\u003ex36()",
    "＜script＞x37()＜/script＞",
    "{{ x38|safe }}{{ 7|add:7 }}",
    "{% debug %}{# x39 #}",
    "${x40}`${7*7}`",
    "';x41()//",
    r"\";x42();//",
    "' OR '1'='1' --x43",
    "'); DROP TABLE x44;--",
    '=HYPERLINK("//x45.test")',
    "+x46|' /C calc'!A0",
    "-1+x47",
    "@SUM(x48)",
    "../../etc/x49",
    "<ScRiPt x50>",
)


def packs(limit: int) -> Iterator[str]:
    """Texts of at most `limit` characters that hold as many payloads as fit, over and over through all that fit."""
    fitting = [payload for payload in PAYLOADS if len(payload) <= limit]
    if not fitting:
        raise ValueError(f"no payload fits into {limit} characters")
    at = 0
    while True:
        pack = fitting[at % len(fitting)]
        at += 1
        for _ in range(len(fitting) - 1):
            longer = f"{pack} {fitting[at % len(fitting)]}"
            if len(longer) > limit:
                break
            pack, at = longer, at + 1
        yield pack


def contained(texts: Iterable[str]) -> set[str]:
    every = "\n".join(texts)
    return {payload for payload in PAYLOADS if payload in every}
