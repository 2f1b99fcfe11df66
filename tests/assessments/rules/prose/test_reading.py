import pytest

from assessments.rules.text.office import foreign_self_nouns, name_in_title
from assessments.rules.text.sentences import dates, sentences
from assessments.rules.text.shortcomings import admitted, says_nothing


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("存在一定的差距与不足，指标不够细化。", ["差距与不足", "不够细化"]),
        ("未发现明显不足，不存在差距。", []),
        ("完成率不足50%的项目0个，不足十万元的2个。", []),
        ("进一步补齐短板、弥补不足。", []),
        ("执行进度偏慢，管理有待加强", ["偏慢", "有待加强"]),
    ],
)
def test_admitted(text, words):
    assert [text[start:end] for start, end in admitted(text)] == words


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        (None, True),
        ("", True),
        ("无。", True),
        ("未发现明显问题。", True),
        ("暂无", True),
        ("无人负责。", False),
        ("无法取数", False),
    ],
)
def test_says_nothing(text, nothing):
    assert says_nothing(text) is nothing


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("2022年度水利局整体绩效自评工作报告", "水利局"),
        ("某县卫生健康委员会2022年度部门整体支出绩效自评报告", "某县卫生健康委员会"),
        ("关于某镇人民政府2022年度预算绩效自评的报告", "某镇人民政府"),
        ("按照县财政局要求，我单位开展自评。", None),
        ("2022年度部门整体支出绩效自评报告", None),
    ],
)
def test_the_office_of_a_title(line, name):
    assert name_in_title(f"\n {line}\n正文\n") == name


def test_self_names():
    text = "我局甲，我委乙，我会同丙，我们丁。"

    assert [noun for _, noun in foreign_self_nouns(text, "信访局", None)] == ["委"]
    assert foreign_self_nouns(text, "信访局", "我委") == []
    assert foreign_self_nouns(text, None, None) == []


def test_sentences_and_dates_have_their_places():
    text = " 甲，乙。丙；\n表\n丁"
    assert [(text[slice(*span)], said) for span, said in sentences(text, tables=((8, 10),))] == [
        ("甲，乙。", "甲，乙。"),
        ("丙；", "丙；"),
        ("丁", "丁"),
    ]
    day = "于2023年 3月5日、2022年12月"
    assert [(day[slice(*span)], told) for span, told in dates(day)] == [
        ("2023年 3月5日", (2023, 3, 5)),
        ("2022年12月", (2022, 12, None)),
    ]
