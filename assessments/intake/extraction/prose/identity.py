"""Who reports, on which year, on which day, and how they judge themselves."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

from assessments.intake.extraction.tables.grades import GRADES
from assessments.intake.extraction.words.statements import Group, Stated, stated_words
from assessments.intake.loading.normalised_text import Compact

_LONGEST_TITLE = 80  # characters
_TITLE_LINES = 15  # lines of writing from the top: behind a cover's lines stands no title
_YEAR = r"(?P<year>20\d{2}|二[〇○Ｏ零0O][一二三四五六七八九〇○零]{2})"
_TITLE = re.compile(r"绩效.{0,12}(?:自评|评价|自我评价).{0,12}(?:报告|总结|情况|说明)|(?:自评|评价)报告")
_OFFICE_END = (
    r"(?:委员会|管委会|常委会|协会|电视台|农场|开发区|公司|纪委|政协|监狱|苏木|办公室|管理局|服务局|中心|法院|检察院|人民政府|街道办事处|联合会|联社|工会|团委|妇联|残联|文联|科协|侨联|红十字会|工商联"
    r"|总队|支队|大队|学校|小学|中学|学院|大学|幼儿园|医院|卫生院|图书馆|文化馆|博物馆|党校|林场|乡|镇|街道|局|委|办|院|所|站|处|部|社|厅|馆|园|队)"
)
_OFFICE = re.compile(
    rf"^(?:关于|附件\d*：?)?(?P<name>[\u4e00-\u9fff·（）]{{1,30}}?{_OFFICE_END})(?:（本级）|本级)?(?:关于)?$"
)
_TITLE_WORDS = re.compile(r"(?:部门|单位|整体|预算|项目|财政|绩效|专项|年度?|支出|资金|重点|本级).*$")
_COUNTY = re.compile(
    r"(?P<county>[\u4e00-\u9fff]{2,10}?(?:自治县|自治旗|县|区|旗|市))(?:人民政府|财政局|委员会|人民法院|人民检察院)"
)
_BEFORE_COUNTY = re.compile(r"^.*(?:按照|根据|依据|报送|报|向|经|由|受|和|与|及|对|是|为|在)")
_SELF = re.compile(
    r"(?<![本自])(我(?:局|委|办|院|校|中心|镇|乡|站|处|部|所|厅|馆|会|街道|单位|部门|县[\u4e00-\u9fff]{1,6}局)|本(?:局|委|办|中心|单位|部门|院|校))"
)

_DIGITS = {digit: str(at) for at, digit in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0", "O": "0"}
_DAY = re.compile(
    r"(?P<y>20\d{2})(?:年|[-./])(?P<m>1[0-2]|0?[1-9])(?:月|[-./])(?P<d>3[01]|[12]\d|0?[1-9])(?:日|号|(?!\d))"
)
_DAY_IN_WORDS = re.compile(
    r"(?P<y>二[〇○零O][一二三四五六七八九〇○零]{2})年(?P<m>十[一二]?|[一二三四五六七八九])月"
    r"(?P<d>三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_COMPLETED = re.compile(r"完成|结束")
_SCORE = re.compile(
    r"(?:部门整体|整体支出|部门支出|整体绩效|部门整体支出|本部门|我[局委办院校中心镇乡]|综合|总体|自评|评价|绩效)[^，。；\d\n]{0,24}"
    r"(?:得分|总分|评分|自评分数|自评分|分数|分值|评为|打分|得)(?:共计|合计|为|是|：|达到?|了)*(?P<score>\d{1,3}(?:\.\d{1,2})?)分(?!以[上下]|及以|（含|至|-|的(?:项目|指标))"
)
_OF_PART = re.compile(
    r"项目|指标|执行率|产出|效益|满意|履职|管理|投入|过程|扣|满分|权重|分值|预算执行|应得|平均|产出|二级|一级"
)
_OF_WHOLE = re.compile(r"整体|部门|单位|我[局委办院校中心镇乡]|综合|总得?分|总评|总体")
_GRADE = re.compile(
    r"(?:等级|等次|级别|结论|结果|评定|评价|自评)[^，。；]{0,4}?(?:为|是|：|属于)?[“\"‘「]?(?P<grade>优秀|良好|中等|较差|优|良|中|差)[”\"’」]?(?:等?级|档|等次)?(?=[，。；、）\n]|$)"
)


def identity_group(page: Compact) -> Group:
    """Name, county, year and days of the department as a whole."""
    group = Group("identity")
    title = _title_lines(page.plain)
    group.add(_year(page, title))
    group.add(_office(page, title))
    group.add(_county(page))
    group.add(_self_noun(page))
    group.add(_staff(page))
    group.add(_days(page))
    return group


def _title_lines(plain: str) -> list[tuple[int, str]]:
    lines, start = [], 0
    for line in plain.split("\n"):
        if line and "\t" not in line:
            lines.append((start, line))
        if len(lines) == _TITLE_LINES:
            break
        start += len(line) + 1
    for at, (_, line) in enumerate(lines):
        if _TITLE.search(line) and "。" not in line and len(line) <= 60:
            return lines[: at + 1]
    return lines[:1]


def is_on_a_project(page: Compact) -> bool:
    """Whether the title says that the report is on a project or a fund, and not on a department's whole spending."""
    line = next((line for _, line in reversed(_title_lines(page.plain))), "")
    is_title = _TITLE.search(line) is not None and "。" not in line
    return is_title and re.search(r"项目|专项", line) is not None and re.search(r"整体|部门支出|单位支出", line) is None


