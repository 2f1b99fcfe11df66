"""How people type: text, 万元, numbers, counts and dates. Blank is None (or "" for a name); 0 is a number."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.schema.due import Due, DueError, read_due
from assessments.web.forms.widgets import ChoiceSelect, LineInput, ProseInput
from budgets.money import FEN, NumberError, in_unit, is_accounting_zero, parse_number, parse_typed_amount, plain_text
from budgets.terms import MoneyUnit
from evalsite.terms import Term

# What a figure column holds: 14 digits, 8 of them decimals.
FIGURE_PLACES = 8
LARGEST_FIGURE = Decimal(10) ** 6
LARGEST_COUNT = 2_147_483_647
LONGEST_PROSE = 20_000

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Marks without a picture that come along when one copies from a web page or from Word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_NOT_DECODED = "\ufffd"  # stands for bytes that are no UTF-8
_DATE = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-([0-9]{1,2})|/([0-9]{1,2})/([0-9]{1,2})|\.([0-9]{1,2})\.([0-9]{1,2})"
    r"|年([0-9]{1,2})月([0-9]{1,2})日|([0-9]{2})([0-9]{2}))"
)


class TextField(forms.CharField):
    """One line. Line breaks and tabs become spaces, invisible marks go, control characters are refused.

    `lines` gives a long name that many lines to wrap in; it stays one line.
    """

    widget: type[forms.Widget] = LineInput

    def __init__(self, label: str, *, most: int, blank: str | None = None, lines: int = 0, **options: Any) -> None:
        if lines:
            options["widget"] = ProseInput(attrs={"rows": lines, "data-line": ""})
        super().__init__(
            label=label,
            required=False,
            max_length=most,
            empty_value=blank,
            error_messages={"max_length": "最多 %(limit_value)d 个字，现有 %(show_value)d 个字。"},
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(" ".join(_readable(str(value or "")).split()))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        """No maxlength: a browser would cut a pasted text without a word."""
        return {}


class ProseField(TextField):
    """Paragraphs."""

    widget = ProseInput

    def __init__(self, label: str, *, most: int = LONGEST_PROSE, rows: int = 2, **options: Any) -> None:
        super().__init__(label, most=most, widget=ProseInput(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> Any:
        lines = (line.rstrip() for line in _readable(str(value or "")).split("\n"))
        return forms.CharField.to_python(self, "\n".join(lines).strip())


class LinesField(ProseField):
    """One name a line, as a tuple."""

    def __init__(self, label: str, *, longest_line: int, **options: Any) -> None:
        super().__init__(label, **options)
        self.longest_line = longest_line

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        lines = tuple(line.strip() for line in (super().clean(value) or "").split("\n") if line.strip())
        if any(len(line) > self.longest_line for line in lines):
            raise ValidationError(f"每行最多 {self.longest_line} 个字。")
        return lines


def _readable(text: str) -> str:
    """Line breaks as one sign, invisible marks removed; raises for what no keyboard types."""
    text = _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", text))
    if _NOT_DECODED in text:
        raise ValidationError("含有无法识别的字符（�），请重新填写。", code="not_decoded")
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t":
            raise ValidationError("含有无法显示的控制字符，请删除后重新填写。", code="control_character")
    return text


class FigureField(forms.Field):
    """Any exact number. What was typed comes back as it was typed when it cannot be read."""

    widget = LineInput

    def __init__(self, label: str, *, negative: bool = False, **options: Any) -> None:
        super().__init__(label=label, required=False, **options)
        self.negative = negative

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        return {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal | int):
            return value
        if not str(value).strip():
            return None
        try:
            number = self.parse(str(value))
        except NumberError as error:
            raise ValidationError(str(error), code="not_a_number") from error
        if number < 0 and not self.negative:
            raise ValidationError("不能为负数。", code="negative")
        return number

    def prepare_value(self, value: Any) -> Any:
        return self.text(value) if isinstance(value, Decimal | int) else value

    def parse(self, text: str) -> Decimal | int:
        raise NotImplementedError

    def text(self, value: Any) -> str:
        raise NotImplementedError


class MoneyField(FigureField):
    """Typed and shown in 万元, kept in 元. Two decimals are shown, more where they are needed to be exact."""

    def parse(self, text: str) -> Decimal:
        return parse_typed_amount(text, MoneyUnit.WAN)

    def text(self, value: Decimal) -> str:
        return money_text(value)


class NumberField(FigureField):
    """A weight or score in points, or a rate in percent."""

    def parse(self, text: str) -> Decimal:
        number = parse_number(self._without_sign(text), places=FIGURE_PLACES)
        if abs(number) >= LARGEST_FIGURE:
            raise NumberError("数字过大，请核对。")
        return number

    def _without_sign(self, text: str) -> str:
        """A rate may be typed with the sign that its label already has."""
        return re.sub("[%％]\\s*$", "", text) if "%" in str(self.label) else text

    def text(self, value: Decimal) -> str:
        return plain_text(value)


class CountField(FigureField):
    """How many."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        return {"inputmode": "numeric", "autocomplete": "off"}

    def parse(self, text: str) -> int:
        number = 0 if is_accounting_zero(text) else int(parse_number(text, places=0))
        if number > LARGEST_COUNT:
            raise NumberError("数字过大，请核对。")
        return number

    def text(self, value: int) -> str:
        return str(value)


