"""项目清单 and 项目资金: which projects there are, and where the money of each came from."""

from django import forms

from assessments.forms.bound import PieceField
from assessments.forms.fields import MoneyField, NumberField, TermField, TextField, WordField
from assessments.forms.pieces import PieceForm, RowForm
from assessments.forms.section_form import SectionForm
from assessments.rules.facts import FundingLine, FundingTotal
from assessments.rules.sections import Funding, ProjectHeader, Projects
from budgets.terms import FundKind, SourceLevel


class ProjectForm(RowForm):
    """A project that was saved before is taken away by a mark, not at once: its money and results go with it."""

    piece_class = ProjectHeader
    row_label = "项目"
    name = TextField("项目名称", most=200, blank="", lines=1)
    code = TextField("项目编码", most=60)
    unit = WordField("实施单位", none="部门本级")
    activity = TextField("对应工作活动", most=200, lines=1)
    exempt_reason = TextField("免评原因", most=500, lines=1)
    leave_out = forms.BooleanField(label="删除", required=False)

    def adapt(self) -> None:
        stated = self.current.unit if self.current else None
        self.fields["unit"].offer(self.around.unit_names, stated)  # type: ignore[attr-defined]
        if self.current is None or self.current.row is None:
            del self.fields["leave_out"]

    @property
    def cells(self) -> list[PieceField]:
        return [bound for bound in super().cells if bound.name != "leave_out"]

    @property
    def removal(self) -> PieceField | None:
        """The mark that takes a saved project away; a new one goes with the button of its row."""
        return self["leave_out"] if "leave_out" in self.fields else None  # type: ignore[return-value]

    def is_kept(self) -> bool:
        self.full_clean_once()
        return super().is_kept() and not (self.is_bound and self.cleaned_data.get("leave_out"))


class ProjectsForm(SectionForm):
    def build(self, piece: Projects) -> None:
        self.projects = self.rows(ProjectForm, "projects", piece.headers)

    def piece(self) -> Projects:
        return Projects(headers=self.projects.pieces())


class FundingLineForm(RowForm):
    piece_class = FundingLine
    row_label = "资金来源"
    label = TextField("资金来源", most=200, blank="")
    fund = TermField("资金性质", FundKind)
    source = TermField("资金级次", SourceLevel)
    initial = MoneyField("年初预算数（万元）")  # type: ignore[assignment]
    adjusted = MoneyField("全年预算数（万元）", negative=True)
    executed = MoneyField("全年执行数（万元）")

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["label"].widget.attrs["list"] = "funding-labels"


class FundingTotalForm(PieceForm):
    piece_class = FundingTotal
    initial = MoneyField("年度资金总额：年初预算数（万元）", negative=True)  # type: ignore[assignment]
    adjusted = MoneyField("年度资金总额：全年预算数（万元）")
    executed = MoneyField("年度资金总额：全年执行数（万元）")
    execution_rate = NumberField("预算执行率（%）")
    weight = NumberField("预算执行率分值")
    score = NumberField("预算执行率得分")


class FundingForm(SectionForm):
    extra_columns = ("执行率（%）",)
    # What the row 年度资金总额 is made of in the form of 财预〔2020〕10号.
    usual_labels = ("当年财政拨款", "上年结转资金", "其他资金")

    def build(self, piece: Funding) -> None:
        self.lines = self.rows(FundingLineForm, "funding", piece.lines)
        self.total = self.form(FundingTotalForm, "total", piece.total)

    def piece(self) -> Funding:
        return Funding(lines=self.lines.pieces(), total=self.total.piece())
