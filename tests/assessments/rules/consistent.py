"""Papers of any size whose figures hold together, made without the rules that they test."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import strategies as st

FORMAT = "performance-self-assessment/1"
REASON = "受封控影响项目推迟开工，剩余任务已排入次年第一季度，并指定专人按月调度。"
GRADES = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
LARGEST = 50_000  # hundredths of a unit: a whole paper in 亿元 stays within what a column holds
ABOVE = ("central", "provincial", "municipal")
HUNDREDTHS = st.integers(0, LARGEST)


def text(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2):f}"


def points(numerator: Decimal, denominator: Decimal = Decimal(1)) -> Decimal:
    """Rounded half up to two places; exact enough for the small numbers used here."""
    return (numerator / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def grade(score: Decimal) -> str:
    return next(name for name, start in GRADES if score >= start)


@st.composite
def indicators(draw: st.DrawFn, weight: int) -> tuple[list[dict[str, Any]], Decimal]:
    """Indicators whose weights add up to `weight`, each scored by its ratio, and the sum of their points."""
    rows, total, left = [], Decimal(0), weight
    while left:
        share = left if len(rows) == 5 else draw(st.integers(1, left))
        left -= share
        target, actual = draw(st.integers(1, 500)), draw(st.integers(1, 600))
        upwards = draw(st.booleans())
        met = actual >= target if upwards else actual <= target
        part, whole = (actual, target) if upwards else (target, actual)
        score = Decimal(share) if met else points(Decimal(share) * part, Decimal(whole))
        total += score
        rows.append(
            {
                "name": f"任务{len(rows)}",
                "comparator": "≥" if upwards else "≤",
                "target": str(target),
                "unit": "件",
                "actual": str(actual),
                "weight": str(share),
                "score": str(score),
                "reason": REASON,
                "evidence": ["台账"],
            }
        )
    return rows, total


@st.composite
def projects(draw: st.DrawFn, number: int) -> dict[str, Any]:
    lines = draw(st.lists(st.tuples(HUNDREDTHS, st.integers(1, LARGEST), st.integers(0, 100)), min_size=1, max_size=3))
    spent = [adjusted * percent // 100 for _, adjusted, percent in lines]
    adjusted, executed = sum(line[1] for line in lines), sum(spent)
    rate = Decimal(executed) / Decimal(adjusted)
    execution = points(rate * 10)
    rows, total = draw(indicators(90))
    score = total + execution
    return {
        "name": f"项目{number}",
        "funding": [
            {
                "label": f"资金{at}",
                "fund": "general_public",
                "source": draw(st.sampled_from([None, "county", *ABOVE])),
                "initial": text(line[0]),
                "adjusted": text(line[1]),
                "executed": text(spent[at]),
            }
            for at, line in enumerate(lines)
        ],
        "total": {
            "initial": text(sum(line[0] for line in lines)),
            "adjusted": text(adjusted),
            "executed": text(executed),
            "execution_rate": str(points(rate * 100)),
            "weight": "10",
            "score": str(execution),
        },
        "indicators": rows,
        "score": str(score),
        "grade": grade(score),
    }


def column(listed: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(project["total"][name]) for project in listed), Decimal(0))


def transfers(listed: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What the projects have from above; None where that is nothing."""
    lines = [(project["name"], line) for project in listed for line in project["funding"] if line["source"] in ABOVE]
    sums = {
        level: sum((Decimal(line["adjusted"]) for _, line in lines if line["source"] == level), Decimal(0))
        for level in ABOVE
    }
    shown = {level: str(amount) for level, amount in sums.items()}
    return shown | {"count": len({name for name, _ in lines}), "total": str(sum(sums.values()))} if lines else None


@st.composite
def papers(draw: st.DrawFn) -> dict[str, Any]:
    listed = [draw(projects(number)) for number in range(draw(st.integers(1, 3)))]
    initial, adjusted, executed = (column(listed, name) for name in ("initial", "adjusted", "executed"))
    personnel, operating = draw(HUNDREDTHS), draw(HUNDREDTHS)
    basic = Decimal(personnel + operating).scaleb(-2)
    balance, first = Decimal(draw(HUNDREDTHS)).scaleb(-2), Decimal(draw(HUNDREDTHS)).scaleb(-2)
    income = basic + adjusted + balance
    counts = Counter(project["grade"] for project in listed)
    return {
        "format": FORMAT,
        "year": 2022,
        "money_unit": draw(st.sampled_from(["元", "万元", "亿元"])),
        "department": {"name": "甲局"},
        "revenue": {
            "total": str(income),
            "lines": [
                {"fund": "general_public", "label": "甲", "amount": str(income - min(first, income))},
                {"fund": "carry_over", "label": "乙", "amount": str(min(first, income))},
            ],
        },
        "expenditure": {
            "total": str(basic + adjusted),
            "basic": str(basic),
            "personnel": text(personnel),
            "operating": text(operating),
            "projects": str(adjusted),
            "year_end_balance": str(balance),
        },
        "project_totals": {
            "count": len(listed),
            "initial": str(initial),
            "adjusted": str(adjusted),
            "executed": str(executed),
            "execution_rate": str(points(executed * 100, adjusted)),
            "by_fund": [{"fund": "general_public", "count": len(listed), "amount": str(adjusted), "share": "100"}],
            "by_grade": {name: counts[name] for name, _ in GRADES},
            "by_completion": {"full": len(listed), "half_or_more": 0, "under_half": 0, "not_started": 0},
        },
        "transfers": transfers(listed),
        "projects": listed,
        "attachments": ["自评表"],
        "dates": {"reported": "2023-03-01"},
    }
