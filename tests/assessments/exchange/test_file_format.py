import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.exchange import file_format
from assessments.exchange.file_format import LARGEST_FILE, ExchangeError, dumps, read, write
from assessments.schema.facts import RevenueLine
from assessments.schema.kinds import MOST_ROWS
from assessments.schema.scheme import SCHEME_2021_101
from budgets.terms import FundKind, MoneyUnit
from tests.assessments.rules.papers import BARE, PETITION, REMOVED, SOUND, bare, content, paper
from tests.assessments.rules.strategies import FACTS

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "petition-bureau-2022.json"
D = Decimal


def problems(changes=None, text=None):
    with pytest.raises(ExchangeError) as caught:
        read(json.dumps(content(SOUND, changes)) if text is None else text)
    return caught.value.problems


def places(changes):
    return [pointer for pointer, _ in problems(changes)]


@pytest.mark.parametrize("path", [SOUND, PETITION])
def test_a_file_comes_out_as_it_went_in(path):
    text = path.read_text()

    assert write(read(text)) == json.loads(text)
    assert dumps(read(text)) == text


@pytest.mark.skipif(not SEED.exists(), reason="the seed lies beside the repository of its authors only")
def test_the_seed_comes_out_as_it_went_in():
    assert write(read(SEED.read_bytes())) == json.loads(SEED.read_text())


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(FACTS)
def test_any_facts_survive_a_file(facts):
    text = dumps(facts)

    assert read(text) == facts
    assert read(text.encode()) == facts
    assert write(read(text)) == json.loads(text)


WAYS_OF_WRITING = st.sampled_from(
    ["0.00", "0", "114", "114.0", "+5", " 5", "５", "1,234.50", "-0", "007", "7,00.0,77", "", "无", "1.23456789", "1e5"]
)


@given(st.lists(WAYS_OF_WRITING, min_size=4, max_size=4), st.sampled_from([unit.value for unit in MoneyUnit]))
def test_every_number_comes_out_as_it_was_written(texts, unit):
    changes = dict(
        zip(
            ("/revenue/total", "/score", "/projects/0/funding/1/adjusted", "/projects/1/total/weight"),
            texts,
            strict=True,
        )
    )
    changed = content(SOUND, changes | {"/money_unit": unit})

    assert write(read(json.dumps(changed))) == changed


def test_an_empty_form_states_nothing():
    facts = bare()

    assert facts.money_unit is MoneyUnit.WAN
    assert (facts.revenue.total, facts.transfers, facts.scheme, facts.projects) == (None, None, None, ())
    assert read(dumps(facts)) == facts


def test_every_key_is_written_in_the_order_of_the_format():
    assert list(write(bare())) == list(content())
    assert list(write(paper())["projects"][0]["indicators"][0]) == list(content()["projects"][0]["indicators"][0])


def test_grades_keep_their_order():
    facts = paper({"/project_totals/by_grade": {"差": 1, "优": 2, "中": None}})

    assert facts.project_totals.by_grade == (("差", 1), ("优", 2), ("中", None))
    assert list(write(facts)["project_totals"]["by_grade"]) == ["差", "优", "中"]


def test_chinese_stays_readable():
    assert "交通运输局" in dumps(paper())


@pytest.mark.parametrize(("unit", "yuan"), [("元", "285.87"), ("万元", "2858700"), ("亿元", "28587000000")])
def test_money_is_kept_in_yuan(unit, yuan):
    assert paper({"/money_unit": unit, "/revenue/total": "285.87"}).revenue.total == D(yuan)


def test_the_unit_counts_wherever_it_stands_in_the_file():
    text = json.dumps({"revenue": {"total": "5"}, **BARE, "money_unit": "亿元"})

    assert read(text).revenue.total == D(500_000_000)


@pytest.mark.parametrize(
    ("pointer", "text", "value"),
    [
        ("/revenue/total", "500.00", D(5_000_000)),
        ("/revenue/total", "7,00.0,77", None),
        ("/revenue/total", "1.2345678", None),
        ("/revenue/total", "100000000", None),
        ("/score", "99.80", D("99.8")),
        ("/score", "九十九", None),
        ("/score", "99.123456789", None),
    ],
)
def test_a_number_that_is_written_otherwise_is_remembered(pointer, text, value):
    facts = paper({pointer: text})

    assert facts.written[pointer] == text
    assert (facts.revenue.total if pointer == "/revenue/total" else facts.score) == value


