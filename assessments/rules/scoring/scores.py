"""Scores by the rules of a year: indicator, execution, project, department, grade (domain §1.3, §2.3).

Points, rounded half up to two decimals, never a float. None means that a rule cannot tell: then a person scores.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessments.rules.scoring.totals import department_execution_rate, project_execution_rate
from assessments.rules.text.quantities import Quantity, effective_target, plain, read_date, read_quantity
from assessments.schema.facts import Facts, Indicator, Project
from assessments.schema.identities import sum_of
from assessments.schema.pointers import department_indicators
from assessments.schema.scheme import ExecutionMethod, OverFulfilment, Scheme
from assessments.terms import Band
from budgets.terms import Comparator

ZERO, HUNDRED = Decimal(0), Decimal(100)
_MORE_IS_BETTER = {Comparator.AT_LEAST, Comparator.MORE_THAN}
_LESS_IS_BETTER = {Comparator.AT_MOST, Comparator.LESS_THAN}
# A qualitative band: from (included) and to, in percent of the weight (财预〔2020〕10号; domain §1.3, item 5).
_BANDS: dict[Band, tuple[Decimal, Decimal]] = {
    Band.ACHIEVED: (Decimal(80), Decimal(100)),
    Band.PARTLY: (Decimal(60), Decimal(80)),
    Band.NOT_ACHIEVED: (ZERO, Decimal(60)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRange:
    """The points that an indicator may have. `high` itself is allowed unless `below_high`."""

    low: Decimal
    high: Decimal
    below_high: bool = False

    def allows(self, score: Decimal) -> bool:
        return self.low <= score and (score < self.high if self.below_high else score <= self.high)


def rounded(points: Decimal | Fraction) -> Decimal:
    """To two decimals, half away from zero, from the exact value: a quotient is never rounded twice."""
    cents = int(abs(Fraction(points)) * 100 + Fraction(1, 2))
    return Decimal(cents if points >= 0 else -cents).scaleb(-2)


def indicator_score(indicator: Indicator, scheme: Scheme) -> Decimal | None:
    """Points of one indicator by the year's rule; None for what only a person can judge.

    ≥ >  met: the weight; not met: weight × actual ÷ target.         ≤ <  not met: weight × target ÷ actual.
    =    weight × (1 − |actual − target| ÷ |target|), at least 0.    A date: the weight when it is kept, else None.
    Words equal to the target: the weight. Qualitative, not applicable, without weight: None.
    """
    weight = indicator.weight
    if indicator.not_applicable or weight is None or indicator.comparator in {None, Comparator.QUALITATIVE}:
        return None
    pair = quantities(indicator)
    if pair is None:
        return rounded(weight) if _is_met_in_words(indicator) else None
    actual, target = pair
    if is_met(indicator.comparator, actual, target):
        return _met(weight, actual, target, indicator.comparator, scheme)
    ratio = _completion(indicator.comparator, actual, target)
    return None if ratio is None else rounded(Fraction(weight) * _after_pass_line(ratio, scheme.pass_line))


def quantities(indicator: Indicator) -> tuple[Decimal, Decimal] | None:
    """Actual and target as two numbers in the target's unit; None where one of them is no definite number."""
    actual = read_quantity(indicator.actual, indicator.unit)
    target = read_quantity(effective_target(indicator), indicator.unit)
    if actual is None or target is None or actual.sign or not _same_direction(target, indicator.comparator):
        return None
    return (actual.in_unit_of(target), target.value) if actual.is_comparable_with(target) else None


def _same_direction(target: Quantity, comparator: Comparator | None) -> bool:
    """Whether a sign written in the target ("≥90%") agrees with the indicator's comparator."""
    if not target.sign or target.sign == comparator:
        return True
    directions = (_MORE_IS_BETTER, _LESS_IS_BETTER)
    return any(comparator in direction and target.sign in direction for direction in directions)


