"""One indicator: its target, locked once approved, and its result."""

from django import forms

from assessments.schema.facts import Indicator
from assessments.terms import Band
from assessments.web.forms.dataclass_form import RowForm
from assessments.web.forms.fields import LinesField, NumberField, ProseField, TermField, TextField
from budgets.terms import INDICATOR_KINDS, Comparator

APPROVED_FIELDS = (
    "group", "kind", "name", "comparator", "target", "adjusted_target", "unit", "baseline", "weight",
)  # fmt: skip
# Suggestions, not limits: an office may use another word.
USUAL_GROUPS = tuple(INDICATOR_KINDS)
USUAL_KINDS = tuple(dict.fromkeys(kind for kinds in INDICATOR_KINDS.values() for kind in kinds))
USUAL_UNITS = ("件", "次", "人", "人次", "个", "户", "%", "万元", "天", "公里", "平方米")


class IndicatorForm(RowForm):
    piece_class = Indicator
    row_label = "指标"
    fills_down = ("group", "kind")
    group = TextField("一级指标", most=60)
    kind = TextField("二级指标", most=60)
    name = TextField("三级指标", most=500, blank="", lines=2)
    comparator = TermField("指标性质", Comparator, none="")
    target = TextField("年度指标值", most=500, lines=1)
    adjusted_target = TextField("调整后指标值", most=500, lines=1)
    unit = TextField("计量单位", most=40)
    baseline = TextField("基期值", most=200)
    actual = TextField("实际完成值", most=500, lines=1)
    weight = NumberField("分值")
    score = NumberField("得分")
    band = TermField("完成档次", Band, none="")
    not_applicable = forms.BooleanField(label="本年度不适用", required=False)
    core = forms.BooleanField(label="核心指标", required=False)
    reason = ProseField("偏差原因分析及改进措施", rows=2)
    evidence = LinesField("佐证材料（每行一份）", longest_line=300, rows=2)

    suggestions = {"group": "indicator-groups", "kind": "indicator-kinds", "unit": "indicator-units"}

    def adapt(self) -> None:
        for name, suggested in self.suggestions.items():
            self.fields[name].widget.attrs["list"] = suggested
        if self.is_approved:
            for name in APPROVED_FIELDS:
                self.fields[name].disabled = True

    @property
    def is_approved(self) -> bool:
        return self.current is not None and self.current.approved
