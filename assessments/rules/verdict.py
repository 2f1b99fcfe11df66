"""What the checks found, in one sentence that claims no more than is so."""

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from assessments.terms import Severity


class Ending(Enum):
    """What became of a finding."""

    OPEN = "open"
    EXPLAINED = "explained"
    EXEMPT = "exempt"


def verdict(found: Iterable[tuple[Severity, Ending]]) -> str:
    """One sentence about all findings: how many of which weight, and what became of them."""
    counts = Counter(found)
    parts = [part for severity in Severity if (part := _of(severity, counts))]
    return f"校验结果：{'；'.join(parts)}。" if parts else "各项校验未发现错误、警告和提示。"


def _of(severity: Severity, counts: Counter[tuple[Severity, Ending]]) -> str:
    total = sum(counts[severity, ending] for ending in Ending)
    if not total:
        return ""
    if severity is Severity.HINT:
        return f"提示 {total} 条，供核对"
    left, explained, exempt = (counts[severity, ending] for ending in Ending)
    ends = ((left, "待更正" if severity is Severity.ERROR else "待说明"), (explained, "已说明"), (exempt, "已豁免"))
    said = [f"{count} 条{words}" for count, words in ends if count]
    return f"{severity.label} {total} 条（{'，'.join(said)}）"
