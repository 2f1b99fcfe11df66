"""The styles, numbers of headings, fonts and settings of a Word file: the faces and sizes of static/css/report.css.

Everything in here is fixed text; nothing that people typed comes near it.
"""

from math import floor
from xml.sax.saxutils import quoteattr

from assessments.reports.document.page import CHARACTERS, LINE_HEIGHT, TYPE_SIZE, UPRIGHT

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"'
)
FANG, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
# What stands in where an office lacks a face.
_FONTS = ((FANG, "FangSong"), (KAI, "KaiTi"), (HEI, "SimHei"), (TITLE, "SimSun"), (SONG, "SimSun"))


def twips(points: float) -> int:
    """Twentieths of a point, in which Word measures."""
    return round(points * 20)


LINE, EM = twips(LINE_HEIGHT), twips(TYPE_SIZE)
# Added between characters in twips, so that 28 of them fill a line. A grid of characters would say the same in Word,
# but LibreOffice draws a grid that is narrower than its type far too wide.
_TIGHT = floor((UPRIGHT.text_width / CHARACTERS - TYPE_SIZE) * 20)

_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * EM}"/>'
_NO_GRID = '<w:snapToGrid w:val="0"/>'


def _face(font: str) -> str:
    name = quoteattr(font)
    return f'<w:rFonts w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name} w:hint="eastAsia"/>'


def _run(font: str, size: float, extra: str = "") -> str:
    tight = f'<w:spacing w:val="{_TIGHT if size == TYPE_SIZE else 0}"/>'
    return f'{_face(font)}{extra}{tight}<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>'


def _line(height: float, *, before: float = 0, after: float = 0) -> str:
    return (
        f'<w:spacing w:before="{twips(before)}" w:after="{twips(after)}" w:line="{twips(height)}" w:lineRule="exact"/>'
    )


def _auto(*, before: float) -> str:
    """As high as what stands in the line."""
    return f'<w:spacing w:before="{twips(before)}" w:after="0" w:line="240" w:lineRule="auto"/>'


def _jc(side: str) -> str:
    return f'<w:jc w:val="{side}"/>'


def _title_line(*, before: float, after: float) -> str:
    return _NO_GRID + _line(17, before=before, after=after) + _jc("center")


def _style(key: str, name: str, paragraph: str = "", run: str = "", *, based: str = "Normal", after: str = "") -> str:
    root = "" if key == "Normal" else f'<w:basedOn w:val="{based}"/>'
    follows = f'<w:next w:val="{after}"/>' if after else ""
    default = ' w:default="1"' if key == "Normal" else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"{default}><w:name w:val="{name}"/>{root}{follows}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _heading(level: int, font: str, extra: str = "") -> str:
    paragraph = (
        f'<w:keepNext/><w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>{_INDENT}{_jc("left")}'
        f'<w:outlineLvl w:val="{level - 1}"/>'
    )
    return _style(f"Heading{level}", f"heading {level}", paragraph, _run(font, TYPE_SIZE, extra), after="BodyText")


def _cells(prefix: str, name: str, size: float, height: float) -> str:
    """The styles of the cells of a table: one for each look."""
    plain = f"{prefix}Text"
    return "".join(
        (
            _style(plain, f"{name}文字", _NO_GRID + _line(height) + _jc("left"), _run(SONG, size)),
            _style(f"{prefix}Label", f"{name}栏目", _jc("center"), _run(HEI, size), based=plain),
            _style(f"{prefix}Number", f"{name}数字", _jc("right"), based=plain),
            _style(f"{prefix}Score", f"{name}分值", _jc("center"), based=plain),
            _style(f"{prefix}Centre", f"{name}居中", _jc("center"), based=plain),
        )
    )


# Latin letters and digits are marked English: Chinese rules would let a number break at any digit.
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
_DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_run(FANG, TYPE_SIZE)}{_LANGUAGE}</w:rPr></w:rPrDefault>"
    "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
)
# Nothing hangs over the margin and no space comes between Chinese and Latin: 28 characters stay 28 characters.
_PLAIN = (
    '<w:widowControl/><w:overflowPunct w:val="0"/>'
    '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>' + _line(LINE_HEIGHT) + _jc("both")
)


