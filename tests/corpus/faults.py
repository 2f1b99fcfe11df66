"""Errors that reports have, put into a sound one: each knows its code and the words at which it must be shown.

A fault is a function of (paper, story, random) that gives the changed paper and the places that it changed, or None
where the paper has nothing to spoil in that way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.corpus.paper import Block, Paper, placed, unmarked
from tests.corpus.slips import value_of

Place = tuple[int, int, int, int, int]  # block, row, cell, start, length in the marked text


@dataclass(frozen=True)
class Fault:
    code: str
    spoil: Callable
    styles: tuple[str, ...]
    wanted: dict = field(default_factory=dict, hash=False)

    @property
    def name(self):
        return self.spoil.__name__


FAULTS: list[Fault] = []


def fault(code, *styles, **wanted):
    def keep(spoil):
        FAULTS.append(Fault(code, spoil, styles, wanted))
        return spoil

    return keep


def _inserted(paper: Paper, at: int, text: str, words: str, role: str = ""):
    """A paragraph put in; the words at which the fault must be shown."""
    return paper.with_block(at, Block(text, role=role)), [(at, -1, -1, text.index(words), len(words))]


def _replaced(paper: Paper, at: int, row: int, column: int, old: str, new: str):
    block = paper.blocks[at]
    text = block.text if row < 0 else _cell(block, row, column)
    start = text.index(old)
    return paper.with_text(at, row, column, text[:start] + new + text[start + len(old) :]), [
        (at, row, column, start, max(1, len(new)))
    ]


def _cell(block, row, column):
    cell = block.rows[row][column]
    return cell[0] if isinstance(cell, tuple) else cell


def _prose(paper, *, least=20):
    """Paragraphs of whole sentences."""
    return [
        at
        for at, block in enumerate(paper.blocks)
        if not block.rows and not block.role and len(block.text) >= least and block.text.endswith("。")
    ]


_WHOLE = ("hunan", "sichuan", "hebei", "guangdong", "shaanxi", "zhejiang", "yunnan", "several_units")


@fault("K50", *_WHOLE)
def heading_without_number(paper, story, random):
    heads = [at for at in paper.places("heading") if "、" in paper.blocks[at].text[:3]]
    if len(heads) < 3:
        return None
    lost, following = heads[1], heads[2]
    text = paper.blocks[lost].text
    changed = paper.with_text(lost, -1, -1, text[text.index("、") + 1 :])
    return changed, [(following, -1, -1, 0, 2), (lost, -1, -1, 0, 4)]


@fault("K50", "hunan", "sichuan", "guangdong", "yunnan")
def number_twice(paper, story, random):
    for at, block in enumerate(paper.blocks):
        if block.text.startswith("（二）"):
            following = next(
                number for number, other in enumerate(paper.blocks) if number > at and other.text.startswith("（三）")
            )
            return paper.with_text(at, -1, -1, "（一）" + block.text[3:]), [
                (at, -1, -1, 0, 3),
                (following, -1, -1, 0, 3),
            ]
    return None


@fault("K44", "shandong", "shaanxi", "guangdong")
def promised_table_is_missing(paper, story, random):
    for at, block in enumerate(paper.blocks):
        if "下表" in block.text and paper.blocks[at + 1].rows:
            return paper.without(at + 1), [(at, -1, -1, block.text.index("下表"), 2)]
    return None


@fault("K44", "zhejiang", "jiangsu", "henan", "several_units")
def annex_is_missing(paper, story, random):
    at = _prose(paper)[-1]
    text = paper.blocks[at].text + "自评得分明细详见附件2。"
    return paper.with_text(at, -1, -1, text), [(at, -1, -1, text.index("详见附件"), 4)]


@fault("K64", "hunan", "henan", "shandong", "zhejiang", "hubei")
def unsigned(paper, story, random):
    (office,), (day,) = paper.places("office"), paper.places("date")
    last = max(at for at, block in enumerate(paper.blocks[:office]) if block.text.strip())
    return paper.without(office, day), [
        (at, -1, -1, 0, 3) for at in range(max(0, last - 16), last + 1) if paper.blocks[at].text
    ]


@fault("K64", "hebei", "sichuan", "jiangsu")
def undated(paper, story, random):
    (day,), (office,) = paper.places("date"), paper.places("office")
    text = paper.blocks[office].text
    return paper.without(day), [(office, -1, -1, len(text) - len(text.strip()), len(text.strip()))]


@fault("K53", *_WHOLE, "henan", "shandong", "listed_projects")
def marks_of_a_word_processor(paper, story, random):
    at = random.choice(_prose(paper))
    left = random.choice(("[bookmark: _GoBack]", "{{负责人}}", "错误！未找到引用源。", "（请填写）"))
    text = paper.blocks[at].text
    return paper.with_text(at, -1, -1, text[:-1] + left + "。"), [(at, -1, -1, len(text) - 1, len(left))]


@fault("K53", "guangdong", "henan", "yunnan")
def blank_never_filled(paper, story, random):
    text = "项目实施覆盖XX个乡镇，群众获得感进一步增强。"
    return _inserted(paper, _prose(paper)[-1] + 1, text, "XX")


@fault("K47", "hunan", "sichuan", "hebei", "henan", "shandong", "zhejiang")
def another_kind_of_office(paper, story, random):
    other = "我委" if story.noun != "我委" else "我院"
    text = f"{other}高度重视绩效自评工作，及时召开会议进行安排部署。"
    return _inserted(paper, _prose(paper)[1], text, other)


@fault("K48", "hunan", "shandong", "zhejiang", "listed_projects", "henan")
def words_of_another_office(paper, story, random):
    word = {
        "水利局": "受益老年人",
        "教育局": "住院病人",
        "市场监督管理局": "项目村",
        "卫生健康局": "项目村",
        "文化馆": "项目村",
        "农业农村局": "住院病人",
    }.get(story.office.name)
    if word is None:
        return None
    return _inserted(paper, _prose(paper)[-1] + 1, f"项目实施过程中注意听取{word}的意见，及时回应诉求。", word)


@fault("K51", "hunan", "sichuan", "guangdong", "yunnan", "shaanxi")
def said_twice(paper, story, random):
    said = "各科室按照职责分工密切配合，认真收集整理绩效资料，确保自评数据真实准确完整。"
    places = _prose(paper)
    changed = paper.with_block(places[-1] + 1, Block(said)).with_block(places[1], Block(said))
    return changed, [(places[1], -1, -1, 0, len(said)), (places[-1] + 2, -1, -1, 0, len(said))]


@fault("K52", "hebei", "hunan", "guangdong")
def praised_and_blamed(paper, story, random):
    text = "绩效目标设定科学合理、指标清晰明确，但绩效指标仍不够细化、量化。"
    return _inserted(paper, _prose(paper)[2], text, "指标清晰明确")


@fault("K54", "hunan", "sichuan", "henan", "yunnan")
def half_width_marks(paper, story, random):
    at = _prose(paper)[1]
    text = paper.blocks[at].text
    place = next(
        (
            place
            for place in range(1, len(text) - 1)
            if text[place] in "，；" and _han(text[place - 1]) and _han(text[place + 1])
        ),
        None,
    )
    if place is None:
        return _inserted(paper, at, "各股室认真准备,按时完成资料报送。", ",按")
    return paper.with_text(at, -1, -1, text[:place] + "," + text[place + 1 :]), [(at, -1, -1, place, 1)]


def _han(character):
    return "\u4e00" <= character <= "\u9fff"


@fault("K55", "hunan", "sichuan", "henan", "several_units")
def zero_in_two_ways(paper, story, random):
    text = "其中委托业务费支出0万元、会议费支出0.00万元，均控制在预算之内。"
    return _inserted(paper, _prose(paper)[-1] + 1, text, "0.00万元")


@fault("K67", "hunan", "sichuan", "shandong", "henan", "jiangsu")
def number_that_nobody_can_read(paper, story, random):
    figures = [
        figure
        for figure in paper.figures()
        if figure.row < 0
        and len(figure.text) >= 4
        and "K70" not in figure.codes
        and "K08" not in figure.codes
        and (value_of(figure.text) or 0) > 10
    ]
    if not figures:
        return None
    figure = random.choice(figures)
    text = figure.text.replace(",", "").replace(".", "")
    broken = f"{text[:2]},{text[2:3]}.{text[3:]}.{random.randint(10, 99)}"
    return paper.with_figure(figure, broken), [placed(paper, figure, len(broken))]


@fault("K28", "hunan", "sichuan", "henan", "shaanxi", "hebei", full_marks=True)
def full_marks_and_faults(paper, story, random):
    text = "自评发现，项目前期论证还不够充分，内控制度执行不到位。下一步由办公室牵头完善制度，年底前完成。"
    return _inserted(paper, _prose(paper)[-1] + 1, text, "不到位")


@fault("K27", "ministry_forms", "listed_projects", "shandong", full_marks=True)
def everybody_has_full_marks(paper, story, random):
    if len(story.facts.projects) < 3:
        return None
    names = {one.name for one in story.facts.projects}
    places = [
        (at, row, column, 0, 3)
        for at in paper.places("table")
        for row, cells in enumerate(paper.blocks[at].rows)
        for column in range(len(cells))
        if unmarked(_cell(paper.blocks[at], row, column)) in {"100", *names}
    ]
    return paper, places


@fault("K30", "hunan", "shandong", "several_units", "hubei", "henan")
def problems_without_measures(paper, story, random):
    problem = next(at for at in paper.places("problem") if len(paper.blocks[at].text) > 12)
    measures = [at for at, block in enumerate(paper.blocks) if "measure" in block.role]
    return paper.without(*measures), [(problem, -1, -1, 0, len(paper.blocks[problem].text))]


@fault("K43", "hebei", transfers=False)
def transfers_of_nothing(paper, story, random):
    text = "在组织有关乡镇自评的基础上，汇总形成各项对下转移支付项目绩效自评表。"
    return _inserted(paper, _prose(paper)[-2], text, "对下转移支付")


@fault("K45", "hunan", "henan", "shandong", "sichuan", "zhejiang")
def handed_in_before_it_was_written(paper, story, random):
    day = story.facts.dates.reported - timedelta(days=9)
    said = f"{day.year}年{day.month}月{day.day}日"
    text = f"{story.noun}已于{said}完成自评并将自评报告报送财政局。"
    return _inserted(paper, _prose(paper)[1], text, said)


@fault("K45", "hebei")
def done_after_it_was_signed(paper, story, random):
    day = story.facts.dates.reported + timedelta(days=20)
    said = f"{day.year}年{day.month}月{day.day}日"
    return _inserted(paper, _prose(paper)[0], f"全部自评工作于{said}完成。", said)


@fault("K46", "hunan", "henan", "sichuan")
def handed_in_too_late(paper, story, random):
    day = story.facts.dates.reported - timedelta(days=12)
    said = f"{day.year}年{day.month}月{day.day}日"
    return _inserted(paper, _prose(paper)[0], f"按照通知要求，各单位应于{said}前将自评报告报送市财政局。", said)


@fault("K56", "hunan", "henan", "sichuan", "shaanxi", "yunnan")
def signed_before_the_year(paper, story, random):
    (at,) = paper.places("date")
    text = paper.blocks[at].text
    said = f"{story.year - 1}年12月3日"
    return paper.with_text(at, -1, -1, f"{text[: len(text) - len(text.lstrip())]}{said}"), [
        (at, -1, -1, len(text) - len(text.lstrip()), len(said))
    ]


@fault("K17", "hebei")
def share_of_nothing(paper, story, random):
    at = next(at for at, block in enumerate(paper.blocks) if block.text.startswith("1.本级项目支出自评"))
    text = paper.blocks[at].text[:-1] + "；国有资本经营预算项目0个，涉及资金0万元，占国有资本经营预算项目支出总额的0%。"
    return paper.with_text(at, -1, -1, text), [(at, -1, -1, len(text) - 3, 2)]


@fault("K18", "hebei")
def bucket_left_out(paper, story, random):
    at = next(at for at, block in enumerate(paper.blocks) if "实现程度在50%以下的项目0个，" in block.text)
    text = paper.blocks[at].text.replace("实现程度在50%以下的项目0个，", "")
    return paper.with_text(at, -1, -1, text), [(at, -1, -1, 0, len(text))]


@fault("K57", "henan", "sichuan", "several_units")
def total_stated_anew(paper, story, random):
    words = {"henan": "{}年度本年支出合计", "sichuan": "{}年本年支出合计", "several units": "{}年部门支出决算"}[
        paper.style
    ].format(story.year)
    at = next(at for at, block in enumerate(paper.blocks) if words in block.text)
    text = paper.blocks[at].text
    tail = unmarked(text[text.index(words) + len(words) :])
    end = tail.index("元") + 1
    amount = tail[:end]
    first = next(place for place, character in enumerate(amount) if character.isdigit())
    other = (
        amount[:first]
        + ("7" if amount[first] != "7" else "３" if ord(amount[first]) > 255 else "3")
        + amount[first + 1 :]
    )
    said = f"综上，{words}{other}，资金使用总体规范。"
    return _inserted(paper, _prose(paper)[-1] + 1, said, other)


_FORMS = ("ministry_forms", "guideline_forms")


def _indicator_rows(paper, *, where=lambda words: True):
    """(table, row, columns by head) of indicators in the forms."""
    for at in paper.places("table"):
        head = None
        for row, cells in enumerate(paper.blocks[at].rows):
            words = [unmarked(_cell(paper.blocks[at], row, column)) for column in range(len(cells))]
            if "三级指标" in words:
                head = {word: column for column, word in enumerate(words)}
            elif head and len(words) == len(head) and where(words):
                yield at, row, head, words


def _column(head, *names):
    return next(column for word, column in head.items() if any(name in word for name in names))


@fault("K25", *_FORMS)
def result_left_out(paper, story, random):
    at, row, head, _words = random.choice(list(_indicator_rows(paper)))
    column = _column(head, "完成值")
    return paper.with_text(at, row, column, ""), [(at, row, head["三级指标"], 0, 4), (at, row, column - 1, 0, 2)]


@fault("K23", *_FORMS)
def points_lost_without_reason(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "汛期" in one[3][-1]]
    if not rows:
        return None
    at, row, _head, words = random.choice(rows)
    return paper.with_text(at, row, len(words) - 1, ""), [
        (at, row, column, 0, len(words[column])) for column in range(len(words) - 1) if words[column]
    ]


@fault("K24", *_FORMS)
def reason_says_nothing(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "汛期" in one[3][-1]]
    if not rows:
        return None
    at, row, _head, words = random.choice(rows)
    return paper.with_text(at, row, len(words) - 1, "正常"), [(at, row, len(words) - 1, 0, 2)]


@fault("K20", *_FORMS)
def result_in_words(paper, story, random):
    at, row, head, _words = random.choice(list(_indicator_rows(paper)))
    column = _column(head, "完成值")
    return paper.with_text(at, row, column, "完成"), [(at, row, column, 0, 2)]


@fault("K22", *_FORMS)
def far_more_than_planned(paper, story, random):
    rows = [
        one
        for one in _indicator_rows(paper)
        if one[3][-1] in {"", "无"}
        and "数量指标" in one[3]
        and any(unit in "".join(one[3]) for unit in ("次", "批", "人", "期", "场", "处", "套", "台"))
    ]
    rows = [one for one in rows if "≤" not in "".join(one[3])]
    if not rows:
        return None
    at, row, head, words = random.choice(rows)
    column = _column(head, "完成值")
    digits = "".join(character for character in words[column] if character.isdigit())
    text = words[column].replace(digits, str(int(digits) * 3))
    changed = paper.with_text(at, row, column, text)
    if words[-1] == "无":
        changed = changed.with_text(at, row, len(words) - 1, "")
    return changed, [(at, row, column, 0, len(text)), (at, row, column - 1, 0, 2)]


@fault("K36", "ministry_forms")
def percent_in_words(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if one[3][_column(one[2], "年度指标值")].endswith("%")]
    at, row, head, words = random.choice(rows)
    column = _column(head, "年度指标值")
    text = words[column].replace("%", "")
    changed = paper.with_text(at, row, column, text).with_text(
        at, row, _column(head, "完成值"), words[_column(head, "完成值")].replace("%", "")
    )
    return changed, [
        (at, row, column, 0, len(text)),
        (at, row, _column(head, "完成值"), 0, 2),
        (at, row, head["三级指标"], 0, 4),
    ]


@fault("K36", "guideline_forms")
def unit_in_words(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if one[3][_column(one[2], "计量单位")] == "%"]
    at, row, head, _words = random.choice(rows)
    column = _column(head, "计量单位")
    return paper.with_text(at, row, column, "百分比"), [(at, row, column, 0, 3)]


@fault("K38", *_FORMS)
def two_things_in_one(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "数量指标" in one[3] and "≥" in "".join(one[3])]
    rows = [one for one in rows if any(unit in "".join(one[3]) for unit in ("次", "件", "个", "场", "户"))]
    if not rows:
        return None
    at, row, head, _words = random.choice(rows)
    return _named(paper, at, row, head, "开展现场检查和组织宣传活动次数")


@fault("K39", *_FORMS)
def change_without_base(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "%" in "".join(one[3][:-1]) and "质量指标" in "".join(one[3])]
    if not rows:
        return None
    at, row, head, _words = random.choice(rows)
    return _named(paper, at, row, head, "办理效率提升比例")


@fault("K37", *_FORMS)
def less_work_is_better(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "项目成本控制数" in one[3]]
    if not rows:
        return None
    at, row, head, words = random.choice(rows)
    changed, places = _named(paper, at, row, head, "组织现场服务次数")
    for name in ("年度指标值", "指标值", "完成值", "计量单位"):
        for word, column in head.items():
            if name in word:
                changed = changed.with_text(at, row, column, words[column].replace("万元", "次"))
    kind = head["二级指标"]
    return changed.with_text(at, row, kind, "数量指标"), [
        *places,
        (at, row, kind, 0, 4),
        *((at, row, column, 0, 1) for column in range(len(words)) if words[column]),
    ]


@fault("K34", *_FORMS)
def money_as_output(paper, story, random):
    rows = [one for one in _indicator_rows(paper) if "数量指标" in one[3]]
    if not rows:
        return None
    at, row, head, _words = random.choice(rows)
    return _named(paper, at, row, head, "项目资金支付率")


@fault("K40", *_FORMS)
def same_indicator_twice(paper, story, random):
    tables = {}
    for one in _indicator_rows(paper):
        tables.setdefault(one[0], []).append(one)
    rows = next(iter(tables.values()))
    other, name = rows[0], rows[1]
    return _named(paper, name[0], name[1], name[2], other[3][other[2]["三级指标"]])


def _named(paper, at, row, head, name):
    column = head["三级指标"]
    return paper.with_text(at, row, column, name), [(at, row, column, 0, len(name))]


@fault("K66", "hubei")
def target_changed_without_paper(paper, story, random):
    at = paper.places("table")[-1]
    for row, cells in enumerate(paper.blocks[at].rows):
        if len(cells) == 9 and str(cells[3]).isdigit() and not cells[-1]:
            target = str(max(1, int(cells[3]) - 1))
            return paper.with_text(at, row, 4, target), [
                (at, row, 4, 0, len(target)),
                *((at, row, column, 0, 1) for column in (5, 7)),
            ]
    return None


@fault("K68", *_FORMS, "listed_projects")
def less_than_nothing(paper, story, random):
    figures = [
        figure for figure in paper.figures() if figure.codes & {"K07", "K05"} and (value_of(figure.text) or 0) > 0
    ]
    rows = {}
    for figure in figures:
        rows.setdefault((figure.block, figure.row), []).append(figure)
    figure = next(iter(rows.values()))[-1]
    text = f"-{figure.text}"
    return paper.with_figure(figure, text), [placed(paper, figure, len(text))]


@fault("K10", *_FORMS)
def nothing_to_divide_by(paper, story, random):
    figures = [figure for figure in paper.figures() if figure.codes == {"K07"}]
    block = figures[0].block
    own = [figure for figure in figures if figure.block == block and value_of(figure.text)]
    changed, places = paper, []
    for figure in own:
        current = next(
            one
            for one in changed.figures()
            if (one.block, one.row, one.cell, one.start) == (figure.block, figure.row, figure.cell, figure.start)
        )
        changed = changed.with_figure(current, "0.00")
        places.append(placed(changed, current, 4))
    return changed, places


@fault("K09", *_FORMS)
def more_spent_than_there_was(paper, story, random):
    budget, spent = [figure for figure in paper.figures() if "K07" in figure.codes][1:3]
    text = f"{value_of(budget.text) * 2}"
    return paper.with_figure(spent, text), [placed(paper, spent, len(text))]