def is_met(comparator: Comparator | None, actual: Decimal, target: Decimal) -> bool:
    """Whether a number reaches its target."""
    return {
        Comparator.AT_LEAST: actual >= target,
        Comparator.MORE_THAN: actual > target,
        Comparator.AT_MOST: actual <= target,
        Comparator.LESS_THAN: actual < target,
        Comparator.EQUAL: actual == target,
    }.get(comparator or Comparator.QUALITATIVE, False)


def _completion(comparator: Comparator | None, actual: Decimal, target: Decimal) -> Fraction | None:
    """How far a target that is not met was reached, 0 to 1; None where no ratio says so."""
    done, wanted = Fraction(actual), Fraction(target)
    if comparator is Comparator.EQUAL:
        return None if wanted == 0 else max(Fraction(0), 1 - abs(done - wanted) / abs(wanted))
    if done == wanted:  # a strict > or < that was just not met: the ratio would be 1
        return None
    if comparator in _MORE_IS_BETTER:
        return max(Fraction(0), done / wanted) if wanted > 0 else None
    return wanted / done if wanted >= 0 else None


def _after_pass_line(ratio: Fraction, pass_line: Decimal) -> Fraction:
    """Nothing below the pass line (percent), and from there on (ratio − line) ÷ (1 − line) (财预〔2021〕101号)."""
    line = Fraction(pass_line) / 100
    if line <= 0:
        return ratio
    return Fraction(0) if ratio < line or line >= 1 else (ratio - line) / (1 - line)


def excess(indicator: Indicator) -> Decimal | None:
    """By how many percent an actual value exceeds a target that is not "at most"; None where it does not."""
    pair = quantities(indicator)
    if pair is None or indicator.comparator in _LESS_IS_BETTER or pair[1] <= 0 or pair[0] <= pair[1]:
        return None
    return (pair[0] - pair[1]) / pair[1] * HUNDRED


def is_over_fulfilled(indicator: Indicator, scheme: Scheme) -> bool:
    """Whether the actual value is so far above its target that the target was too low (K22)."""
    above = excess(indicator)
    return above is not None and above >= scheme.thresholds.over_fulfilment


def _met(
    weight: Decimal, actual: Decimal, target: Decimal, comparator: Comparator | None, scheme: Scheme
) -> Decimal | None:
    """The weight, less what the year's policy takes for a target that was far too low."""
    policy = scheme.over_fulfilment
    if policy is OverFulfilment.NONE or comparator not in _MORE_IS_BETTER or target <= 0:
        return rounded(weight)
    above = (actual - target) / target * HUNDRED - scheme.thresholds.over_fulfilment
    if above < 0:
        return rounded(weight)
    if policy is OverFulfilment.MANUAL:
        return None
    taken = scheme.over_fulfilment_deduction if policy is OverFulfilment.FIXED else weight * above / HUNDRED
    return rounded(max(ZERO, weight - taken))


def _is_met_in_words(indicator: Indicator) -> bool:
    """A day that was kept, or the very words of the target."""
    target, actual = effective_target(indicator), indicator.actual
    if target is None or actual is None or not target.strip():
        return False
    due, done = read_date(target), read_date(actual)
    if due is not None and done is not None:
        return done <= due and indicator.comparator not in _MORE_IS_BETTER
    has_number = read_quantity(target, indicator.unit) is not None
    return not has_number and due is None and plain(target) == plain(actual)


def score_range(indicator: Indicator) -> ScoreRange | None:
    """The points that may be given: within the chosen band of a qualitative indicator, else 0 to the weight."""
    weight = indicator.weight
    if weight is None or weight < 0:
        return None
    if indicator.comparator is not Comparator.QUALITATIVE or indicator.band is None or weight == 0:
        return ScoreRange(low=ZERO, high=weight)
    low, high = _BANDS[indicator.band]
    return ScoreRange(
        low=weight * low / HUNDRED, high=weight * high / HUNDRED, below_high=indicator.band is not Band.ACHIEVED
    )


