from datetime import timedelta

from django.utils.timezone import localtime, now

from assessments.templatetags.figures import moment


def test_of_today_the_time_is_told_too():
    at = localtime(now())

    assert moment(at) == f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"


def test_of_another_day_only_the_day():
    at = localtime(now() - timedelta(days=2))

    assert moment(at) == f"{at.year}年{at.month}月{at.day}日"


def test_what_has_not_happened_is_a_dash():
    assert moment(None) == "—"