class DateField(forms.Field):
    """A day: 2023-11-20, 2023/11/20, 2023.11.20, 20231120 or 2023年11月20日; shown as the last."""

    widget = LineInput

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, required=False, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002
        return {"autocomplete": "off", "data-date": ""}

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        plain = "".join(unicodedata.normalize("NFKC", str(value)).split())
        if not plain:
            return None
        match = _DATE.fullmatch(plain)
        if match is None:
            raise ValidationError("请按“2023-11-20”的格式填写日期。", code="not_a_date")
        year, month, day = (int(part) for part in match.groups() if part is not None)
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(f"没有“{plain[:20]}”这一天，请核对。", code="not_a_date") from error

    def prepare_value(self, value: Any) -> Any:
        return date_text(value) if isinstance(value, date) else value


class DueField(DateField):
    """By when: a day, or the words of an office ("2024年6月底前", "长期坚持"), which are kept as they were written."""

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Due):
            return value
        try:
            return read_due(str(value))
        except DueError as error:
            raise ValidationError(str(error), code="not_a_time") from error

    def prepare_value(self, value: Any) -> Any:
        return value.shown if isinstance(value, Due) else value


class TermField(forms.TypedChoiceField):
    """One word of an enum, or none."""

    widget = ChoiceSelect

    def __init__(self, label: str, terms: type[Term], *, none: str = "请选择", **options: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[("", none), *terms.choices()],
            coerce=terms,
            empty_value=None,
            error_messages={"invalid_choice": "请从列表中选择。"},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return value.value if isinstance(value, StrEnum) else value


class WordField(forms.TypedChoiceField):
    """One word of a list that the year or the department gives. A word already stated stays possible."""

    widget = ChoiceSelect

    def __init__(self, label: str, *, none: str = "请选择", **options: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            coerce=str,
            empty_value=None,
            error_messages={"invalid_choice": "请从列表中选择。"},
            **options,
        )
        self.none = none

    def offer(self, words: tuple[str, ...], stated: str | None) -> None:
        known = words if not stated or stated in words else (*words, stated)
        self.choices = [("", self.none), *((word, word) for word in known)]


def money_text(yuan: Decimal | None) -> str:
    """An amount in 万元, exact, with at least two decimals: "1,234.50", "0.000001"; "" for none."""
    if yuan is None:
        return ""
    wan = in_unit(yuan)
    rounded = wan.quantize(FEN)
    return f"{rounded if wan == rounded else wan.normalize():,f}"


def date_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