def test_a_number_in_its_plain_form_is_not_remembered():
    assert "/revenue/total" not in paper({"/revenue/total": "500"}).written


def test_what_was_written_gives_way_to_a_new_value():
    facts = paper({"/score": "99.80"})

    assert write(facts)["score"] == "99.80"
    assert write(replace(facts, score=D(90)))["score"] == "90"
    assert write(replace(facts, score=None))["score"] is None


def test_what_nobody_could_read_gives_way_to_a_number():
    facts = paper({"/score": "九十九"})

    assert write(facts)["score"] == "九十九"
    assert write(replace(facts, score=D(99)))["score"] == "99"
    assert write(replace(facts, written=MappingProxyType({})))["score"] is None


def test_a_new_row_is_written_plainly():
    line = RevenueLine(fund=FundKind.OTHER, label="其他收入", amount=D(12_345))
    facts = replace(paper(), revenue=replace(paper().revenue, lines=(line,)))

    assert write(facts)["revenue"]["lines"] == [{"fund": "other", "label": "其他收入", "amount": "1.2345"}]


def test_a_banded_scheme_has_the_bands_of_its_notice():
    facts = paper({"/scheme/execution_method": "banded"})

    assert facts.scheme is not None
    assert facts.scheme.execution_bands == SCHEME_2021_101.execution_bands


def test_a_scheme_may_name_its_weights_only():
    facts = paper({"/scheme": {"execution": "20", "groups": {"产出指标": "80"}}})

    assert facts.scheme is not None
    assert facts.scheme.full_score == D(100)
    assert [name for name, _ in facts.scheme.grades] == ["优", "良", "中", "差"]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/scheme/execution", "十"),
        ("/scheme/execution", None),
        ("/scheme/groups/产出指标", ""),
        ("/scheme/grades/0", ["优"]),
        ("/scheme/grades/0", "优"),
        ("/scheme/execution_method", "cubic"),
        ("/scheme/execution_method", None),
    ],
)
def test_a_scheme_is_no_place_for_a_doubtful_number(pointer, value):
    assert places({pointer: value}) == [pointer]


def test_the_parts_of_a_grade_have_their_own_places():
    assert places({"/scheme/grades/0": [1, "九十"]}) == ["/scheme/grades/0/0", "/scheme/grades/0/1"]


