"""Letters of a day: when the day comes that an organizer set, everybody concerned is written to."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from conference.letters.models import LetterText
from conference.letters.occasions import occasions
from conference.letters.texts import Words, words_of
from conference.letters.writing import write
from conference.models import Conference

AT = time(8)  # by the conference's clock
LATEST = timedelta(days=3)  # of a site that stood still: later nobody is written to by itself
LANGUAGES = ("zh-hans", "en")


def write_what_is_due(at: datetime | None = None) -> int:
    """Write on each occasion whose day has come; how many letters are new. One query when idle."""
    at = at or timezone.now()
    days = {"on_day__lte": (at + timedelta(days=1)).date(), "on_day__gte": (at - LATEST).date()}
    undone = Q(done_for=None) | ~Q(done_for=F("on_day"))
    rows = LetterText.objects.filter(undone, is_sent=True, **days).select_related("conference")
    due = [row for row in rows.order_by("pk") if _has_come(row, at)]
    return sum(_write(row.pk, undone) for row in due)


def _has_come(row: LetterText, at: datetime) -> bool:
    return at >= datetime.combine(row.on_day, AT, row.conference.zone)


def _write(key: int, undone: Q) -> int:
    with transaction.atomic():
        row = LetterText.objects.filter(undone, pk=key, is_sent=True).first()
        # Of several workers one says that it is done; where writing fails, that is taken back.
        if row is None or not LetterText.objects.filter(undone, pk=key).update(
            done_for=F("on_day")
        ):
            return 0
        rule = occasions().get(row.occasion)
        if rule is None or rule.everybody is None:
            return 0
        conference = Conference.objects.lock(row.conference_id)
        words: dict[str, Words] = {
            language: said for language in LANGUAGES if (said := words_of(rule, language, row))
        }
        return write(conference, rule.name, rule.everybody(conference), words=words)
