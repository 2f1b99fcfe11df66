"""Forms of a round: open it with a preset, and edit its scheme before the first submission."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.reports.form_pages.layout_sets import layout_choices
from assessments.schema.scheme import PRESETS, ExecutionMethod, OverFulfilment, Scheme, Thresholds
from assessments.web.forms.fields import CountField, DateField, NumberField, ProseField, TextField

BLANK_ROWS = 2
MOST_ROWS = 40
FULL_SCORE = Decimal(100)

_METHODS = {
    ExecutionMethod.LINEAR: "按比例：分值 × 预算执行率，最高为分值",
    ExecutionMethod.BANDED: "分档：按预算执行率所在档次得分",
}
_POLICIES = {
    OverFulfilment.NONE: "写明原因，不扣分",
    OverFulfilment.FIXED: "固定扣分",
    OverFulfilment.PROPORTIONAL: "按超出比例扣分",
    OverFulfilment.MANUAL: "由填报人据实确定",
}


class OpenRoundForm(forms.Form):
    """A year's round. Its weights and thresholds can be edited until somebody submits."""

    use_required_attribute = False
    year = CountField("年度", help_text="自评的预算年度，如 2025。")
    opens_on = DateField("开始日期", help_text="如 2026-01-15。")
    due_on = DateField("报送截止日期")
    preset = forms.ChoiceField(
        label="评分方案", choices=[(name, name) for name in PRESETS], help_text="下达后、首个部门报送前可以调整。"
    )
    notice = ProseField("通知要点", most=2000, rows=4, help_text="显示在各部门首页，如文号、范围、逾期未报的扣分规定。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("year", "opens_on", "due_on"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = f"请填写{self.fields[name].label}。"

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2000 <= year <= 2100:
            raise ValidationError("年度应在 2000 至 2100 之间。")
        return year

    def clean(self) -> dict[str, Any]:
        opens_on, due_on = self.cleaned_data.get("opens_on"), self.cleaned_data.get("due_on")
        if isinstance(opens_on, date) and isinstance(due_on, date) and due_on < opens_on:
            self.add_error("due_on", "截止日期不能早于开始日期。")
        return self.cleaned_data

    @property
    def scheme(self) -> Scheme:
        return PRESETS[self.cleaned_data["preset"]]


class _SchemeRow(forms.Form):
    """One row of a small table of the scheme; left blank it is left out."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        values = [self.cleaned_data.get(name) for name in self.fields]
        blank = [name for name, value in zip(self.fields, values, strict=True) if value in (None, "")]
        if blank and len(blank) < len(self.fields):
            for name in blank:
                if name not in self.errors:
                    self.add_error(name, "请填写，或清空整行。")
        return self.cleaned_data

    @property
    def pair(self) -> tuple[Any, Any] | None:
        first, second = (self.cleaned_data.get(name) for name in self.fields)
        return None if first in (None, "") or second in (None, "") else (first, second)


class _SchemeTable(forms.BaseFormSet):
    default_error_messages = {"missing_management_form": "页面不完整，未作任何修改，请刷新后重新填写。"}


class GroupRow(_SchemeRow):
    name = TextField("一级指标", most=60, blank="")
    weight = NumberField("分值")


class BandRow(_SchemeRow):
    start = NumberField("预算执行率达到（%）")
    points = NumberField("得分（满分按 10 分）")


class CapRow(_SchemeRow):
    below = NumberField("预算执行率低于（%）")
    limit = NumberField("自评总分最高")


class GradeRow(_SchemeRow):
    name = TextField("评价等级", most=20, blank="")
    start = NumberField("最低分")


def _number(label: str, **options: Any) -> NumberField:
    return NumberField(label, **options)


class SchemeFigures(forms.Form):
    """The single figures of a scheme, its thresholds among them."""

    use_required_attribute = False
    name = TextField("方案名称", most=100, blank="")
    layout = forms.ChoiceField(label="表样", choices=layout_choices, help_text="自评表的栏目和顺序，下达后不能更换。")
    execution = _number("预算执行率分值")
    execution_method = forms.ChoiceField(label="预算执行率计分办法", choices=list(_METHODS.items()))
    pass_line = _number("及格线（%）", help_text="完成率低于及格线的得 0 分；不设及格线的填 0，按比例计分。")
    over_fulfilment = forms.ChoiceField(label="超额完成的处理", choices=list(_POLICIES.items()))
    over_fulfilment_deduction = _number("固定扣分的分数")


class ThresholdFigures(forms.Form):
    """Where the checks begin to speak."""

    use_required_attribute = False
    over_fulfilment = _number("超额完成达到多少（%）须写明原因")
    shortest_reason = CountField("偏差原因最少字数")
    execution_gap = _number("指标得分率高于预算执行率达到多少（百分点）时警告")
    unexecuted = _number("未执行资金占比达到多少（%）时警告")
    heaviest_indicator = _number("单个指标最高分值")
    full_marks = CountField("全部满分的项目达到多少个须写明原因")
    fewest_indicators = CountField("每个项目最少指标数")
    latest_month = CountField("自评日期晚于次年几月时提示")
    largest_budget = _number("部门支出合计（亿元）达到此数须核对单位")
    smallest_budget = _number("部门支出合计（万元）不足此数须核对单位")
    personnel_per_head = _number("人均人员经费（万元）达到此数须核对单位")
    oldest_date = CountField("落款日期早于报送日期多少天时提示")
    similar_names = _number("指标名称相同比例达到多少（%）时警告")
    similar_sentences = _number("句子相同比例达到多少（%）时提示")
    similar_texts = _number("文字说明相同比例达到多少（%）时警告")


class SchemeForm:
    """Everything of a scheme on one page: single figures, and four small tables."""

    TABLES: dict[str, tuple[str, type[_SchemeRow], str]] = {
        "groups": ("一级指标分值", GroupRow, "与预算执行率分值合计应为 100 分。"),
        "execution_bands": ("预算执行率分档", BandRow, "按预算执行率从高到低填写；只用于分档计分。"),
        "caps": ("总分封顶（按执行率）", CapRow, "可以不设。"),
        "grades": ("等级标准", GradeRow, "按最低分从高到低填写，最后一档从 0 分起。"),
    }

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        self.scheme = scheme
        self.problems: list[str] = []
        own = {field.name: getattr(scheme, field.name) for field in fields(scheme)}
        limits = {field.name: getattr(scheme.thresholds, field.name) for field in fields(Thresholds)}
        self.figures = SchemeFigures(data, initial=own)
        self.thresholds = ThresholdFigures(data, initial=limits, prefix="limit")
        for form in (self.figures, self.thresholds):
            for field in form.fields.values():
                field.required = True
                field.error_messages["required"] = f"请填写{field.label}。"
        self.tables = {
            name: self._table(name, row, getattr(scheme, name), data) for name, (_, row, _) in self.TABLES.items()
        }

    def _table(self, name: str, row: type[_SchemeRow], pairs: tuple[tuple[Any, Any], ...], data: Any) -> Any:
        formset = forms.formset_factory(row, _SchemeTable, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        columns = list(row.base_fields)
        return formset(data, initial=[dict(zip(columns, pair, strict=True)) for pair in pairs], prefix=name)

    def shown_tables(self) -> Iterator[dict[str, Any]]:
        for name, (title, row, hint) in self.TABLES.items():
            labels = [field.label for field in row.base_fields.values()]
            yield {"name": name, "title": title, "hint": hint, "columns": labels, "rows": self.tables[name]}

    def is_valid(self) -> bool:
        parts = [self.figures, self.thresholds, *self.tables.values()]
        verdicts = [part.is_valid() for part in parts]  # every part, so that all faults are named at once
        if not all(verdicts):
            return False
        self.problems = list(_problems(self.result))
        return not self.problems

    @property
    def result(self) -> Scheme:
        """The scheme that was typed; call only after every part is valid."""
        pairs: dict[str, Any] = {
            name: tuple(row.pair for row in table if row.pair) for name, table in self.tables.items()
        }
        figures = self.figures.cleaned_data | {
            "execution_method": ExecutionMethod(self.figures.cleaned_data["execution_method"]),
            "over_fulfilment": OverFulfilment(self.figures.cleaned_data["over_fulfilment"]),
        }
        return replace(
            self.scheme, **figures, **pairs, thresholds=replace(self.scheme.thresholds, **self.thresholds.cleaned_data)
        )

    def errors(self) -> Iterator[tuple[str, str]]:
        """(id of the field or "", message) for the summary of errors."""
        for message in self.problems:
            yield "", message
        for name, table in self.tables.items():
            for message in table.non_form_errors():
                yield "", f"{self.TABLES[name][0]}：{message}"
        rows = [row for table in self.tables.values() for row in table.forms]
        for form in (self.figures, self.thresholds, *rows):
            for name, messages in form.errors.items():
                for message in messages:
                    yield form[name].auto_id, f"{form[name].label}：{message}"


def _problems(scheme: Scheme) -> Iterator[str]:
    """What no single field can know."""
    if scheme.groups and scheme.full_score != FULL_SCORE:
        yield f"预算执行率与各一级指标分值合计为 {scheme.full_score.normalize():f} 分，应为 100 分。"
    names = [name for name, _ in scheme.groups]
    if len(names) != len(set(names)):
        yield "一级指标不能重复。"
    if scheme.execution_method is ExecutionMethod.BANDED and not scheme.execution_bands:
        yield "选择分档计分时，须填写预算执行率分档。"
    for title, starts in (
        ("预算执行率分档", [start for start, _ in scheme.execution_bands]),
        ("等级标准", [start for _, start in scheme.grades]),
    ):
        if starts != sorted(set(starts), reverse=True):
            yield f"{title}须从高到低填写，不能重复。"
    if len(scheme.caps) != len({below for below, _ in scheme.caps}):
        yield "总分封顶（按执行率）的各档不能重复。"
    if not scheme.grades or scheme.grades[-1][1] != 0:
        yield "等级标准的最后一档须从 0 分起。"
