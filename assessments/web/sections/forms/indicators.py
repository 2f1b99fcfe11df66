"""One indicator: its target, locked once approved, and its result."""

from assessments.schema.facts import Indicator
from assessments.web.forms.asked import asked
from assessments.web.forms.dataclass_form import RowForm
from budgets.terms import INDICATOR_KINDS

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
    group = asked()
    kind = asked()
    name = asked(lines=2)
    comparator = asked(none="")
    target = asked(lines=1)
    adjusted_target = asked(lines=1)
    unit = asked()
    baseline = asked()
    actual = asked(lines=1)
    weight = asked()
    score = asked()
    band = asked(none="")
    not_applicable = asked()
    core = asked()
    reason = asked(rows=2)
    evidence = asked(aside="每行一份", rows=2)

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
