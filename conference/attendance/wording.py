"""Small matters of wording that pages, lists and forms share."""

from django.utils import timezone
from django.utils.translation import pgettext

from conference.people.pinyin import has_chinese


def full_name(given, family, account) -> str:
    """An account as lists name it: 王小明, else Wang Xiaoming as entered, else the user name."""
    if not (given or family):
        return account or ""
    return f"{family}{given}" if has_chinese(f"{family}{given}") else f"{given} {family}".strip()


def missing_label(conference, *, at=None) -> str:
    """What those are who have not come: absent (缺席) once the event is over, not here yet before.

    `at` is an aware moment, default now.
    """
    if conference.day_of(at or timezone.now()) > conference.ends_on:
        return pgettext("count on the sheet", "Absent")
    return pgettext("count on the sheet", "Not here yet")
