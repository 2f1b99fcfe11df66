"""Which fonts a PDF is drawn with: those of the system and those in FONT_DIR, told to fontconfig in one small file.

The style sheet names the official faces first (方正小标宋, 仿宋_GB2312 ...), then Fandol, then Noto for the characters
that Fandol lacks. An office that owns the official faces puts them into FONT_DIR, and they are used. Behind Noto stand
BabelStone Han and HanaMin, which have all of GB 18030—2022: the ideographs of Unicode to extension F, and those of
G and H that are used on the mainland.
"""

import hashlib
import os
from pathlib import Path
from xml.sax.saxutils import escape

# Fandol's bold files do not say that they are bold (OS/2 weight 400): without the first rule either file may be taken.
# The second leaves Latin letters and digits, which Fandol's Fang and Kai draw without serifs, to the next face.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <cachedir>{cache}</cachedir>
  <include ignore_missing="yes">/etc/fonts/conf.d</include>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir>{fonts}</dir>
{last}  <match target="scan">
    <test name="family" compare="contains"><string>Fandol</string></test>
    <test name="style" compare="eq"><string>Bold</string></test>
    <edit name="weight" mode="assign"><const>bold</const></edit>
  </match>
{without_latin}</fontconfig>
"""
_WITHOUT_LATIN = """  <match target="scan">
    <test name="family" compare="eq"><string>{family}</string></test>
    <edit name="charset" mode="assign">
      <minus>
        <name>charset</name>
        <charset><range><int>0x21</int><int>0x7e</int></range></charset>
      </minus>
    </edit>
  </match>
"""
_LAST = """  <match target="pattern">
    <test name="family"><string>{generic}</string></test>
    <edit name="family" mode="assign" binding="strong">{families}</edit>
  </match>
"""
_GENERIC = ("serif", "sans-serif")
_LAST_FAMILIES = ("BabelStone Han", "HanaMinA", "HanaMinB")
_LATIN_ELSEWHERE = ("FandolFang", "FandolKai")


def _strings(generic: str) -> str:
    return "".join(f"<string>{family}</string>" for family in (*_LAST_FAMILIES, generic))


def font_configuration(fonts: Path, folder: Path) -> Path:
    """Write the fontconfig file for the fonts in `fonts`, with a cache beside it, below `folder`, and return it.

    The rules above are applied when a font is scanned and rest in the cache, so new rules have a new cache, and
    the system's own configuration, which names its cache, is not read.
    """
    text = _CONFIGURATION.format(
        cache="{cache}",
        fonts=escape(str(fonts)),
        last="".join(_LAST.format(generic=generic, families=_strings(generic)) for generic in _GENERIC),
        without_latin="".join(_WITHOUT_LATIN.format(family=family) for family in _LATIN_ELSEWHERE),
    )
    place = folder / hashlib.sha256(text.encode()).hexdigest()[:16]
    file = place / "fonts.conf"
    if not file.is_file():
        place.mkdir(parents=True, exist_ok=True)
        whole = place / f"fonts.conf.{os.getpid()}"
        whole.write_text(text.replace("{cache}", escape(str(place / "cache"))), encoding="utf-8")
        whole.replace(file)
    return file
