"""Small pieces that several styles say in their own way: titles, signatures, indicators, numbers of projects."""

from decimal import Decimal

from budgets.terms import Comparator, FundKind
from tests.corpus.paper import mark
from tests.corpus.pen import number_in_words, points, year_in_words

LONG = {"优": ("优", "优秀"), "良": ("良", "良好"), "中": ("中", "中等"), "差": ("差", "较差")}
_SOURCES = {
    FundKind.GENERAL_PUBLIC: ("一般公共预算财政拨款收入", "一般公共预算收入", "一般公共预算拨款", "财政拨款收入"),
    FundKind.GOVERNMENT_FUND: ("政府性基金预算财政拨款收入", "政府性基金收入", "政府性基金预算拨款", "政府性基金拨款"),
    FundKind.OTHER: ("其他收入", "其他收入", "其他资金", "其他收入"),
    FundKind.CARRY_OVER: ("年初结转和结余", "上年结转结余", "上年结转", "使用上年结转资金"),
}


def source(line, way):
    return _SOURCES[line.fund][way]


def sign(paper, story, random, *, full=None):
    """Office and day at the end, in digits, in words, or on one line."""
    day = story.facts.dates.reported
    name = story.name if full is None else full
    shown = random.choice(
        (
            f"{day.year}年{day.month}月{day.day}日",
            f"{year_in_words(day.year)}年{number_in_words(day.month)}月{number_in_words(day.day)}日",
            f"{day.year} 年 {day.month} 月 {day.day} 日",
        )
    )
    paper.p("")
    paper.p(f"{' ' * 40}{name}", "office")
    paper.p(f"{' ' * 42}{shown}", "date")


def score(story, *codes):
    return mark(points(story.facts.score), *codes)


def score_of(dimensions):
    return sum((one.score for one in dimensions), Decimal(0))


def by_group(story):
    groups = {}
    for one in story.dimensions:
        groups.setdefault(one.group, []).append(one)
    return groups


def wish(row):
    """A target in words: 不少于40件, 控制在30万元以内, 达到95%以上."""
    if row.comparator is Comparator.AT_MOST:
        return f"控制在{row.target}{row.unit}以内"
    return f"达到{row.target}%以上" if row.unit == "%" else f"不少于{row.target}{row.unit}"


def result(row, random):
    """An indicator with its result in a sentence."""
    over = Decimal(row.actual) * 100 / Decimal(row.target)
    if row.unit == "%":
        return random.choice(
            (
                f"{row.name}：目标值≥{row.target}%，实际完成{row.actual}%",
                f"{row.name}年初目标为{row.target}%，实际达到{row.actual}%",
            )
        )
    sign_ = row.comparator.label
    if row.comparator is Comparator.AT_MOST:
        return f"{row.name}{sign_}{row.target}{row.unit}，实际支出{row.actual}{row.unit}"
    return random.choice(
        (
            f"{row.name}计划{row.target}{row.unit}，实际完成{row.actual}{row.unit}，完成率{over:.2f}%",
            f"{row.name}{sign_}{row.target}{row.unit}，实际完成{row.actual}{row.unit}",
            f"{row.name}{row.actual}{row.unit}，完成年度目标{row.target}{row.unit}的{over:.1f}%",
        )
    )


def problems(paper, heading, *lines, role="problem"):
    paper.p(heading, "heading problem")
    for line in lines:
        paper.p(line, role)


def rate_codes(pen, budget):
    """What holds a rate beside the budget as it began: in whole percent it may be the rate of that budget."""
    is_exact = pen.rate_decimals == 2 and not pen.trimmed
    return ("K08",) if is_exact or budget.initial == budget.adjusted else ()
