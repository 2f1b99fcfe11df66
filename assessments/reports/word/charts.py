"""A picture of a report as a chart of Word: drawn by the word processor, in its fonts, from figures that can be edited.

DrawingML (ECMA-376, part 1, chapter 21). The figures stand in the chart and, for whoever edits it, in a small workbook.
"""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from assessments.reports.document.charts import FILLS, STYLES
from assessments.reports.document.model import FigurePicture
from assessments.reports.document.page import Page
from assessments.reports.word.wordml import NAMESPACES

_EMU_OF_POINT = 12_700
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CATEGORY_AXIS, _VALUE_AXIS = 1, 2
_FACE = "宋体"
_TYPE = 1000  # hundredths of a point
SHEET = "Sheet1"
_NUMERALS = "-0123456789,."


def chart_place(picture: FigurePicture, key: str, number: int, page: Page) -> str:
    """The paragraph in which the chart stands; `key` is by which name the document knows it."""
    width = round(page.text_width * _EMU_OF_POINT)
    height = width * picture.drawing.height // picture.drawing.width
    about = f'id="{number}" name={quoteattr(picture.title)} descr={quoteattr(picture.text)}'
    return (
        f'<w:p {NAMESPACES}><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {about}/>'
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}"><c:chart xmlns:c="{_C}" r:id="{key}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def chart(picture: FigurePicture, workbook: str) -> str:
    """The chart itself; `workbook` is the name by which it knows its figures."""
    styles = STYLES[len(picture.series) - 1]
    bars = "".join(
        _series(picture, place, name, FILLS[style])
        for place, (name, style) in enumerate(zip(picture.series, styles, strict=True))
    )
    legend = (
        f'<c:legend><c:legendPos val="t"/><c:overlay val="0"/>{_text()}</c:legend>' if len(picture.series) > 1 else ""
    )
    return (
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:date1904 val="0"/><c:lang val="zh-CN"/>'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>{bars}'
        f'<c:gapWidth val="60"/><c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/></c:barChart>'
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/>{_line()}{_text()}<c:crossAx val="{_VALUE_AXIS}"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        f'<c:delete val="1"/><c:axPos val="t"/><c:crossAx val="{_CATEGORY_AXIS}"/></c:valAx></c:plotArea>'
        f'{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _series(picture: FigurePicture, place: int, name: str, fill: str) -> str:
    column, last = chr(ord("B") + place), len(picture.rows) + 1
    form = _format(picture, place)
    labels = (
        f'<c:dLbls><c:numFmt formatCode={quoteattr(form)} sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{_text()}'
        '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    names = _points(row.label for row in picture.rows)
    values = _points(f"{row.values[place]:f}" for row in picture.rows)
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>{SHEET}!${column}$1</c:f>'
        f"<c:strCache>{_points([name])}</c:strCache></c:strRef></c:tx>"
        f'<c:spPr><a:solidFill><a:srgbClr val="{fill[1:]}"/></a:solidFill>{_pen()}</c:spPr>'
        f'<c:invertIfNegative val="0"/>{labels}'
        f"<c:cat><c:strRef><c:f>{SHEET}!$A$2:$A${last}</c:f><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>{escape(form)}</c:formatCode>{values}</c:numCache></c:numRef></c:val></c:ser>"
    )


def _points(texts: Iterator[str] | Sequence[str]) -> str:
    found = list(texts)
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(found))
    return f'<c:ptCount val="{len(found)}"/>{points}'


def _format(picture: FigurePicture, place: int) -> str:
    """The format that shows the values as their texts do: as many decimals, the same unit."""
    texts = [row.texts[place] for row in picture.rows]
    after = next((text.lstrip(_NUMERALS) for text in texts), "")
    places = max((len(text.removesuffix(after).partition(".")[2]) for text in texts), default=0)
    return ("#,##0" if places else "0") + (f".{'0' * places}" if places else "") + (f'"{after}"' if after else "")


def _pen() -> str:
    return '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'


def _line() -> str:
    return f"<c:spPr>{_pen()}</c:spPr>"


def _text() -> str:
    face = quoteattr(_FACE)
    return (
        f'<c:txPr><a:bodyPr wrap="none"/><a:p><a:pPr><a:defRPr sz="{_TYPE}">'
        '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
        f"<a:latin typeface={face}/><a:ea typeface={face}/></a:defRPr></a:pPr>"
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
