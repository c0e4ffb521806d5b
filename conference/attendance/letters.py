"""Who is told what of their registration: attendance's occasions, written in the transaction of the
act that causes each.

Rows of a sheet and people at the desk are added without a letter. Who has no e-mail address gets
none of what the page they are on says anyway; of what others decide one is held, for a call.
"""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override, pgettext

from conference.attendance import letter_texts, links
from conference.attendance.calendars import calendar_of
from conference.attendance.certificates import enclosing
from conference.attendance.forums_told import forums_of
from conference.attendance.models import Admission, Certificate, Registration
from conference.bilingual import marked
from conference.letters.occasions import Enclosed, Occasion
from conference.letters.placeholders import filled
from conference.letters.texts import Words, texts_of, words_of
from conference.letters.writing import Addressee, without_gaps, write
from conference.program.feeds import ical
from conference.program.release.published import published_program
from conference.qr import qr_png
from conference.wording.days import date_range

Status = Registration.Status
ABOUT = "registration:"
# What an organizer decided leaves a little later, so that Undo comes in time.
GRACE = timedelta(seconds=30)
OTHERWISE = gettext_noop("The registration has another status by now.")
STOPPED = gettext_noop("They want no more letters of this kind.")

# The status that each occasion speaks of; 'link' goes out whatever it is.
SPEAKS_OF = {
    "received": (Status.CONFIRMED, Status.PENDING),
    "named": (Status.CONFIRMED, Status.PENDING),
    "unnamed": (Status.CANCELLED,),
    "confirmed": (Status.CONFIRMED,),
    "waiting": (Status.WAITLISTED,),
    "moved-up": (Status.CONFIRMED, Status.PENDING),
    "declined": (Status.DECLINED,),
    "cancelled": (Status.CANCELLED,),
    "withdrawn": (Status.CANCELLED,),
    "link": tuple(Status),
    "reminder": (Status.CONFIRMED,),
    "changed": (Status.CONFIRMED, Status.PENDING, Status.WAITLISTED),
    "thanks": (Status.CONFIRMED,),
    "group": tuple(Status),
}
# What shows the code that is asked for at the desk.
WITH_CODE = ("received", "named", "confirmed", "moved-up", "link", "reminder", "changed")
OF_STATUS = {
    Status.CONFIRMED: "confirmed",
    Status.WAITLISTED: "waiting",
    Status.DECLINED: "declined",
    Status.CANCELLED: "cancelled",
}


def occasions() -> list[Occasion]:
    """For `letters.occasions.OCCASIONS`."""
    return [
        Occasion(
            name=name,
            label=label,
            subject=subject,
            text=text,
            placeholders=letter_texts.ALWAYS | more,
            about=person_of,
            secrets=lambda person, language: {"link": links.address_of(person, language)},
            encloses=ENCLOSES.get(name, nothing),
            still=_still(SPEAKS_OF[name], may_be_stopped=name in letter_texts.MAY_BE_STOPPED),
            secret_names=frozenset({"link"}),
            sample=sample,
            may_be_stopped=name in letter_texts.MAY_BE_STOPPED,
            everybody=partial(everybody, occasion=name) if name in letter_texts.ON_A_DAY else None,
            sms=letter_texts.SMS.get(name, ""),
        )
        for name, (label, subject, text, more) in letter_texts.TEXTS.items()
    ]


def person_of(about: str) -> Registration | None:
    key = about.removeprefix(ABOUT)
    rows = Registration.objects.select_related("conference")
    return rows.filter(pk=key).first() if key.isdecimal() else None


def stop(about: str) -> bool | None:
    """No more letters that are not about one's own registration; None for what is no registration.

    Two queries.
    """
    person = person_of(about)
    if person is None:
        return None
    Registration.objects.filter(pk=person.pk).update(wants_letters=False)
    return True


def _still(statuses, *, may_be_stopped):
    def still(person):
        if may_be_stopped and not person.wants_letters:
            return STOPPED
        return "" if person.status in statuses else OTHERWISE

    return still


# --- Writing -----------------------------------------------------------------------------------


def tell_status(conference, status: str, people, *, reason="") -> int:
    """Write to those who got a status by an organizer; of PENDING nobody is told."""
    occasion = OF_STATUS.get(Status(status))
    if occasion is None:
        return 0
    due = timezone.now() + GRACE
    return tell(conference, occasion, people, reason=reason, due_at=due)


def tell(
    conference,
    occasion: str,
    people: Iterable[Registration],
    *,
    reason: str = "",
    is_on_screen: bool = False,
    once: str | None = None,
    due_at=None,
) -> int:
    """Write to people of a conference on an occasion; how many letters are new.

    `is_on_screen`: they read the same on a page now. `once`: what makes it once beside occasion
    and person; else each act writes anew. Six queries at most, whatever the number.
    """
    people = [person for person in people if person.email or not is_on_screen]
    if not people:
        return 0
    if once is None:
        once = timezone.now().isoformat()
    addressees = addressees_of(conference, occasion, people, reason=reason, once=once)
    return write(conference, occasion, addressees, due_at=due_at)


