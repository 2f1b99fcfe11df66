"""What the checks of written reports say of figures that were recognised: plain data in, findings out, no text read."""

from decimal import Decimal

import pytest

from assessments.rules.checks import REPORT_CHECKS, ReportFigures, run_report_checks
from assessments.rules.text.stated import (
    CellNumber,
    ColumnKind,
    CompletionRate,
    CountedParts,
    ExcellentRate,
    GrantedAmount,
    RateOfRow,
    RestatedAmount,
    RestatedCount,
    RestatedTotal,
    StatedChange,
    StatedColumn,
    StatedNumber,
    StatedRate,
    StatedShare,
    StatedSum,
    SumKind,
)
from budgets.money import YUAN_PER
from budgets.terms import MoneyUnit

WAN = YUAN_PER[MoneyUnit.WAN]
AT = (0, 1)


def money(digits, name="金额"):
    value, step = Decimal(digits) * WAN, WAN.scaleb(-len(digits.partition(".")[2]))
    return StatedNumber(name=name, value=value, unit="万元", digits=digits, step=step, span=AT)


def plain(digits, unit="%", *, is_count=False):
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return StatedNumber(
        name="数", value=Decimal(digits), unit=unit, digits=digits, step=step, span=AT, is_count=is_count
    )


def listed(kind, total, *parts, is_complete=False):
    whole, shares = money(total), tuple(money(part) for part in parts)
    readings = ((whole, shares),)
    return {"sums": (StatedSum(kind=kind, total=whole, parts=shares, readings=readings, is_complete=is_complete),)}


def scored(total, *parts):
    points = tuple(plain(part, "分") for part in parts)
    return {"scores": (StatedSum(kind=SumKind.LISTED, total=plain(total, "分"), parts=points, readings=()),)}


def table(kind, total, *parts, other="3"):
    def column(shown, numbers, of):
        cells = tuple(CellNumber(Decimal(one), AT) for one in numbers)
        return StatedColumn(head="列", kind=of, parts=cells, total=CellNumber(Decimal(shown), AT))

    return {"tables": ((column(total, parts, kind), column(other, ("1", "2"), ColumnKind.OTHER)),)}


def counted(total, *parts, division, is_open=False):
    numbers = tuple(plain(part, "人", is_count=True) for part in parts)
    whole = plain(total, "人", is_count=True)
    one = CountedParts(
        total=whole, listed=numbers, parts=numbers, set_apart=numbers, division=division, is_open=is_open
    )
    return {"counted": (one,)}


def executed(rate, done, *plans):
    amounts = tuple(money(plan) for plan in plans)
    return {"rates": (StatedRate(rate=plain(rate), done=money(done), plan=amounts[-1], plans=amounts),)}


def row(rate, spent, budget, *, is_percent=True):
    cells = {"rate": rate, "spent": spent, "budget": budget}
    numbers = {name: CellNumber(Decimal(digits), AT) for name, digits in cells.items()}
    step = Decimal(1).scaleb(-len(rate.partition(".")[2]))
    return {
        "rates_of_rows": (RateOfRow(head="执行率", unit=MoneyUnit.WAN, step=step, is_percent=is_percent, **numbers),)
    }


def share(rate, part, *totals):
    near = tuple(money(total) for total in totals)
    return {"shares": (StatedShare(share=plain(rate), part=money(part), total=near[0], totals=near, span=AT),)}


def excellent(rate, best, graded, projects):
    numbers = {"graded": Decimal(graded), "projects": Decimal(projects)}
    return {"excellent_rates": (ExcellentRate(rate=plain(rate), best=plain(best, "个"), **numbers),)}


def changed(rate, change, amount, *, is_more, is_last_year=False):
    last_years = frozenset({AT}) if is_last_year else frozenset()
    one = StatedChange(
        rate=plain(rate),
        change=money(change),
        is_more=is_more,
        amounts=(money(amount),),
        last_years=last_years,
        span=AT,
    )
    return {"changes": (one,)}


def completed(rate, target, actual, *, is_above=False):
    numbers = {"rate": Decimal(rate), "target": Decimal(target), "actual": Decimal(actual)}
    return {"completion_rates": (CompletionRate(step=Decimal(1), is_above=is_above, span=AT, **numbers),)}


