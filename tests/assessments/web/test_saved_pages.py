"""The page of a report as a browser saves it, with the menus of the site, read by the check-up."""

from collections import Counter

from django.urls import reverse

from assessments.exchange.taking_over import offers, proposed
from assessments.facts_loader import facts_of
from assessments.intake.findings import check_document
from assessments.intake.reader_process import read_file
from assessments.models import Assessment
from assessments.rules.checks import Context, run_checks
from assessments.rules.scoring.computed import with_computed
from assessments.schema.scheme import SCHEME_2020_10
from tests.round_trip.comparison import key_of


def test_the_saved_page_says_nothing_that_its_draft_does_not_say(world, sign_in):
    world.fill()
    page = sign_in(world.preparer).get(reverse("assessments:report", args=[world.assessment.pk])).content

    check = check_document(read_file(page, "预览.html"))

    facts, read = facts_of(Assessment.objects.get(pk=world.assessment.pk)), check.reading.facts
    own = Counter(key_of(item, facts) for item in run_checks(Context.of_file(facts)))
    said = Counter(key_of(item, read) for item in check.findings)
    given = proposed(read, read.year, facts.year, frozenset(facts.units))
    held = with_computed(facts, SCHEME_2020_10)
    assert read.department.name.endswith(facts.department.name)
    assert len(read.projects) == len(facts.projects)
    assert said - own == Counter()
    assert [offer.source for offer in offers(given, facts, held) if offer.is_open] == []
    assert check.document.notes == ("网页的菜单、按钮、页脚等未计入正文。",)
