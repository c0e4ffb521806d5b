"""What is kept about one person, as a file that they take along: JSON, and readable; with the
files that they sent a ZIP.
"""

import json
from collections.abc import Mapping
from typing import IO
from zipfile import ZipFile

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.attendance.answer_files import put_into
from conference.attendance.letters import ABOUT
from conference.attendance.models import Registration
from conference.attendance.questions import telling
from conference.attendance.seats import place_in_line, places_in_forums
from conference.letters.models import Letter
from conference.letters.occasions import occasions


def packed(person: Registration, file: IO[bytes], *, name: str, shown) -> None:
    """A ZIP of the same, called `name`, and of the files that came along as answers. Two queries
    more.
    """
    with ZipFile(file, "w") as archive:  # images and PDF are small already
        files = put_into(archive, person)
        archive.writestr(name, told(person, shown=shown, files=files))


def told(person: Registration, *, shown, at=None, files: Mapping[str, str] | None = None) -> bytes:
    """One person's data as JSON in the active language, times in the conference's zone; of nobody
    else. `shown(session)` is a session as published, or None; `files` are names of answers that lie
    beside it, by their questions. What organizers noted for themselves is theirs. Eight queries,
    one more for each sub-forum waited for.
    """
    beside = files or {}
    zone = person.conference.zone

    def moment(when):
        return when.astimezone(zone).isoformat(timespec="seconds") if when else None

    waits = places_in_forums(person)
    names = {rule.name: str(rule.label) for rule in occasions().values()}
    letters = Letter.objects.filter(about=f"{ABOUT}{person.pk}").order_by("written_at", "pk")
    certificates = person.certificates.order_by("issued_at", "pk")
    admissions = person.admissions.select_related("checkpoint__session").order_by("signed_in_at")
    found = {
        "conference": str(person.conference),
        "number": person.number,
        "code": person.code,
        "name": person.name,
        "name_en": person.name_en,
        "organization": person.organization_name,
        "title": person.title,
        "category": person.get_category_display(),
        "phone": person.phone,
        "email": person.email,
        "language": person.get_language_display(),
        "status": person.get_status_display(),
        "place_in_line": place_in_line(person),
        "source": person.get_source_display(),
        "registered_at": moment(person.registered_at),
        "consented_at": moment(person.consented_at),
        "consent_version": person.consent_version,
        "sensitive_consented_at": moment(person.sensitive_consented_at),
        "sensitive_version": person.sensitive_version,
        "sessions": [_title(session, shown) for session in person.chosen if shown(session)],
        "waiting_for": [
            {"session": _title(place.session, shown), "place_in_line": place.number}
            for place in waits
            if shown(place.session)
        ],
        "answers": [
            {"question": each.question, "answer": each.answer}
            | ({"file": beside[str(each.key)]} if str(each.key) in beside else {})
            for each in telling.told(person)
        ],
        "signed_in": [
            {"checkpoint": str(row.checkpoint), "signed_in_at": moment(row.signed_in_at)}
            for row in admissions
        ],
        "certificates": [
            {
                "number": row.number,
                "name": row.name,
                "name_en": row.name_en,
                "organization": row.organization,
                "days": row.days,
                "hours": float(row.hours),
                "issued_at": moment(row.issued_at),
                "status": row.get_state_display(),
            }
            for row in certificates
        ],
        "letters": [
            {
                "occasion": names.get(letter.occasion, letter.occasion),
                "subject": letter.subject,
                "to": letter.to_address,
                "status": letter.get_state_display(),
                "sent_at": moment(letter.sent_at),
            }
            for letter in letters
        ],
        "time_zone": str(zone),
        "made_at": moment(at or timezone.now()),
    }
    words = labels()
    body = {"version": 1, **found, "labels": {key: str(words[key]) for key in found}}
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def _title(session, shown) -> str:
    return str(shown(session).title)


def labels() -> dict[str, str]:
    """What each key is called, for people."""
    return {
        "conference": _("Conference"),
        "number": pgettext("list column", "Number"),
        "code": pgettext("list column", "Code"),
        "name": pgettext("list column", "Name"),
        "name_en": pgettext("list column", "English name"),
        "organization": pgettext("list column", "Organization"),
        "title": pgettext("list column", "Title"),
        "category": pgettext("list column", "Category"),
        "phone": pgettext("list column", "Phone"),
        "email": pgettext("list column", "E-mail"),
        "language": _("Language"),
        "status": pgettext("list column", "Status"),
        "place_in_line": _("Place in line"),
        "source": pgettext("list column", "Source"),
        "registered_at": pgettext("list column", "Registered at"),
        "consented_at": _("Agreed to the privacy notice at"),
        "consent_version": _("Version of the privacy notice"),
        "sensitive_consented_at": _("Agreed to sensitive answers being kept at"),
        "sensitive_version": _("Version of the privacy notice"),
        "sessions": pgettext("list column", "Sub-forum"),
        "waiting_for": _("Waiting list"),
        "answers": _("Answers"),
        "signed_in": pgettext("list column", "Signed in at"),
        "certificates": pgettext("of participation", "certificates"),
        "letters": _("Letters"),
        "time_zone": pgettext("list column", "Time zone"),
        "made_at": _("This file was made at"),
    }