def addressees_of(
    conference,
    occasion: str,
    people: Collection[Registration],
    *,
    reason: str = "",
    once: str = "",
) -> list[Addressee]:
    """People with all that a letter on the occasion may say to them. Three queries at most, one
    more for each 5,000 of them.
    """
    said = {
        language: said_to_all(conference, language) for language in {p.language for p in people}
    }
    places = _places(conference) if occasion == "waiting" else {}
    names_forums = "forums" in letter_texts.TEXTS[occasion][3]
    forums = forums_of(conference, people) if names_forums else {}
    names_certificate = "certificate" in letter_texts.TEXTS[occasion][3]
    certificates = enclosing.certificates_of(people) if names_certificate else {}
    return [
        Addressee(
            about=f"{ABOUT}{person.pk}",
            name=_called(person),
            address=person.email,
            language=person.language,
            values=_values(
                person,
                said[person.language],
                place=places.get(person.pk),
                reason=reason,
                forums=forums.get(person.pk, ""),
                certificate=certificates.get(person.pk),
            ),
            key=once,
            wants_none=not person.wants_letters,
            phone=person.phone,
        )
        for person in people
    ]


def everybody(conference, occasion: str) -> list[Addressee]:
    """Whom it concerns on its day, and who can be reached: of a reminder who is expected, of thanks
    who came. Four queries at most, one more for each 5,000 of them.
    """
    people = Registration.objects.filter(conference=conference).expected()
    if occasion == "thanks":
        here = Admission.objects.filter(registration=OuterRef("pk"))
        people = people.filter(Exists(here), wants_letters=True)
    people = people.exclude(email="", phone="").in_order()
    reached = [p for p in people if p.email or occasion in letter_texts.SMS]
    return addressees_of(conference, occasion, reached)


def _called(person: Registration) -> str:
    return (person.name_en if person.language == "en" else "") or person.name


def said_to_all(conference, language: str) -> dict[str, str]:
    """What is the same for everybody, as published where it is."""
    facts, title = conference, conference
    with suppress(Http404):
        facts = published_program(conference.slug).conference
        title = facts.title
    with override(language):
        days = date_range(facts.starts_on, facts.ends_on)
        comma = pgettext("between days and venue", ", ")
        return {
            "conference": marked(title),
            "when_and_where": comma.join(filter(None, (days, str(facts.venue)))),
        }


def _values(
    person: Registration,
    said,
    *,
    place: int | None = None,
    reason: str = "",
    forums: str = "",
    certificate: Certificate | None = None,
) -> dict[str, str]:
    with override(person.language):
        return said | {
            "name": _called(person),
            "number": str(person.number),
            "code": person.code,
            "organization": person.organization_name,
            "standing": _standing(person),
            "place": str(place or 1),
            "reason": reason,
            "forums": forums,
            "certificate": enclosing.told(certificate) if certificate else "",
        }


def _standing(person: Registration) -> str:
    if person.status == Status.CONFIRMED:
        code = _("Your sign-in code: %(code)s") % {"code": person.code}
        return f"{letter_texts.CONFIRMED}\n{code}"
    return str(letter_texts.DOUBLE if person.held_as_double else letter_texts.PENDING)


def _places(conference) -> dict[int, int]:
    """{registration: place in line}. One query."""
    line = Registration.objects.filter(conference=conference, status=Status.WAITLISTED)
    keys = line.order_by("waits_as", "number").values_list("pk", flat=True)
    return {key: place for place, key in enumerate(keys, 1)}


def sample(conference, language: str) -> tuple[Registration, dict[str, str]] | None:
    """A person of the conference with the values that a letter to them has now; None without any.
    Five queries.
    """
    rows = Registration.objects.filter(conference=conference).select_related("conference")
    person = rows.exclude(email="").order_by("number").first() or rows.first()
    if person is None:
        return None
    person.language = language
    forums = forums_of(conference, [person]).get(person.pk, "")
    certificate = enclosing.certificates_of([person]).get(person.pk)
    said = said_to_all(conference, language)
    return person, _values(person, said, forums=forums, certificate=certificate)


def sample_letter(people, status: str, *, reason: str = "") -> tuple[str, Words] | None:
    """(language, the letter to the first of `people` with an address) on getting a status, for
    that reason; None where nobody is written to. Two queries.
    """
    person = next((person for person in people if person.email), None)
    if person is None:
        return None
    name = OF_STATUS[Status(status)]
    row = texts_of(person.conference, [name]).get(name)
    rule = next(rule for rule in occasions() if rule.name == name)
    words = words_of(rule, person.language, row)
    if words is None:
        return None
    values = _values(person, said_to_all(person.conference, person.language), reason=reason)
    text = without_gaps(filled(words.text, values, kept=rule.secret_names))
    return person.language, Words(filled(words.subject, values), text)


# --- What goes with it -------------------------------------------------------------------------


def enclosed(person: Registration, language: str) -> list[Enclosed]:
    """The sign-in code to show at the desk, and the program as a calendar: of who is expected."""
    if person.status != Status.CONFIRMED:
        return []
    found = [
        Enclosed(
            filename=f"{person.code}.png",
            content=qr_png(person.code),
            content_type="image/png",
            shown_as=f"{letter_texts.CODE_SHOWN_AS}: {person.code}",
        )
    ]
    if body := calendar_of(person):
        name = f"{person.conference.slug}.ics"
        found.append(Enclosed(filename=name, content=body, content_type=ical.MEDIA_TYPE))
    return found


def nothing(_person: Registration, _language: str) -> list[Enclosed]:
    return []


ENCLOSES = dict.fromkeys(WITH_CODE, enclosed) | {"thanks": enclosing.enclosed}