def execution_score(rate: Decimal | None, weight: Decimal | None, scheme: Scheme) -> Decimal | None:
    """Points of the budget execution rate (percent): weight × rate, at most the weight; or by bands (domain §2.3)."""
    if rate is None or weight is None:
        return None
    if scheme.execution_method is ExecutionMethod.LINEAR:
        return rounded(weight * max(ZERO, min(HUNDRED, rate)) / HUNDRED)
    reached = [(start, points) for start, points in scheme.execution_bands if rate >= start]
    return rounded(weight * max(reached)[1] / 10) if reached else ZERO


def project_execution_score(project: Project, scheme: Scheme) -> Decimal | None:
    """What a project's execution scores; its weight is the scheme's where the project states none."""
    weight = scheme.execution if project.total.weight is None else project.total.weight
    return execution_score(project_execution_rate(project), weight, scheme)


def department_execution_score(facts: Facts, scheme: Scheme) -> Decimal | None:
    weight = scheme.execution if facts.execution.weight is None else facts.execution.weight
    return execution_score(department_execution_rate(facts), weight, scheme)


def cap(rate: Decimal | None, scheme: Scheme) -> Decimal | None:
    """The highest total that an execution rate (percent) allows; None = no limit (domain §1.3, item 8)."""
    limits = [limit for below, limit in scheme.caps if rate is not None and rate < below]
    return min(limits) if limits else None


def project_score(project: Project, scheme: Scheme) -> Decimal | None:
    """A project's total: stated execution points + stated indicator points, under the cap of its execution rate."""
    total = total_score(project.total.weight, project.total.score, project.indicators, scheme)
    return _under(cap(project_execution_rate(project), scheme), total)


def department_score(facts: Facts, scheme: Scheme) -> Decimal | None:
    """The department's total, over the indicators of its sub-goals and of the department as a whole."""
    indicators = [place.indicator for place in department_indicators(facts)]
    total = total_score(facts.execution.weight, facts.execution.score, indicators, scheme)
    return _under(cap(department_execution_rate(facts), scheme), total)


def total_score(
    weight: Decimal | None, score: Decimal | None, indicators: Iterable[Indicator], scheme: Scheme
) -> Decimal | None:
    """Σ points; with indicators that do not apply Σ points ÷ Σ applicable weights × full score (domain §1.3, item 7).

    `weight` and `score` are those of the execution rate; where neither is stated, the indicators alone must carry
    the full score. None while a part is not scored.
    """
    rows = list(indicators)
    counted = [row for row in rows if not row.not_applicable]
    points = sum_of(row.score for row in counted)
    if points is None:
        return None
    if score is None and not _carries_all(weight, rows, scheme):
        return None
    points += score or ZERO
    if len(counted) == len(rows):
        return rounded(points)
    weights = sum_of(row.weight for row in counted)
    if weights is None:
        return None
    applicable = weights + _execution_weight(weight, score, scheme)
    if applicable <= 0:
        return None
    return rounded(Fraction(points) * Fraction(scheme.full_score) / Fraction(applicable))


def _carries_all(weight: Decimal | None, indicators: Iterable[Indicator], scheme: Scheme) -> bool:
    """Whether execution has no part in the total: no weight of its own, or 0."""
    if weight is not None:
        return weight == 0
    weights = sum_of(row.weight for row in indicators)
    return weights is not None and weights >= scheme.full_score


def _execution_weight(weight: Decimal | None, score: Decimal | None, scheme: Scheme) -> Decimal:
    if weight is not None:
        return weight
    return ZERO if score is None else scheme.execution


def _under(limit: Decimal | None, total: Decimal | None) -> Decimal | None:
    return total if limit is None or total is None else min(limit, total)


def grade(score: Decimal | None, scheme: Scheme) -> str | None:
    """The grade of a total: the one with the highest threshold that the score reaches; None below all of them."""
    reached = [(start, name) for name, start in scheme.grades if score is not None and score >= start]
    return max(reached, key=lambda pair: pair[0])[1] if reached else None
