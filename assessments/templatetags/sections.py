"""Parts of the section pages: fields, computed values, rows of tables."""

from typing import Any

from crispy_forms.utils import render_field
from django import template
from django.template import Context
from django.utils.safestring import SafeString

from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.dataclass_form import DataclassForm, RowFormset
from assessments.web.sections.forms.computed_values import Outputs

register = template.Library()


@register.simple_tag(takes_context=True)
def field(context: dict[str, Any], bound: PieceField) -> SafeString:
    """A label with its input (or its text, for who only reads), help, errors and remarks."""
    return _drawn(context, bound, "field")


@register.simple_tag(takes_context=True)
def cell(context: dict[str, Any], row: DataclassForm, name: str, heads: str = "", *, label: bool = False) -> SafeString:
    """One input of a table row, named by its column head and its row number; with `label` by its own label too."""
    bound: PieceField = row[name]  # type: ignore[assignment]
    own = f"l-{bound.auto_id}" if label else f"h-{heads}-{name}" if heads else ""
    control = "" if bound.is_locked or bound.is_checkbox else labelled(bound, own, f"n-{row.prefix}")
    has_notes = bool(bound.messages or bound.remarks or bound.is_prefilled)
    return _drawn(context, bound, "cell", show_label=label, control=control, has_notes=has_notes)


def _drawn(context: dict[str, Any], bound: PieceField, template: str, **more: Any) -> SafeString:
    """By the renderer of crispy-forms, with our templates; a context of its own, for the renderer writes into it."""
    shown = Context({"outputs": context.get("outputs"), "may_answer": context.get("may_answer", False)} | more)
    return render_field(bound.name, bound.form, shown, template=f"section/{template}.html", template_pack="section")


@register.inclusion_tag("components/computed.html", takes_context=True)
def computed(context: dict[str, Any], name: str | PieceField, label: str = "计算值") -> dict[str, Any]:
    """The computed value beside a stated one, and a button that takes it over."""
    bound = name if isinstance(name, PieceField) else None
    html_name = bound.html_name if bound else str(name)
    outputs: Outputs = context["outputs"]
    return {
        "name": html_name,
        "label": label,
        "text": outputs.texts.get(html_name, ""),
        "difference": outputs.texts.get(f"{html_name}-difference"),
        "differs": html_name in outputs.differing,
        "into": bound.auto_id if bound and not bound.is_locked else "",
    }


@register.inclusion_tag("components/output.html", takes_context=True)
def output(context: dict[str, Any], name: str) -> dict[str, Any]:
    """A computed value on its own."""
    outputs: Outputs = context["outputs"]
    return {"name": name, "text": outputs.texts.get(name, ""), "differs": name in outputs.differing}


def labelled(bound: PieceField, *ids: str) -> SafeString:
    return bound.as_widget(attrs={"aria-labelledby": " ".join(part for part in ids if part)})


@register.filter
def typed_answer(remark: Any, bound: PieceField) -> str:
    """What was typed as the answer to a remark, else what was kept of it."""
    return str(bound.form.data.get(f"answer-{remark.pk}", remark.answer))


@register.filter
def index_of(row: DataclassForm, rows: RowFormset) -> str:
    """The row's number in the names of its fields."""
    return str(row.prefix).removeprefix(f"{rows.prefix}-")