def year_of(text: str) -> int | None:
    digits = "".join(_DIGITS.get("〇" if character == "Ｏ" else character, character) for character in text)
    return int(digits.replace("二", "2")) if digits.replace("二", "2").isdecimal() else None


def _year(page: Compact, title: list[tuple[int, str]]) -> Iterator[Stated]:
    """The year in the title; else the one that most of the text speaks of as "年度"."""
    for start, line in reversed(title):
        match = re.search(_YEAR + "(?:年度?)", line)
        if match and (year := year_of(match["year"])):
            yield stated_words(page, "/year", year, start + match.start(), start + match.end())
            return
    found = list(re.finditer(r"(20\d{2})年度", page.plain))
    if found:
        commonest = Counter(match[1] for match in found).most_common(1)[0][0]
        match = next(match for match in found if match[1] == commonest)
        yield stated_words(page, "/year", int(commonest), match.start(), match.end())


_NAMED = re.compile(r"(?:部门|单位)(?:（[^）]{0,40}）)?名称(?:（[^）]{0,40}）)?[：\t](?P<name>[\u4e00-\u9fff]{2,30})")
# "部门：信访局 金额单位：万元", the line above a form's table
_ABOVE_A_TABLE = re.compile(
    r"^(?:(?:填报|编报|申报)?部门(?:（单位）)?|(?:填报|编报|申报)单位)(?:（盖章）|（公章）)?：(?P<name>[\u4e00-\u9fff]{2,30}?)"
    r"(?=（|金额单位|单位：|填报|日期|\t|$)",
    re.MULTILINE,
)


def _office(page: Compact, title: list[tuple[int, str]]) -> Iterator[Stated]:
    """The office in the title, on a line above it, or in the signature."""
    for start, line in reversed(title):
        place = next(_offices_in(line), None) if len(line) <= _LONGEST_TITLE else None
        if place is not None:
            low, high = place
            yield stated_words(page, "/department/name", line[low:high], start + low, start + high)
            return
    named = _NAMED.search(page.plain) or _ABOVE_A_TABLE.search(page.plain)
    if named:
        yield stated_words(page, "/department/name", named["name"], named.start("name"), named.end("name"))
        return
    for start, line in reversed(list(_last_lines(page.plain))):
        if re.fullmatch(rf"[\u4e00-\u9fff]{{2,25}}{_OFFICE_END}", line):
            yield stated_words(page, "/department/name", line, start, start + len(line))
            return


