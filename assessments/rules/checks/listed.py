"""What a reader of reports checks by itself, on amounts and counts for which the form has no field.

The rules are in `intake`. They stand here so that each code has one description, as every check has.
"""

from dataclasses import dataclass

from assessments.terms import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRule:
    """A code with its description; `severity` is the usual one."""

    code: str
    severity: Severity
    title: str
    formula: str
    source: str


LISTED_SUM = ListedRule(
    code="K69",
    severity=Severity.WARNING,
    title="分列金额与合计",
    formula="报告文字：列明的各项之和 = 合计（容差 0.01）；按惯例列全的（如收入来源、基本支出构成）为错误，其余为警告",
    source="报告内部数据一致",
)
STATED_SHARE = ListedRule(
    code="K70",
    severity=Severity.WARNING,
    title="占比和增减幅度复算",
    formula=(
        "报告文字：占比 = 该项金额 ÷ 所占合计；增减幅度 = 增减额 ÷ 上年数；评优率 = 优 ÷ 参评项目数；"
        "按所写小数位数取整比较"
    ),
    source="报告内部数据一致",
)
COUNTED_PARTS = ListedRule(
    code="K76",
    severity=Severity.WARNING,
    title="分列数量与合计",
    formula="报告文字：互不重叠的各项（如行政、事业、工勤编制，年初批复和年中追加项目）数量之和 = 所写总数",
    source="报告内部数据一致",
)
LISTED_RULES = (LISTED_SUM, STATED_SHARE, COUNTED_PARTS)