REFUSED = [
    ("/format", "performance-self-assessment/2", "应为 performance-self-assessment/1"),
    ("/format", REMOVED, "缺少此项"),
    ("/year", REMOVED, "缺少此项"),
    ("/year", "2022", "应为不带引号的整数，文件中是“文字”"),
    ("/year", True, "应为不带引号的整数，文件中是“是否值”"),
    ("/year", None, "应为不带引号的整数，文件中是“空值”"),
    ("/year", 1999, "应为 2000 至 2100 之间的整数"),
    ("/year", 2022.5, "应为 2000 至 2100 之间的整数"),
    ("/department", REMOVED, "缺少此项"),
    ("/department", [], "应为对象，文件中是“列表”"),
    ("/department/name", REMOVED, "缺少此项"),
    ("/department/name", None, "应为文字，文件中是“空值”"),
    ("/department/name", 5, "应为文字，文件中是“数字”"),
    ("/department/name", "局" * 101, "文字过长（101 字），最多 100 字"),
    ("/department/staff", 3, "没有此项"),
    ("/department/staff_on_post", -1, "应为 0 至 2147483647 之间的整数"),
    ("/department/staff_on_post", 10**30, "应为 0 至 2147483647 之间的整数"),
    ("/unknown", {"deep": [1]}, "没有此项"),
    ("/a~1b", 1, "没有此项"),
    ("/money_unit", "千元", "应为下列之一：元、万元、亿元"),
    ("/money_unit", None, "应为下列之一：元、万元、亿元"),
    ("/money_unit", [], "应为下列之一：元、万元、亿元"),
    ("/revenue", None, "应为对象，文件中是“空值”"),
    ("/revenue/total", 500, '数字须写在引号内，如 "285.87"'),
    ("/revenue/total", 500.5, '数字须写在引号内，如 "285.87"'),
    ("/revenue/total", float("nan"), '数字须写在引号内，如 "285.87"'),
    ("/revenue/total", float("-inf"), '数字须写在引号内，如 "285.87"'),
    ("/revenue/total", True, "应为写在引号内的数字或 null，文件中是“是否值”"),
    ("/revenue/total", [], "应为写在引号内的数字或 null，文件中是“列表”"),
    ("/revenue/total", {}, "应为写在引号内的数字或 null，文件中是“对象”"),
    ("/revenue/total", "9" * 101, "文字过长（101 字），最多 100 字"),
    ("/revenue/lines", {}, "应为列表，文件中是“对象”"),
    ("/revenue/lines/0", None, "应为对象，文件中是“空值”"),
    ("/revenue/lines/0/fund", "taxes", "应为下列之一：general_public、"),
    ("/revenue/lines/0/fund", 1, "应为下列之一：general_public、"),
    ("/revenue/lines/0/label", None, "应为文字，文件中是“空值”"),
    ("/projects/0/indicators/0/comparator", "大于", "应为下列之一：≥、≤、=、>、<、qualitative"),
    ("/projects/0/indicators/0/not_applicable", "false", "应为 true 或 false，文件中是“文字”"),
    ("/projects/0/indicators/0/evidence", "台账", "应为列表，文件中是“文字”"),
    ("/projects/0/indicators/0/evidence/0", 1, "应为文字，文件中是“数字”"),
    ("/projects/0/indicators/0/weight", 20, '数字须写在引号内，如 "285.87"'),
    ("/project_totals/by_grade", [], "应为对象，文件中是“列表”"),
    ("/project_totals/by_grade/优", "1", "应为不带引号的整数，文件中是“文字”"),
    ("/project_totals/by_grade/ ", 1, "名称不能为空"),
    ("/project_totals/by_completion/full", 1.0, "应为 0 至 2147483647 之间的整数"),
    ("/narrative/problems", "字" * 20_001, "文字过长（20001 字），最多 20000 字"),
    ("/narrative/problems", "a\u0000b", "含有不可用的控制字符"),
    ("/narrative/problems", "a\ud800b", "含有不可用的控制字符"),
    ("/narrative/problems", "a\uffffb", "含有不可用的控制字符"),
    ("/dates/due", "2023-02-30", "“2023-02-30”不是存在的日期"),
    ("/dates/due", "2023/02/03", "应为日期，写作 2023-11-20"),
    ("/dates/due", "２０２３-02-03", "应为日期，写作 2023-11-20"),
    ("/dates/due", "20230203", "应为日期，写作 2023-11-20"),
    ("/dates/due", 20230203, "应为日期，写作 2023-11-20"),
    ("/attachments", ["表"] * (MOST_ROWS + 1), f"行数过多（{MOST_ROWS + 1} 行），最多 {MOST_ROWS} 行"),
]  # fmt: skip


@pytest.mark.parametrize(("pointer", "value", "said"), REFUSED)
def test_what_the_format_does_not_have_is_refused_at_its_place(pointer, value, said):
    changed = content(SOUND, {pointer.replace("~1", "~"): value})
    if "~1" in pointer:  # a key with a slash in it
        changed["a/b"] = changed.pop("a~b")

    found = problems(text=json.dumps(changed))

    assert [place for place, _ in found] == [pointer]
    assert said in found[0][1]


