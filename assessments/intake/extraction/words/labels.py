"""What the words before an amount mean in a budget: a total, a part, a source (domain §5.1 I01–I10, I21)."""

import re
from collections.abc import Iterable
from enum import StrEnum

from budgets.terms import FundKind


class Meaning(StrEnum):
    """What an amount is. A label that fits nothing has no meaning and is never guessed."""

    REVENUE = "revenue"
    SOURCE = "source"
    SPENDING = "spending"
    BASIC = "basic"
    PERSONNEL = "personnel"
    OPERATING = "operating"
    PROJECTS = "projects"
    OTHER_SPENDING = "other_spending"
    YEAR_END = "year_end"
    TRANSFERS = "transfers"
    CENTRAL = "central"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    LEVELS = "levels"  # several levels of government as one ("央省", "地方"), or one below the county
    CHANGE = "change"  # "比上年增加": the distance between two amounts, never a part of one
    BOTH = "both"  # "收、支总计": one amount for revenue and for spending


class Basis(StrEnum):
    """Whether a paper speaks of the plan or of what came of it: the two are never added up or compared."""

    INITIAL = "initial"
    ADJUSTED = "adjusted"
    FINAL = "final"
    UNSAID = "unsaid"


_END = (
    r"(?:共计|合计|总计|总额|总数|总量|金额|资金|经费|数额|数|额|共){0,8}+"
    r"(?:为|是|达到?|有|了|共|计|约|安排|完成|均为|均|,|，|：){0,8}+(?:（[^）]{0,12}）)?[：:]?$"
)
_MADE = r"(?:年初|年中|调整后?|全年|本年|当年|实际|预算|决算|预决算|批复|下达|安排|到位|执行|完成){0,8}+"
_SUBJECT = (
    r"^(?:.*(?:年度?|底|末|我[局委办院校中心镇乡站处]|本?(?:部门|单位)|全年|内|间))?"
    r"(?:财政|整体|部门|单位|医院|学校|预算|决算|资金总体|总体){0,8}+"
)

_BEFORE_LEVEL = (
    r"^[：、]?(?:20\d{2}年度?|其中|争取|收到|获得|到位|落实|投入|下达|安排|使用|整合|统筹|来自|拨付|来源于|属于){0,4}+"
)
_OF_LEVEL = (
    r"(?:级|本级|级次){0,2}+(?:财政|预算内?|资金|转移支付|专项|补助|补贴|奖补|奖励|下达|配套|投入|投资|安排|拨付|拨款|到位|衔接|统筹"
    r"|直达|对下|提前|一般公共预算|基本建设|支出|承担|负担|分担|自筹|经费){0,8}+"
)
_CENTRE, _PROVINCE, _CITY, _COUNTY = "中央|国家", "自治区|省|区(?=级)", "市|州|盟", "县|区|旗|本(?=级)"
_JOINT = rf"(?:(?:{_CENTRE}|{_PROVINCE}|{_CITY}|{_COUNTY}|央|中(?=省)|乡|镇)级?[、和与及]?){{2,4}}"


def _level(words: str) -> str:
    return f"{_BEFORE_LEVEL}(?:{words}){_OF_LEVEL}{_END}"


