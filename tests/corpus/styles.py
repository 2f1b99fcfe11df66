"""Every style of report: a function of chance that gives a story, the pen that wrote it and the paper."""

from tests.corpus import accounts, single_project, whole_office

STYLES = {
    style.__name__: style
    for style in (
        whole_office.hunan,
        whole_office.hubei,
        whole_office.sichuan,
        whole_office.hebei,
        whole_office.guangdong,
        accounts.henan,
        accounts.shandong,
        accounts.shaanxi,
        accounts.several_units,
        single_project.zhejiang,
        single_project.jiangsu,
        single_project.yunnan,
        single_project.ministry_forms,
        single_project.guideline_forms,
        single_project.listed_projects,
    )
}
