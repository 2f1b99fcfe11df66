"""Whoever sends something from a long page comes back to the place where it was sent, with the focus there."""

from collections.abc import Callable
from urllib.parse import urldefrag

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from assessments.facts_loader import facts_of
from assessments.models import FieldComment
from assessments.review.actions import comment_on_field
from assessments.terms import Status
from assessments.web.department.check_page import finding_anchor
from tests.security.conftest import client_of, undone
from tests.security.county import PLACE, County
from tests.walk.crawl import tags_of

Sent = tuple[str, str, dict[str, object], str]  # who, address, what, the id to come back to


def address(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def _remark(county: County, text: str) -> FieldComment:
    return comment_on_field(county.world.section_reviewer, county.own.assessment.pk, "/score", "自评总分", text)


def a_remark(county: County) -> Sent:
    county.bring_to(Status.SECTION_REVIEW)
    where = f"{address('comment', county.own.assessment.pk)}?place={PLACE}"
    return "section_reviewer", where, {"place": PLACE, "text": "请附台账。"}, "f-projects-0-indicators-0-actual"


def a_settled_remark(county: County) -> Sent:
    county.bring_to(Status.SECTION_REVIEW)
    pk = county.own.sent.pk
    return "section_reviewer", address("settle_comment", county.own.assessment.pk, pk), {}, f"remark-{pk}"


def a_withdrawn_remark(county: County) -> Sent:
    county.bring_to(Status.SECTION_REVIEW)
    first, second = _remark(county, "先前的"), _remark(county, "后来的")
    return (
        "section_reviewer",
        address("withdraw_comment", county.own.assessment.pk, first.pk),
        {},
        f"remark-{second.pk}",
    )


def the_last_remark_withdrawn(county: County) -> Sent:
    county.bring_to(Status.SECTION_REVIEW)
    FieldComment.objects.filter(assessment=county.own.assessment).delete()
    only = _remark(county, "唯一的")
    return "section_reviewer", address("withdraw_comment", county.own.assessment.pk, only.pk), {}, "remarks"


def an_explanation(county: County) -> Sent:
    warning = county.own.warning
    said = {"code": warning.finding.code, "place": warning.stable_place, "text": "来访量年中上升。"}
    return "preparer", address("explain", county.own.assessment.pk), said, finding_anchor(warning)


def an_answer(county: County) -> Sent:
    pk = county.own.sent.pk
    where = address("answer_comment", county.own.assessment.pk, pk)
    return "preparer", where, {"text": "已附台账。"}, f"remark-{pk}"


def an_exemption_ended(county: County) -> Sent:
    pk = county.own.exemption.pk
    return "administrator", address("exemption_end", pk), {"reason": "已更正"}, f"exemption-{pk}"


def a_target(county: County) -> Sent:
    facts = facts_of(county.own.assessment)
    assert facts.projects[0].indicators[0].row == county.own.indicator.pk
    where = address("target_change", county.own.assessment.pk, county.own.indicator.pk)
    said = {"new_value": "38", "reason": "机构调整", "document": "〔2025〕2号"}
    return "preparer", where, said, "f-projects-0-indicators-0-target"


def an_account(county: County) -> Sent:
    person = county.world.preparer
    said = {"username": person.username, "full_name": "改名人", "is_active": "on", "places-TOTAL_FORMS": "0"}
    return (
        "administrator",
        reverse("budgets:person", args=[person.pk]),
        said | {"places-INITIAL_FORMS": "0"},
        f"person-{person.pk}",
    )


def a_department(county: County) -> Sent:
    pk = county.own.assessment.department_id
    said = {"name": "信访局", "code": "101", "section": county.world.section.pk}
    return "administrator", reverse("budgets:department", args=[pk]), said, f"department-{pk}"


@pytest.mark.parametrize(
    "case",
    [
        a_remark,
        a_settled_remark,
        a_withdrawn_remark,
        the_last_remark_withdrawn,
        an_explanation,
        an_answer,
        an_exemption_ended,
        a_target,
        an_account,
        a_department,
    ],
)
def test_one_comes_back_to_the_same_place_with_the_focus_there(county: County, case: Callable[[County], Sent]) -> None:
    with undone():
        person, where, said, place = case(county)
        client = client_of(county.world.people[person])

        back = client.post(where, said)

        assert back.status_code == 302, back.content.decode()
        assert urldefrag(back["Location"]).fragment == place
        assert focusable(client.get(back["Location"]), place)


@pytest.mark.parametrize("page", ["review", "check"])
def test_an_exemption_leads_back_to_its_finding(county: County, page: str) -> None:
    with undone():
        county.bring_to(Status.FINAL_REVIEW)
        client = client_of(county.world.performance_reviewer)
        source = client.get(address(page, county.own.assessment.pk)).content.decode()
        grant = next(
            attributes["href"]
            for tag, attributes in tags_of(source)
            if "/exemptions/new/" in attributes.get("href", "")
        )
        asked = client.get(grant)
        back = asked.context["back"]
        typed = {"department": county.world.own.pk, "code": county.own.warning.finding.code, "reason": "口径不同"}

        sent = client.post(grant, typed | {"until": f"{timezone.localdate()}", "next": back})

        assert sent["Location"] == back
        assert focusable(client.get(back), urldefrag(back).fragment)


def focusable(response: HttpResponse, place: str) -> bool:
    """Whether the page has that place and a browser that jumps there gives it the focus."""
    natural = {"a", "button", "input", "select", "textarea"}
    found = [(tag, said) for tag, said in tags_of(response.content.decode()) if said.get("id") == place]
    return [tag in natural or "tabindex" in said for tag, said in found] == [True]
