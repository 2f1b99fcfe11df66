"""Any facts that an exchange file can hold."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from assessments.schema import facts as f
from assessments.schema.due import Due
from assessments.schema.scheme import SCHEME_2021_101, ExecutionMethod, Scheme
from assessments.terms import Band, ManagementItem
from budgets.terms import Comparator, FundKind, MoneyUnit, SourceLevel

# Everything but what the format refuses: control characters, lone surrogates, U+FFFE and U+FFFF.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"], include_characters="\t\n\r")
TEXT = st.text(CHARACTERS, max_size=12)
NAME = TEXT
MAYBE_TEXT = st.none() | TEXT
# Money reaches as far as a column does, figures likewise (percent or points).
MONEY = st.none() | st.integers(-(10**14) + 1, 10**14 - 1).map(lambda fen: Decimal(fen).scaleb(-2))
FIGURE = st.none() | st.integers(-(10**14) + 1, 10**14 - 1).map(lambda unit: Decimal(unit).scaleb(-8))
SURE = st.integers(0, 10**6).map(lambda cent: Decimal(cent).scaleb(-2))
COUNT = st.none() | st.integers(0, 2**31 - 1)
DATE = st.none() | st.dates()
DUE = DATE.map(lambda day: day and Due.on(day)) | st.sampled_from(["长期坚持", "2024年6月底前"]).map(Due)
KEY = st.text(CHARACTERS, min_size=1, max_size=8).filter(str.strip)


def rows(item: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(item, max_size=most).map(tuple)


def maybe(words: Any) -> st.SearchStrategy[Any]:
    return st.none() | st.sampled_from(words)


def pairs(value: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.dictionaries(KEY, value, max_size=4).map(lambda found: tuple(found.items()))


def scheme(execution: Decimal, groups: Any, method: ExecutionMethod, grades: Any) -> Scheme:
    bands = SCHEME_2021_101.execution_bands if method is ExecutionMethod.BANDED else ()
    return Scheme(execution=execution, groups=groups, execution_method=method, execution_bands=bands, grades=grades)


SCHEMES = st.builds(scheme, SURE, pairs(SURE), st.sampled_from(ExecutionMethod), rows(st.tuples(NAME, SURE), 4))
COLUMNS = {"initial": MONEY, "adjusted": MONEY, "executed": MONEY}
INDICATORS = st.builds(
    f.Indicator,
    group=MAYBE_TEXT,
    kind=MAYBE_TEXT,
    name=NAME,
    comparator=maybe(Comparator),
    target=MAYBE_TEXT,
    adjusted_target=MAYBE_TEXT,
    unit=MAYBE_TEXT,
    baseline=MAYBE_TEXT,
    actual=MAYBE_TEXT,
    band=maybe(Band),
    weight=FIGURE,
    score=FIGURE,
    reason=MAYBE_TEXT,
    evidence=rows(NAME),
    not_applicable=st.booleans(),
    core=st.booleans(),
    row=st.none(),
    approved=st.just(value=False),
    change_document=st.none(),
)
NOTES = st.builds(f.ManagementNote, statement=MAYBE_TEXT, problems=MAYBE_TEXT)
TRANSFER_FORMS = st.builds(
    f.ProjectTransfer,
    ministry=MAYBE_TEXT,
    management=st.builds(f.FundManagement, **{item.value: NOTES for item in ManagementItem}),
    audit_findings=MAYBE_TEXT,
)
PROJECTS = st.builds(
    f.Project,
    name=NAME,
    code=MAYBE_TEXT,
    unit=MAYBE_TEXT,
    activity=MAYBE_TEXT,
    exempt_reason=MAYBE_TEXT,
    funding=rows(st.builds(f.FundingLine, label=NAME, fund=maybe(FundKind), source=maybe(SourceLevel), **COLUMNS)),
    total=st.builds(f.FundingTotal, execution_rate=FIGURE, weight=FIGURE, score=FIGURE, **COLUMNS),
    transfer=st.none() | TRANSFER_FORMS,
    goal=st.builds(f.ProjectGoal, expected=MAYBE_TEXT, actual=MAYBE_TEXT),
    indicators=rows(INDICATORS),
    score=FIGURE,
    grade=MAYBE_TEXT,
    reason=MAYBE_TEXT,
)
TOTALS = st.builds(
    f.ProjectTotals,
    count=COUNT,
    execution_rate=FIGURE,
    by_fund=rows(st.builds(f.FundShare, fund=maybe(FundKind), count=COUNT, amount=MONEY, share=FIGURE)),
    by_grade=pairs(COUNT),
    excellent_rate=FIGURE,
    by_completion=st.builds(f.CompletionCounts, full=COUNT, half_or_more=COUNT, under_half=COUNT, not_started=COUNT),
    **COLUMNS,
)
TRANSFERS = st.none() | st.builds(
    f.Transfers,
    count=COUNT,
    total=MONEY,
    central=MONEY,
    provincial=MONEY,
    municipal=MONEY,
    by_grade=pairs(COUNT),
    excellent_rate=FIGURE,
)
FACTS = st.builds(
    f.Facts,
    county=MAYBE_TEXT,
    year=st.integers(2000, 2100),
    money_unit=st.sampled_from(MoneyUnit),
    department=st.builds(
        f.DepartmentFacts,
        name=NAME,
        code=MAYBE_TEXT,
        self_noun=MAYBE_TEXT,
        internal_offices=COUNT,
        staff_on_post=COUNT,
        contact=MAYBE_TEXT,
        phone=MAYBE_TEXT,
    ),
    units=rows(NAME),
    scheme=st.none() | SCHEMES,
    revenue=st.builds(
        f.Revenue, total=MONEY, lines=rows(st.builds(f.RevenueLine, fund=maybe(FundKind), label=NAME, amount=MONEY), 3)
    ),
    expenditure=st.builds(
        f.Expenditure,
        total=MONEY,
        basic=MONEY,
        personnel=MONEY,
        operating=MONEY,
        projects=MONEY,
        year_end_balance=MONEY,
        executed=MONEY,
        execution_rate=FIGURE,
    ),
    project_totals=TOTALS,
    transfers=TRANSFERS,
    projects=rows(PROJECTS),
    goals=st.builds(
        f.Goals,
        overall=rows(NAME),
        sub=rows(st.builds(f.SubGoal, name=NAME, statement=MAYBE_TEXT, indicators=rows(INDICATORS)), 1),
    ),
    indicators=rows(INDICATORS, 1),
    execution=st.builds(f.Execution, weight=FIGURE, score=FIGURE),
    score=FIGURE,
    grade=MAYBE_TEXT,
    narrative=st.builds(
        f.Narrative,
        organisation=MAYBE_TEXT,
        target_quality_overall=MAYBE_TEXT,
        target_quality_projects=MAYBE_TEXT,
        problems=MAYBE_TEXT,
        rectification=MAYBE_TEXT,
    ),
    rectifications=rows(st.builds(f.Rectification, problem=MAYBE_TEXT, measure=MAYBE_TEXT, owner=MAYBE_TEXT, due=DUE)),
    attachments=rows(NAME),
    dates=st.builds(f.Dates, completed=DATE, reported=DATE, published=DATE, due=DATE),
    written=st.just(f.NOTHING_WRITTEN),
)