# In order: the first that fits is the meaning.
_MEANINGS: tuple[tuple[Meaning, re.Pattern[str]], ...] = tuple(
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        (
            Meaning.CHANGE,
            (
                r"(?:比|较|同比|环比).{0,12}(?:增|减|降|升|多|少|持平)|^相差|差额"
                r"|(?:增加|增长|减少|下降|追加|调增|调减|核减|压减|增幅|降幅|节约)(?:了|额|数|资金|预算|经费|为|安排|：){0,8}+$"
            ),
        ),
        (Meaning.BOTH, r"收入?[、和与]?支(?:出)?(?:预算|决算)?(?:总计|合计|总额|总数|均|各|为){1,8}+" + _END),
        (Meaning.YEAR_END, r"(?:年末|年终|期末)(?:财政拨款)?(?:滚存)?结转(?:和|与|及)?(?:结余)?" + _END),
        (
            Meaning.SOURCE,
            r"(?:上年|年初|以前年度|历年|上年度)(?:财政拨款)?(?:结转|结余)(?:和|与|及|、)?(?:结余|结转)?" + _END,
        ),
        (Meaning.CENTRAL, _level(_CENTRE)),
        (Meaning.PROVINCIAL, _level(_PROVINCE)),
        (Meaning.MUNICIPAL, _level(_CITY)),
        (Meaning.COUNTY, _level(_COUNTY)),
        (Meaning.LEVELS, _level(rf"上级(?!补助)|地方|[乡镇村](?=级)|{_JOINT}")),
        (Meaning.TRANSFERS, r"转移支付" + _END),
        (Meaning.PERSONNEL, r"(?:人员经费|人员支出|人员类项目?|人员费用)(?:支出|预算|决算){0,6}+" + _END),
        (
            Meaning.OPERATING,
            r"(?:日常公用|公用|日常运转|机构运转)(?:经费|支出|类项目){0,6}+(?:支出|预算|决算){0,6}+" + _END,
        ),
        (Meaning.BASIC, r"(?<!款)基本(?:支出|经费)" + _MADE + _END),
        (
            Meaning.PROJECTS,
            r"(?<![公共算资金营款类级央省市县]预算)(?<![共基金营款金类央])项目(?:支出|经费)" + _MADE + _END,
        ),
        (
            Meaning.OTHER_SPENDING,
            r"(?:经营支出|上缴上级支出|对附属单位补助支出|事业单位经营支出|上缴上级|结余分配|预留机动经费)"
            + _MADE
            + _END,
        ),
        (
            Meaning.SOURCE,
            r"(?:一般公共预算|公共财政预算|公共预算|政府性基金|基金预算|国有资本经营|社会保险基金|社保基金|财政拨款|财政专户|专户管理"
            r"|事业|经营|上级补助|附属单位上缴|单位资金|单位自有|其他资金|其他|非税|非同级财政|债务|债券|使用非财政拨款结余|事业基金弥补"
            r"|用事业基金)[^，。；：（）]{0,14}?" + _MADE + r"(?:收入|资金|拨款|预算|结余|差额|数|款){0,8}+" + _END,
        ),
        (
            Meaning.REVENUE,
            _SUBJECT + r"(?:总)?(?:" + _MADE + r")(?:总)?收入(?:总)?" + _MADE + _END,
        ),
        (
            Meaning.SPENDING,
            _SUBJECT + r"(?:总)?(?:" + _MADE + r")(?:总)?支出(?:总)?" + _MADE + _END,
        ),
    )
)
_FUNDS: tuple[tuple[FundKind, re.Pattern[str]], ...] = tuple(
    (fund, re.compile(pattern))
    for fund, pattern in (
        (FundKind.CARRY_OVER, r"结转|结余"),
        (FundKind.SPECIAL_ACCOUNT, r"财政专户|专户管理"),
        (FundKind.SOCIAL_INSURANCE, r"社会?保险?基金|社保"),
        (FundKind.STATE_CAPITAL, r"国有资本"),
        (FundKind.GOVERNMENT_FUND, r"政府性|基金"),
        (FundKind.GENERAL_PUBLIC, r"一般公共|公共财政|公共预算|财政拨款"),
        (FundKind.UNIT_FUNDS, r"单位资金|单位自有|事业收入|经营收入|上级补助|附属单位"),
    )
)


def meaning_of(label: str) -> Meaning | None:
    """What an amount with these words before it is; None where the words leave it open."""
    return next((meaning for meaning, pattern in _MEANINGS if pattern.search(label)), None)


# The levels that words cover, from the centre to the county: together they may leave out none.
_COVERED = (
    (re.compile("上级"), {Meaning.CENTRAL, Meaning.PROVINCIAL, Meaning.MUNICIPAL}),
    (re.compile("地方"), {Meaning.PROVINCIAL, Meaning.MUNICIPAL, Meaning.COUNTY}),
    (re.compile("中央|国家|央|中(?=省)"), {Meaning.CENTRAL}),
    (re.compile("省|自治区"), {Meaning.PROVINCIAL}),
    (re.compile("市|州|盟"), {Meaning.MUNICIPAL}),
    (re.compile("县|旗|本级|(?<!自治)区"), {Meaning.COUNTY}),
)
LEVELS_OF_GOVERNMENT = frozenset(
    {Meaning.CENTRAL, Meaning.PROVINCIAL, Meaning.MUNICIPAL, Meaning.COUNTY, Meaning.LEVELS}
)


def cover_all_levels(labels: Iterable[str]) -> bool:
    """Whether the levels of government that these words name leave out none, from the centre to the county."""
    covered = {level for label in labels for words, levels in _COVERED if words.search(label) for level in levels}
    return len(covered) == len(LEVELS_OF_GOVERNMENT) - 1


def fund_of(label: str) -> FundKind:
    return next((fund for fund, pattern in _FUNDS if pattern.search(label)), FundKind.OTHER)


_INITIAL = re.compile(r"年初|批复")
_ADJUSTED = re.compile(r"调整|全年预算")
_FINAL = re.compile(r"决算|实际|执行|完成|支付|到位|本年收入|本年支出|支出为")


def basis_of(label: str) -> Basis:
    """The plan or the result, as the words say."""
    if _ADJUSTED.search(label):
        return Basis.ADJUSTED
    if _FINAL.search(label):
        return Basis.FINAL
    return Basis.INITIAL if _INITIAL.search(label) or "预算" in label else Basis.UNSAID
