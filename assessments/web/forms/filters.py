"""What the bureau's list may be narrowed and ordered by; the address keeps it."""

from collections.abc import Collection
from typing import Any, TypeVar

import django_filters
from django import forms
from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value, When

from assessments.models import Assessment, Round
from assessments.rules.punctuality import Lateness
from assessments.terms import PENDING, ReviewState, Stage, Status
from budgets.models import FinanceSection

# Column of the query, name in the address.
ORDERS: tuple[tuple[str, str], ...] = (
    ("department__name", "department"),
    ("department__section__name", "section"),
    ("status_rank", "status"),
    ("submitted_at", "submitted"),
    ("last_saved_at", "saved"),
    ("score", "score"),
)
Row = TypeVar("Row", bound=Model)
_YES = [("1", "是")]
CURRENT = "current"  # of the rounds: the newest one, and whatever is not finished
NOT_SUBMITTED = "1"  # as kept addresses have it


def late_value(kind: Lateness) -> str:
    """The kind as the address has it."""
    return NOT_SUBMITTED if kind is Lateness.NOT_SUBMITTED else kind.value


_KINDS = {late_value(kind): kind for kind in Lateness}


def late_in(rows: QuerySet[Row], value: str) -> QuerySet[Row]:
    """Rows that are late in this way; they have the columns of `deadlines`."""
    return rows.filter(**{str(_KINDS[value]): True})


WITHOUT_SECTION = "null"
ON_MY_DESK, NOT_HANDED_IN, HANDED_IN = "desk", "pending", "handed_in"
_STAGES = [(ON_MY_DESK, "待我审核"), (NOT_HANDED_IN, "未报送"), *Stage.choices(), (HANDED_IN, "报送过")]


class StableOrdering(django_filters.OrderingFilter):
    """Blank values last on every database, equal ones always in the same order: a page never repeats a row."""

    def filter(self, qs: QuerySet[Assessment], value: list[str] | None) -> QuerySet[Assessment]:
        columns = [self.get_ordering_value(name) for name in value or () if name]
        if not columns:
            return qs.order_by("-round__fiscal_year__year", "department__code", "department__name", "pk")
        return qs.order_by(*map(_nulls_last, columns), "pk")


def _nulls_last(column: str) -> Any:
    if column.startswith("-"):
        return F(column[1:]).desc(nulls_last=True)
    return F(column).asc(nulls_last=True)


class ReviewFilter(django_filters.FilterSet):
    """Expects the annotations of `queries.with_progress`."""

    name = django_filters.CharFilter("department__name", "icontains", label="部门名称")
    round = django_filters.ModelChoiceFilter(
        queryset=Round.objects.select_related("fiscal_year"),
        label="自评任务",
        empty_label="全部",
        null_label="最近一次和以往未办结的",
        null_value=CURRENT,
        method="in_round",
    )
    section = django_filters.ModelChoiceFilter(
        "department__section",
        queryset=FinanceSection.objects.all(),
        label="业务股室",
        empty_label="全部",
        null_label="未归口",
        null_value=WITHOUT_SECTION,
    )
    stage = django_filters.ChoiceFilter(label="进度", choices=_STAGES, method="at_stage", empty_label="全部")
    status = django_filters.ChoiceFilter(
        "review_state", label="状态", choices=ReviewState.choices(), empty_label="全部"
    )
    overdue = django_filters.ChoiceFilter(
        label="逾期",
        choices=[(value, kind.label) for value, kind in _KINDS.items()],
        method="only_overdue",
        empty_label="不限",
    )
    remarks = django_filters.ChoiceFilter(
        label="有待处理意见", choices=_YES, method="only_with_remarks", empty_label="不限"
    )
    order = StableOrdering(fields=ORDERS)

    class Meta:
        model = Assessment
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[Assessment], desk: Collection[Status] = ()) -> None:
        """`desk` is where an assessment stands that waits for whoever looks at the list."""
        super().__init__(data, queryset=queryset.annotate(status_rank=_STATUS_RANK))
        self.desk = desk
        self.form.auto_id = "filter-%s"
        self.form.use_required_attribute = False

    def at_stage(self, assessments: QuerySet[Assessment], _name: str, value: str) -> QuerySet[Assessment]:
        if value == ON_MY_DESK:
            return assessments.filter(status__in=self.desk)
        stages = {NOT_HANDED_IN: PENDING, HANDED_IN: frozenset(Stage) - PENDING}.get(value, {value})
        return assessments.filter(Q(stage__in=stages))

    def in_round(self, assessments: QuerySet[Assessment], _name: str, value: Round | str) -> QuerySet[Assessment]:
        if isinstance(value, Round):
            return assessments.filter(round=value)
        unfinished = ~Q(status__in=[status for status in Status if status.is_final])
        return assessments.filter(unfinished | Q(round=Round.objects.order_by("-fiscal_year__year").values("pk")[:1]))

    def only_overdue(self, assessments: QuerySet[Assessment], _name: str, value: str) -> QuerySet[Assessment]:
        return late_in(assessments, value)

    def only_with_remarks(self, assessments: QuerySet[Assessment], _name: str, _value: str) -> QuerySet[Assessment]:
        return assessments.filter(Q(open_comments__gt=0))


_STATUS_RANK = Case(
    *(When(review_state=state.value, then=Value(rank)) for rank, state in enumerate(ReviewState)),
    output_field=IntegerField(),
)


class RoundFilter(forms.Form):
    """Picks a round; what cannot be read counts as not chosen."""

    use_required_attribute = False
    round = forms.ModelChoiceField(Round.objects.none(), label="自评任务", required=False, empty_label="最近一次")

    def __init__(self, data: Any, *, rounds: QuerySet[Round]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def chosen_round(self) -> Round | None:
        return self._chosen("round")

    def _chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) if self.is_bound else None


class CopiesFilter(RoundFilter):
    """Narrows the list of near-copies."""

    name = forms.CharField(label="部门名称", required=False)

    @property
    def chosen_name(self) -> str:
        return self._chosen("name") or ""