UNUSABLE = {
    "nothing": (b"", "文件格式有误（第 1 行第 1 列）"),
    "prose": ("收入合计".encode(), "文件格式有误（第 1 行第 1 列）"),
    "half a file": (b'{"format": \n "perf', "文件格式有误（第 2 行第 2 列）"),
    "two files": (b"{} {}", "文件格式有误（第 1 行第 4 列）"),
    "a raw line break": (b'{"a": "x\ny"}', "文件格式有误"),
    "a list": (b"[]", "应为对象，文件中是“列表”"),
    "null": (b"null", "应为对象，文件中是“空值”"),
    "a number": (b"5", "应为对象，文件中是“数字”"),
    "GBK": ('{"county": "青龙"}'.encode("gbk"), "不是 UTF-8 编码的文本（第 13 字节）"),
    "UTF-16": ("{}".encode("utf-16"), "不是 UTF-8 编码的文本（第 1 字节）"),
    "nested": (b"[" * 100_000, "嵌套层数过多"),
    "nested objects": (b'{"a":' * 100_000, "嵌套层数过多"),
    "too large": (b" " * (LARGEST_FILE + 1), "文件过大，最多 64 MB"),
}


@pytest.mark.parametrize(("text", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_file_of_ours_is_refused_as_a_whole(text, said):
    found = problems(text=text)

    assert [place for place, _ in found] == [""]
    assert said in found[0][1]


def test_a_byte_order_mark_is_no_fault():
    assert read(b"\xef\xbb\xbf" + dumps(paper()).encode()) == paper()


def test_a_key_that_stands_twice_is_refused_wherever_it_stands():
    text = json.dumps(BARE)[:-1] + (
        ', "county": "甲", "county": "甲", "revenue": {"total": "1", "total": "2"},'
        ' "project_totals": {"by_grade": {"优": 1, "优": 2}}}'
    )

    assert problems(text=text) == (
        ("/county", "该项重复出现。"),
        ("/revenue/total", "该项重复出现。"),
        ("/project_totals/by_grade/优", "该项重复出现。"),
    )


def test_ten_megabytes_in_one_field_are_refused_at_that_field():
    found = problems({"/narrative/problems": "字" * 10_000_000})

    assert found == (("/narrative/problems", "文字过长（10000000 字），最多 20000 字。"),)


def test_every_fault_is_told_at_once_and_the_words_stay_short():
    with pytest.raises(ExchangeError) as caught:
        read(json.dumps(BARE | {"attachments": list(range(250))}))
    lines = str(caught.value).splitlines()

    assert len(caught.value.problems) == 250
    assert len(lines) == file_format.MOST_SHOWN + 1
    assert lines[0] == "/attachments/0：此处应为文字，文件中是“数字”，请更正文件后重新导入。"
    assert lines[-1] == "……另有 150 处问题未列出。"


def test_many_small_lists_are_no_way_around_the_limit_of_rows():
    full = {"indicators": [{}] * MOST_ROWS}

    found = problems(text=json.dumps(BARE | {"projects": [full] * 30}))

    assert {message for _, message in found} == {"全部列表合计行数过多，最多 50000 行。"}
    assert found[0][0] == "/projects/24/indicators"


def test_a_hostile_key_is_cut_short_and_can_be_printed():
    text = json.dumps(BARE | {"\ud800" + "x" * 10_000: 1})

    ((pointer, _),) = problems(text=text)

    assert len(pointer) < 100
    assert pointer.encode()


@settings(max_examples=200)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_no_input_gets_past_the_reader_unseen(text):
    with pytest.raises(ExchangeError):
        read(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(content())


@settings(max_examples=200)
@given(st.sampled_from(KEYS), JSON)
def test_any_value_at_any_key_is_read_or_refused(key, value):
    text = json.dumps(content(SOUND, {f"/{key}": value}))
    refused = fault_places(text)

    assert all(place.startswith(f"/{key}") for place in refused)
    assert refused or read(dumps(read(text))) == read(text)


def fault_places(text):
    try:
        read(text)
    except ExchangeError as error:
        return [place for place, _ in error.problems]
    return []


@pytest.mark.parametrize("text", ["2024-03-31", "长期坚持", "2024年6月底前"])
def test_a_deadline_is_a_date_or_the_words_of_an_office(text):
    row = {"problem": "台账不全", "measure": "补齐", "owner": "办公室", "due": text}

    assert write(read(json.dumps(content(SOUND, {"/rectifications": [row]}))))["rectifications"] == [row]
