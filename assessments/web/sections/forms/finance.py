"""收入与支出: revenue by source, expenditure, and the totals that a paper states beside the computed ones."""

from dataclasses import replace
from typing import Any

from django import forms

from assessments.schema.facts import (
    CompletionCounts,
    Counts,
    Expenditure,
    FundShare,
    ProjectTotals,
    Revenue,
    RevenueLine,
    Transfers,
)
from assessments.schema.pointers import word
from assessments.schema.sections import Finance
from assessments.web.forms.dataclass_form import PieceForm, RowForm
from assessments.web.forms.fields import CountField, MoneyField, NumberField, TermField, TextField
from assessments.web.forms.section_form import SectionForm
from budgets.terms import FundKind


class RevenueForm(PieceForm):
    piece_class = Revenue
    total = MoneyField("收入合计（万元）")


class RevenueLineForm(RowForm):
    piece_class = RevenueLine
    row_label = "收入来源"
    fills_down = ("fund",)
    fund = TermField("资金性质", FundKind)
    label = TextField("名称", most=200, blank="")
    amount = MoneyField("金额（万元）")


class ExpenditureForm(PieceForm):
    piece_class = Expenditure
    total = MoneyField("支出合计（万元）")
    basic = MoneyField("基本支出（万元）")
    personnel = MoneyField("其中：人员经费（万元）")
    operating = MoneyField("其中：日常公用经费（万元）")
    projects = MoneyField("项目支出（万元）")
    year_end_balance = MoneyField("年末结转结余（万元）", negative=True)
    executed = MoneyField("部门全年执行数（万元）")
    execution_rate = NumberField("部门预算执行率（%）")


class ProjectTotalsForm(PieceForm):
    piece_class = ProjectTotals
    count = CountField("项目个数")
    initial = MoneyField("项目年初预算数合计（万元）", negative=True)  # type: ignore[assignment]
    adjusted = MoneyField("项目全年预算数合计（万元）")
    executed = MoneyField("项目全年执行数合计（万元）")
    execution_rate = NumberField("项目预算执行率（%）")
    excellent_rate = NumberField("项目评优率（%）")


class FundShareForm(RowForm):
    piece_class = FundShare
    row_label = "按资金性质"
    fund = TermField("资金性质", FundKind)
    count = CountField("项目个数")
    amount = MoneyField("涉及资金（万元）")
    share = NumberField("占比（%）")


class CompletionForm(PieceForm):
    piece_class = CompletionCounts
    full = CountField("目标实现程度100%的项目数")
    half_or_more = CountField("目标实现程度50%（含）至100%（不含）的项目数")
    under_half = CountField("目标实现程度不足50%的项目数")
    not_started = CountField("未开展的项目数")


class GradeCountsForm(PieceForm):
    """How many projects have each grade: one field per grade of the year's scheme."""

    piece_class = tuple

    def read(self, current: Counts | None) -> dict[str, Any]:
        return dict(current or ())

    def adapt(self) -> None:
        names = [name for name, _ in self.around.scheme.grades]
        for name in dict.fromkeys([*names, *dict(self.current or ())]):
            self.fields[name] = CountField(word(self.around.pointer(self.add_prefix(name))))

    def piece(self) -> Counts:
        """Only grades that are stated, or were: a blank in every field states nothing."""
        if not self.is_bound:
            return self.current or ()
        self.full_clean_once()
        counts = tuple((name, self.cleaned_data.get(name)) for name in self.fields)
        stated = dict(self.current or ())
        return tuple(pair for pair in counts if pair[1] is not None or pair[0] in stated)


class HasTransfersForm(PieceForm):
    """Transfers are asked for only where there are any."""

    piece_class = Finance
    has_transfers = forms.BooleanField(label="本年度有上级转移支付", required=False)

    def read(self, current: Finance) -> dict[str, Any]:
        return {"has_transfers": current.transfers is not None}

    @property
    def is_checked(self) -> bool:
        if not self.is_bound:
            return bool(self.initial["has_transfers"])
        self.full_clean_once()
        return bool(self.cleaned_data.get("has_transfers"))


class TransfersForm(PieceForm):
    piece_class = Transfers
    count = CountField("转移支付项目个数")
    total = MoneyField("转移支付合计（万元）")
    central = MoneyField("中央转移支付（万元）")
    provincial = MoneyField("省级转移支付（万元）")
    municipal = MoneyField("市级转移支付（万元）")
    excellent_rate = NumberField("转移支付评优率（%）")


class FinanceForm(SectionForm):
    def build(self, piece: Finance) -> None:
        transfers = piece.transfers or Transfers()
        totals = piece.project_totals
        self.lines = self.rows(RevenueLineForm, "revenue-lines", piece.revenue.lines)
        self.revenue = self.form(RevenueForm, "revenue", piece.revenue)
        self.expenditure = self.form(ExpenditureForm, "expenditure", piece.expenditure)
        self.has_transfers = self.form(HasTransfersForm, "", piece)
        self.transfers = self.form(TransfersForm, "transfers", transfers)
        self.transfer_grades = self.form(GradeCountsForm, "transfers-by_grade", transfers.by_grade)
        self.totals = self.form(ProjectTotalsForm, "project_totals", totals)
        self.shares = self.rows(FundShareForm, "project_totals-by_fund", totals.by_fund)
        self.grades = self.form(GradeCountsForm, "project_totals-by_grade", totals.by_grade)
        self.completion = self.form(CompletionForm, "project_totals-by_completion", totals.by_completion)

    def piece(self) -> Finance:
        transfers = replace(self.transfers.piece(), by_grade=self.transfer_grades.piece())
        return Finance(
            revenue=replace(self.revenue.piece(), lines=self.lines.pieces()),
            expenditure=self.expenditure.piece(),
            project_totals=replace(
                self.totals.piece(),
                by_fund=self.shares.pieces(),
                by_grade=self.grades.piece(),
                by_completion=self.completion.piece(),
            ),
            transfers=transfers if self.has_transfers.is_checked else None,
        )