def _offices_in(line: str) -> Iterator[tuple[int, int]]:
    """Where offices stand in a line of a title: before or behind the year, without the words of the title."""
    words = re.sub(r"（[^（）]{0,40}?公开[^（）]{0,40}）|[《》“”]", "", line)
    for piece in re.sub(_YEAR + "年度?", "|", words).split("|"):
        match = _OFFICE.match(_TITLE_WORDS.sub("", piece).strip("关于的年度 "))
        at = line.find(match["name"]) if match else -1
        if match and at >= 0:
            yield at, at + len(match["name"])


def _county(page: Compact) -> Iterator[Stated]:
    counts: Counter[str] = Counter()
    places: dict[str, int] = {}
    for match in _COUNTY.finditer(page.plain):
        name = _BEFORE_COUNTY.sub("", match["county"])
        if len(name) >= 3:
            counts[name] += 1
            places.setdefault(name, match.end("county") - len(name))
    if counts:
        name = counts.most_common(1)[0][0]
        yield stated_words(page, "/county", name, places[name], places[name] + len(name))


def _self_noun(page: Compact) -> Iterator[Stated]:
    found = list(_SELF.finditer(page.plain))
    specific = [match for match in found if match[1].startswith("我")] or found
    if specific:
        commonest = Counter(match[1] for match in specific).most_common(1)[0][0]
        match = next(match for match in specific if match[1] == commonest)
        yield stated_words(page, "/department/self_noun", commonest, match.start(), match.end())


_OFFICES = re.compile(
    r"(?:内设|下设)(?:职能)?(?:(?:机构|科室|股室|处室)(?:共|为|有|：)*(?P<number>\d{1,3})个?(?![.\d年])"
    r"|(?:有|共|了)*(?P<before>\d{1,3})个(?:职能|内设|行政)?(?:机构|科室|股室|处室))"
)
_STAFF = re.compile(
    r"(?:在职|在编|在岗)(?:在编|在岗)?(?:人员|职工|干部职工|人数)(?:数|共计|共|总数|为|有|：)*(?P<number>\d{1,5})(?P<before>)(?:人|名|。|，|；)"
)


def _staff(page: Compact) -> Iterator[Stated]:
    for name, pattern, unit in (("internal_offices", _OFFICES, "个"), ("staff_on_post", _STAFF, "人")):
        match = pattern.search(page.plain)
        if match:
            digits = match["number"] or match["before"]
            start, end = match.span("number" if match["number"] else "before")
            end += page.plain[end : end + 1] in {"个", "人", "名"}
            words = page.span(match.start(), end)
            yield Stated(f"/department/{name}", int(digits), page.span(start, end), words, digits, unit)


def days(plain: str) -> Iterator[tuple[int, int, date]]:
    """Every day in the text, in digits or in words."""
    for match in _DAY.finditer(plain):
        day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
        if day:
            yield match.start(), match.end(), day
    for match in _DAY_IN_WORDS.finditer(plain):
        year = year_of(match["y"])
        day = _day(year, _number(match["m"]), _number(match["d"])) if year else None
        if day:
            yield match.start(), match.end(), day


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _number(words: str) -> int:
    """二十三 -> 23, 十 -> 10, 三 -> 3."""
    tens, mark, ones = words.rpartition("十")
    digits = "〇一二三四五六七八九"
    return (
        (digits.index(tens) if tens else 1) * 10 + (digits.index(ones) if ones else 0) if mark else digits.index(words)
    )