def _margins(upright: float, aside: float) -> str:
    """Those of the cells of a table: above and below, left and right."""
    widths = (("top", upright), ("left", aside), ("bottom", upright), ("right", aside))
    sides = "".join(f'<w:{side} w:w="{twips(width)}" w:type="dxa"/>' for side, width in widths)
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="ReportTable"><w:name w:val="报告表格"/><w:basedOn w:val="TableNormal"/>'
    f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>{_margins(1.6, 3)}</w:tblPr></w:style>"
    '<w:style w:type="table" w:styleId="SmallReportTable"><w:name w:val="报告小表格"/><w:basedOn w:val="ReportTable"/>'
    f"<w:tblPr>{_margins(1, 2)}</w:tblPr></w:style>"
)

STYLES = (
    f"<w:styles {NAMESPACES}>{_DEFAULTS}"
    + _style("Normal", "Normal", _PLAIN, _run(FANG, TYPE_SIZE))
    + _style(
        "Title", "Title", "<w:keepNext/>" + _NO_GRID + _line(36) + _jc("center"), _run(TITLE, 22), after="BodyText"
    )
    + _heading(1, HEI)
    + _heading(2, KAI)
    + _heading(3, FANG, "<w:b/><w:bCs/>")
    + _heading(4, FANG)
    + _style("BodyText", "Body Text", _INDENT)
    + _style("Reference", "发文字号", _line(LINE_HEIGHT, after=LINE_HEIGHT) + _jc("center"), after="Title")
    + _style("Addressee", "主送机关", _jc("left"), after="BodyText")
    + _style("Enclosure", "附件说明", f'<w:keepNext/><w:ind w:leftChars="500" w:left="{5 * EM}"/>')
    + _style("Signature", "Signature", _jc("center"))
    + _style("SheetMark", "附件序号", "<w:keepNext/>" + _NO_GRID + _line(20) + _jc("left"), _run(HEI, TYPE_SIZE))
    + _style(
        "SheetTitle",
        "附件标题",
        "<w:keepNext/>" + _NO_GRID + _line(26, before=2, after=4) + _jc("center") + '<w:outlineLvl w:val="0"/>',
        _run(TITLE, 18),
    )
    + _style("SheetNote", "表注", _NO_GRID + _line(14) + _jc("left"), _run(SONG, 9))
    + _style("TableTitle", "表题", "<w:keepNext/>" + _title_line(before=8, after=4), _run(HEI, 12))
    + _style("Picture", "图", "<w:keepNext/>" + _NO_GRID + _auto(before=10) + _jc("center"))
    + _style("PictureTitle", "图题", _title_line(before=5, after=12), _run(HEI, 12))
    + _style("SheetGap", "表间", _NO_GRID + _line(1), _run(SONG, 1, "<w:vanish/>"))
    + _style("BlockGap", "文内表格间距", _NO_GRID + _line(8), _run(SONG, 4))
    + _cells("Sheet", "表格", 9, 12)
    + _cells("SmallSheet", "小表格", 8.5, 10.5)
    + _cells("Block", "文内表格", 12, 17)
    + _style("Header", "header", _NO_GRID + _line(12))
    + _style("Footer", "footer", _NO_GRID + _line(20), _run(SONG, 14))
    + _TABLE
    + "</w:styles>"
)


def _level(level: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr>{_INDENT}</w:pPr></w:lvl>'
    )


_CHINESE = "chineseCountingThousand"
_LEVELS = (
    f'<w:abstractNum {NAMESPACES} w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + _level(0, _CHINESE, "%1、")
    + _level(1, _CHINESE, "（%2）")
    + _level(2, "decimal", "%3.")
    + _level(3, "decimal", "（%4）")
    + "</w:abstractNum>"
)
_ANEW = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def numbering(papers: int) -> str:
    """The numbers of headings, from 1 again in each paper of a folder: list 1 is that of the styles."""
    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{_ANEW if number > 1 else ""}</w:num>'
        for number in range(1, papers + 2)
    )
    return f"<w:numbering {NAMESPACES}>{_LEVELS}{lists}</w:numbering>"


SETTINGS = (
    f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>'
)

FONT_TABLE = (
    f"<w:fonts {NAMESPACES}>"
    + "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _FONTS
    )
    + "</w:fonts>"
)
