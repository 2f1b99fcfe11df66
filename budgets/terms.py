"""The words of the budget, as enums whose labels are what people read."""

from evalsite.terms import Term


class FundKind(Term):
    """Where money comes from: the four budgets (四本预算) and what stands beside them."""

    GENERAL_PUBLIC = "general_public", "一般公共预算"
    GOVERNMENT_FUND = "government_fund", "政府性基金预算"
    STATE_CAPITAL = "state_capital", "国有资本经营预算"
    SOCIAL_INSURANCE = "social_insurance", "社会保险基金预算"
    SPECIAL_ACCOUNT = "special_account", "财政专户管理资金"
    UNIT_FUNDS = "unit_funds", "单位资金"
    CARRY_OVER = "carry_over", "上年结转结余"
    OTHER = "other", "其他资金"


class SourceLevel(Term):
    """The level of government that gives the money."""

    CENTRAL = "central", "中央"
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    COUNTY = "county", "县级"
    OTHER = "other", "其他"


class Comparator(Term):
    """How an actual value is held against its target (指标性质)."""

    AT_LEAST = "≥", "≥"
    AT_MOST = "≤", "≤"
    EQUAL = "=", "="
    MORE_THAN = ">", ">"
    LESS_THAN = "<", "<"
    QUALITATIVE = "qualitative", "定性"


class MembershipRole(Term):
    """What a person does for a department or for one of its subordinate units."""

    PREPARER = "preparer", "填报人"
    HEAD = "head", "单位负责人"


class MoneyUnit(Term):
    """The unit in which a paper states its money. Stored money is always 元."""

    YUAN = "元", "元"
    WAN = "万元", "万元"
    YI = "亿元", "亿元"


# 一级指标, as in the forms of 财预〔2020〕10号 and 财预〔2021〕101号 (domain §2.1). An office may use another word:
# these are what the forms suggest, not what they enforce.
INDICATOR_KINDS: dict[str, tuple[str, ...]] = {
    "成本指标": ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
