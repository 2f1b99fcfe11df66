"""Pages of government sites: the article and nothing else."""

import pytest

from assessments.intake.loading.html import html_file
from tests.assessments.intake.test_readers import cells

TITLE = "平安县水务局2023年度部门整体支出绩效自评报告"
BODY = [
    "一、基本情况",
    "我局2023年收入预算100.00万元，支出预算100.00万元，全部用于农村饮水和河道管护，年度任务已经完成。",
    "二、自评情况",
    "自评总分98分，等级为优。各项指标均按期完成，群众满意度调查结果较好，没有发生安全事故。",
]
END = ["平安县水务局", "2024年3月1日"]
ARTICLE = "".join(f"<p>&emsp;&emsp;{line}</p>" for line in BODY + END)
MENU = "<ul>" + "".join(f"<li><a href='/{at}'>栏目{at}预算公开</a></li>" for at in range(9)) + "</ul>"
IMPRINT = "<p>主办单位：平安县人民政府 技术支持：信息中心</p><p>京ICP备00000000号 网站标识码：1300000000</p>"
AROUND = {
    "blocks with names": (
        f"<div class='top-nav nav'>{MENU}</div><div class='breadcrumb'>位置：<a>首页</a>&gt;<a>公开</a></div>"
        f"<h1>{TITLE}</h1><div>发布时间：2024-05-01 来源：水务局 浏览次数：7</div><div id='zoom'>{ARTICLE}</div>"
        f"<div>【<a>打印本页</a>】【<a>关闭窗口</a>】</div><div>上一篇：<a>别的报告</a></div><footer>{IMPRINT}</footer>"
    ),
    "tables that place the text": (
        f"<table><tr><td>{MENU}</td><td><table><tr><td><h2>{TITLE}</h2></td></tr>"
        f"<tr><td>作者：办公室　字号：大 中 小</td></tr><tr><td>{ARTICLE}</td></tr></table></td></tr></table>{IMPRINT}"
    ),
    "names that say nothing": (
        f"<div class='a1'><div>您当前的位置：<a>首页</a> &gt; <a>财政</a></div><div class='a2'>{MENU}</div></div>"
        f"<div class='a3'><h3>{TITLE}</h3><div class='a4'>{ARTICLE}</div><div>分享到：微信</div>"
        f"<div>相关链接</div>{MENU}</div><div>{IMPRINT}</div>"
    ),
    "the title only in the head": (
        f"<head><meta name='ArticleTitle' content='{TITLE}'></head><nav>{MENU}</nav>{ARTICLE}"
    ),
    "a table of records before it": (
        "<table><tr><td>索引号：</td><td>000/2024-1</td><td>信息分类：</td><td>预算</td></tr>"
        f"<tr><td>发布机构：</td><td>水务局</td><td>发布日期：</td><td>2024-05-01</td></tr></table><h1>{TITLE}</h1>"
        f"<div>{ARTICLE}</div>"
    ),
}


@pytest.mark.parametrize("page", AROUND.values(), ids=AROUND)
def test_only_the_article_is_read(page):
    document = html_file.read(page.encode())

    assert document.text.split("\n") == [TITLE, *BODY, *END, ""]
    assert document.notes == ("网页的菜单、按钮、页脚等未计入正文。",)


def test_a_page_that_is_only_the_report_is_read_whole():
    document = html_file.read(f"<title>导出</title><h1>{TITLE}</h1>{ARTICLE}<p>附：<a href='x'>自评表</a></p>".encode())

    assert document.text.split("\n") == [TITLE, *BODY, *END, "附：自评表", ""]
    assert document.notes == ()


def test_the_line_above_a_forms_table_stays_though_the_table_is_all_the_page():
    rows = "".join(f"<tr><td>{at}</td><td>{'供水管网改造' * 20}</td></tr>" for at in range(20))
    page = f"<body><nav>首页 政务公开</nav><p>部门：信访局 金额单位：元</p><table>{rows}</table></body>"

    assert html_file.read(page.encode()).text.startswith("部门：信访局 金额单位：元\n")


def test_data_tables_stay_tables_inside_frames():
    page = "<table><tr><td><p>说明</p><table><tr><td>甲<td>1<tr><td>乙<td>2</table></td></tr></table>"

    assert cells(html_file.read(page.encode())) == [[["甲", "1"], ["乙", "2"]]]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>　　一<br>　　二</p>", "一\n二\n"),
        ("<div>一</section>二</div>三", "一\n二\n三\n"),
        ("<table><td>一<td>二</table>", "一\t二\n"),
        ("<table><tbody><tr><td><div>一</table><p>二", "一\n二\n"),
        ("<table><caption>表一</caption><tr><td>甲<td>乙</table>", "表一\n甲\t乙\n"),
        ("<p>a</p></div></td></table><p>b</p>", "a\nb\n"),
    ],
)
def test_tags_that_are_not_closed(page, text):
    assert html_file.read(page.encode()).text == text


def test_a_page_as_deep_as_a_well():
    assert html_file.read(("<div>" * 50_000 + "底" + "</div>" * 50_000).encode()).text == "底\n"


@pytest.mark.parametrize("declared", ["", "gb2312", "utf-8"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_what_a_page_says_of_its_encoding_may_be_wrong(encoding, declared):
    page = f'<html><meta charset="{declared}"><body><p>{TITLE}</p></body></html>'

    assert html_file.read(page.encode(encoding)).text == TITLE + "\n"


def test_one_broken_character_does_not_spoil_a_page():
    page = ("<p>" + TITLE * 30).encode("gbk") + b"\xff</p>"

    assert TITLE in html_file.read(page).text