def granted(first, again, *, is_certain):
    return {"granted": (GrantedAmount(first=money(first), again=money(again), is_certain=is_certain),)}


CASES = [
    (listed(SumKind.LISTED, "30", "10", "20"), []),
    (listed(SumKind.LISTED, "30", "10", "21"), ["K69 warning"]),
    (listed(SumKind.LISTED, "30", "10", "21", is_complete=True), ["K69 error"]),
    (listed(SumKind.LISTED, "30.01", "10", "20"), []),
    (listed(SumKind.LISTED, "30", "10", "20", "5", "15"), []),  # the last two are details of the one before
    (listed(SumKind.ADJUSTED, "30", "40", "-10"), []),
    (listed(SumKind.ADJUSTED, "30", "40", "-20"), ["K69 warning"]),
    (scored("90", "50", "40"), []),
    (scored("90", "50", "41"), ["K14 error"]),
    (table(ColumnKind.WEIGHT, "50", "20", "30"), []),
    (table(ColumnKind.WEIGHT, "51", "20", "30"), ["K12 error"]),
    (table(ColumnKind.SCORE, "51", "20", "30"), ["K14 error"]),
    (table(ColumnKind.PROJECTS, "51", "20", "30"), ["K05 error"]),
    (table(ColumnKind.OTHER, "51", "20", "30"), ["K69 warning"]),
    (table(ColumnKind.OTHER, "51", "20", "30", other="4"), []),  # no column holds: the reading is wrong
    (counted("46", "18", "28", division=True), []),
    (counted("46", "18", "29", division=False), ["K76 warning"]),
    (counted("46", "18", "20", division=True), ["K76 warning"]),
    (counted("46", "18", "20", division=True, is_open=True), []),
    (counted("46", "18", "20", division=None), []),  # two of several kinds
    (executed("95.4", "95.4", "100"), []),
    (executed("96", "95.4", "100"), ["K08 error"]),
    (executed("96", "95.4", "99.4", "100"), []),
    (row("95", "95", "100"), []),
    (row("0.95", "95", "100", is_percent=False), []),
    (row("0.95", "95", "100"), ["K08 error"]),
    (share("25", "1", "4"), []),
    (share("52", "1", "4"), ["K70 warning"]),
    (share("52", "1", "0"), ["K70 warning"]),
    (excellent("50", "5", "10", "20"), []),
    (excellent("25", "5", "10", "20"), []),
    (excellent("30", "5", "10", "20"), ["K70 warning"]),
    (changed("25", "20", "100", is_more=True), []),
    (changed("20", "20", "100", is_more=True), ["K70 warning"]),
    (changed("20", "20", "100", is_more=True, is_last_year=True), []),
    (changed("20", "20", "80", is_more=False), []),
    (completed("120", "100", "120"), []),
    (completed("100", "100", "120"), []),
    (completed("102", "100", "120"), ["K70 warning"]),
    (completed("20", "100", "120", is_above=True), []),
    (granted("120", "130", is_certain=True), ["K57 warning"]),
    (granted("120", "130", is_certain=False), []),
    (granted("120", "210", is_certain=False), ["K57 warning"]),
    ({"restated_totals": (RestatedTotal(first=money("120"), again=money("120.01")),)}, []),
    ({"restated_totals": (RestatedTotal(first=money("120"), again=money("121")),)}, ["K57 warning"]),
    ({"restated_amounts": (RestatedAmount(before=(money("120.50"),), again=money("102.50")),)}, ["K57 hint"]),
    ({"restated_amounts": (RestatedAmount(before=(money("120.50"),), again=money("377.16")),)}, []),
    ({"restated_counts": (RestatedCount(first=5, again=5, spans=(AT, AT)),)}, []),
    ({"restated_counts": (RestatedCount(first=5, again=6, spans=(AT, AT)),)}, ["K49 warning"]),
    ({"unreadable": (AT,)}, ["K67 error"]),
]


@pytest.mark.parametrize(("figures", "said"), CASES)
def test_a_figure_is_held_to_what_stands_beside_it(figures, said):
    found = run_report_checks(ReportFigures(text="1,2.3", **figures))

    assert [f"{one.code} {one.severity.value}" for one in found] == said


def test_every_check_of_reports_has_a_case():
    assert {said[:3] for _, expected in CASES for said in expected} == {rule.code for rule in REPORT_CHECKS}
