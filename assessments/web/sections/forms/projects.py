"""项目清单 and 项目资金: which projects there are, where the money of each came from, how transfers were managed."""

from dataclasses import replace
from typing import Any

from django import forms

from assessments.rules.scoring.transfers import has_transfers, is_transfer
from assessments.schema.facts import FundingLine, FundingTotal, FundManagement, ManagementNote, Project, ProjectTransfer
from assessments.schema.sections import Funding, ProjectHeader, Projects
from assessments.terms import ManagementItem
from assessments.web.forms.asked import asked
from assessments.web.forms.bound_field import PieceField
from assessments.web.forms.dataclass_form import DataclassForm, RowForm
from assessments.web.forms.section_form import SectionForm


class ProjectForm(RowForm):
    """A project that was saved before is taken away by a mark, not at once: its money and results go with it."""

    piece_class = ProjectHeader
    defined_by = Project
    row_label = "项目"
    fills_down = ("unit", "activity")
    name = asked(lines=1)
    code = asked()
    unit = asked(from_list=True, none="部门本级")
    activity = asked(lines=1)
    exempt_reason = asked(lines=1)
    leave_out = forms.BooleanField(label="删除", required=False)

    def adapt(self) -> None:
        stated = self.current.unit if self.current else None
        self.fields["unit"].offer(self.context.unit_names, stated)  # type: ignore[attr-defined]
        if not self.is_saved:
            del self.fields["leave_out"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        others = any(value for name, value in said.items() if name not in {"name", "row", "leave_out"})
        if not said.get("name") and "name" not in self.errors and (others or self._known_name):
            self.add_error("name", "请填写项目名称。")
        return said

    @property
    def is_saved(self) -> bool:
        return self.current is not None and self.current.row is not None

    @property
    def _known_name(self) -> str:
        return self.current.name if self.current is not None else ""

    @property
    def is_placed(self) -> bool:
        """A project is known by its name: a saved one keeps the name that it has, a new one waits for one."""
        return self.is_saved or "name" not in self.errors

    def piece(self) -> ProjectHeader:
        piece: ProjectHeader = super().piece()
        return replace(piece, name=self._known_name) if self.is_saved and "name" in self.errors else piece

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
    fills_down = ("label", "fund", "source")
    label = asked()
    fund = asked()
    source = asked()
    initial = asked()
    adjusted = asked()
    executed = asked()

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["label"].widget.attrs["list"] = "funding-labels"


class FundingTotalForm(DataclassForm):
    piece_class = FundingTotal
    initial = asked()
    adjusted = asked()
    executed = asked()
    execution_rate = asked()
    weight = asked()
    score = asked()


class TransferForm(DataclassForm):
    piece_class = ProjectTransfer
    ministry = asked(help_text="主管该项转移支付的国家部委；不是中央资金的可不填。")
    audit_findings = asked(rows=2, help_text="没有的，填“无”。")


class ManagementNoteForm(DataclassForm):
    piece_class = ManagementNote
    statement = asked(rows=1)
    problems = asked(rows=1)

    @property
    def item(self) -> ManagementItem:
        return ManagementItem(str(self.prefix).rpartition("-")[2])


class FundingForm(SectionForm):
    extra_columns = ("预算执行率（%）",)
    # What the row 年度资金总额 is made of in the form of 财预〔2020〕10号.
    usual_labels = ("当年财政拨款", "上年结转资金", "其他资金")

    def build(self, piece: Funding) -> None:
        self.lines = self.rows(FundingLineForm, "funding", piece.lines)
        self.total = self.form(FundingTotalForm, "total", piece.total)
        transfer = piece.transfer or ProjectTransfer()
        self.transfer = self.form(TransferForm, "transfer", transfer)
        self.management: list[ManagementNoteForm] = [
            self.form(ManagementNoteForm, f"transfer-management-{item}", getattr(transfer.management, item))
            for item in ManagementItem
        ]

    def piece(self) -> Funding:
        management = FundManagement(**{form.item.value: form.piece() for form in self.management})
        transfer = replace(self.transfer.piece(), management=management)
        return Funding(
            lines=self.lines.pieces(),
            total=self.total.piece(),
            transfer=None if transfer == ProjectTransfer() else transfer,
        )

    @property
    def is_of_transfer(self) -> bool:
        """Whether a transfer pays for the project, or something is said of one: as it stands when the page is made."""
        piece = self.piece()
        return piece.transfer is not None or is_transfer(piece.lines)

    @property
    def has_transfers(self) -> bool:
        """Whether the department says that it has transfers at all; without, no form of them is made."""
        return has_transfers(self.context.facts)
