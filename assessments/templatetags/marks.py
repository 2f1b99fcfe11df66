"""The words of a report with its marks: many small pieces, so they are written here and not by a template."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from assessments.terms import Severity
from assessments.web.report_checks.highlighted_text import Line, Mark, Piece

register = template.Library()

SIGNS = {Severity.ERROR: "错", Severity.WARNING: "警", Severity.HINT: "提"}


@register.simple_tag
def marked(line: Line) -> SafeString:
    return format_html_join("", "{}{}{}", ((_anchors(piece), _words(piece), _ends(piece)) for piece in line))


@register.filter
def sign(severity: Severity) -> str:
    """One character that names the severity beside its colour."""
    return SIGNS[severity]


def _anchors(piece: Piece) -> SafeString | str:
    if not piece.anchors:
        return ""
    return format_html_join("", '<span class="at" id="{}"></span>', ((anchor,) for anchor in piece.anchors))


def _words(piece: Piece) -> SafeString | str:
    if not piece.severities:
        return piece.text
    styles = " ".join(f"mark-{severity}" for severity in piece.severities)
    return format_html('<mark class="{}{}">{}</mark>', styles, " mark-several" if piece.depth > 1 else "", piece.text)


def _ends(piece: Piece) -> SafeString | str:
    return format_html_join("", '<a class="mark-ref ref-{}" href="#f{}" title="{}">{}{}</a>', map(_end, piece.ends))


def _end(mark: Mark) -> tuple[str, int, str, str, int]:
    return mark.severity.value, mark.number, mark.title, SIGNS[mark.severity], mark.number
