"""What every page shows around its content: the county's name and the way to the other pages."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from evalsite.terms import BureauRole

register = template.Library()

_REVIEWERS = frozenset({BureauRole.SECTION_REVIEWER, BureauRole.PERFORMANCE_REVIEWER})
_OFFICE = frozenset({BureauRole.PERFORMANCE_REVIEWER, BureauRole.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({BureauRole.ADMINISTRATOR})

# Label, URL name, the bureau roles that see it (None: everybody).
_PAGES: tuple[tuple[str, str, frozenset[BureauRole] | None], ...] = (
    ("首页", "assessments:home", None),
    ("审核", "assessments:review_list", _REVIEWERS | _ADMINISTRATOR),
    ("汇总材料", "assessments:county", _REVIEWERS | _ADMINISTRATOR),
    ("整改通知", "assessments:notice_list", _REVIEWERS | _ADMINISTRATOR),
    ("打包下载", "assessments:bundle_list", _REVIEWERS | _ADMINISTRATOR),
    ("自评任务", "assessments:round_list", _OFFICE),
    ("校验豁免", "assessments:exemption_list", _OFFICE),
    ("人员账号", "budgets:people", _ADMINISTRATOR),
    ("部门和单位", "budgets:departments", _ADMINISTRATOR),
    ("报告校核", "assessments:report_checks", None),
    ("校验规则", "assessments:check_list", None),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    is_current: bool


@register.simple_tag
def county_name() -> str:
    return str(settings.COUNTY_NAME)


@register.inclusion_tag("components/navigation.html", takes_context=True)
def navigation(context: dict[str, Any]) -> dict[str, list[Link]]:
    """The pages that the signed-in person may open; the one that the address lies under is marked."""
    request = context["request"]
    role = request.user.bureau_role
    links = []
    for label, name, roles in _PAGES:
        if roles is not None and role not in roles:
            continue
        url = reverse(name)
        is_current = request.path == url if url == "/" else request.path.startswith(url)
        links.append(Link(label, url, is_current))
    return {"links": links}