def _is_deadline(before: str, clause: str) -> bool:
    """Whether a day is the last one for handing in to the finance bureau; an office's own days are its own matter."""
    handing_in = re.match(r"(?:前|之前|以前)[^，。；]*?报(?P<to>[^，。；]*)", clause)
    if handing_in is None:
        return False
    to = handing_in["to"]
    return "财政" in to or ("财政" in before and not re.search("[股科室]|财务|办公", to))


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Whether a line is hardly more than its day; "经财政局审核通过（2023年5月10日）" is only a remark."""
    is_remark = line[:start].endswith("（") and re.search("审|批|通过|备案|印发", line[:start]) is not None
    return len(line) - (end - start) <= _BESIDE_DAY and not is_remark


_BESIDE_DAY = 12  # characters: the name of an office


def _days(page: Compact) -> Iterator[Stated]:
    plain = page.plain
    for start, end, day in days(plain):
        before = plain[plain.rfind("。", 0, start) + 1 : start]
        clause = re.split("[。\n]", plain[end : end + _CLAUSE], maxsplit=1)[0]
        if "自评" not in before + clause:
            continue
        if _says_completed(clause):
            yield stated_words(page, "/dates/completed", day, start, end)
        if _is_deadline(before, clause):
            yield stated_words(page, "/dates/due", day, start, end)
    yield from _day_of_signature(page)


_CLAUSE = 40  # characters behind a day


def _says_completed(clause: str) -> bool:
    done = _COMPLETED.search(clause)
    return done is not None and not re.search(r"[前底末]", clause[: done.start()])


def _day_of_signature(page: Compact) -> Iterator[Stated]:
    """The last line that is hardly more than a day."""
    for start, line in reversed(list(_last_lines(page.plain))):
        alone = [found for found in days(line) if _stands_alone(line, *found[:2])]
        if alone and not re.search(r"[，。；：]", line.rstrip("。")):
            low, high, day = alone[-1]
            yield stated_words(page, "/dates/reported", day, start + low, start + high)
            return


def _last_lines(plain: str) -> Iterator[tuple[int, str]]:
    """Lines of writing near the end of the report; enclosures may follow the signature."""
    start = 0
    lines = []
    for line in plain.split("\n"):
        if line and "\t" not in line:
            lines.append((start, line))
        start += len(line) + 1
    annex = next((at for at in range(_TITLE_LINES, len(lines)) if _ANNEX.match(lines[at][1])), 0)
    yield from lines[max(0, annex - _BEFORE_ANNEX) : min(annex, max(0, len(lines) - _LAST_LINES))]
    yield from lines[-_LAST_LINES:]


_LAST_LINES, _BEFORE_ANNEX = 40, 8
_ANNEX = re.compile(r"附(?:件|表|录)\d*(?:[：:.]|$)")


_NEAR_SCORE = 200  # characters, for the points of its parts may stand in brackets between score and grade
_IN_BRACKETS = re.compile(r"（[^（）]*）")


def score_and_grade(page: Compact, others: Collection[int]) -> Iterator[Stated]:
    """The whole department's: not a project's, an indicator's or a group's, and not that of another year.

    `others` are the places of figures of other years. "自评得分" alone may be each project's: then it counts only where
    the report states one such score.
    """
    found = [
        match
        for match in _SCORE.finditer(page.plain)
        if not _OF_PART.search(_score_clause(page.plain, match)) and match.start("score") not in others
    ]
    whole = [match for match in found if _OF_WHOLE.search(match[0])]
    if not whole and len({match["score"] for match in found}) > 1:
        return
    for match in (whole or found)[:1]:
        words = (page.span(match.start(), match.end()), page.span(match.start("score"), match.end()))
        yield Stated("/score", Decimal(match["score"]), words[1], words[0], match["score"], "分", match.start("score"))
        yield from _grade_behind(page, match.end())


def _grade_behind(page: Compact, end: int) -> Iterator[Stated]:
    """The grade in the sentence of a score that ends there, or in the next one."""
    graded = _GRADE.search(page.plain, end, end + _NEAR_SCORE)
    between = _IN_BRACKETS.sub("", page.plain[end : graded.start()]) if graded else ""
    if graded and "。" not in between.rstrip("。") and len(between) <= 40:
        yield stated_words(page, "/grade", GRADES[graded["grade"]], graded.start(), graded.end())


def _score_clause(plain: str, match: re.Match[str]) -> str:
    start = max(plain.rfind(stop, 0, match.start("score")) for stop in "。；，\n") + 1
    return plain[start : match.start("score")].replace("项目支出和", "").replace("绩效评价", "")
