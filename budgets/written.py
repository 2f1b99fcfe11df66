"""How a figure was written, kept beside its value: "0.00" for 0, or a text that is no number at all."""

from decimal import Decimal

from budgets.models import FiguresAsWritten
from budgets.money import NumberError, in_unit, parse_amount, parse_number, plain_text
from budgets.terms import MoneyUnit


def text_as_written(row: FiguresAsWritten, field: str, unit: MoneyUnit | None) -> str | None:
    """The text that still belongs to the row's figure and differs from its plain text; None where none does.

    `unit` is the unit in which the paper states money, None for rates, weights and scores.
    """
    text = row.written.get(field)
    if text is None:
        return None
    value = getattr(row, field)
    return text if _states(text, value, unit) else None


def remember(row: FiguresAsWritten, field: str, text: str | None) -> None:
    """Keep, or forget, how a figure was written; the caller saves the row."""
    kept = dict(row.written)
    kept.pop(field, None)
    if text is not None:
        kept[field] = text
    row.written = kept


def _states(text: str, value: Decimal | None, unit: MoneyUnit | None) -> bool:
    try:
        number = parse_number(text) if unit is None else parse_amount(text, unit)
    except NumberError:
        return value is None
    if value is None or number != value:
        return False
    return text != plain_text(value if unit is None else in_unit(value, unit))
